from datetime import date
from typing import TYPE_CHECKING

from eventbook.datasets.merging.settled import How, how_of

if TYPE_CHECKING:
    from tests.datasets.conftest import World


def test_values_that_are_all_the_same_are_agreed_and_others_chosen() -> None:
    assert how_of(["a", "a"]) is How.AGREED
    assert how_of(["a", "b"]) is How.CHOSEN


def test_a_claim_without_a_day_is_as_of_the_publication_else_of_the_event(world: "World") -> None:
    dated = world.coded("r1", world.article("a", published=date(2021, 11, 20)))
    undated = world.coded("r2", world.article("b", published=None))
    bare = world.coded("r4", world.article("c", published=None), event="r1")
    assert world.told(dated).day == date(2021, 11, 20)
    assert world.told(undated).day == date(2021, 11, 16)
    assert world.told(bare).day == bare.report.accepted_at.date()


def test_the_earlier_accepted_report_comes_first_and_the_id_breaks_ties(world: "World") -> None:
    told = [world.told(world.coded(key, minute=minute)) for key, minute in (("c", 0), ("b", 1), ("a", 1))]
    assert [one.id for one in sorted(told, key=lambda one: one.order)] == ["c", "a", "b"]
