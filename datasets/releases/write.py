"""Writing a release: it appears whole or not at all, and is never changed afterwards.

Files are written one after the other into a dotted folder beside the releases, so that none need be
held in memory; then they are synced to disk, checksummed and the folder is renamed. Whatever a
killed build leaves behind has a dotted name, is invisible to readers and is cleared away by the
next build; a lock keeps two builds from one folder.
"""

import fcntl
import gzip
import hashlib
import os
import shutil
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from eventbook.datasets.releases.parquet_file import Rows, WrittenTable, write_parquet
from eventbook.datasets.releases.release_files import CHECKSUMS, TableFile
from eventbook.schema.errors import EventbookError

_DRAFTS = (".building-*", ".catalogue-*", ".signing-*")
"""What a killed command can leave beside the releases."""
_ASIDE = ".aside-"
"""How the name of a release begins while another is put in its place."""
_LEVEL = 6
"""How hard gzip packs: 9 takes twice as long and saves three bytes in a hundred."""


class BusyError(EventbookError, RuntimeError):
    """Another build is writing into this folder of releases."""


class _DroppedError(Exception):
    """A draft that nobody wants any more."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written: its size in bytes and the SHA-256 of its content."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A release while it is written: its folder, and what is in it by path."""

    folder: Path
    files: dict[str, Written] = field(default_factory=dict[str, Written])

    def content(self, name: str, content: bytes) -> None:
        """Write a file."""
        self.pieces(name, [content])

    def text(self, name: str, text: str) -> None:
        """Write a file of text."""
        self.pieces(name, [text.encode()])

    def pieces(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write a file piece by piece; one whose name ends in .gz is packed, without a name or time in it."""
        path = self._path(name)
        with path.open("wb") as handle:
            if name.endswith(".gz"):
                with gzip.GzipFile("", "wb", _LEVEL, handle, mtime=0) as packed:
                    packed.writelines(pieces)
            else:
                handle.writelines(pieces)
        self._keep(name)

    def table(self, spec: TableFile, table: Rows) -> WrittenTable:
        """Write a table as Parquet."""
        made = write_parquet(table, spec, self._path(spec.path))
        self._keep(spec.path)
        return made

    def finish(self) -> None:
        """Write the checksums, and wait until the disk has all names."""
        self.content(CHECKSUMS, checksums(self.files))
        for folder in (*(path for path in self.folder.rglob("*") if path.is_dir()), self.folder):
            sync_folder(folder)

    def drop(self) -> NoReturn:
        """Leave the release unmade, without a fault; ends the block of `publishing`."""
        raise _DroppedError

    def _path(self, name: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def _keep(self, name: str) -> None:
        """Wait until the disk has a file, and note its size and hash."""
        with (self.folder / name).open("rb") as handle:
            os.fsync(handle.fileno())
        self.files[name] = written(self.folder / name)


def written(path: Path) -> Written:
    """Return the size and hash of a file."""
    with path.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
        return Written(handle.tell(), digest)


def checksums(files: Mapping[str, Written]) -> bytes:
    """Return `SHA256SUMS` in the form that `sha256sum -c` reads."""
    return "".join(f"{files[name].sha256}  {name}\n" for name in sorted(files)).encode()


@contextmanager
def releases_lock(releases: Path) -> Generator[None]:
    """Hold the one lock of a folder of releases; the system frees it when the holder dies.

    Raises `BusyError` where somebody else holds it.
    """
    releases.mkdir(parents=True, exist_ok=True)
    with (releases / ".lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as caught:
            message = f"another build is writing into {releases}; wait for it"
            raise BusyError(message) from caught
        _put_back(releases)
        yield


@contextmanager
def publishing(releases: Path, version: str) -> Generator[Draft]:
    """Give a draft to write the files of a release to, and make it visible in one step at the end.

    Call it under `releases_lock`. Raises FileExistsError where the version is there already.
    """
    target = releases / version
    if target.exists():
        message = f"release {version} is there already; releases are never changed"
        raise FileExistsError(message)
    with _drafted(releases, version) as draft:
        yield draft
        draft.finish()
        draft.folder.rename(target)
        sync_folder(releases)


@contextmanager
def staging(releases: Path) -> Generator[Path]:
    """Give an empty folder to write releases anew in, beside those that are there; it is gone at the end.

    Call it under `releases_lock`.
    """
    with _drafted(releases, "anew") as draft:
        yield draft.folder
        draft.drop()


def put_in_place(made: Path, target: Path) -> None:
    """Put a release that was written anew in the place of the one that is there.

    Call it under `releases_lock`, which puts back what a killed command had moved aside.
    """
    aside = target.with_name(f"{_ASIDE}{target.name}")
    target.rename(aside)
    made.rename(target)
    sync_folder(target.parent)
    shutil.rmtree(aside)


@contextmanager
def _drafted(releases: Path, version: str) -> Generator[Draft]:
    """Give an empty draft, and leave nothing of it where the block does not end well."""
    for stale in [path for pattern in _DRAFTS for path in releases.glob(pattern)]:
        shutil.rmtree(stale) if stale.is_dir() else stale.unlink()
    draft = Draft(releases / f".building-{version}")
    try:
        draft.folder.mkdir()
        yield draft
    except BaseException as caught:
        shutil.rmtree(draft.folder, ignore_errors=True)
        if not isinstance(caught, _DroppedError):
            raise


def _put_back(releases: Path) -> None:
    """Put back a release that a killed command had moved aside, or let go of it where the new one is there."""
    for aside in releases.glob(f"{_ASIDE}*"):
        target = releases / aside.name.removeprefix(_ASIDE)
        shutil.rmtree(aside) if target.exists() else aside.rename(target)


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names in a folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
