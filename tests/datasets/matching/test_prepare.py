from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from eventbook.datasets.matching.prepare import LeftOut, Prepared, prepare
from eventbook.schema.codebook import Codebook

if TYPE_CHECKING:
    from tests.datasets.conftest import Coded, World

OLD = "political-violence 0.9.0"


def renaming(book: Codebook, field: str, **names: str) -> Codebook:
    """Return the codebook with a migration from the old version."""
    step = {"from": OLD.split()[1], "field": field, "map": names}
    raw = book.model_dump(by_alias=True) | {"migrate": [step]}
    return Codebook.model_validate(raw)


def old(coded: "Coded", **values: str | tuple[str, ...]) -> "Coded":
    """Return the report as coded under the old version, with values of then."""
    form = coded.report.form.model_copy(update={"values": {**coded.report.form.values, **values}})
    return coded._replace(report=replace(coded.report, form=form, codebook=OLD))


def reasons(prepared: Prepared) -> dict[str, str]:
    return {one.report: one.reason for one in prepared.left_out}


def test_usable_reports_come_in_id_order_whatever_order_they_came_in(world: "World") -> None:
    coded = [world.coded(f"r{number}") for number in range(5)]
    straight = prepare(world.given(coded))
    assert prepare(world.given([*coded[2:], *coded[:2][::-1]])) == straight
    assert list(straight.reports) == [f"r{number}" for number in range(5)]


def test_an_older_form_is_taken_through_the_declared_migration(world: "World") -> None:
    book = renaming(world.book, world.book.types.field, Skirmish="Armed clash")
    found = prepare(world.given([old(world.coded("r1"), sub_event_type="Skirmish")], codebook=book))
    assert found.left_out == ()
    assert found.reports["r1"].form.values["sub_event_type"] == "Armed clash"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"sub_event_type": "Skirmish"}, "'Skirmish' is not a type of political-violence"),
        ({"mood": "grim"}, "has no field 'mood'"),
        ({"weapons": ("catapult",)}, "'catapult' is not a choice of weapons"),
    ],
)
def test_what_no_migration_maps_is_left_out_and_never_guessed(
    world: "World", values: dict[str, str | tuple[str, ...]], reason: str
) -> None:
    found = prepare(world.given([old(world.coded("r1"), **values), world.coded("r2")]))
    assert list(found.reports) == ["r2"]
    assert reason in reasons(found)["r1"]


def test_a_report_without_its_article_is_left_out(world: "World") -> None:
    coded = world.coded("r1")
    found = prepare(world.given([coded], articles=()))
    assert found.left_out == (LeftOut("r1", f"its article {coded.article.id} is not in the build input"),)


def test_a_report_that_breaks_an_error_rule_is_left_out_with_the_rule(world: "World") -> None:
    late = world.coded("r1", when="2022-01-01")
    assert "[date-after-publication]" in reasons(prepare(world.given([late])))["r1"]


def test_an_actor_that_is_gone_from_the_registry_is_a_reason(world: "World") -> None:
    actors = tuple(actor for actor in world.actors if actor.id != "karo")
    assert "[actor-unknown]" in reasons(prepare(world.given([world.coded("r1")], actors=actors)))["r1"]


def test_waived_warnings_are_counted(world: "World") -> None:
    waive = {"region-only": "the source names the province only"}
    province = {"place": "north", "precision": 3}
    coded = [world.coded(key, where=province, waive=waive) for key in ("r1", "r2")]
    assert prepare(world.given(coded)).waived == {"region-only": 2}


def test_a_corroboration_of_a_report_that_is_not_there_is_left_out(world: "World") -> None:
    found = prepare(world.given([world.coded("r2", event="r1"), world.coded("r3", event="r2")]))
    assert reasons(found)["r2"] == "it corroborates r1, which is not in the build"
    assert set(reasons(found)) == {"r2", "r3"}


def test_a_corroboration_of_a_report_that_is_left_out_is_left_out_too(world: "World") -> None:
    coded = [world.coded("r1", when="2022-01-01"), world.coded("r2", event="r1")]
    assert set(reasons(prepare(world.given(coded)))) == {"r1", "r2"}


@pytest.mark.parametrize(
    "events", [{"r1": "r1"}, {"r1": "r2", "r2": "r1"}, {"r1": "r2", "r2": "r3", "r3": "r2"}]
)
def test_corroborations_that_go_round_in_a_circle_are_left_out(
    world: "World", events: dict[str, str]
) -> None:
    found = prepare(world.given([world.coded(key, event=event) for key, event in events.items()]))
    assert found.reports == {}
    assert all("which corroborates it in turn" in reason for reason in reasons(found).values())


def test_a_corroboration_of_a_corroboration_points_at_the_root(world: "World") -> None:
    coded = [world.coded("r1"), world.coded("r2", event="r1"), world.coded("r3", event="r2")]
    assert world.prepared(coded).roots == {"r2": "r1", "r3": "r1"}


def test_a_corroboration_is_whole_when_laid_over_its_root(world: "World") -> None:
    claim = {"what": "deaths", "count": 9, "phrase": "people were killed"}
    prepared = world.prepared([world.coded("r1"), world.coded("r2", event="r1", counts=[claim])])
    whole, root = prepared.whole("r2"), prepared.whole("r1")
    assert (whole.when, whole.where, whole.side1, whole.values) == (
        root.when,
        root.where,
        root.side1,
        root.values,
    )
    assert [claim.count.best for claim in whole.counts] == [9]
    assert prepared.whole("r1") == prepared.reports["r1"].form


def test_every_report_is_either_used_or_listed(world: "World") -> None:
    coded = [
        world.coded("r1"),
        world.coded("r2", when="2022-01-01"),
        world.coded("r3", event="r9"),
        old(world.coded("r4"), mood="grim"),
    ]
    found = prepare(world.given(coded))
    assert {*found.reports, *reasons(found)} == {"r1", "r2", "r3", "r4"}
    assert all(reasons(found).values())
