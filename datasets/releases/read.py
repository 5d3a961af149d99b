"""Reading releases: which there are, and the tables in one. Needs only the core install."""

import re
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import ValidationError

from eventbook.datasets.plan import Before
from eventbook.datasets.releases.file_check import pruned_files
from eventbook.datasets.releases.geometry import GEOMETRY
from eventbook.datasets.releases.ids_table import identities_of
from eventbook.datasets.releases.manifest import Manifest, read_manifest
from eventbook.datasets.releases.release_files import CHECKSUMS, CODEBOOK, MANIFEST, TableFile, table_files
from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_file import read_codebook
from eventbook.schema.errors import EventbookError, NotFoundError
from eventbook.schema.reading import problems_of

_VERSION = re.compile(r"(\d{4})\.(\d{1,2})\.(\d+)")


NONE_HERE = "holds none; make one with `eventbook build`, or name one that lies elsewhere by its folder"


class ReleaseError(EventbookError, ValueError):
    """A release that cannot be read: which, and why."""


def version_key(version: str) -> tuple[int, ...]:
    """Return what versions sort by: `2026.9.0` comes before `2026.11.0`."""
    return tuple(int(part) for part in version.split("."))


def versions(releases: Path) -> tuple[str, ...]:
    """Return the versions in a folder of releases, the oldest first; unfinished ones do not show."""
    found = (
        [path.name for path in releases.iterdir() if _VERSION.fullmatch(path.name) and any(path.iterdir())]
        if releases.is_dir()
        else []
    )
    return tuple(sorted(found, key=version_key))


def find_release(releases: Path, name: str) -> Path:
    """Return the folder of a release by version, `latest`, or the folder's own path."""
    known = versions(releases)
    if name == "latest" and known:
        return releases / known[-1]
    if name in known:
        return releases / name
    if any((Path(name) / file).is_file() for file in (MANIFEST, CHECKSUMS)):
        return Path(name).resolve()
    raise NotFoundError(
        "release", name, f"there are: {', '.join(known)}" if known else f"{releases} {NONE_HERE}"
    )


@contextmanager
def told_unreadable(path: Path) -> Generator[None]:
    """Say of what goes wrong while a file of a release is read which file it is, as a `ReleaseError`."""
    back = f"`eventbook release rebuild {path.parent.name}` puts it back"
    try:
        yield
    except FileNotFoundError as caught:
        gone = path.name in pruned_files(path.parent)
        message = (
            f"{path} was given up to save room; {back}" if gone else f"{path} is missing: fetch it again"
        )
        raise ReleaseError(message) from caught
    except (OSError, UnicodeDecodeError, pa.ArrowException) as caught:
        said = caught.strerror if isinstance(caught, OSError) else None
        what = said or f"it is cut off, damaged or no Parquet file ({_short(caught, path)})"
        message = f"{path} cannot be read: {what}; fetch it again, or {back}"
        raise ReleaseError(message) from caught


def _short(caught: Exception, path: Path) -> str:
    """Return the first sentence of what a library says, without the path that it repeats."""
    said = str(caught).replace(f"Could not open Parquet input source '{path}': ", "")
    return said.split(". ")[0].rstrip(". ")


@dataclass(frozen=True)
class Release:
    """One release on disk. Tables are read when they are asked for."""

    folder: Path

    @cached_property
    def manifest(self) -> Manifest:
        """The manifest. Raises `ReleaseError` where it is missing or not one."""
        try:
            return read_manifest(self.folder)
        except (OSError, UnicodeDecodeError, ValidationError) as caught:
            says = problems_of(caught)[0].message if isinstance(caught, ValidationError) else str(caught)
            what = f"{self.folder / MANIFEST} is not a readable manifest ({says})"
            message = f"{what}; a release is not corrected: fetch it again, or put it back from a backup"
            raise ReleaseError(message) from caught

    @cached_property
    def codebook(self) -> Codebook:
        """The codebook that the release was built by."""
        try:
            text = (self.folder / CODEBOOK).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as caught:
            message = f"{self.folder / CODEBOOK} cannot be read: {caught}"
            raise ReleaseError(message) from caught
        return read_codebook(text, str(self.folder / CODEBOOK))

    @cached_property
    def files(self) -> dict[str, TableFile]:
        """The table files that this release has, by short name."""
        return table_files(self.codebook)

    def table(self, name: str) -> pa.Table:
        """Return one table by its short name, without its points; page checksums are verified.

        A table that came with later columns than the release has is one without rows.
        """
        path = self.folder / self.files[name].path
        if not path.exists() and not self._given_up(path) and name not in self.manifest.tables:
            return self.files[name].schema.empty_table()
        with told_unreadable(path), pq.ParquetFile(path, page_checksum_verification=True) as file:
            whole = (
                file.read()
            )  # `read_table` would first make a data set of the one file, which takes as long again
            pointed = GEOMETRY in whole.column_names
        return whole.drop_columns([GEOMETRY]) if pointed else whole

    def _given_up(self, path: Path) -> bool:
        return str(path.relative_to(self.folder)) in pruned_files(self.folder)

    def before(self) -> Before:
        """Return what a next build needs of this release."""
        weights = self.manifest.decisions.weights
        return Before(self.manifest.version, self.table("events"), identities_of(self.table("ids")), weights)


def latest(releases: Path) -> Release | None:
    """Return the newest release, or None where there is none."""
    known = versions(releases)
    return Release(releases / known[-1]) if known else None


def read(releases: Path | str, version: str = "latest", table: str = "events") -> pa.Table:
    """Return a table of a release as Arrow: `read("releases")` gives the newest events.

    Raises `NotFoundError` for an unknown version and `ReleaseError` for an unreadable one.
    """
    return Release(find_release(Path(releases), version)).table(table)
