"""Files that a command is pointed at: read with a limit, `-` is stdin, and a clear word where they cannot be."""

import shutil
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISREG

from eventbook.schema.errors import EventbookError


class InputFileError(EventbookError, OSError):
    """A file that was named cannot be read."""


def read_input(name: str, limit: int) -> bytes:
    """Return the bytes of a file, or of stdin for `-`; one more than the limit at most. Raises `InputFileError`."""
    if name == "-":
        return sys.stdin.buffer.read(limit + 1)
    path = Path(name)
    try:
        if S_ISREG(path.stat().st_mode):  # opening a pipe would wait for somebody to write to it
            with path.open("rb") as stream:
                return stream.read(limit + 1)
    except OSError as caught:
        message = f"{name} cannot be read: {caught.strerror}"
        raise InputFileError(message) from caught
    message = f"{name} cannot be read: it is no regular file; name a file, or `-` and send it to stdin"
    raise InputFileError(message)


@contextmanager
def spooled(name: str) -> Generator[Path]:
    """Give the path of a file, or of one that holds what stdin has for `-`. Raises `InputFileError`."""
    if name != "-":
        yield Path(name)
        return
    with tempfile.NamedTemporaryFile() as file:
        shutil.copyfileobj(sys.stdin.buffer, file)
        file.flush()
        yield Path(file.name)


def read_text(name: str, limit: int = 10_000_000) -> str:
    """Return the text of a UTF-8 file, or of stdin for `-`. Raises `InputFileError`."""
    try:
        return read_input(name, limit).decode("utf-8-sig")
    except UnicodeDecodeError as caught:
        message = f"{name}: byte {caught.start} is not UTF-8; save the file as UTF-8"
        raise InputFileError(message) from caught
