from typing import Any

import pytest

from eventbook.coders.muc4.counts import claims
from eventbook.coders.muc4.files import MucArticle
from eventbook.coders.muc4.outlets import UNNAMED, outlet_of, publication_of
from eventbook.coders.muc4.quotes import Found, Quotations
from eventbook.coders.muc4.targets import Target

WORDS = {"plural": (2, 2)}


def people(number: str | None, *effects: str) -> Target:
    said: dict[str, Any] = {"number": number, "effect": list(effects)}
    return Target(set(), {name: value for name, value in said.items() if value})


def counted(*targets: Target, taken: bool = False) -> dict[str, dict[str, Any]]:
    return {claim["what"]: claim["count"] for claim in claims(targets, WORDS, taken=taken)}


def test_the_dead_of_several_targets_are_added_up() -> None:
    assert counted(people("2", "DEATH"), people("at least 3", "DEATH"), people("4", "INJURY")) == {
        "deaths": {"low": 5, "best": 5, "high_open": True},
        "injuries": {"low": 4, "best": 4, "high": 4},
    }


@pytest.mark.parametrize("number", ["plural", None])
def test_people_whom_nobody_counted_are_at_least_some(number: str | None) -> None:
    least = 2 if number else 1
    assert counted(people(number, "DEATH"))["deaths"] == {"low": least, "best": least, "high_open": True}


def test_a_group_of_which_some_died_and_some_were_hurt_is_not_counted_twice() -> None:
    some = {"low": 1, "best": 1, "high": 8}
    assert counted(people("8", "DEATH", "INJURY")) == {"deaths": some, "injuries": some}


def test_nought_is_said_only_where_every_target_says_so() -> None:
    unhurt = people("1", "NO INJURY OR DEATH")
    assert counted(unhurt, unhurt)["deaths"] == {"low": 0, "best": 0, "high": 0}
    assert counted(unhurt, people("1")) == {}
    assert "deaths" not in counted(people("1", "NO INJURY"))


def test_those_taken_are_counted_whatever_became_of_them() -> None:
    assert counted(people("2", "REGAINED FREEDOM"), people("about 10"), taken=True) == {
        "abducted": {"low": 2, "best": 12}
    }


def article(place: str, day: str | None, source: str | None) -> MucArticle:
    return MucArticle(
        docid="TST-1", text="x", dateline_place=place, dateline_date=day, dateline_source=source
    )


@pytest.mark.parametrize(
    ("place", "source", "name", "scale"),
    [
        ("LIMA", "EFE", "EFE", "International"),
        ("LIMA", "ACAN - EFE", "ACAN-EFE", "Regional"),
        ("CLANDESTINE", "RADIO ALBA", "RADIO ALBA", "Clandestine"),
        ("SANTIAGO", "DOMESTIC SERVICE", "DOMESTIC SERVICE (SANTIAGO)", "National"),
        ("MANAGUA (NICARAGUA)", "DOMESTIC SERVICE", "DOMESTIC SERVICE (MANAGUA)", "National"),
        ("LIMA", None, UNNAMED, "Other"),
    ],
)
def test_the_dateline_names_the_outlet(place: str, source: str | None, name: str, scale: str) -> None:
    outlet = outlet_of(article(place, "4 JAN 90", source))
    assert (outlet.name, outlet.scale) == (name, scale)


@pytest.mark.parametrize(
    ("day", "published"), [("4 JAN 90", "1990-01-04"), ("4 JAN", "None"), (None, "None")]
)
def test_a_day_without_its_year_is_not_guessed(day: str | None, published: str) -> None:
    assert str(publication_of(article("LIMA", day, "EFE")).published) == published


def test_each_quotation_is_counted_once_a_slot() -> None:
    quotes = Quotations("TST-1", "1", "THREE MEN\nDIED IN LERMA")
    assert quotes.of("a", ["THREE MEN", "MEN DIED", "WOMEN"]) == ["THREE MEN", "MEN DIED"]
    assert quotes.of("a", ["THREE MEN"]) == ["THREE MEN"]
    assert [one.found for one in quotes.seen.values()] == [Found.EXACT, Found.FOLDED, Found.MISSING]
