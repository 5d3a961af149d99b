import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from eventbook.datasets.building.release import make_release
from eventbook.datasets.plan import Policy
from eventbook.datasets.releases.prune import KeepError, prunable, prune
from eventbook.datasets.releases.read import Release, ReleaseError, read
from eventbook.datasets.releases.rebuild import check_again, rebuild
from eventbook.datasets.releases.verify import verify
from eventbook.schema.errors import FaultsError

if TYPE_CHECKING:
    from tests.datasets.conftest import World


@pytest.fixture(scope="module")
def line(world: "World", tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four releases: reports come, change and go. To look at only: copy before you change them."""
    folder = tmp_path_factory.mktemp("line")
    rounds = [
        [world.coded("r1"), world.coded("r2", when="2021-11-01", where={"place": "gamma", "precision": 1})],
        [world.coded("r1", counts=None), world.coded("r3", when="2021-10-01")],
        [world.coded("r1", counts=None), world.coded("r3", when="2021-10-01"), world.coded("r4", when="2021-09-01")],
        [world.coded("r4", when="2021-09-01"), world.coded("r2", when="2021-11-01")],
    ]  # fmt: skip
    for day, coded in enumerate(rounds, 1):
        at = datetime(2026, 11, day, tzinfo=UTC)
        assert make_release(world.given(coded), folder, at, Policy.CAUTIOUS, again=False).folder
    return folder


@pytest.fixture
def releases(line: Path, tmp_path: Path) -> Path:
    """The same, to change."""
    shutil.copytree(line, tmp_path / "releases")
    return tmp_path / "releases"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_release_made_again_from_the_one_before_is_as_published(line: Path) -> None:
    for number in (1, 2, 3):
        made = rebuild(Release(line / f"2026.11.{number}"))
        assert (made.base, made.restored, made.faults) == (f"2026.11.{number - 1}", (), ())


def test_what_is_only_checked_leaves_its_folder_and_those_beside_it_as_they_are(releases: Path) -> None:
    (releases / "2026.11.2/events.csv.gz").unlink()
    before, at = contents(releases), releases.stat().st_mtime_ns
    assert check_again(Release(releases / "2026.11.2")) == ()
    assert (contents(releases), releases.stat().st_mtime_ns) == (before, at)


def test_pruned_releases_are_made_again_from_the_oldest_byte_for_byte(releases: Path) -> None:
    published = contents(releases)
    found = prunable(releases, 1)
    assert [one.release.folder.name for one in found] == ["2026.11.1", "2026.11.2"]
    for one in found:
        prune(one)
    assert not (releases / "2026.11.2" / "events.parquet").exists()
    with pytest.raises(ReleaseError, match=r"given up to save room; `eventbook release rebuild 2026\.11\.2`"):
        read(releases, "2026.11.2")
    page = (releases / "2026.11.2" / "index.html").read_text()
    links = re.findall(r'(?:href|src)="([^"#]+)', page)
    assert [
        link for link in links if "://" not in link and not (releases / "2026.11.2" / link).exists()
    ] == []
    assert "gave up its tables" in page
    assert (releases / "2026.11.2" / "changes/upserts.parquet").exists()
    assert verify(releases / "2026.11.2", None) == []
    assert verify(releases / "2026.11.3", releases / "2026.11.2") == []  # what is not there is not compared
    for version in ("2026.11.2", "2026.11.1"):
        made = rebuild(Release(releases / version))
        assert (made.base, made.faults) == ("2026.11.0", ())
        assert "events.csv.gz" in made.restored
    assert contents(releases) == published


def test_a_damaged_file_is_put_back_as_it_was_published(releases: Path) -> None:
    published = contents(releases)
    path = releases / "2026.11.2" / "events.parquet"
    path.write_bytes(path.read_bytes()[:1000])
    made = rebuild(Release(releases / "2026.11.2"))
    assert (made.restored, made.faults) == (("events.parquet",), ())
    assert contents(releases) == published


def test_what_nobody_gave_up_is_still_missing(releases: Path) -> None:
    (one, _) = prunable(releases, 1)
    prune(one)
    (one.release.folder / "changes.md").unlink()
    assert [fault.rule for fault in verify(one.release.folder, None)] == ["release-file-missing"]


def test_a_release_that_does_not_match_stays_whole_and_is_told(releases: Path) -> None:
    path = releases / "2026.11.1" / "changes/upserts.parquet"
    pq.write_table(pq.read_table(path).slice(0, 0), path)
    (one, *_) = prunable(releases, 1)
    with pytest.raises(FaultsError, match=r"stays whole(.|\n)*release-rebuilt"):
        prune(one)
    assert read(releases, "2026.11.1").num_rows == 2
    assert {fault.rule for fault in rebuild(one.release).faults} == {"release-rebuilt"}


def test_the_first_release_is_made_from_no_other(releases: Path) -> None:
    with pytest.raises(ReleaseError, match="built on no other"):
        rebuild(Release(releases / "2026.11.0"))


def test_another_release_in_the_place_of_one_between_is_told(releases: Path) -> None:
    shutil.rmtree(releases / "2026.11.1")
    shutil.copytree(releases / "2026.11.0", releases / "2026.11.1")
    with pytest.raises(ReleaseError, match=r"not the release that 2026\.11\.2 was built on"):
        rebuild(Release(releases / "2026.11.2"))


def test_the_newest_stays_always(releases: Path) -> None:
    with pytest.raises(KeepError):
        prunable(releases, 0)
    assert prunable(releases, 3) == []


def test_only_what_changed_stands_in_the_changes(line: Path) -> None:
    release = Release(line / "2026.11.2")
    changed = {name: release.table(f"changed_{name}") for name in ("sources", "provenance", "ids")}
    assert changed["sources"].num_rows == 1
    assert pa.compute.unique(changed["provenance"]["event_id"]).to_pylist() == ["UGA4"]
    assert changed["ids"]["event_id"].to_pylist() == ["UGA4"]
