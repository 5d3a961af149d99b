from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from eventbook.datasets.building.assemble import Assembled, assemble
from eventbook.datasets.building.build import build
from eventbook.datasets.plan import Before, Plan
from eventbook.datasets.releases.ids_table import identities_of
from eventbook.datasets.releases.release_files import sorted_table, table_files
from eventbook.schema.article import Publication
from eventbook.schema.build_input import BuildInput
from eventbook.schema.judgement import Judgement, Override, Verdict
from eventbook.schema.who import TypePeriod

if TYPE_CHECKING:
    from tests.datasets.conftest import World

AT = datetime(2026, 11, 23, tzinfo=UTC)


def assembled(given: BuildInput, old: Assembled | None = None) -> Assembled:
    """Return the tables of the release after `old`."""
    before = Before("2026.11.0", old.tables["events"], identities_of(old.tables["ids"])) if old else None
    plan = Plan("2026.11.1" if old else "2026.11.0", AT)
    return assemble(build(given, plan, before), given, plan, before)


def listed(found: Assembled, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = found.tables[table].to_pylist()
    return rows


@pytest.fixture(scope="module")
def given(world: "World") -> BuildInput:
    """Three events on three days."""
    return world.given(
        world.coded(key, minute=number, when=f"2021-11-{day}")
        for number, (key, day) in enumerate((("r1", "01"), ("r2", "10"), ("r3", "20")))
    )


def test_every_table_has_its_schema_and_its_order(given: BuildInput) -> None:
    for name, table in assembled(given).tables.items():
        spec = table_files(given.codebook)[name]
        assert table.schema == spec.schema
        assert sorted_table(table, spec.order).equals(table)


def test_the_first_release_has_every_event_as_new(given: BuildInput) -> None:
    found = assembled(given)
    assert found.tables["upserts"].equals(found.tables["events"])
    assert listed(found, "removed") == listed(found, "fields") == []
    assert {one["last_changed"] for one in listed(found, "ids")} == {"2026.11.0"}


def test_nothing_new_changes_nothing_but_when_ids_were_last_seen(given: BuildInput) -> None:
    old = assembled(given)
    new = assembled(given, old)
    assert new.tables["events"].equals(old.tables["events"])
    assert (
        new.tables["upserts"].num_rows == new.tables["removed"].num_rows == new.tables["fields"].num_rows == 0
    )
    assert {(one["last_changed"], one["last_seen"]) for one in listed(new, "ids")} == {
        ("2026.11.0", "2026.11.1")
    }


def test_a_changed_value_is_listed_with_old_new_and_why(world: "World", given: BuildInput) -> None:
    more = [{"what": "deaths", "count": 7, "phrase": "people were killed"}]
    corrected = world.coded("r1", when="2021-11-01", counts=more).report
    new = assembled(replace(given, reports=(corrected, *given.reports[1:])), assembled(given))
    changed = {one["field"]: (one["old"], one["new"], one["reason"]) for one in listed(new, "fields")}
    assert changed["deaths_best"][:2] == ("3", "7")
    assert changed["deaths_best"][2].startswith("report corrected: r-")
    assert [one["event_id"] for one in listed(new, "upserts")] == ["UGA1"]


def test_an_outlet_that_becomes_confidential_is_not_named_once_more(given: BuildInput) -> None:
    old = assembled(given)
    outlets = tuple(one.model_copy(update={"confidential": True}) for one in given.outlets)
    (source,) = {
        (one["old"], one["new"])
        for one in listed(assembled(replace(given, outlets=outlets), old), "fields")
        if one["field"] == "source"
    }
    assert source == ("Undisclosed Source", "Undisclosed Source")


def test_an_added_and_a_gone_report_are_reasons(world: "World", given: BuildInput) -> None:
    late = world.coded("r4", event="r1")
    added = replace(given, reports=(*given.reports, late.report), articles=(*given.articles, late.article))
    old = assembled(given)
    new = assembled(added, old)
    assert {one["reason"].split(":")[0] for one in listed(new, "fields")} == {"report added"}
    back = assembled(given, new)
    assert {one["reason"].split(":")[0] for one in listed(back, "fields")} == {"report gone"}


def test_an_override_is_a_reason(given: BuildInput) -> None:
    over = Override(event="UGA1", field="deaths", value=9, reason="hospital list", by="mo", at=AT)
    new = assembled(replace(given, overrides=(over,)), assembled(given))
    assert {one["reason"] for one in listed(new, "fields")} == {"override: hospital list"}
    (reason,) = {one["reason"] for one in listed(assembled(given, new), "fields")}
    assert "an override was taken back" in reason


def test_a_renamed_actor_changes_rows_for_that_reason(given: BuildInput) -> None:
    actors = tuple(
        one.model_copy(update={"name": "Karo Front"}) if one.id == "karo" else one for one in given.actors
    )
    new = assembled(replace(given, actors=actors), assembled(given))
    assert {(one["field"], one["new"]) for one in listed(new, "fields")} == {("actor1", "Karo Front")}
    assert "an actor" in listed(new, "fields")[0]["reason"]


def test_ids_that_are_gone_are_listed_with_what_became_of_them(given: BuildInput) -> None:
    same = Judgement(one="r1", other="r2", verdict=Verdict.SAME, by="mo", at=AT)
    fewer = replace(given, reports=given.reports[:2], judgements=(same,))
    assert listed(assembled(fewer, assembled(given)), "removed") == [
        {"event_id": "UGA2", "status": "merged", "successor": "UGA1", "reason": "merged into UGA1"},
        {
            "event_id": "UGA3",
            "status": "withdrawn",
            "successor": None,
            "reason": "none of its reports is in this release",
        },
    ]


def test_every_source_that_provenance_names_is_listed_and_each_once(world: "World") -> None:
    open_, hidden = world.article("open"), world.article("hidden", confidential=True)
    coded = [
        world.coded(f"{article.publications[0].title}-{day}".replace(" ", "-").lower(), article, sheet=article.id,
                    when=f"2021-11-{day}")
        for article in (open_, hidden) for day in ("01", "10", "20")
    ]  # fmt: skip
    found = assembled(world.given(coded))
    sources = [one["source_id"] for one in listed(found, "sources")]
    assert len(sources) == len(set(sources)) == 2
    assert {one["source_id"] for one in listed(found, "provenance")} - {None} == set(sources)


def test_a_wire_story_is_one_article_with_a_line_for_each_publication(world: "World") -> None:
    publications = (
        Publication(outlet="Wire", title="Own", url="https://example.org/1", language="en"),
        Publication(outlet="Herald", origin="Wire"),
    )
    found = listed(
        assembled(world.given([world.coded("r1", world.article("a", publications=publications))])), "sources"
    )
    assert {(one["outlet"], one["origin"], one["title"], one["scale"]) for one in found} == {
        ("Wire", None, "Own", "International"),
        ("Herald", "Wire", None, "National"),
    }
    assert len({one["article_id"] for one in found}) == 1
    assert {tuple(one["events"]) for one in found} == {("UGA1",)}


def test_a_confidential_source_is_one_line_that_says_nothing(world: "World") -> None:
    publications = (Publication(outlet="Secret Friends", title="T"), Publication(outlet="Wire", title="T"))
    article = world.article("a", publications=publications)
    (found,) = listed(assembled(world.given([world.coded("r1", article)])), "sources")
    assert found.pop("source_id").startswith("u-")
    assert {name: value for name, value in found.items() if value is not None} == {
        "outlet": "Undisclosed Source",
        "scale": "Local partner",
        "events": ["UGA1"],
    }


def test_actors_and_places_are_those_that_events_name(world: "World") -> None:
    coded = world.coded("r1", side1={"actor": "karo", "associates": ["hill"]})
    since = TypePeriod(type="Rebel group", first=date(2015, 1, 1), countries=("UGA",))
    actors = tuple(
        one.model_copy(update={"types": (since,)}) if one.id == "karo" else one for one in world.actors
    )
    found = assembled(world.given([coded], actors=actors))
    named = {one["actor_id"]: one for one in listed(found, "actors")}
    assert set(named) == {"army", "hill", "karo"}
    assert named["karo"]["types"] == ["Rebel group (2015-01-01 to; in UGA)"]
    assert [one["place_id"] for one in listed(found, "places")] == ["alpha"]
