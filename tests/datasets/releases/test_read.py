import shutil
from pathlib import Path

import pytest

from eventbook.datasets.releases.read import (
    Release,
    ReleaseError,
    find_release,
    latest,
    read,
    version_key,
    versions,
)
from eventbook.schema.errors import NotFoundError


def test_versions_are_ordered_by_year_month_and_patch(tmp_path: Path) -> None:
    for name in ("2026.11.0", "2026.9.0", "2026.9.10", "2026.9.2", ".building-2026.12.0", "notes", "2026.11"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "README.md").touch()
    (tmp_path / "2026.99.0").mkdir()
    assert versions(tmp_path) == ("2026.9.0", "2026.9.2", "2026.9.10", "2026.11.0")
    assert version_key("2026.9.10") == (2026, 9, 10)


def test_where_there_is_no_folder_there_are_no_releases(tmp_path: Path) -> None:
    assert versions(tmp_path / "nothing") == ()
    assert latest(tmp_path / "nothing") is None


def test_a_release_is_found_by_version_by_latest_and_by_its_folder(
    releases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = releases / "2026.11.0"
    assert find_release(releases, "2026.11.0") == folder
    assert find_release(releases, "latest") == releases / "2026.11.1"
    assert find_release(releases.parent, str(folder)) == folder
    monkeypatch.chdir(folder)
    assert find_release(releases.parent, ".").name == "2026.11.0"


def test_a_release_that_is_not_there_is_named_with_those_that_are(releases: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"no release '2030.1.0'; there are: 2026.11.0, 2026.11.1"):
        find_release(releases, "2030.1.0")
    with pytest.raises(NotFoundError, match="holds none; make one with `eventbook build`"):
        find_release(tmp_path, "latest")


def test_a_table_is_read_by_name(releases: Path) -> None:
    assert read(releases).num_rows == 28
    assert read(str(releases), "2026.11.0").num_rows == 26
    assert read(releases, table="ids")["status"].to_pylist().count("withdrawn") == 1


def test_a_folder_named_like_a_partition_adds_no_column(releases: Path, tmp_path: Path) -> None:
    folder = tmp_path / "track=final" / "2026.11.0"
    shutil.copytree(releases / "2026.11.0", folder)
    assert (
        Release(folder).table("events").schema.equals(Release(releases / "2026.11.0").table("events").schema)
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("manifest.json", b"{"),
        ("manifest.json", b"\xff\xfe"),
        ("codebook.toml", b"\xff"),
        ("events.parquet", b"no"),
    ],
)
def test_a_broken_file_is_named(releases: Path, tmp_path: Path, name: str, content: bytes) -> None:
    folder = tmp_path / "2026.11.0"
    shutil.copytree(releases / "2026.11.0", folder)
    (folder / name).write_bytes(content)
    with pytest.raises(ReleaseError, match=name):
        Release(folder).before()


def test_what_a_next_build_needs_is_the_events_and_the_ids(releases: Path) -> None:
    before = Release(releases / "2026.11.0").before()
    assert before.version == "2026.11.0"
    assert {one.event_id for one in before.identities} == set(before.events["event_id"].to_pylist())
