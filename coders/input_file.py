"""Files that a command is pointed at: read with a limit, `-` is stdin, and a clear word where they cannot be."""

import sys
from pathlib import Path

from eventbook.schema.errors import EventbookError


class InputFileError(EventbookError, OSError):
    """A file that was named cannot be read."""


def read_input(name: str, limit: int) -> bytes:
    """Return the bytes of a file, or of stdin for `-`; one more than the limit at most. Raises `InputFileError`."""
    if name == "-":
        return sys.stdin.buffer.read(limit + 1)
    try:
        with Path(name).open("rb") as stream:
            return stream.read(limit + 1)
    except OSError as caught:
        message = f"{name} cannot be read: {caught.strerror}"
        raise InputFileError(message) from caught


def read_text(name: str, limit: int = 10_000_000) -> str:
    """Return the text of a UTF-8 file, or of stdin for `-`. Raises `InputFileError`."""
    try:
        return read_input(name, limit).decode("utf-8-sig")
    except UnicodeDecodeError as caught:
        message = f"{name}: byte {caught.start} is not UTF-8; save the file as UTF-8"
        raise InputFileError(message) from caught
