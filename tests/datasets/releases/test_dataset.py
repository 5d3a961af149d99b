import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from eventbook.datasets import read
from eventbook.datasets.releases.dataset import AskedError, MissingLibraryError
from eventbook.datasets.releases.http_file import FetchError, HttpFile, fetch
from eventbook.datasets.releases.read import Release, ReleaseError
from eventbook.datasets.site.range_server import RangeServer
from eventbook.schema.errors import NotFoundError


@pytest.fixture(scope="module")
def served(releases: Path) -> Iterator[str]:
    """The samples' releases on a server of this machine that knows ranges."""
    with RangeServer(releases) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.address
        server.shutdown()


@pytest.fixture(params=["folder", "address"])
def where(request: pytest.FixtureRequest, releases: Path, served: str) -> str:
    """The releases as a path and as an address."""
    return str(releases) if request.param == "folder" else served


def test_the_newest_release_is_read_as_arrow_pandas_polars_and_duckdb(where: str, releases: Path) -> None:
    found, events = read(where), Release(releases / "2026.11.1").table("events")
    assert found.version == "2026.11.1"
    assert found.arrow().equals(events)
    assert found.pandas()["event_id"].to_list() == events["event_id"].to_pylist()
    assert found.polars()["event_id"].to_list() == events["event_id"].to_pylist()
    with found.duckdb() as connection:
        (count,) = connection.execute("select count(*) from events join ids using (event_id)").fetchall()
    assert count == (events.num_rows,)


def test_columns_and_filters_are_those_of_pyarrow(where: str) -> None:
    found = read(where, "2026.11.0").arrow(columns=["event_id"], filters=[("iso3", "=", "SOM")])
    assert found.to_pydict() == {"event_id": ["SOM1"]}
    assert read(where).codebook.head.name == "political-violence"


def test_what_is_not_there_is_told(where: str) -> None:
    with pytest.raises(NotFoundError, match=r"2026\.11\.1"):
        read(where, "2030.1.0")
    with pytest.raises(NotFoundError, match="provenance"):
        read(where).arrow("victims")


def test_an_unknown_column_is_told_with_those_near_it(where: str) -> None:
    found = read(where)
    with pytest.raises(NotFoundError, match=r"no column 'death_best'; near it are: deaths_best"):
        found.arrow(columns=["event_id", "death_best"])
    for filters in ([("contry", "=", "x")], [[("iso3", "=", "UGA")], [("contry", "=", "x")]]):
        with pytest.raises(NotFoundError, match="no column 'contry'; near it are: country"):
            found.arrow(filters=filters)
    with pytest.raises(AskedError, match="do not fit the columns"):
        found.arrow(filters=[("year", "=", "x")])


def test_a_release_is_read_from_its_own_folder_too(where: str, tmp_path: Path) -> None:
    assert read(f"{where}/2026.11.0").version == "2026.11.0"
    with pytest.raises((NotFoundError, FetchError)):
        read(f"{where}/2026.11.0", "2026.11.1")
    with pytest.raises(NotFoundError, match=r"there is no folder '.*nope'"):
        read(tmp_path / "nope")


def test_a_file_of_a_server_is_read_anywhere(served: str, releases: Path) -> None:
    content = (releases / "2026.11.0" / "events.parquet").read_bytes()
    file = HttpFile(f"{served}/2026.11.0/events.parquet")
    file.seek(-8, 2)
    assert file.read() == content[-8:]
    file.seek(100)
    assert (file.read(50), file.tell()) == (content[100:150], 150)
    assert (file.seek(10, 1), file.read(0), file.readable(), file.seekable()) == (160, b"", True, True)


class Plain(http.server.SimpleHTTPRequestHandler):
    """A server that knows no ranges, and no log."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401  as http.server has it
        """Say nothing."""


def test_a_server_without_ranges_serves_too(releases: Path) -> None:
    def handler(*given: object) -> Plain:
        return Plain(*given, directory=str(releases))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        found = read(f"http://127.0.0.1:{server.server_port}/")
        assert found.arrow().num_rows == Release(releases / "2026.11.1").table("events").num_rows
        server.shutdown()


def test_an_address_where_nothing_is_and_one_of_another_kind_are_told(served: str) -> None:
    with pytest.raises(FetchError, match="404"):
        read(f"{served}/nowhere")
    with pytest.raises(FetchError, match="http"):
        fetch("file:///etc/hostname")


def test_a_folder_that_is_no_release_is_told(tmp_path: Path) -> None:
    (tmp_path / "2026.11.0").mkdir()
    (tmp_path / "2026.11.0" / "manifest.json").write_text("{}")
    with pytest.raises(ReleaseError, match="no release that can be read"):
        read(tmp_path).arrow()


def test_a_library_that_is_not_installed_is_named(releases: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "polars", None)
    with pytest.raises(MissingLibraryError, match="pip install polars"):
        read(releases).polars()
