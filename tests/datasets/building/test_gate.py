import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from eventbook.datasets.building.gate import BuildRefusedError, check_gate
from eventbook.datasets.building.release import make_release
from eventbook.datasets.plan import Policy
from eventbook.datasets.releases.content import row_hash
from eventbook.datasets.releases.manifest import read_manifest
from eventbook.datasets.releases.read import Release
from eventbook.datasets.releases.verify import verify
from eventbook.datasets.releases.write import checksums, written
from eventbook.schema.build_input import BuildInput
from eventbook.schema.errors import FaultsError
from eventbook.schema.published import COLUMNS

Samples = Callable[[int], BuildInput]


@pytest.fixture
def folder(releases: Path, tmp_path: Path) -> Path:
    """Copy the two sample releases to where they may be damaged."""
    return shutil.copytree(releases, tmp_path / "releases")


def published(folder: Path) -> dict[str, str]:
    return {name: Release(folder / name).manifest.content for name in ("2026.11.0", "2026.11.1")}


def test_a_build_on_the_newest_release_may_begin(folder: Path, samples: Samples) -> None:
    check_gate(samples(2), folder, Release(folder / "2026.11.1"), published(folder))


def test_a_first_release_of_nothing_is_refused(tmp_path: Path, samples: Samples) -> None:
    with pytest.raises(BuildRefusedError, match="no accepted report"):
        check_gate(replace(samples(1), reports=()), tmp_path, None, {})


def test_where_the_newest_release_has_gone_no_id_is_given_twice(folder: Path, samples: Samples) -> None:
    known = published(folder)
    shutil.rmtree(folder / "2026.11.1")
    with pytest.raises(BuildRefusedError, match=r"2026\.11\.1.*put it back"):
        check_gate(samples(2), folder, Release(folder / "2026.11.0"), known)


def test_another_release_of_the_same_number_is_not_built_on(folder: Path, samples: Samples) -> None:
    known = {**published(folder), "2026.11.1": "0" * 64}
    with pytest.raises(BuildRefusedError, match="not the one that this workspace published"):
        check_gate(samples(2), folder, Release(folder / "2026.11.1"), known)


def test_a_damaged_release_is_not_built_on(folder: Path, samples: Samples) -> None:
    shutil.copy(folder / "2026.11.0" / "ids.parquet", folder / "2026.11.1" / "ids.parquet")
    with pytest.raises(FaultsError, match="release-bytes"):
        check_gate(samples(2), folder, Release(folder / "2026.11.1"), published(folder))


def test_a_changed_codebook_raises_its_version(folder: Path, samples: Samples) -> None:
    given = replace(samples(2), codebook_text=samples(2).codebook_text + "\n# changed\n")
    with pytest.raises(BuildRefusedError, match="raise its version"):
        check_gate(given, folder, Release(folder / "2026.11.1"), published(folder))


def as_an_earlier_program_made_it(folder: Path) -> None:
    """Rewrite a release with fewer columns and one table less, as when columns had an earlier version."""
    release, made = Release(folder), read_manifest(folder)
    tables = {name: entry for name, entry in made.tables.items() if name != "relations"}
    for name in ("events", "upserts"):
        whole = release.table(name)
        fewer = whole.drop_columns(["summary"])
        pq.write_table(fewer, folder / release.files[name].path)
    tables = {
        name: entry.model_copy(update={"content": row_hash(release.table(name))})
        for name, entry in tables.items()
    }
    (folder / "relations.parquet").unlink()
    package = json.loads((folder / "datapackage.json").read_text())
    package["resources"] = [one for one in package["resources"] if one["path"] != "relations.parquet"]
    (folder / "datapackage.json").write_text(json.dumps(package))
    changes = {
        "format": 1,
        "tables": tables,
        "columns": "1.0.0",
        "programs": {**made.programs, "eventbook": "0.1.0"},
    }
    (folder / "manifest.json").write_text(made.model_copy(update=changes).as_json())
    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    files = {name: written(folder / name) for name in names if name != "SHA256SUMS"}
    (folder / "SHA256SUMS").write_bytes(checksums(files))


def test_a_release_with_fewer_columns_is_whole_and_can_be_built_on(folder: Path, samples: Samples) -> None:
    as_an_earlier_program_made_it(folder / "2026.11.1")
    assert verify(folder / "2026.11.1", None) == []
    at = datetime(2026, 11, 26, tzinfo=UTC)
    made = make_release(samples(2), folder, at, Policy.CAUTIOUS, again=True)
    assert made.folder is not None
    assert verify(made.folder, folder / "2026.11.1") == []


def test_a_table_that_lost_its_columns_since_is_told(folder: Path) -> None:
    as_an_earlier_program_made_it(folder / "2026.11.1")
    made = read_manifest(folder / "2026.11.1")
    same = made.model_copy(update={"columns": COLUMNS})
    (folder / "2026.11.1/manifest.json").write_text(same.as_json())
    assert {"release-schema", "release-content"} <= {one.rule for one in verify(folder / "2026.11.1", None)}
