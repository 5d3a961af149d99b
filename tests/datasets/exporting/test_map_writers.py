import json
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from eventbook.datasets.exporting.export_files import Request, write_exports
from eventbook.datasets.exporting.map_writers import GeoPackage
from eventbook.datasets.releases.read import Release
from eventbook.datasets.releases.text_tables import own_columns

GDAL: Any = import_module("pyogrio")  # which has no types
RAW: Any = import_module("pyogrio.raw")


@pytest.fixture
def release(releases: Path) -> Release:
    """The second release of the samples."""
    return Release(releases / "2026.11.1")


def exported(release: Release, kind: str, out: Path, **more: Any) -> Path:  # noqa: ANN401  as a request has them
    (one,) = write_exports(release, Request(format=kind, **more), out, replace=False)
    return out / str(one["file"])


@pytest.mark.parametrize("kind", ["gpkg", "geojson"])
@pytest.mark.parametrize("columns", ["our", "acled"])
def test_map_programs_read_every_event_where_it_lies(
    release: Release, tmp_path: Path, kind: str, columns: str
) -> None:
    path = exported(release, kind, tmp_path / "out", columns=columns)
    about, _, points, fields = RAW.read(path)
    events = release.table("events")
    assert (about["crs"], about["geometry_type"], len(points)) == ("EPSG:4326", "Point", events.num_rows)
    found = dict(zip(about["fields"], fields, strict=True))
    assert list(found["event_id" if columns == "our" else "event_id_cnty"]) == events["event_id"].to_pylist()
    box = GDAL.read_info(path)["total_bounds"]
    assert box[0] == min(events["longitude"].to_pylist())
    assert box[3] == max(events["latitude"].to_pylist())


def test_numbers_days_and_unknowns_keep_their_types(release: Release, tmp_path: Path) -> None:
    about = GDAL.read_info(exported(release, "gpkg", tmp_path / "out"))
    types = dict(zip(about["fields"], about["dtypes"], strict=True))
    assert (types["deaths_best"], types["event_date"], types["notes"]) == ("int64", "datetime64[D]", "object")
    properties = json.loads(exported(release, "geojson", tmp_path / "json").read_text(encoding="utf-8"))[
        "features"
    ]
    unknown = [one["properties"]["deaths_best"] for one in properties]
    assert unknown == release.table("events")["deaths_best"].to_pylist()


def test_a_formula_stays_text_and_a_row_without_coordinates_has_no_point(
    release: Release, tmp_path: Path
) -> None:
    made = GeoPackage(
        tmp_path / "a.gpkg", own_columns(release.codebook), release.codebook, datetime(2026, 1, 1, tzinfo=UTC)
    )
    made.row({"event_id": "A1", "notes": "=1+1", "source": ["a", "b"]})
    made.close()
    about, _, points, fields = RAW.read(tmp_path / "a.gpkg")
    found = dict(zip(about["fields"], fields, strict=True))
    assert (points[0], found["notes"][0], found["source"][0]) == (None, "=1+1", "a; b")
