"""A crowd is one crowd: who calls it protesters and who calls it rioters tell of the same event."""

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventbook.datasets.merging.aggregate import Event, aggregate
from eventbook.datasets.merging.alike import leading, stand_in
from eventbook.datasets.merging.merge import merge
from eventbook.schema.who import Side

if TYPE_CHECKING:
    from tests.datasets.conftest import Coded, World

CROWD: dict[str, Any] = {"side2": None, "counts": None, "evidence": {}}
PROTEST: dict[str, Any] = {"sub_event_type": "Peaceful protest", "side1": "Protesters (Uganda)", **CROWD}
RIOT: dict[str, Any] = {"sub_event_type": "Violent demonstration", "side1": "Rioters (Uganda)", **CROWD}


def events(
    world: "World", *coded: "Coded", apart: frozenset[tuple[str, str]] = frozenset()
) -> tuple[Event, ...]:
    alone = [merge([world.told(one)], world.context) for one in coded]
    return aggregate(alone, world.context, apart)


def actor(event: Event, name: str = "side1") -> str:
    side = event.fields[name].value
    assert isinstance(side, Side)
    return side.actor


@pytest.mark.parametrize(
    ("one", "stands"),
    [
        ("protesters-uganda", "rioters-uganda"),
        ("rioters-uganda", "rioters-uganda"),
        ("protesters-south-sudan", "rioters-south-sudan"),
        ("civilians-uganda", "civilians-uganda"),
        ("army", "army"),
    ],
)
def test_the_first_of_its_list_stands_for_an_actor(world: "World", one: str, stands: str) -> None:
    assert stand_in(one, world.context.registry) == stands
    assert stand_in(stands, world.context.registry) == stands


def test_only_who_is_named_stands_for_others(world: "World") -> None:
    registry = world.context.registry
    assert leading(["protesters-uganda"], registry) == {"protesters-uganda": "protesters-uganda"}
    both = leading(["protesters-uganda", "rioters-uganda", "army"], registry)
    assert both == {"protesters-uganda": "rioters-uganda", "rioters-uganda": "rioters-uganda", "army": "army"}


def test_a_protest_that_another_coder_saw_turn_violent_is_one_riot(world: "World") -> None:
    (event,) = events(world, world.coded("r1", **PROTEST), world.coded("r2", minute=1, **RIOT))
    assert event.fields["sub_event_type"].value == "Violent demonstration"
    assert actor(event) == "rioters-uganda"
    side = event.fields["side1"]
    assert (side.rule, side.how, side.reports) == ("first-of-alike", "chosen", ("r2",))
    assert len(event.incidents) == 1


def test_protesters_of_two_countries_are_two_crowds(world: "World") -> None:
    other: dict[str, Any] = {**RIOT, "side1": "Rioters (Kenya)"}
    assert len(events(world, world.coded("r1", **PROTEST), world.coded("r2", **other))) == 2


def test_most_reports_of_a_protest_do_not_undo_the_riot(world: "World") -> None:
    police: dict[str, Any] = {**PROTEST, "sub_event_type": "Protest with intervention", "side2": "army"}
    told = [world.coded("r1", **PROTEST), world.coded("r2", **police), world.coded("r3", **RIOT)]
    merged = merge([world.told(one) for one in told], world.context)
    assert merged.fields["sub_event_type"].value == "Violent demonstration"
    side = merged.fields["side1"].value
    assert isinstance(side, Side)
    assert side.actor == "rioters-uganda"


@settings(max_examples=25, deadline=None)
@given(order=st.permutations(range(3)), kinds=st.lists(st.sampled_from([0, 1]), min_size=3, max_size=3))
def test_the_order_of_reports_does_not_decide(world: "World", order: list[int], kinds: list[int]) -> None:
    told = [world.coded(f"r{n}", minute=n, **(PROTEST, RIOT)[kind]) for n, kind in enumerate(kinds)]
    (there,) = events(world, *told)
    (back,) = events(world, *(told[n] for n in order))
    assert there.fields == back.fields
    wanted = "rioters-uganda" if 1 in kinds else "protesters-uganda"
    assert actor(there) == wanted


PAY: dict[str, Any] = {**PROTEST, "issue": "work and pay"}
PRICES: dict[str, Any] = {**PROTEST, "issue": "cost of living"}


def test_two_demonstrations_over_different_issues_are_two(world: "World") -> None:
    assert len(events(world, world.coded("r1", **PAY), world.coded("r2", **PRICES))) == 2


def test_a_report_that_gives_no_issue_tells_of_the_only_demonstration_there_is(world: "World") -> None:
    found = events(world, world.coded("r1", **PAY), world.coded("r2", **PROTEST), world.coded("r3", **RIOT))
    assert [sorted(one.id for one in event.told) for event in found] == [["r1", "r2", "r3"]]
    assert found[0].fields["issue"].value == "work and pay"


def test_it_stays_alone_where_there_are_two_or_a_person_told_it_apart(world: "World") -> None:
    coded = [world.coded("r1", **PAY), world.coded("r2", **PROTEST)]
    assert len(events(world, *coded, world.coded("r3", **PRICES))) == 3
    assert len(events(world, *coded, apart=frozenset({("r1", "r2")}))) == 2
