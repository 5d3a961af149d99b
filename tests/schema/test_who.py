from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventbook.schema.who import Actor, Alias, Certainty, Dated, Side, TypePeriod

DAYS = st.none() | st.dates(date(2020, 1, 1), date(2020, 2, 1))


def actor(*types: TypePeriod) -> Actor:
    return Actor(id="a", name="A", types=types)


def test_certainty_runs_from_stated_to_denied() -> None:
    assert [certainty.rank for certainty in (Certainty.STATED, Certainty.SUSPECTED, Certainty.DENIED)] == [
        0,
        2,
        4,
    ]


@given(DAYS, DAYS)
def test_both_ends_of_a_dated_thing_are_in_it(first: date | None, last: date | None) -> None:
    span = Dated(first=first, last=last)
    ordered = first is None or last is None or first <= last
    assert span.covers(first or last or date(2020, 1, 1)) == ordered
    assert span.covers(last or first or date(2020, 1, 1)) == ordered


def test_rebels_who_take_power_become_state_forces() -> None:
    rebels = actor(
        TypePeriod(type="Rebel group", last=date(2020, 1, 31)),
        TypePeriod(type="State forces", first=date(2020, 2, 1)),
    )
    assert rebels.type_on(date(2020, 1, 31), "UGA") == "Rebel group"
    assert rebels.type_on(date(2020, 2, 1), "UGA") == "State forces"


def test_a_type_for_one_country_beats_the_type_for_all() -> None:
    force = actor(TypePeriod(type="State forces"), TypePeriod(type="Rebel group", countries=("KEN",)))
    assert force.type_on(date(2020, 1, 1), "KEN") == "Rebel group"
    assert force.type_on(date(2020, 1, 1), "UGA") == "State forces"


def test_a_gap_in_the_registry_is_bridged_by_the_nearest_period() -> None:
    force = actor(
        TypePeriod(type="Rebel group", last=date(2020, 1, 1)),
        TypePeriod(type="State forces", first=date(2020, 3, 1)),
    )
    assert force.type_on(date(2020, 1, 5), "UGA") == "Rebel group"
    assert force.type_on(date(2020, 2, 28), "UGA") == "State forces"


@pytest.mark.parametrize("country", ["UGA", "KEN", ""])
def test_every_actor_has_a_type_on_every_day_everywhere(country: str) -> None:
    force = actor(TypePeriod(type="Rebel group", first=date(2020, 1, 1), countries=("KEN",)))
    assert force.type_on(date.min, country) == force.type_on(date.max, country) == "Rebel group"


def test_a_plain_name_stands_for_an_alias_or_a_side() -> None:
    raw = {
        "id": "a",
        "name": "A",
        "types": [{"type": "x"}],
        "aliases": ["B", {"name": "C", "last": "2020-01-01"}],
    }
    assert Actor.model_validate(raw).aliases == (Alias(name="B"), Alias(name="C", last=date(2020, 1, 1)))
    assert Side.model_validate("A") == Side(actor="A", certainty=Certainty.STATED)
