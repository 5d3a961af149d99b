"""A small web server for looking at releases on one's own machine: files of one folder, whole or in ranges.

Python's own `http.server` sends whole files only, and the explorer reads parts. This one listens on
the loopback address alone, only reads, shows nothing that begins with a dot or lies outside its
folder, and serves a bounded number of connections. It is not meant for the public: any web server is.
"""

import re
import socket
from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Any

LOOPBACK = "127.0.0.1"
CONNECTIONS = 32
IDLE_SECONDS = 30
_BLOCK = 1 << 18
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_TYPES = {
    ".parquet": "application/vnd.apache.parquet",
    ".js": "text/javascript",
    ".json": "application/json",
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".atom": "application/atom+xml",
}


def span(header: str, size: int) -> tuple[int, int] | None:
    """Return the first and last byte that a Range header asks for; None where it asks for nothing that is there.

    Raises ValueError for a header that is not one range of bytes: it is then as if there were none.
    """
    found = _RANGE.fullmatch(header.strip())
    if found is None or found.groups() == ("", ""):
        message = f"{header!r} is not one range of bytes"
        raise ValueError(message)
    first, last = found.groups()
    if not first:
        return (max(0, size - int(last)), size - 1) if int(last) and size else None
    end = min(int(last), size - 1) if last else size - 1
    return (int(first), end) if int(first) <= end else None


class _Handler(SimpleHTTPRequestHandler):
    """Answers GET and HEAD for files below one folder."""

    protocol_version = "HTTP/1.1"
    timeout = IDLE_SECONDS
    server_version = "eventbook"
    sys_version = ""

    def do_GET(self) -> None:
        """Send a file or the part of it that was asked for."""
        self._answer(body=True)

    def do_HEAD(self) -> None:
        """Send what GET would say of a file, and nothing of it."""
        self._answer(body=False)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401  as http.server has it
        """Say nothing: a page makes dozens of requests."""

    def _answer(self, *, body: bool) -> None:
        path = self._file()
        if path is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        size = path.stat().st_size
        try:
            asked = span(self.headers.get("Range", ""), size)
        except ValueError:
            self._send(path, HTTPStatus.OK, (0, size - 1), size, body=body)
            return
        if asked is None:
            self.send_response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            self.send_header("Content-Range", f"bytes */{size}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self._send(path, HTTPStatus.PARTIAL_CONTENT, asked, size, body=body)

    def send_header(self, keyword: str, value: str) -> None:
        """Send a header; how much will follow is counted."""
        if keyword == "Content-Length" and self.command != "HEAD" and isinstance(self.server, RangeServer):
            self.server.count(int(value))
        super().send_header(keyword, value)

    def _send(self, path: Path, status: HTTPStatus, part: tuple[int, int], size: int, *, body: bool) -> None:
        first, last = part
        self.send_response(status)
        self.send_header("Content-Type", _TYPES.get(path.suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(last - first + 1))
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-cache")
        if status is HTTPStatus.PARTIAL_CONTENT:
            self.send_header("Content-Range", f"bytes {first}-{last}/{size}")
        self.end_headers()
        if body:
            for block in _blocks(path, first, last):
                self.wfile.write(block)

    def _file(self) -> Path | None:
        """Return the file that is asked for, or None where there is none to be shown."""
        root = Path(self.directory).resolve()
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        path = path.resolve()
        if not path.is_relative_to(root) or not path.is_file():
            return None
        hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
        return None if hidden else path


def _blocks(path: Path, first: int, last: int) -> Iterator[bytes]:
    with path.open("rb") as handle:
        handle.seek(first)
        left = last - first + 1
        while left > 0:
            block = handle.read(min(_BLOCK, left))
            if not block:
                return
            left -= len(block)
            yield block


class RangeServer(ThreadingHTTPServer):
    """Serves one folder on the loopback address; a port of 0 takes any that is free."""

    daemon_threads = True

    def __init__(self, folder: Path, port: int = 0) -> None:
        self._free = BoundedSemaphore(CONNECTIONS)
        self._counting = Lock()
        self.requests = self.sent = 0
        super().__init__((LOOPBACK, port), partial(_Handler, directory=str(folder)))

    def count(self, sent: int) -> None:
        """Add an answer to what was sent: `requests` answers of `sent` bytes together."""
        with self._counting:
            self.requests += 1
            self.sent += sent

    @property
    def address(self) -> str:
        """Where it is found."""
        return f"http://{LOOPBACK}:{self.server_address[1]}/"

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401  as socketserver has it
        """Serve a connection in a thread of its own; beyond the most there may be, turn it away."""
        if not self._free.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:  # noqa: ANN401  likewise
        """Serve a connection, then make room for another."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: socket.socket | tuple[bytes, socket.socket], client_address: Any) -> None:  # noqa: ANN401
        """Say nothing of browsers that hang up: they do so whenever a page is left."""
