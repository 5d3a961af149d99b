"""Relations are told between forms and published between events; what leads nowhere is listed."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.datasets.conftest import AT, plan

from eventbook.datasets.building.assemble import Assembled, assemble
from eventbook.datasets.building.build import Built, build
from eventbook.datasets.building.release import make_release
from eventbook.datasets.plan import Before, Policy
from eventbook.datasets.releases.read import Release
from eventbook.datasets.releases.trace import trace, trace_text
from eventbook.schema.form import RelationKind

if TYPE_CHECKING:
    from tests.datasets.conftest import Coded, World


def made(
    world: "World", coded: "list[Coded]", before: Before | None = None, version: str = "2026.11.0"
) -> tuple[Built, Assembled]:
    given = world.given(coded)
    built = build(given, plan(version), before)
    return built, assemble(built, given, plan(version), before)


def linked(found: Assembled) -> list[tuple[str, str, str]]:
    rows = found.tables["relations"].to_pylist()
    return [(row["event_id"], row["kind"], row["to_event_id"]) for row in rows]


def raid(world: "World", to: str = "r1", kind: str = "retaliation", **changes: Any) -> "Coded":  # noqa: ANN401
    link = {"kind": kind, "to": to, "quote": "people were killed and hurt"}
    return world.coded(
        "r2", when="2021-12-20", where={"place": "gamma", "precision": 1}, relations=[link], **changes
    )


@pytest.mark.parametrize("kind", [kind.value for kind in RelationKind])
def test_a_relation_to_a_form_is_published_between_their_events(world: "World", kind: str) -> None:
    _, found = made(world, [world.coded("r1"), raid(world, kind=kind)])
    assert linked(found) == [("UGA2", kind, "UGA1")]
    (row,) = found.tables["relations"].to_pylist()
    assert row["quote"] == "people were killed and hurt"
    assert row["report_id"] == raid(world).report.public
    assert row["source_id"] in found.tables["sources"]["source_id"].to_pylist()


def test_a_relation_leads_to_the_event_that_its_form_was_merged_into(world: "World") -> None:
    _, found = made(world, [world.coded("r1"), world.coded("r0", minute=1), raid(world)])
    assert linked(found) == [("UGA2", "retaliation", "UGA1")]


def test_a_published_id_is_followed_to_its_successor(world: "World") -> None:
    first, earlier = made(world, [world.coded("r1"), world.coded("r3", when="2021-11-30")])
    assert [one.event_id for one in first.identities] == ["UGA1", "UGA2"]
    ids = tuple(
        replace(one, status="merged", successor="UGA1") if one.event_id == "UGA2" else one
        for one in first.identities
    )
    before = Before("2026.11.0", earlier.tables["events"], ids)
    _, found = made(world, [world.coded("r1"), raid(world, to="UGA2")], before, "2026.11.1")
    assert linked(found) == [("UGA3", "retaliation", "UGA1")]


@pytest.mark.parametrize(
    ("to", "says"),
    [
        ("jonas-7", "'retaliation jonas-7': that is not in this build"),
        ("UGA99", "'retaliation UGA99': that is not in this build"),
        ("r2", "'retaliation r2': both are UGA2 now"),
    ],
)
def test_a_relation_that_leads_nowhere_is_listed_and_not_published(
    world: "World", to: str, says: str
) -> None:
    built, found = made(world, [world.coded("r1"), raid(world, to=to)])
    assert linked(found) == []
    assert [(one.report, one.reason) for one in built.links_idle] == [("r2", says)]


def test_an_event_is_shown_with_the_relations_that_lead_from_it_and_to_it(
    world: "World", tmp_path: Path
) -> None:
    given = world.given([world.coded("r1"), raid(world)])
    folder = make_release(given, tmp_path, AT, Policy.CAUTIOUS, again=False).folder
    assert folder
    release = Release(folder)
    for event in ("UGA1", "UGA2"):
        shown = trace_text(trace(release, event), release.codebook)
        assert "\nrelations\n  UGA2 retaliation UGA1  “people were killed and hurt”\n" in shown


def test_the_same_relation_told_twice_in_one_form_is_one_row(world: "World") -> None:
    link = {"kind": "part of", "to": "r1"}
    twice = world.coded("r2", when="2021-12-20", relations=[link, link])
    _, found = made(world, [world.coded("r1"), twice])
    assert linked(found) == [("UGA2", "part of", "UGA1")]


def test_the_order_of_reports_changes_no_relation(world: "World") -> None:
    coded = [world.coded("r1"), raid(world), world.coded("r3", when="2021-11-01")]
    _, there = made(world, coded)
    _, back = made(world, coded[::-1])
    assert there.tables["relations"].equals(back.tables["relations"])


def test_a_summary_is_one_only_where_every_whole_report_says_so(world: "World") -> None:
    told = [world.coded("r1", summary=True), world.coded("r3", when="2021-12-20", summary=True)]
    exact = world.coded("r4", when="2021-12-20", minute=2)
    more = world.coded("r5", event="r1", notes="It tells of it too.", counts=None)
    _, found = made(world, [*told, exact, more])
    rows = {row["event_id"]: row["summary"] for row in found.tables["events"].to_pylist()}
    assert rows == {"UGA1": True, "UGA2": False}
