from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from eventbook.datasets.building.event_check import overridable
from eventbook.datasets.judging.queue import current_build
from eventbook.datasets.merging.overrides import EMPTY, value_hash
from eventbook.schema.errors import FaultsError, NotFoundError

if TYPE_CHECKING:
    from tests.datasets.conftest import World


def test_the_hash_of_what_an_override_replaces_is_that_of_the_merged_value(
    world: "World", tmp_path: Path
) -> None:
    built = current_build(world.given([world.coded("r1")]), tmp_path)
    over, found = overridable(built, "UGA1", "deaths", "at least 4")
    assert found == ()
    assert over == value_hash(built.merged_fields["UGA1"]["counts.deaths"])
    assert overridable(built, "UGA1", "deaths", None) == (over, ())
    assert overridable(built, "UGA1", "tags", ["a"])[0] == ""


def test_an_override_of_what_is_not_there_or_cannot_be_read_is_refused(
    world: "World", tmp_path: Path
) -> None:
    built = current_build(world.given([world.coded("r1")]), tmp_path)
    with pytest.raises(NotFoundError, match="no current event 'UGA9'"):
        overridable(built, "UGA9", "deaths", 4)
    (one,) = built.identities
    merged = replace(one, event_id="UGA8", number=8, status="merged", successor="UGA1")
    with pytest.raises(NotFoundError, match="it was merged into UGA1"):
        overridable(replace(built, identities=(one, merged)), "UGA8", "deaths", 4)
    with pytest.raises(FaultsError, match="count-unreadable"):
        overridable(built, "UGA1", "deaths", "plenty")
    with pytest.raises(FaultsError, match="Did you mean 'deaths'"):
        overridable(built, "UGA1", "death", None)


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("deaths", {"low": 5, "best": 3, "high": 1}, "bounds-reversed"),
        ("when", "1899-01-01", "date-too-early"),
        ("when", "2099-01-01", "date-after-publication"),
        ("when", {"first": "2001-11-14", "last": "2021-11-12"}, "span-too-vague"),
        ("where", {"place": "alpha", "precision": 9}, "code-unknown"),
        ("notes", "so\u202eon", "hidden-characters"),
        ("side1", {"actor": "karo", "certainty": "claimed"}, "certainty-without-speaker"),
    ],
)
def test_an_override_is_checked_by_the_rules_of_forms(
    world: "World", tmp_path: Path, field: str, value: object, rule: str
) -> None:
    built = current_build(world.given([world.coded("r1")]), tmp_path)
    with pytest.raises(FaultsError, match=rule):
        overridable(built, "UGA1", field, value)


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("side2", "Civilians (Uganda)", "civilians-in-battle"),
        ("side1", "Protesters (Uganda)", "crowd-in-battle"),
        ("sub_event_type", "Peaceful protest", "peaceful-protest-sides"),
        ("side2", EMPTY, "side-missing"),
        ("when", EMPTY, "required"),
        ("where", EMPTY, "required"),
        ("sub_event_type", EMPTY, "required"),
    ],
)
def test_an_override_is_checked_with_the_whole_event_it_is_laid_over(
    world: "World", tmp_path: Path, field: str, value: object, rule: str
) -> None:
    built = current_build(world.given([world.coded("r1")]), tmp_path)
    with pytest.raises(FaultsError, match=rule):
        overridable(built, "UGA1", field, value)


def test_a_warning_is_told_and_not_in_the_way(world: "World", tmp_path: Path) -> None:
    built = current_build(world.given([world.coded("r1")]), tmp_path)
    _, found = overridable(built, "UGA1", "where", {"place": "north", "precision": 3})
    assert [problem.rule for problem in found] == ["region-only"]


def test_what_was_wrong_before_is_not_the_fault_of_an_override(world: "World", tmp_path: Path) -> None:
    built = current_build(
        world.given([world.coded("r1", where={"place": "north", "precision": 3})]), tmp_path
    )
    assert overridable(built, "UGA1", "notes", "On 16 November 2021, a clash.")[1] == ()


def test_a_side_can_be_emptied_where_the_type_allows_one(world: "World", tmp_path: Path) -> None:
    coded = world.coded("r1", sub_event_type="Grenade", civilian_targeting="None")
    built = current_build(world.given([coded]), tmp_path)
    over, _ = overridable(built, "UGA1", "side2", EMPTY)
    assert over == value_hash(built.merged_fields["UGA1"]["side2"])
