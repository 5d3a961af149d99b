"""Outcomes of parts kept on disk, so that a part that has not changed is not worked again.

An entry's name is the hash of all that its outcome depends on: the part's reports, what it must
know of the whole, the window, and the program itself, down to the text of its modules. So an entry
can be missing or damaged but never out of date, and whether there is a cache changes no result.
Entries that a build did not use are removed when it ends.
"""

import hashlib
import os
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import numpy as np
import pyarrow as pa

from eventbook.datasets.matching.found import Found
from eventbook.datasets.matching.part import Common, Roles
from eventbook.datasets.plan import Window
from eventbook.schema.canonical import canonical

_HASH = 32
_PACKAGES = ("numpy", "scipy", "pyarrow")


@cache
def program() -> str:
    """Return the hash of the modules that an outcome depends on, and of the libraries' versions."""
    found = hashlib.blake2b(digest_size=_HASH)
    folder = files("eventbook.datasets.matching")
    for path in sorted(
        (one for one in folder.iterdir() if one.name.endswith(".py")), key=lambda one: one.name
    ):
        found.update(path.name.encode() + path.read_bytes())
    for name in _PACKAGES:
        found.update(version(name).encode())
    return found.hexdigest()


def key_of(table: pa.Table, role: Roles, common: Common, window: Window) -> str:
    """Return the name of a part's outcome: the same for the same part, whatever else is in the dataset."""
    found = hashlib.blake2b(digest_size=_HASH)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table.combine_chunks())
    found.update(sink.getvalue())
    found.update(role.tobytes())
    types = sorted(common.types.items())
    found.update(
        canonical(
            [
                program(),
                window.days,
                window.slack_km,
                list(common.span),
                types,
                list(common.kinds),
                common.looked,
            ]
        ).encode()
    )
    return found.hexdigest()


@dataclass(frozen=True, slots=True)
class PartCache:
    """A folder of outcomes; `used` collects those that a build has read or written."""

    folder: Path
    used: set[str] = field(default_factory=set[str])

    def get(self, key: str) -> Found | None:
        """Return an outcome, or None where there is none that is whole."""
        try:
            content = (self.folder / key).read_bytes()
        except FileNotFoundError:
            return None
        said, body = content[:_HASH], content[_HASH:]
        if hashlib.blake2b(body, digest_size=_HASH).digest() != said:
            return None
        self.used.add(key)
        return Found.of(np.frombuffer(body, dtype="<i4").reshape(3, -1).astype(np.int32))

    def put(self, key: str, found: Found) -> None:
        """Keep an outcome: whole, or not at all."""
        body = found.plain.astype("<i4").tobytes()
        self.folder.mkdir(parents=True, exist_ok=True)
        unfinished = self.folder / f".{key}.{os.getpid()}"
        unfinished.write_bytes(hashlib.blake2b(body, digest_size=_HASH).digest() + body)
        unfinished.replace(self.folder / key)
        self.used.add(key)

    def tidy(self) -> None:
        """Remove what was not used."""
        for path in self.folder.iterdir() if self.folder.is_dir() else ():
            if path.name not in self.used:
                path.unlink(missing_ok=True)
