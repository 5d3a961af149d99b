"""A release made again from an older one and the changes between, and held against its own hashes.

Whatever a release keeps of itself (manifest, checksums, changes) is enough to make its tables again,
and from them the files that follow; so old releases can give up their large files and lose nothing.
Content is the same whatever made it; bytes are where pyarrow and zlib are those of the manifest.
"""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import pyarrow as pa

from eventbook.datasets.releases.change_set import applied
from eventbook.datasets.releases.file_check import hashed, listed_files
from eventbook.datasets.releases.lite import lite_file, lite_table
from eventbook.datasets.releases.long_tables import LONG, made_again
from eventbook.datasets.releases.parquet_file import Rows, WrittenTable
from eventbook.datasets.releases.read import Release, ReleaseError
from eventbook.datasets.releases.release_faults import REBUILT, fault
from eventbook.datasets.releases.release_files import (
    CHECKSUMS,
    LANDING,
    LANDING_KEPT,
    PRUNED,
    UNITS,
    changed_name,
)
from eventbook.datasets.releases.text_tables import text_tables
from eventbook.datasets.releases.write import Draft
from eventbook.schema.problem import Problem


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The outcome: which release it was made from, files that were put back, and what does not match."""

    base: str
    restored: tuple[str, ...]
    faults: tuple[Problem, ...]


def remakable(release: Release) -> tuple[str, ...]:
    """Return the files of a release that can be made again from changes: its tables and what follows from them."""
    book = release.codebook
    texts = [export.file for export in book.export]
    tables = [release.files[name].path for name in UNITS]
    return (*tables, lite_file(book).path, "events.csv.gz", *texts, "country_month.csv", "actor_month.csv")


def is_whole(release: Release) -> bool:
    """Tell whether all files are there that changes could give again."""
    return all((release.folder / name).is_file() for name in remakable(release))


def lineage(release: Release) -> list[Release]:
    """Return the releases from the nearest older one with all its files to this one.

    Raises `ReleaseError` where there is none, or one between is missing or another than it was built on.
    """
    found = [release]
    while len(found) == 1 or not is_whole(found[0]):
        manifest = found[0].manifest
        if manifest.previous is None:
            message = f"{manifest.version} was built on no other, and so cannot be made from changes"
            raise ReleaseError(message)
        earlier = Release(release.folder.parent / manifest.previous)
        if not earlier.manifest.was(manifest.previous_content):
            message = f"{manifest.previous} is not the release that {manifest.version} was built on"
            raise ReleaseError(message)
        found.insert(0, earlier)
    return found


def rebuilt_tables(line: list[Release]) -> dict[str, pa.Table]:
    """Return the tables of the last release of a lineage, but for the long one."""
    short = [name for name in UNITS if name != LONG]
    tables = {name: line[0].table(name) for name in short}
    for one in line[1:]:
        names = [*map(changed_name, short), "removed", "gone"]
        changes = {name: one.table(name) for name in names}
        tables = applied(tables, changes, one.files, one.manifest.version)
    return tables


def rebuild(release: Release) -> Rebuilt:
    """Make a release again and compare; put back what lacks or is damaged, where all that was made is as published."""
    line = lineage(release)
    folder = release.folder.parent / f".building-again-{release.manifest.version}"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        draft = Draft(folder)
        faults = _made_again(release, line, draft)
        restored = () if faults else tuple(_put_back(release, draft))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return Rebuilt(line[0].manifest.version, restored, faults)


def check_again(release: Release) -> tuple[Problem, ...]:
    """Make a release again in the system's folder for such things and compare; nothing beside it is written."""
    with TemporaryDirectory(prefix="eventbook-") as folder:
        return _made_again(release, lineage(release), Draft(Path(folder)))


def _made_again(release: Release, line: list[Release], draft: Draft) -> tuple[Problem, ...]:
    """Make a release again from its lineage; return what does not match."""
    made = _write(release, {**rebuilt_tables(line), LONG: made_again(line)}, draft)
    return (*_contents(release, made), *_bytes(release, draft))


def _contents(release: Release, made: Mapping[str, WrittenTable]) -> Iterator[Problem]:
    for name, one in made.items():
        if one.content != release.manifest.tables[name].content:
            says = "made again from changes it does not have the rows that the manifest names"
            yield fault(REBUILT.id, release.files[name].path, says)


def _write(release: Release, tables: Mapping[str, Rows], draft: Draft) -> dict[str, WrittenTable]:
    book, events = release.codebook, cast("pa.Table", tables["events"])
    made = {name: draft.table(release.files[name], table) for name, table in tables.items()}
    draft.table(lite_file(book), lite_table(events, book))
    for name, pieces in text_tables(events, book):
        draft.pieces(name, pieces)
    return made


def _bytes(release: Release, draft: Draft) -> Iterator[Problem]:
    known = listed_files((release.folder / CHECKSUMS).read_text(encoding="utf-8"))
    for name, made in draft.files.items():
        if known.get(name) != made.sha256:
            programs = ", ".join(f"{one} {release.manifest.programs.get(one)}" for one in ("pyarrow", "zlib"))
            says = f"made again it has other bytes than were published; those were made with {programs}"
            yield fault(REBUILT.id, name, says)


def _put_back(release: Release, draft: Draft) -> Iterator[str]:
    for name in draft.files:
        target = release.folder / name
        if not target.exists() or hashed(target) != draft.files[name].sha256:
            (draft.folder / name).replace(target)
            yield name
    kept = release.folder / LANDING_KEPT
    if kept.is_file():
        kept.replace(release.folder / LANDING)
    (release.folder / PRUNED).unlink(missing_ok=True)
