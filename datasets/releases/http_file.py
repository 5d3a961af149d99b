"""A file on a web server as a file that can be read anywhere: only the parts that are asked for travel.

Python's own library does it: a request with a range, and the server answers with that part. A server
that does not know ranges sends everything once, and it is kept.
"""

import io
import urllib.request
from typing import Any

from eventbook.schema.errors import EventbookError

TIMEOUT = 60
"""Seconds that a server may be silent."""
_PARTIAL = 206
_SCHEMES = ("http://", "https://")


class FetchError(EventbookError, OSError):
    """Something that a web server did not give: which address, and what it said."""


def is_address(where: str) -> bool:
    """Tell whether a text is an address on the web and not a path."""
    return where.lower().startswith(_SCHEMES)


def fetch(address: str) -> bytes:
    """Return what lies at an address. Raises `FetchError`."""
    return _ask(address, {})[1]


def _ask(address: str, headers: dict[str, str]) -> tuple[int, bytes, str]:
    """Return the status of an answer, its body, and which part of the file it says it is."""
    if not is_address(address):
        message = f"{address} is no address that begins with http:// or https://"
        raise FetchError(message)
    request = urllib.request.Request(address, headers=headers)  # noqa: S310  the scheme was looked at
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310  likewise
            return answer.status, answer.read(), answer.headers.get("Content-Range", "")
    except (OSError, ValueError) as caught:
        message = f"{address} cannot be read: {caught}"
        raise FetchError(message) from caught


class HttpFile(io.RawIOBase):
    """A file at an address, read in ranges."""

    def __init__(self, address: str) -> None:
        """Ask for its size. Raises `FetchError`."""
        super().__init__()
        self._address, self._at = address, 0
        status, body, said = _ask(address, {"Range": "bytes=0-0"})
        self._whole = None if status == _PARTIAL else body
        self._size = int(said.rpartition("/")[2]) if status == _PARTIAL else len(body)

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def seekable(self) -> bool:
        """Tell that it can be read from anywhere."""
        return True

    def tell(self) -> int:
        """Return where it is read next."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place in it."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401  as Python has it
        """Read as much as fits into a buffer; return how much that was."""
        view = memoryview(buffer).cast("B")
        end = min(self._at + len(view), self._size)
        if end <= self._at:
            return 0
        part = self._part(end)
        view[: len(part)] = part
        self._at += len(part)
        return len(part)

    def _part(self, end: int) -> bytes:
        if self._whole is not None:
            return self._whole[self._at : end]
        status, body, _ = _ask(self._address, {"Range": f"bytes={self._at}-{end - 1}"})
        if status != _PARTIAL or len(body) != end - self._at:
            message = f"{self._address} cannot be read: the server sent another part than was asked for"
            raise FetchError(message)
        return body
