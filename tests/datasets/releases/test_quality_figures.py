import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from eventbook.datasets.building.release import make_release
from eventbook.datasets.plan import Policy
from eventbook.datasets.releases.outliers import Scene
from eventbook.datasets.releases.quality import MOST, Beyond, GreyZone, Outlier, Quality, Review
from eventbook.datasets.releases.quality_figures import quality_of
from eventbook.datasets.releases.release_files import sorted_table, table_files
from eventbook.schema.codebook_file import default_codebook

if TYPE_CHECKING:
    from tests.datasets.conftest import World

BOOK = default_codebook()
SPECS = table_files(BOOK)
SCENE = Scene("2026.11.0", date(2026, 11, 23))
BEYOND = Beyond(
    review=Review(
        statuses={}, reports_left_out=0, quotes_withheld=0, overrides=0, overrides_for_review=0,
        idle_judgements=0, idle_relations=0,
    ),
    agreement=(),
    waived=(),
    grey_zone=GreyZone(count=0, pairs=()),
)  # fmt: skip


def row(number: int, **changes: Any) -> dict[str, Any]:  # noqa: ANN401  any column
    """Make an event of one outlet in one town."""
    day = changes.pop("event_date", date(2021, 6, 1))
    made: dict[str, Any] = {
        "event_id": f"UGA{number}", "event_date": day, "year": day.year, "time_precision": 1, "geo_precision": 1,
        "location": "Alpha", "country": "Uganda", "iso3": "UGA", "latitude": 0.3, "longitude": 32.5,
        "place_id": "alpha", "source": ["Wire"], "doubted": [], "joined": 0,
    }  # fmt: skip
    return made | changes


def quality(rows: list[dict[str, Any]], places: list[dict[str, Any]] | None = None) -> Quality:
    events = sorted_table(pa.Table.from_pylist(rows, schema=SPECS["events"].schema), SPECS["events"].order)
    tables = {"events": events, "places": pa.Table.from_pylist(places or [], schema=SPECS["places"].schema)}
    return quality_of(tables, BOOK, SCENE, BEYOND)


def outlier(rows: list[dict[str, Any]], kind: str, places: list[dict[str, Any]] | None = None) -> Outlier:
    (found,) = [one for one in quality(rows, places).outliers if one.kind == kind]
    return found


def test_precision_is_counted_by_code_also_where_nothing_has_it() -> None:
    found = quality([row(1), row(2, time_precision=3), row(3, geo_precision=2), row(4)])
    assert [(one.label, one.events, one.share) for one in found.time_precision] == [
        ("day", 3, 0.75),
        ("week", 0, 0.0),
        ("month", 1, 0.25),
    ]
    assert [(one.label, one.events) for one in found.place_precision] == [
        ("exact", 3),
        ("near", 1),
        ("region", 0),
    ]


def test_outlets_are_ranked_and_their_concentration_is_told() -> None:
    found = quality([row(1), row(2), row(3, source=["Herald", "Wire"]), row(4, source=["Herald"])])
    assert [(one.outlet, one.events, one.share, one.alone) for one in found.outlets] == [
        ("Wire", 3, 0.75, 2),
        ("Herald", 2, 0.5, 1),
    ]
    assert found.concentration.largest == 0.6
    assert found.concentration.evenness == 0.52
    assert found.one_outlet.count == 3
    assert [(one.outlets, one.events) for one in found.outlets_per_event] == [(1, 3), (2, 1)]


def test_a_blank_column_names_its_events() -> None:
    found = quality([row(1), row(2, location=None), row(3, source=[])])
    missing = {one.column: one for one in found.missing}
    assert (missing["location"].count, missing["location"].ids) == (1, ("UGA2",))
    assert missing["source"].ids == ("UGA3",)
    assert "event_id" not in missing


def test_lists_are_cut_and_counts_are_whole() -> None:
    found = quality([row(number, doubted=["when"]) for number in range(MOST + 30)])
    assert (found.doubted.count, len(found.doubted.ids)) == (MOST + 30, MOST)


def test_years_like_0025_are_told_by_year() -> None:
    found = outlier([row(1, event_date=date(25, 6, 1)), row(2)], "date-early")
    assert [(case.what, case.ids) for case in found.cases] == [("year 0025", ("UGA1",))]


def test_a_day_after_the_release_and_a_lonely_year_are_told() -> None:
    rows = [row(1, event_date=date(2026, 11, 24)), row(2, event_date=date(1985, 1, 1)), row(3)]
    assert outlier(rows, "date-future").cases[0].ids == ("UGA1",)
    assert [case.what for case in outlier(rows, "date-lonely").cases] == ["year 1985"]


def test_points_that_stand_for_regions_are_told_by_point() -> None:
    found = outlier([row(1, geo_precision=3), row(2, geo_precision=3), row(3)], "place-stands-in")
    assert [(case.what, case.events) for case in found.cases] == [("Alpha, Uganda (0.3, 32.5): region", 2)]


def test_one_point_under_many_names_is_told() -> None:
    rows = [row(number, location=name) for number, name in enumerate(("Alpha", "Beta", "Gamma", "Delta"))]
    found = outlier([*rows, row(9, latitude=1.0)], "place-shared-point")
    assert [(case.what, case.events) for case in found.cases] == [
        ("Alpha, Beta, Delta and 1 more at 0.3, 32.5", 4)
    ]


def test_a_province_published_as_an_exact_place_is_told() -> None:
    places = [{"place_id": "north", "name": "North", "kind": "admin1"}, {"place_id": "alpha", "kind": "town"}]
    found = outlier([row(1, place_id="north"), row(2)], "place-too-exact", places)
    assert [(case.what, case.ids) for case in found.cases] == [("North (admin1)", ("UGA1",))]


@pytest.mark.parametrize(
    ("bounds", "what"),
    [
        ({"deaths_low": 3, "deaths_best": 2, "deaths_high": 5}, "Deaths: low above best"),
        ({"deaths_low": 1, "deaths_best": 9, "deaths_high": 5}, "Deaths: best above high"),
        ({"deaths_low": 9, "deaths_high": 5}, "Deaths: low above high"),
    ],
)
def test_counts_out_of_order_are_told(bounds: dict[str, int], what: str) -> None:
    found = outlier([row(1, **bounds), row(2)], "count-crossed")
    assert [(case.what.lower(), case.events) for case in found.cases] == [(what.lower(), 1)]


def months(first: int, last: int, each: int, source: str, start: int) -> list[dict[str, Any]]:
    return [
        row(
            start + month * 100 + number,
            event_date=date(2020 + month // 12, month % 12 + 1, 3),
            source=[source],
        )
        for month in range(first, last)
        for number in range(each)
    ]


def test_a_rise_that_comes_with_a_new_source_is_told_and_names_what_it_alone_tells() -> None:
    steady = months(0, 15, 10, "Wire", 0)
    found = outlier([*steady, *months(12, 15, 8, "Herald", 50)], "source-spike")
    (case,) = found.cases
    says = "Herald from 2021-01 in Uganda: 10.0 events a month before, 18.0 after, 10.0 without it"
    assert (case.what, case.events) == (says, 24)


def test_a_rise_that_all_sources_tell_of_is_none_of_a_source() -> None:
    rows = [*months(0, 12, 10, "Wire", 0), *months(12, 15, 20, "Wire", 0), *months(12, 15, 8, "Herald", 50)]
    assert "source-spike" not in {one.kind for one in quality(rows).outliers}


def test_nothing_is_told_of_no_events() -> None:
    found = quality([])
    assert (found.events, found.outliers, found.missing, found.concentration.outlets) == (0, (), (), 0)


def test_a_release_has_its_report_with_its_grey_zone_and_review(releases: Path) -> None:
    text = (releases / "2026.11.1" / "quality.json").read_text(encoding="utf-8")
    found = Quality.model_validate_json(text)
    manifest = json.loads((releases / "2026.11.1" / "manifest.json").read_text(encoding="utf-8"))
    assert found.events == manifest["tables"]["events"]["rows"]
    assert found.beyond.grey_zone.count == manifest["decisions"]["undecided_pairs"]
    assert {one.rule: one.count for one in found.beyond.waived} == manifest["waived"]

    assert all(one.says for one in found.beyond.waived)


def test_pairs_that_wait_are_told_under_public_names(world: "World", tmp_path: Path) -> None:
    near = {"place": "alpha", "precision": 2}
    coded = [
        world.coded("a-amira", notes="Rebels attacked soldiers."),
        world.coded("b-jonas", notes="A firefight.", where=near, counts=None, coder="jonas"),
    ]
    given = world.given(coded)
    made = make_release(given, tmp_path, datetime(2026, 11, 23, tzinfo=UTC), Policy.CAUTIOUS, again=False)
    text = (tmp_path / made.manifest.version / "quality.json").read_text(encoding="utf-8")
    zone = Quality.model_validate_json(text).beyond.grey_zone
    assert zone.count == len(zone.pairs) == len(made.built.matching.open) == 1
    assert set(zone.pairs[0].events) <= set(made.built.merged_fields)
    assert 0 < zone.pairs[0].chance < 1
    assert "amira" not in text
    assert "jonas" not in text
