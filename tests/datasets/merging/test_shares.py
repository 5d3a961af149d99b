"""A total that a source gives for several events is split evenly, counted once, and the split is said."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.datasets.conftest import plan

from eventbook.datasets.building.assemble import assemble
from eventbook.datasets.building.build import build
from eventbook.datasets.merging.shares import EVEN_SHARE
from eventbook.schema.judgement import Judgement, Verdict

if TYPE_CHECKING:
    from tests.datasets.conftest import Coded, World

DAYS = ("2021-11-14", "2021-11-15", "2021-11-16")
NAMES = ["r1", "r2", "r3"]


def tables(world: "World", coded: "list[Coded]", **more: Any) -> dict[str, list[dict[str, Any]]]:  # noqa: ANN401
    given_input = replace(world.given(coded), **more)
    found = assemble(build(given_input, plan(), None), given_input, plan(), None)
    return {name: table.to_pylist() for name, table in found.tables.items()}


def three_days(world: "World", count: object = 10, key: str = "r", **more: Any) -> "list[Coded]":  # noqa: ANN401
    """Make three forms of one sheet that share a total."""
    names = [f"{key}{number}" for number in (1, 2, 3)]
    article = world.article(key, **more)
    total = {"what": "deaths", "count": count, "phrase": "people were killed", "split_over": names}
    return [
        world.coded(name, article, sheet=f"sheet-{key}", when=day, counts=[total])
        for name, day in zip(names, DAYS, strict=True)
    ]


def deaths(rows: list[dict[str, Any]]) -> list[tuple[int | None, int | None, int | None]]:
    return [
        (row["deaths_low"], row["deaths_best"], row["deaths_high"])
        for row in sorted(rows, key=lambda row: str(row["event_date"]))
    ]


def test_ten_dead_in_three_days_are_four_and_three_and_three(world: "World") -> None:
    rows = tables(world, three_days(world))["events"]
    assert deaths(rows) == [(4, 4, 4), (3, 3, 3), (3, 3, 3)]


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_the_sum_stays_right_where_one_of_the_forms_is_not_in_the_build(world: "World", gone: int) -> None:
    coded = three_days(world)
    del coded[gone]
    rows = tables(world, coded)["events"]
    assert deaths(rows) == [(5, 5, 5), (5, 5, 5)]


def judged_one(one: str, other: str) -> Judgement:
    return Judgement(
        one=one, other=other, verdict=Verdict.SAME, by="mo", at=datetime(2026, 11, 23, tzinfo=UTC)
    )


def test_the_sum_stays_right_where_two_of_the_forms_are_one_incident(world: "World") -> None:
    found = tables(world, three_days(world), judgements=(judged_one("r1", "r2"),))["events"]
    assert [row["reports"] for row in found] == [2, 1]
    assert deaths(found) == [(5, 5, 5), (5, 5, 5)]
    assert all("told of 2 events together" in row["notes"] for row in found)


def test_what_is_told_of_one_incident_only_is_no_share(world: "World") -> None:
    words = (judged_one("r1", "r2"), judged_one("r2", "r3"))
    (row,) = tables(world, three_days(world), judgements=words)["events"]
    assert deaths([row]) == [(10, 10, 10)]
    assert row["split_counts"] == []
    assert "share" not in row["notes"]


def test_the_split_is_noted_in_the_row_and_in_its_provenance(world: "World") -> None:
    found = tables(world, three_days(world, "at least 10"))
    for row in found["events"]:
        assert row["split_counts"] == ["deaths"]
        assert row["deaths_high_open"]
        assert row["notes"].endswith("Deaths: an even share of at least 10, told of 3 events together.")
    lines = [line for line in found["provenance"] if line["field"] == "deaths_best"]
    assert {(line["how"], line["rule"], line["quote"]) for line in lines} == {
        ("derived", EVEN_SHARE, "people were killed")
    }


def test_the_later_shares_lead_to_the_event_with_the_first(world: "World") -> None:
    found = tables(world, three_days(world))
    first = min(found["events"], key=lambda row: str(row["event_date"]))["event_id"]
    links = [(row["event_id"], row["kind"], row["to_event_id"]) for row in found["relations"]]
    others = sorted({row["event_id"] for row in found["events"]} - {first})
    assert links == [(one, "shares a total with", first) for one in others]


def test_what_is_no_share_says_nothing_of_one(world: "World") -> None:
    found = tables(world, [world.coded("r1")])
    assert found["events"][0]["split_counts"] == []
    assert "share" not in found["events"][0]["notes"]
    assert found["relations"] == []


def test_the_same_total_in_two_outlets_is_counted_once(world: "World") -> None:
    other = three_days(world, key="s", outlet="Herald", published=None)
    rows = tables(world, [*three_days(world), *other])["events"]
    assert sum(row["deaths_best"] for row in rows) == 10
    assert {row["reports"] for row in rows} == {2}


@settings(max_examples=15, deadline=None)
@given(total=st.integers(0, 400), kept=st.sets(st.sampled_from(NAMES), min_size=1))
def test_whatever_is_accepted_the_release_sums_to_the_total(
    world: "World", total: int, kept: set[str]
) -> None:
    coded = [one for one in three_days(world, total) if one.report.id in kept]
    rows = tables(world, coded)["events"]
    assert sum(row["deaths_best"] for row in rows) == total
