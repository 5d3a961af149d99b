import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from eventbook.datasets.gate import BuildRefusedError, check_gate
from eventbook.datasets.read import Release
from eventbook.schema.build_input import BuildInput
from eventbook.schema.errors import FaultsError

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
