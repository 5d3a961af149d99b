from datetime import date, timedelta

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


def test_the_name_of_the_day_is_the_one_that_it_then_had() -> None:
    force = Actor(
        id="a",
        name="Third",
        names=(
            Alias(name="First", last=date(2014, 12, 31)),
            Alias(name="Second", first=date(2015, 1, 1), last=date(2016, 6, 30)),
        ),
        types=(TypePeriod(type="x"),),
    )
    days = [date(2014, 12, 31), date(2015, 1, 1), date(2016, 6, 30), date(2016, 7, 1)]
    assert [force.name_on(day) for day in days] == ["First", "Second", "Second", "Third"]
    assert force.name_on(None) == "Third"
    assert Alias(name="Third", first=date(2016, 7, 1)) in force.dated_names


@given(st.lists(st.tuples(DAYS, DAYS), max_size=3), st.dates(date(2019, 12, 30), date(2020, 2, 3)))
def test_the_present_name_has_the_days_that_the_others_leave(
    spans: list[tuple[date | None, date | None]], day: date
) -> None:
    names = tuple(Alias(name=f"N{at}", first=first, last=last) for at, (first, last) in enumerate(spans))
    force = Actor(id="a", name="A", names=names, types=(TypePeriod(type="x"),))
    own = [one for one in force.dated_names if one.name == "A"]
    assert any(one.covers(day) for one in own) == (force.name_on(day) == "A")


@given(DAYS, DAYS, DAYS, DAYS)
def test_two_spans_meet_where_a_day_is_in_both(
    first: date | None, last: date | None, other_first: date | None, other_last: date | None
) -> None:
    one, other = Dated(first=first, last=last), Dated(first=other_first, last=other_last)
    days = [date(2019, 12, 1) + timedelta(days=at) for at in range(90)]
    if all(span.first is None or span.last is None or span.first <= span.last for span in (one, other)):
        assert one.meets(other) == any(one.covers(day) and other.covers(day) for day in days)
        assert one.meets(other) == other.meets(one)
