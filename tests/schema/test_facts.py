from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from eventbook.schema.check import check_raw
from eventbook.schema.conditions import Fact, Facts
from eventbook.schema.context import Context
from eventbook.schema.facts import fact_choices, fact_names, facts_of, spoken_in
from eventbook.schema.form import Form

Maker = Callable[..., dict[str, Any]]


def facts(context: Context, raw: dict[str, Any]) -> Facts:
    return facts_of(check_raw(raw, context).form, context)


def test_a_form_has_every_fact_that_a_condition_may_name_and_no_other(context: Context, event: Maker) -> None:
    for raw in (event(), event(sub_event_type="Attack"), event(when=None, where=None, side1=None)):
        assert set(facts(context, raw)) <= set(fact_names(context.book))
    assert set(facts(context, event())) >= set(fact_names(context.book)) - {"event_type", "disorder_type"}


def test_what_happens_outside_the_homes_of_both_sides_is_abroad(context: Context, event: Maker) -> None:
    kenya = {"place": "ken-kampala", "precision": 1}
    assert facts(context, event(where=kenya))["where.abroad"] is True
    assert facts(context, event(where=kenya, side2="Civilians (Kenya)"))["where.abroad"] is False
    assert facts(context, event(where=kenya, side1="Kivu Resistance", side2=None))["where.abroad"] is False
    assert facts(context, event(where=None))["where.abroad"] is None


def test_what_is_said_are_the_notes_and_all_quotes(context: Context, event: Maker) -> None:
    said = facts(context, event())["said"]
    for words in ("rebels fought soldiers", "On Tuesday morning", "At least three people were killed"):
        assert words in str(said)


def test_every_choice_is_of_a_fact(context: Context) -> None:
    assert set(fact_choices(context.book)) <= set(fact_names(context.book))


def test_a_fact_with_choices_has_one_of_them(context: Context, event: Maker) -> None:
    choices = fact_choices(context.book)
    for name, fact in facts(context, event(weapons=["drones"], tags=["x"])).items():
        if name in choices and fact is not None:
            assert set(fact if isinstance(fact, tuple) else (fact,)) <= set(choices[name])


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("event_type", "Battles"),
        ("disorder_type", ("Political violence",)),
        ("side1", "Karo Rebels"),
        ("side1.type", "Rebel group"),
        ("side2.type", "State forces"),
        ("side1.certainty", "stated"),
        ("side1.by", None),
        ("interaction", 12),
        ("when.days", 1),
        ("when.lasting", "within"),
        ("where.precision", 1),
        ("where.country", "UGA"),
        ("where.kind", "town"),
        ("where.abroad", False),
        ("summary", False),
        ("deaths.low", 3),
        ("deaths.best", 3),
        ("deaths.high", None),
        ("injuries.best", None),
        ("civilian_targeting", None),
    ],
)
def test_a_good_form_has_these_facts(context: Context, event: Maker, name: str, wanted: Fact | None) -> None:
    assert facts(context, event())[name] == wanted


def test_an_empty_form_has_no_facts_but_the_interaction(context: Context) -> None:
    known = {name: fact for name, fact in facts_of(Form(), context).items() if fact is not None}
    assert known == {"interaction": 0, "summary": False}


def test_a_derived_value_is_a_fact(context: Context, event: Maker) -> None:
    raw = event(sub_event_type="Attack", side2="Civilians (Uganda)")
    assert facts(context, raw)["civilian_targeting"] == "Civilian targeting"


def test_an_actors_type_is_that_of_the_published_day(context: Context, event: Maker) -> None:
    assert facts(context, event(when="2022-01-01"))["side1.type"] == "State forces"


def test_a_claim_without_a_day_counts_as_of_the_publication(context: Context, event: Maker) -> None:
    form = check_raw(event(), context).form
    assert [claim.day for claim in spoken_in(form, "deaths", date(2021, 11, 17))] == [date(2021, 11, 17)]
    assert spoken_in(form, "injuries", date(2021, 11, 17)) == []
