import http.client
from collections.abc import Iterator
from threading import Thread

import pytest

from eventbook.datasets.site.range_server import LOOPBACK, RangeServer, span

CONTENT = bytes(range(256)) * 4


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Serve a folder with one file, an index and things that nobody may see; give the port."""
    outer = tmp_path_factory.mktemp("served")
    folder = outer / "releases"
    (folder / ".hidden").mkdir(parents=True)
    (folder / ".hidden/file").write_bytes(b"secret")
    (outer / "outside").write_bytes(b"secret")
    (folder / "link").symlink_to(outer / "outside")
    (folder / "file.parquet").write_bytes(CONTENT)
    (folder / "empty").touch()
    (folder / "index.html").write_text("the index")
    with RangeServer(folder) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def ask(port: int, path: str, asked: str = "", method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=10)
    connection.putrequest(method, path, skip_accept_encoding=True)
    if asked:
        connection.putheader("Range", asked)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-3", 0, 3),
        ("bytes=1000-", 1000, 1023),
        ("bytes=-4", 1020, 1023),
        ("bytes=0-99999", 0, 1023),
        ("bytes=-99999", 0, 1023),
    ],
)
def test_the_part_that_is_asked_for_is_sent(served: int, asked: str, first: int, last: int) -> None:
    status, said, body = ask(served, "/file.parquet", asked)
    assert status == 206
    assert said["content-range"] == f"bytes {first}-{last}/1024"
    assert body == CONTENT[first : last + 1]


@pytest.mark.parametrize("asked", ["", "bytes=0-1,4-5", "lines=1-2", "bytes=-", "bytes=x-y"])
def test_what_is_not_one_range_of_bytes_gets_the_whole_file(served: int, asked: str) -> None:
    status, said, body = ask(served, "/file.parquet", asked)
    assert (status, body) == (200, CONTENT)
    assert said["accept-ranges"] == "bytes"


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/file.parquet", "bytes=1024-"),
        ("/file.parquet", "bytes=9-3"),
        ("/file.parquet", "bytes=-0"),
        ("/empty", "bytes=-5"),
    ],
)
def test_a_range_that_is_not_there_is_refused_with_the_size(served: int, path: str, asked: str) -> None:
    status, said, body = ask(served, path, asked)
    assert (status, body) == (416, b"")
    assert said["content-range"].startswith("bytes */")


def test_head_says_what_get_would_and_sends_nothing(served: int) -> None:
    status, said, body = ask(served, "/file.parquet", "bytes=0-9", "HEAD")
    assert (status, said["content-length"], body) == (206, "10", b"")


def test_a_folder_answers_with_its_index(served: int) -> None:
    assert ask(served, "/")[2] == b"the index"


@pytest.mark.parametrize(
    "path",
    [
        "/.hidden/file",
        "/../outside",
        "/%2e%2e/outside",
        "/link",
        "/nothing",
        "//etc/passwd",
        "/file.parquet/x",
    ],
)
def test_nothing_hidden_nothing_outside_and_nothing_that_is_not_there_is_shown(
    served: int, path: str
) -> None:
    assert ask(served, path)[0] == 404


def test_nothing_can_be_written(served: int) -> None:
    assert ask(served, "/file.parquet", method="PUT")[0] == 501


def test_a_header_that_is_no_range_is_told_from_one_that_is_not_there() -> None:
    assert span("bytes=2-1", 5) is None
    with pytest.raises(ValueError, match="not one range"):
        span("bytes=1-2-3", 5)
