from typing import TYPE_CHECKING, Any

import pytest

from eventbook.datasets.matching.links import Pair
from eventbook.datasets.merging.aggregate import Event, aggregate
from eventbook.datasets.merging.merge import merge
from eventbook.datasets.merging.settled import How
from eventbook.schema.counts import Amount
from eventbook.schema.who import Side

if TYPE_CHECKING:
    from tests.datasets.conftest import Coded, World

APART: frozenset[Pair] = frozenset({("r1", "r2")})
PROTEST: dict[str, Any] = {
    "sub_event_type": "Peaceful protest",
    "side1": "Protesters (Uganda)",
    "side2": None,
    "counts": None,
    "evidence": None,
}


def events(
    world: "World", *groups: "Coded | list[Coded]", apart: frozenset[Pair] = frozenset()
) -> tuple[Event, ...]:
    """Aggregate incidents, each a report or a list of reports."""
    merged = [
        merge([world.told(one) for one in (group if isinstance(group, list) else [group])], world.context)
        for group in groups
    ]
    return aggregate(merged, world.context, apart)


def shape(found: tuple[Event, ...]) -> list[list[list[str]]]:
    return [[sorted(incident.reports) for incident in event.incidents] for event in found]


def test_two_clashes_that_one_sheet_tells_apart_are_one_event_whose_dead_are_summed(world: "World") -> None:
    (event,) = events(world, world.coded("r1"), world.coded("r2"), apart=APART)
    assert shape((event,)) == [[["r1"], ["r2"]]]
    deaths = event.fields["counts.deaths"]
    assert (deaths.value, deaths.how, deaths.rule) == (
        Amount(low=6, best=6, high=6),
        How.DERIVED,
        "sum-of-incidents",
    )
    assert deaths.reports == ("r1", "r2")


def test_two_reports_that_nobody_told_apart_are_merged_and_their_dead_not_summed(world: "World") -> None:
    (event,) = events(world, world.coded("r1"), world.coded("r2"))
    assert shape((event,)) == [[["r1", "r2"]]]
    assert event.fields["counts.deaths"].value == Amount(low=3, best=3, high=3)


def test_a_third_report_joins_the_first_incident_it_may(world: "World") -> None:
    coded = [world.coded(f"r{number}", minute=number) for number in (1, 2, 3)]
    assert shape(events(world, *coded, apart=APART)) == [[["r1", "r3"], ["r2"]]]
    both = APART | {("r1", "r3")}
    assert shape(events(world, *coded, apart=both)) == [[["r1"], ["r2", "r3"]]]


def test_the_notes_of_summed_incidents_stand_one_below_the_other(world: "World") -> None:
    coded = [world.coded("r1", notes="At dawn."), world.coded("r2", minute=1, notes="At dusk.")]
    (event,) = events(world, *coded, apart=APART)
    notes = event.fields["notes"]
    assert (notes.value, notes.rule, notes.reports) == (
        "At dawn.\nAt dusk.",
        "notes-of-incidents",
        ("r1", "r2"),
    )


def test_the_higher_type_of_a_family_stands_for_the_event(world: "World") -> None:
    coded = [world.coded("r1", sub_event_type="Grenade"), world.coded("r2")]
    (event,) = events(world, *coded, apart=APART)
    order = world.book.types.order
    assert event.fields["sub_event_type"].value == min("Grenade", "Armed clash", key=order.index)


def test_a_count_that_one_incident_leaves_open_is_at_least_the_other(world: "World") -> None:
    coded = [world.coded("r1"), world.coded("r2", counts=None)]
    (event,) = events(world, *coded, apart=APART)
    assert event.fields["counts.deaths"].value == Amount(low=3, best=3, high=3)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"when": "2021-11-17"}, id="another day"),
        pytest.param({"where": {"place": "beta", "precision": 1}}, id="another place"),
        pytest.param({"side1": "hill"}, id="another actor"),
        pytest.param({"sub_event_type": "Agreement", "counts": None}, id="another family of types"),
        pytest.param({"where": {"place": "alpha", "precision": 2}}, id="only near the place"),
        pytest.param({"when": {"first": "2021-11-15", "last": "2021-11-16"}}, id="a span of days"),
    ],
)
def test_incidents_that_differ_in_the_unit_are_two_events(world: "World", change: dict[str, Any]) -> None:
    assert len(events(world, world.coded("r1"), world.coded("r2", **change))) == 2


def test_two_vague_reports_are_never_one_event_by_the_unit_alone(world: "World") -> None:
    province = {"place": "north", "precision": 3}
    assert len(events(world, *(world.coded(key, where=province) for key in ("r1", "r2")))) == 2


def test_the_order_of_the_sides_does_not_make_two_events(world: "World") -> None:
    assert len(events(world, world.coded("r1"), world.coded("r2", side1="army", side2="karo"))) == 1


def test_two_protests_with_different_issues_are_two_events(world: "World") -> None:
    pay, water = (world.coded(key, **PROTEST, issue=issue) for key, issue in
                  (("r1", "work and pay"), ("r2", "public services")))  # fmt: skip
    assert len(events(world, pay, water)) == 2
    assert len(events(world, pay, world.coded("r3", **PROTEST, issue="work and pay"))) == 1


def test_the_order_of_incidents_changes_nothing(world: "World") -> None:
    coded = [world.coded(f"r{number}", minute=number % 2) for number in range(6)]
    coded += [world.coded("s1", when="2021-11-17"), world.coded("s2", side1="hill")]
    apart = frozenset({("r0", "r1"), ("r2", "r5")})
    straight = events(world, *coded, apart=apart)
    for turn in range(1, len(coded)):
        assert events(world, *coded[turn:], *coded[:turn][::-1], apart=apart) == straight


def test_all_reports_of_an_event_have_their_sides_turned_to_the_earliest(world: "World") -> None:
    coded = [world.coded("r1"), world.coded("r2", minute=1, side1="army", side2="karo")]
    (event,) = events(world, *coded, apart=APART)
    assert [one.form.side1 for one in event.told] == [Side(actor="karo")] * 2


def test_an_event_of_one_incident_is_that_incident(world: "World") -> None:
    (event,) = events(world, [world.coded("r1"), world.coded("r2", event="r1")])
    assert event.fields == event.incidents[0].fields
    assert [one.id for one in event.told] == ["r1", "r2"]
