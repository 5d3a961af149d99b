from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pyarrow as pa
import pytest

import eventbook
from eventbook.datasets.releases.manifest import programs, read_manifest, utc

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_a_manifest_read_again_is_what_was_written(releases: Path, tmp_path: Path) -> None:
    found = read_manifest(releases / "2026.11.1")
    (tmp_path / "manifest.json").write_text(found.as_json())
    assert read_manifest(tmp_path) == found


def test_a_manifest_names_the_release_it_was_built_on(releases: Path) -> None:
    old, new = (read_manifest(releases / version) for version in ("2026.11.0", "2026.11.1"))
    assert (old.previous, old.previous_content) == (None, None)
    assert (new.previous, new.previous_content) == ("2026.11.0", old.content)
    assert old.content != new.content


def test_the_content_is_that_of_tables_and_codebook_and_of_nothing_else(releases: Path) -> None:
    found = read_manifest(releases / "2026.11.0")
    assert (
        found.model_copy(update={"made_at": NOON, "version": "2030.1.0", "programs": {}}).content
        == found.content
    )
    other = found.model_copy(update={"inputs": {**found.inputs, "codebook": "0" * 64}})
    assert other.content != found.content


def test_the_programs_that_shape_the_bytes_are_named() -> None:
    named = programs()
    assert (named["eventbook"], named["pyarrow"]) == (eventbook.__version__, pa.__version__)
    assert {"jinja2", "numpy", "pydantic", "scipy", "zlib"} <= named.keys()


@pytest.mark.parametrize(
    "moment",
    [
        NOON.replace(tzinfo=None),
        NOON.replace(microsecond=999),
        (NOON + timedelta(hours=3)).replace(tzinfo=timezone(timedelta(hours=3))),
    ],
)
def test_a_moment_is_in_utc_to_the_second(moment: datetime) -> None:
    assert utc(moment).isoformat() == "2026-11-23T12:00:00+00:00"
