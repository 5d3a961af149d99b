import gzip
import os
import subprocess
from pathlib import Path

import pytest

from eventbook.datasets.releases.read import versions
from eventbook.datasets.releases.write import BusyError, Draft, checksums, publishing, releases_lock, written

FILES = {"a.txt": b"a", "changes/b.txt": b"b"}


def publish(files: dict[str, bytes], releases: Path, version: str) -> Path:
    with publishing(releases, version) as draft:
        for name, content in files.items():
            draft.content(name, content)
    return releases / version


def shown(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_gzip_holds_no_name_and_no_time(tmp_path: Path) -> None:
    Draft(tmp_path).pieces("a.csv.gz", [b"te", "xt é".encode()])
    packed = (tmp_path / "a.csv.gz").read_bytes()
    assert gzip.decompress(packed).decode() == "text é"
    assert packed[3:8] == bytes(5)
    Draft(tmp_path).text("b.csv.gz", "text é")
    assert packed == (tmp_path / "b.csv.gz").read_bytes()


def test_the_checksums_are_what_sha256sum_reads(tmp_path: Path) -> None:
    folder = publish(FILES, tmp_path, "2026.11.0")
    done = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"],  # noqa: S607  whichever the machine has
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "a.txt: OK\nchanges/b.txt: OK\n"
    assert (
        checksums({name: written(folder / name) for name in FILES})
        .decode()
        .splitlines()[0]
        .endswith("  a.txt")
    )


def test_a_release_appears_with_all_its_files(tmp_path: Path) -> None:
    folder = publish(FILES, tmp_path, "2026.11.0")
    assert folder == tmp_path / "2026.11.0"
    assert shown(folder) == ["SHA256SUMS", "a.txt", "changes/b.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["2026.11.0"]


def test_a_release_is_never_written_twice(tmp_path: Path) -> None:
    publish(FILES, tmp_path, "2026.11.0")
    with pytest.raises(FileExistsError, match="never changed"):
        publish({"a.txt": b"other"}, tmp_path, "2026.11.0")
    assert (tmp_path / "2026.11.0" / "a.txt").read_bytes() == b"a"


@pytest.mark.parametrize("call", ["open", "mkdir", "fsync", "rename"])
@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_build_that_dies_half_way_shows_nothing_and_the_next_one_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, at: int
) -> None:
    owner = os if call == "fsync" else Path
    real, calls = getattr(owner, call), 0

    def dies(*args: object, **kwargs: object) -> object:
        nonlocal calls
        calls += 1
        if calls == at or call == "rename":
            message = "no space left on device"
            raise OSError(message)
        return real(*args, **kwargs)

    publish({"a.txt": b"before"}, tmp_path, "2026.10.0")
    with monkeypatch.context() as patch:
        patch.setattr(owner, call, dies)
        with pytest.raises(OSError, match="no space left"):
            publish(FILES, tmp_path, "2026.11.0")
    assert versions(tmp_path) == ("2026.10.0",)
    publish(FILES, tmp_path, "2026.11.0")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2026.10.0", "2026.11.0"]


def test_what_a_killed_build_left_behind_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / ".building-2026.9.0" / "changes").mkdir(parents=True)
    (tmp_path / ".building-2026.9.0" / "events.parquet").write_bytes(b"half")
    (tmp_path / ".building-2026.11.0").mkdir()
    assert versions(tmp_path) == ()
    publish(FILES, tmp_path, "2026.11.0")
    assert [path.name for path in tmp_path.iterdir()] == ["2026.11.0"]


def test_a_second_build_is_refused_while_one_is_at_work_and_not_afterwards(tmp_path: Path) -> None:
    with releases_lock(tmp_path / "releases"):
        with pytest.raises(BusyError, match="another build"), releases_lock(tmp_path / "releases"):
            pytest.fail("two builds at once")
        assert versions(tmp_path / "releases") == ()
    with releases_lock(tmp_path / "releases"):
        pass
