from typing import TYPE_CHECKING

import pytest

from eventbook.datasets.merging.merge_sides import aligned, merge_side
from eventbook.datasets.merging.settled import How
from eventbook.schema.counts import CountedGroup
from eventbook.schema.who import Side

if TYPE_CHECKING:
    from tests.datasets.conftest import Coded, World

GUNMEN = "Unidentified Armed Group (Uganda)"


def side(world: "World", *coded: "Coded", name: str = "side1") -> tuple[str, How, str, tuple[str, ...]]:
    found = merge_side(aligned(world.told(one) for one in coded), name, world.context.registry)
    assert found is not None
    return found.value.actor, found.how, found.rule, found.reports


def test_a_report_that_names_the_sides_the_other_way_round_is_turned(world: "World") -> None:
    claim = {"what": "deaths", "count": 3, "phrase": "people were killed", "of": "side1"}
    one = world.told(world.coded("r1"))
    other = world.told(world.coded("r2", minute=1, side1="army", side2="karo", counts=[claim]))
    first, second = aligned([other, one])
    assert first is one
    assert (second.form.side1, second.form.side2) == (Side(actor="karo"), Side(actor="army"))
    assert second.form.counts[0].of is CountedGroup.SIDE2
    assert [quote.exact for quote in second.form.evidence["side1"]] == ["soldiers"]


def test_turning_leaves_counts_of_civilians_and_totals_alone(world: "World") -> None:
    claims = [
        {"what": "deaths", "count": 3, "phrase": "people were killed"},
        {"what": "deaths", "count": 1, "phrase": "people were killed", "of": "civilians"},
    ]
    crossed = world.coded("r2", minute=1, side1="army", side2="karo", counts=claims)
    second = aligned([world.told(world.coded("r1")), world.told(crossed)])[1]
    assert [claim.of for claim in second.form.counts] == [None, CountedGroup.CIVILIANS]


def test_sides_that_fit_neither_way_stay_as_they_are(world: "World") -> None:
    other = world.told(world.coded("r2", minute=1, side1="hill", side2="kenya-army"))
    assert aligned([world.told(world.coded("r1")), other])[1] == other


def test_a_report_of_one_side_is_turned_to_where_that_actor_stands(world: "World") -> None:
    one_sided = world.coded("r2", minute=1, sub_event_type="Agreement", side1="army", side2=None, counts=None)
    second = aligned([world.told(world.coded("r1")), world.told(one_sided)])[1]
    assert (second.form.side1, second.form.side2) == (None, Side(actor="army"))


def test_an_identified_actor_beats_any_number_of_unidentified_ones(world: "World") -> None:
    coded = [world.coded(f"r{number}", side1=GUNMEN) for number in range(3)]
    found = side(world, *coded, world.coded("r9"))
    assert found == ("karo", How.CHOSEN, "identified-beats-unidentified", ("r9",))


def test_of_identified_actors_that_of_most_reports_stands(world: "World") -> None:
    found = side(world, world.coded("r1", side1="hill"), world.coded("r2"), world.coded("r3"))
    assert found == ("karo", How.CHOSEN, "most-reports", ("r2", "r3"))


def test_of_as_many_reports_the_surest_stands_else_the_earliest(world: "World") -> None:
    suspected = world.coded("r1", side1={"actor": "hill", "certainty": "suspected", "by": "police"})
    assert side(world, suspected, world.coded("r2", minute=1))[:3] == (
        "karo",
        How.CHOSEN,
        "surest-then-earliest",
    )
    assert side(world, world.coded("r1", side1="hill"), world.coded("r2", minute=1))[0] == "hill"


def test_the_surest_word_on_an_actor_stands_and_names_its_speaker(world: "World") -> None:
    suspected = world.coded("r1", side1={"actor": "karo", "certainty": "suspected", "by": "police"})
    claimed = world.coded("r2", side1={"actor": "karo", "certainty": "claimed", "by": "the rebels"})
    found = merge_side(aligned(map(world.told, (suspected, claimed))), "side1", world.context.registry)
    assert found is not None
    assert (found.value.certainty, found.value.by) == ("claimed", "the rebels")


def test_associates_of_all_reports_are_kept_each_once_and_never_the_actor_itself(world: "World") -> None:
    one = world.coded("r1", side1={"actor": "karo", "associates": ["hill"]})
    other = world.coded("r2", side1={"actor": "hill", "associates": ["karo", "Civilians (Uganda)"]})
    third = world.coded("r3")
    found = merge_side(aligned(map(world.told, (one, other, third))), "side1", world.context.registry)
    assert found is not None
    assert (found.value.actor, found.value.associates) == ("karo", ("civilians-uganda", "hill"))


@pytest.mark.parametrize("name", ["side1", "side2"])
def test_a_side_that_nobody_names_is_nobody(world: "World", name: str) -> None:
    told = [world.told(world.coded("r2", event="r1"))]
    assert merge_side(told, name, world.context.registry) is None
