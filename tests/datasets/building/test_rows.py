from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

from eventbook.datasets.building.build import build
from eventbook.datasets.building.provenance import provenance_rows
from eventbook.datasets.building.release import make_release
from eventbook.datasets.building.rows import Page, event_row
from eventbook.datasets.plan import Plan, Policy
from eventbook.datasets.releases.verify import verify
from eventbook.schema.build_input import BuildInput, public_report
from eventbook.schema.judgement import Override
from eventbook.schema.published import published_names
from eventbook.schema.where import Place, PlaceKind

if TYPE_CHECKING:
    from tests.datasets.conftest import Coded, World

AT = datetime(2026, 11, 23, tzinfo=UTC)
CIVILIANS: dict[str, Any] = {"sub_event_type": "Attack", "side2": "Civilians (Uganda)"}


def rows(given: BuildInput) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the rows of a build and all their provenance."""
    built = build(given, Plan("2026.11.0", AT), None)
    told = [one for event in built.events for one in event.told]
    outlets = {outlet.name: outlet for outlet in given.outlets}
    page = Page.of(told, built.context, outlets)
    made = [event_row(event, page) for event in built.events]
    lines = [
        line
        for event, row in zip(built.events, made, strict=True)
        for line in provenance_rows(event, row, page)
    ]
    return made, lines


def row(world: "World", *coded: "Coded", **changes: Any) -> dict[str, Any]:  # noqa: ANN401  any part of a build input
    made, _ = rows(world.given(coded, **changes))
    assert len(made) == 1
    return made[0]


def test_a_row_has_every_published_column_and_no_other(world: "World") -> None:
    assert set(row(world, world.coded("r1"))) == set(published_names(world.book))


def test_unknown_is_blank_and_nought_is_nought(world: "World") -> None:
    unknown = [{"what": "deaths", "count": "unknown", "phrase": "people were killed"}]
    for counts in (None, unknown):
        found = row(world, world.coded("r1", counts=counts))
        assert [found[f"deaths_{bound}"] for bound in ("low", "best", "high")] == [None] * 3
    none = [{"what": "deaths", "count": "none", "phrase": "people were killed"}]
    assert row(world, world.coded("r1", counts=none))["deaths_best"] == 0


def test_an_open_count_has_no_high_and_says_so(world: "World") -> None:
    least = [{"what": "deaths", "count": "at least 3", "phrase": "people were killed"}]
    found = row(world, world.coded("r1", counts=least))
    assert [found[f"deaths_{bound}"] for bound in ("low", "best", "high", "high_open")] == [3, 3, None, True]


def test_the_interaction_of_external_forces_and_civilians_is_written_the_other_way_round(
    world: "World",
) -> None:
    found = row(world, world.coded("r1", **CIVILIANS, side1="kenya-army"))
    assert (found["inter1"], found["inter2"]) == ("External/Other forces", "Civilians")
    assert (found["interaction"], found["interaction_code"]) == ("External/Other forces-Civilians", 78)


def test_the_interaction_names_the_smaller_code_first_whatever_the_order_of_sides(world: "World") -> None:
    found = row(world, world.coded("r1"))
    assert (found["interaction"], found["interaction_code"]) == ("State forces-Rebel group", 12)


def test_types_follow_from_the_chosen_type(world: "World") -> None:
    found = row(world, world.coded("r1"))
    assert (found["event_type"], found["disorder_type"]) == ("Battles", "Political violence")


def test_what_the_codebook_derives_is_filled_in(world: "World") -> None:
    assert row(world, world.coded("r1", **CIVILIANS))["civilian_targeting"] == "Civilian targeting"
    assert row(world, world.coded("r1"))["civilian_targeting"] is None


@pytest.mark.parametrize(
    ("when", "day", "precision", "first"),
    [
        ("2021-11-16", "2021-11-16", 1, "2021-11-16"),
        ({"first": "2021-11-15", "last": "2021-11-21"}, "2021-11-18", 2, "2021-11-15"),
        ({"first": "2021-11-01", "last": "2021-11-30", "part": "end"}, "2021-11-30", 3, "2021-11-01"),
        ({"first": "unknown", "last": "2021-11-16"}, "2021-11-16", 3, "None"),
    ],
)
def test_the_published_day_follows_the_codebooks_rule(
    world: "World", when: object, day: str, precision: int, first: str
) -> None:
    found = row(world, world.coded("r1", when=when))
    assert (str(found["event_date"]), found["time_precision"], str(found["first_day"])) == (
        day,
        precision,
        first,
    )


def test_coordinates_have_four_decimals_and_blank_provinces_are_blank(world: "World") -> None:
    places = tuple(
        one.model_copy(update={"latitude": 0.123456, "admin1": ""}) if one.id == "alpha" else one
        for one in world.places
    )
    found = row(world, world.coded("r1"), places=places)
    assert (found["latitude"], found["admin1"], found["iso3"], found["country"]) == (
        0.1235,
        None,
        "UGA",
        "Uganda",
    )


def test_sources_are_all_outlets_and_the_range_of_their_scales(world: "World") -> None:
    coded = [
        world.coded(f"r{number}", world.article(f"a{number}", outlet=outlet), minute=number)
        for number, outlet in enumerate(("Wire", "Herald", "Courier", "Unlisted"))
    ]
    found = row(world, *coded)
    assert found["source"] == ["Courier", "Herald", "Undisclosed Source", "Wire"]
    assert found["source_scale"] == "Subnational-International"


def test_notes_are_a_reports_until_a_person_writes_them(world: "World") -> None:
    assert row(world, world.coded("r1"))["notes_by"] == "report"
    over = Override(event="UGA1", field="notes", value="In words.", reason="short", by="mo", at=AT)
    found = row(world, world.coded("r1"), overrides=(over,))
    assert (found["notes"], found["notes_by"]) == ("In words.", "person")
    assert row(world, world.coded("r1", notes=None))["notes_by"] is None


def test_an_override_carries_through_to_what_follows_from_it(world: "World") -> None:
    over = Override(
        event="UGA1", field="where", value={"place": "border", "precision": 1}, reason="map", by="mo", at=AT
    )
    made, lines = rows(world.given([world.coded("r1")], overrides=(over,)))
    assert (made[0]["event_id"], made[0]["country"], made[0]["inter2"]) == (
        "UGA1",
        "Kenya",
        "External/Other forces",
    )
    country = [line for line in lines if line["field"] == "country"]
    assert [(line["how"], line["rule"], line.get("report_id")) for line in country] == [
        ("overridden", "map", None)
    ]


def test_each_filled_column_has_its_provenance_and_no_blank_one_has(world: "World") -> None:
    made, lines = rows(world.given([world.coded("r1"), world.coded("r2", minute=1, when="2021-11-15")]))
    filled = {line["field"] for line in lines}
    assert {"event_date", "location", "actor1", "deaths_best", "notes", "event_type", "interaction"} <= filled
    assert not [name for name in filled if made[0][name] in (None, [])]


def test_provenance_tells_report_quote_and_place_in_the_text(world: "World") -> None:
    coded = world.coded("r1")
    _, lines = rows(world.given([coded]))
    (line,) = [line for line in lines if line["field"] == "deaths_best"]
    text = coded.article.latest.text
    assert (line["value"], line["how"], line["report_id"]) == ("3", "agreed", public_report("r1"))
    assert text[line["start"] : line["end"]] == line["quote"] == "people were killed"


def test_provenance_says_what_follows_from_other_fields(world: "World") -> None:
    _, lines = rows(world.given([world.coded("r1", **CIVILIANS)]))
    how = {line["field"]: (line["how"], line["rule"]) for line in lines}
    assert how["civilian_targeting"] == how["interaction"] == ("derived", "follows-from-other-fields")
    assert how["event_type"] == how["country"] == ("derived", "all-agree")
    assert how["sub_event_type"] == ("agreed", "all-agree")


def test_all_withheld_quotes_of_a_value_are_one_line(world: "World") -> None:
    article = world.article("a", confidential=True)
    _, lines = rows(world.given([world.coded("r1", article, evidence={
        "when": ["On that day", "and people"], "where": "in the town", "sub_event_type": "fought",
        "side1": "gunmen", "side2": "soldiers",
    })]))  # fmt: skip
    days = [line for line in lines if line["field"] == "event_date"]
    assert [(line["quote"], line["start"]) for line in days] == [(None, None)]


def test_two_events_of_one_confidential_article_name_one_source(world: "World") -> None:
    article = world.article("a", confidential=True)
    coded = [world.coded("r1", article, sheet="s"), world.coded("r2", article, sheet="s", when="2021-12-01")]
    made, lines = rows(world.given(coded))
    assert len(made) == 2
    assert len({line.get("source_id") for line in lines} - {None}) == 1


def test_the_quotes_of_a_crossed_report_stand_with_the_actor_they_are_about(world: "World") -> None:
    crossed = world.coded("r2", minute=1, side1="army", side2="karo")
    _, lines = rows(world.given([world.coded("r1"), crossed]))
    quotes = {line["report_id"]: line["quote"] for line in lines if line["field"] == "actor1"}
    assert quotes[public_report("r2")] == "soldiers"


SEA = Place(id="sea-black", name="Black Sea", latitude=43.3, longitude=34.0, kind=PlaceKind.SEA)


def test_an_event_at_sea_lies_in_no_country_and_goes_into_a_release(world: "World", tmp_path: Path) -> None:
    there = replace(world, places=(*world.places, SEA))
    at_sea = there.coded("r1", where={"place": "Black Sea", "precision": 3}, side1="kenya-army")
    given = there.given([at_sea, there.coded("r2")])
    folder = make_release(given, tmp_path, AT, Policy.CAUTIOUS, again=False).folder
    assert folder is not None
    assert verify(folder, None) == []
    events = {one["event_id"]: one for one in pq.read_table(folder / "events.parquet").to_pylist()}
    assert set(events) == {"SEA1", "UGA1"}
    found = events["SEA1"]
    assert [found[name] for name in ("iso", "iso3", "region", "country", "admin1")] == [None] * 5
    assert (found["location"], found["place_id"]) == ("Black Sea", "sea-black")
    assert (found["latitude"], found["longitude"], found["geo_precision"]) == (43.3, 34.0, 3)
    assert found["inter1"] == "State forces"  # nobody is abroad where no country is
    kinds = {one["place_id"]: one["kind"] for one in pq.read_table(folder / "places.parquet").to_pylist()}
    assert kinds == {"sea-black": "sea", "alpha": "town"}


def test_a_report_of_a_place_that_the_project_corrected_is_published_at_the_projects_own(
    world: "World",
) -> None:
    was = Place(id="gn-1", name="Alpha Town", country="UGA", latitude=0.5, longitude=32.0)
    coded = replace(world, places=(*world.places, was)).coded("r1", where={"place": "gn-1", "precision": 1})
    own = was.model_copy(update={"id": "uga-alpha-town", "latitude": 0.7654, "stands_for": "gn-1"})
    found = row(replace(world, places=(*world.places, own)), coded)
    assert (found["place_id"], found["latitude"]) == ("uga-alpha-town", 0.7654)
