import os
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from eventbook.coders.places import world_index
from eventbook.coders.places.world_index import (
    WorldIndexError,
    connect,
    index_folder,
    index_path,
    open_index,
    write_index,
)
from eventbook.coders.places.world_source import WorldRow
from eventbook.schema.where import PlaceKind

ROWS = [
    WorldRow(n, f"gn-{n}", f"Town {n}", "UGA", 0, 0, 1.0, 2.0, 5, PlaceKind.VILLAGE, ("Other",))
    for n in range(1, 50)
]


def quiet(_done: int, _every: int) -> None:
    """Show nothing."""


def test_an_index_is_whole_or_not_there(tmp_path: Path) -> None:
    def failing() -> Iterator[WorldRow]:
        yield from ROWS[:20]
        message = "the disk is full"
        raise OSError(message)

    with pytest.raises(OSError, match="full"):
        write_index(tmp_path / "deep" / "x.sqlite", failing(), quiet)
    assert list((tmp_path / "deep").iterdir()) == []


def test_two_who_make_it_at_once_both_get_it(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    with ThreadPoolExecutor() as pool:
        for done in [pool.submit(write_index, path, ROWS, quiet) for _ in range(4)]:
            done.result()
    assert [entry.name for entry in tmp_path.iterdir()] == ["x.sqlite"]
    assert connect(path).execute("SELECT count(*) FROM place").fetchone() == (49,)


def test_whoever_shares_the_folder_may_read_the_index(tmp_path: Path) -> None:
    write_index(tmp_path / "x.sqlite", ROWS, quiet)
    assert (tmp_path / "x.sqlite").stat().st_mode & 0o777 == 0o644


def test_an_index_is_only_read(tmp_path: Path) -> None:
    write_index(tmp_path / "x.sqlite", ROWS, quiet)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connect(tmp_path / "x.sqlite").execute("DELETE FROM place")


def test_it_is_made_once_and_anew_when_what_it_is_made_of_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(world_index, "world_rows", lambda: iter(ROWS))
    open_index(tmp_path).close()
    assert "happens once" in capsys.readouterr().err
    open_index(tmp_path).close()
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(world_index, "world_version", lambda: "9.9-new")
    open_index(tmp_path).close()
    assert "happens once" in capsys.readouterr().err
    assert index_path(tmp_path).name == f"places-{world_index.LAYOUT}-9.9-new.sqlite"


def test_a_folder_that_cannot_be_written_is_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WorldIndexError, match="EVENTBOOK_CACHE"):
        open_index(tmp_path / "file")


def test_the_index_lies_where_it_is_said_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert index_folder(tmp_path) == Path(os.environ["EVENTBOOK_CACHE"])
    monkeypatch.delenv("EVENTBOOK_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    assert index_folder(tmp_path / "work") == tmp_path / "work"
    assert index_folder(None) == tmp_path / "home" / "eventbook"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[int]:
    """Make small indexes and count them; the person's own cache lies under the test's folder."""
    times: list[int] = []

    def rows() -> Iterator[WorldRow]:
        times.append(1)
        yield from ROWS

    monkeypatch.setattr(world_index, "world_rows", rows)
    monkeypatch.delenv("EVENTBOOK_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    return times


@pytest.mark.parametrize("disk", ["the same disk", "another disk"])
def test_the_next_workspace_takes_the_index_over(
    made: list[int], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, disk: str
) -> None:
    def refused(*_: object) -> None:
        raise OSError(disk)

    if disk != "the same disk":
        monkeypatch.setattr(Path, "hardlink_to", refused)
    for name in ("one", "two"):
        with open_index(tmp_path / name / ".cache") as connection:
            assert connection.execute("SELECT count(*) FROM place").fetchone() == (49,)
        connection.close()
        assert [one.name for one in (tmp_path / name / ".cache").iterdir()] == [index_path(tmp_path).name]
    assert made == [1]


def test_who_has_no_home_makes_it_for_every_workspace(
    made: list[int], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "home").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    for name in ("one", "two"):
        open_index(tmp_path / name).close()
    assert made == [1, 1]
