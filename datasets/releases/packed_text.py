"""A CSV of others opened as text, packed with gzip or not, whatever its name says: people rename files."""

import gzip
from io import TextIOWrapper
from pathlib import Path
from typing import IO, TextIO, cast

_PACKED = b"\x1f\x8b"
"""How a file that is packed with gzip begins."""


def opened(path: Path) -> IO[bytes]:
    """Open a file for its bytes, unpacked. Raises OSError."""
    with path.open("rb") as handle:
        packed = handle.read(len(_PACKED)) == _PACKED
    return cast("IO[bytes]", gzip.open(path)) if packed else path.open("rb")


def opened_text(path: Path) -> TextIO:
    """Open a file of UTF-8 for `csv`, with or without a mark at its beginning. Raises OSError."""
    return TextIOWrapper(opened(path), encoding="utf-8-sig", newline="")
