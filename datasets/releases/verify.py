"""Whether a release is what it says it is: offline, with the core install only.

Checksums find a flipped bit or a missing file; content hashes find a cell that was changed
and checksummed anew; schema, order and unique keys find a file from elsewhere; the release
before, where it lies beside this one, shows whether an id was lost and whether it plus the
changes gives this one. Every fault is named; none stops the search for others.
"""

import gzip
import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import ValidationError

import eventbook
from eventbook.datasets.releases.content import content_of
from eventbook.datasets.releases.file_check import check_files, listed_files, pruned_files
from eventbook.datasets.releases.geometry import GEOMETRY, points
from eventbook.datasets.releases.id_check import check_history, check_ids, check_shapes
from eventbook.datasets.releases.inventory import DATA_PACKAGE, DESCRIPTIONS
from eventbook.datasets.releases.lite import lite_file, lite_table
from eventbook.datasets.releases.long_tables import LONG, check_long
from eventbook.datasets.releases.outliers import Scene
from eventbook.datasets.releases.quality import QUALITY, Quality
from eventbook.datasets.releases.quality_figures import quality_of
from eventbook.datasets.releases.read import Release
from eventbook.datasets.releases.redaction_check import check_redactions
from eventbook.datasets.releases.release_faults import (
    CONTENT,
    MISSING,
    SCHEMA,
    STRAY,
    UNREADABLE,
    fault,
)
from eventbook.datasets.releases.release_files import (
    CHECKSUMS,
    CODEBOOK,
    MANIFEST,
    REDACTED,
    TableFile,
)
from eventbook.datasets.releases.text_tables import text_tables
from eventbook.schema.canonical import sha256
from eventbook.schema.errors import EventbookError
from eventbook.schema.problem import Problem
from eventbook.schema.published import COLUMNS


def verify(folder: Path, before: Path | None) -> list[Problem]:
    """Return every fault of the release in a folder; `before` is the release it was built on, if at hand."""
    release = Release(folder.resolve())
    faults = list(check_files(release.folder))
    try:
        specs = release.files
    except EventbookError as caught:
        return [*faults, fault(UNREADABLE.id, CODEBOOK, str(caught), "fetch it again")]
    checks = _CHECKS
    try:
        if not _known_columns(release.manifest.columns):
            says = f"its columns are of version {release.manifest.columns}, this program's of {COLUMNS}"
            maker = release.manifest.programs.get("eventbook", "that made it")
            return [*faults, fault(SCHEMA.id, MANIFEST, says, f"verify the rest with eventbook {maker}")]
    except EventbookError as caught:
        faults.append(fault(UNREADABLE.id, MANIFEST, str(caught)))
        checks = _WITHOUT_MANIFEST
    tables, more = _tables(release, specs)
    faults += more
    for check in checks:
        try:
            faults += check(release, tables, before)
        # A forged table can hold what no build ever wrote; that is a fault of it, not of ours.
        except (EventbookError, ValueError, TypeError, LookupError, OSError) as caught:
            faults.append(fault(UNREADABLE.id, "", f"a check cannot be made: {caught}"))
    return faults


def _known_columns(version: str) -> bool:
    """Tell whether columns of a version are ours, or an earlier set that ours only added to."""
    theirs, ours = (tuple(int(part) for part in one.split(".")) for one in (version, COLUMNS))
    return theirs[0] == ours[0] and theirs <= ours


def _tables(release: Release, specs: Mapping[str, TableFile]) -> tuple[dict[str, pa.Table], list[Problem]]:
    """Return the tables that can be read and have the right columns, and what is wrong with the others."""
    tables: dict[str, pa.Table] = {}
    faults: list[Problem] = []
    older, given_up = _made_by_earlier_columns(release), pruned_files(release.folder)
    for name, spec in specs.items():
        if name == LONG or (older and name not in release.manifest.tables):
            continue
        if spec.path in given_up and not (release.folder / spec.path).exists():
            continue
        try:
            table = release.table(name)
            table.validate(full=True)
        except (EventbookError, pa.ArrowException) as caught:
            faults.append(fault(UNREADABLE.id, spec.path, str(caught)))
            continue
        wanted = [field for field in spec.schema if not older or field.name in table.column_names]
        if table.schema.equals(pa.schema(wanted), check_metadata=False):
            tables[name] = table
        else:
            wrong = sorted({*table.column_names} ^ {*spec.schema.names}) or ["a column's type or place"]
            says = f"its columns differ from the codebook's: {', '.join(wrong)}"
            faults.append(fault(SCHEMA.id, spec.path, says))
    return tables, faults


def _made_by_earlier_columns(release: Release) -> bool:
    try:
        return release.manifest.columns != COLUMNS
    except EventbookError:
        return False


def _manifest(release: Release, tables: dict[str, pa.Table], _: Path | None) -> Iterator[Problem]:
    manifest = release.manifest
    if sha256((release.folder / CODEBOOK).read_bytes()) != manifest.inputs.get("codebook"):
        yield fault(CONTENT.id, CODEBOOK, "it is not the codebook that the manifest names")
    if manifest.version != release.folder.name and not release.folder.name.startswith("."):
        says = f"it is of {manifest.version}, the folder says {release.folder.name}"
        yield CONTENT.at(
            (MANIFEST,), says, f"if only the folder was renamed, call it {manifest.version} again"
        )
    for name, table in tables.items():
        entry = manifest.tables.get(name)
        if entry is None:
            yield fault(CONTENT.id, release.files[name].path, "the manifest does not name this table")
        elif (content_of(table, manifest.format), table.num_rows) != (entry.content, entry.rows):
            path = release.files[name].path
            yield fault(CONTENT.id, path, "its rows are not those that the manifest names")


def _described(release: Release, _: Mapping[str, pa.Table], __: Path | None) -> Iterator[Problem]:
    """Check that no file was removed or added with its checksum: the descriptions of a release list all others."""
    folder, wanted = release.folder, {*DESCRIPTIONS}
    described = (folder / DATA_PACKAGE).is_file()
    if described:
        package = json.loads((folder / DATA_PACKAGE).read_text(encoding="utf-8"))
        wanted |= {str(one["path"]) for one in package["resources"]}
    known = listed_files((folder / CHECKSUMS).read_text(encoding="utf-8")).keys() | pruned_files(folder)
    for name in sorted(wanted - known):
        yield fault(
            MISSING.id, name, "the release has this file, and its checksums do not list it", "fetch it again"
        )
    for name in sorted(known - wanted) if described else ():
        if not name.startswith(f"{REDACTED}/") and (folder / name).exists():
            says = "the checksums list this file, and the release does not describe it"
            yield fault(STRAY.id, name, says, "fetch the release again")


def _exports(release: Release, tables: dict[str, pa.Table], _: Path | None) -> Iterator[Problem]:
    """Check that the texts for other tools say what the events table says; only its maker's words are known."""
    if "events" not in tables or release.manifest.programs.get("eventbook") != eventbook.__version__:
        return
    for name, wanted in text_tables(tables["events"], release.codebook):
        path = release.folder / name
        if not path.is_file():
            continue
        try:
            same = _digest(_read(path)) == _digest(wanted)
        except (OSError, EOFError, zlib.error) as caught:
            yield fault(UNREADABLE.id, name, f"it cannot be read: {caught}", "fetch it again")
            continue
        if not same:
            yield fault(CONTENT.id, name, "it does not say what events.parquet says")
    yield from _copies(release, tables["events"])
    yield from _report(release, tables)


def _read(path: Path) -> Iterator[bytes]:
    """Yield what a file of text says, unpacked, in pieces."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as handle:
        while piece := handle.read(1 << 20):
            yield piece


def _digest(pieces: Iterable[bytes]) -> bytes:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.digest()


def _report(release: Release, tables: Mapping[str, pa.Table]) -> Iterator[Problem]:
    """Check that the quality report says what the tables say; what lies beyond them is taken as it is."""
    path = release.folder / QUALITY
    if "places" not in tables or not path.is_file():
        return
    try:
        told = Quality.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as caught:
        yield fault(UNREADABLE.id, QUALITY, f"it cannot be read: {caught}", "fetch it again")
        return
    manifest = release.manifest
    scene = Scene(manifest.version, manifest.made_at.date())
    if quality_of(tables, release.codebook, scene, told.beyond) != told:
        yield fault(CONTENT.id, QUALITY, "it does not say what the tables say")


def _copies(release: Release, events: pa.Table) -> Iterator[Problem]:
    """Check the points of events.parquet and the file of few columns."""
    lite = lite_file(release.codebook)
    copies = {
        release.files["events"].path: pa.table({GEOMETRY: points(events)}),
        lite.path: lite_table(events, release.codebook),
    }
    for name, wanted in copies.items():
        path = release.folder / name
        try:
            found = pq.read_table(path, columns=wanted.column_names) if path.is_file() else wanted
        except (OSError, UnicodeDecodeError, pa.ArrowException) as caught:
            yield fault(UNREADABLE.id, name, f"it cannot be read: {caught}", "fetch it again")
            continue
        if not found.equals(wanted):
            yield fault(CONTENT.id, name, "it does not say what the columns of events.parquet say")


_Check = Callable[[Release, dict[str, pa.Table], Path | None], Iterator[Problem]]
_WITHOUT_MANIFEST: tuple[_Check, ...] = (check_shapes, check_ids, check_long)
_CHECKS: tuple[_Check, ...] = (
    _manifest,
    _described,
    *_WITHOUT_MANIFEST,
    _exports,
    check_redactions,
    check_history,
)
