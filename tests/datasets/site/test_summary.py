from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from eventbook.datasets.releases.read import Release, ReleaseError
from eventbook.datasets.site.summary import grid_table, write_summary, years_table


def test_the_sums_are_those_of_the_events(releases: Path) -> None:
    release = Release(releases / "2026.11.1")
    events = release.table("events")
    years = years_table(events, release.codebook).to_pylist()
    assert sum(row["events"] for row in years) == events.num_rows
    assert sum(row["best"] or 0 for row in years) == sum(events["deaths_best"].drop_null().to_pylist())
    assert sum(row["unknown"] for row in years) == events["deaths_best"].null_count
    uganda = [row for row in years if row["iso3"] == "UGA"]
    assert [(row["country"], row["year"], row["kind"]) for row in uganda] == [
        ("Uganda", 2021, "Explosions/Remote violence")
    ]


def test_a_cell_is_half_a_degree_and_named_by_its_middle() -> None:
    events = pa.table(
        {"iso3": ["A", "A", None], "latitude": [0.1, 0.4, -0.1], "longitude": [10.0, 10.49, -179.9]}
    )
    assert grid_table(events).to_pylist() == [
        {"iso3": "A", "latitude": 0.25, "longitude": 10.25, "events": 2},
        {"iso3": None, "latitude": -0.25, "longitude": -179.75, "events": 1},
    ]


def test_the_sums_are_written_the_same_way_twice(releases: Path, tmp_path: Path) -> None:
    release = Release(releases / "2026.11.1")
    for name in ("one", "two"):
        write_summary(release, tmp_path / name)
    for file in ("years.parquet", "grid.parquet"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
        assert pq.read_metadata(tmp_path / "one" / file).num_rows > 0


def test_what_cannot_be_read_leaves_nothing_behind(releases: Path, tmp_path: Path) -> None:
    (tmp_path / "2026.11.1").mkdir()
    for name in ("codebook.toml", "manifest.json"):
        (tmp_path / "2026.11.1" / name).write_bytes((releases / "2026.11.1" / name).read_bytes())
    (tmp_path / "2026.11.1/events.parquet").write_bytes(b"none")
    with pytest.raises(ReleaseError, match=r"events\.parquet"):
        write_summary(Release(tmp_path / "2026.11.1"), tmp_path / "sums")
    assert [path.name for path in tmp_path.iterdir()] == ["2026.11.1"]
