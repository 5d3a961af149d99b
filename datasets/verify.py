"""Whether a release is what it says it is: offline, with the core install only.

Checksums find a flipped bit or a missing file; content hashes find a cell that was changed
and checksummed anew; schema, order and unique keys find a file from elsewhere; the release
before, where it lies beside this one, shows whether an id was lost and whether it plus the
changes gives this one. Every fault is named; none stops the search for others.
"""

import gzip
import hashlib
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

import eventbook
from eventbook.datasets.geometry import GEOMETRY, with_points
from eventbook.datasets.identify import Identity
from eventbook.datasets.ids_table import identities_of
from eventbook.datasets.lite import lite_file, lite_table
from eventbook.datasets.read import Release
from eventbook.datasets.release_files import (
    CHECKSUMS,
    CODEBOOK,
    MANIFEST,
    SIGNATURE,
    TableFile,
    content_hash,
    sorted_table,
)
from eventbook.datasets.text_tables import text_tables
from eventbook.schema.canonical import sha256
from eventbook.schema.errors import EventbookError
from eventbook.schema.problem import Problem, error
from eventbook.schema.published import COLUMNS

MISSING = error("release-file-missing", "every file that a release lists is there")
STRAY = error("release-file-stray", "every file that is there is listed")
BYTES = error("release-bytes", "every file has the bytes it was published with")
UNREADABLE = error("release-unreadable", "the parts of a release can be read")
SCHEMA = error("release-schema", "a table has the columns that its codebook gives")
ORDER = error("release-order", "a table's rows stand in their declared order")
KEY = error("release-key", "an id column names each row once")
CONTENT = error("release-content", "a table holds the rows that the manifest names")
IDS = error("release-ids", "the id history and the events name the same current ids")
LOST = error("release-id-lost", "no id of an earlier release ever vanishes")
CHANGES = error("release-changes", "the release before plus the changes gives this one")
CHAIN = error("release-chain", "the release before is the one that this one was built on")

_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


def verify(folder: Path, before: Path | None) -> list[Problem]:
    """Return every fault of the release in a folder; `before` is the release it was built on, if at hand."""
    release = Release(folder.resolve())
    faults = list(_files(release.folder))
    try:
        specs = release.files
    except EventbookError as caught:
        return [*faults, _fault(UNREADABLE.id, CODEBOOK, str(caught), "fetch it again")]
    checks = _CHECKS
    try:
        if release.manifest.columns != COLUMNS:
            says = f"its columns are of version {release.manifest.columns}, this program's of {COLUMNS}"
            maker = release.manifest.programs.get("eventbook", "that made it")
            return [*faults, _fault(SCHEMA.id, MANIFEST, says, f"verify the rest with eventbook {maker}")]
    except EventbookError as caught:
        faults.append(_fault(UNREADABLE.id, MANIFEST, str(caught), "fetch it again"))
        checks = _WITHOUT_MANIFEST
    tables, more = _tables(release, specs)
    faults += more
    for check in checks:
        try:
            faults += check(release, tables, before)
        # A forged table can hold what no build ever wrote; that is a fault of it, not of ours.
        except (EventbookError, ValueError, TypeError, LookupError, OSError) as caught:
            faults.append(_fault(UNREADABLE.id, "", f"a check cannot be made: {caught}"))
    return faults


def _fault(rule: str, file: str, message: str, advice: str = "") -> Problem:
    known = {one.id: one for one in (MISSING, STRAY, BYTES, UNREADABLE, SCHEMA, ORDER, KEY, CONTENT)}
    known |= {one.id: one for one in (IDS, LOST, CHANGES, CHAIN)}
    # A file name need not be text; what is printed must be.
    file, message = (text.encode(errors="backslashreplace").decode() for text in (file, message))
    return known[rule].at((file,) if file else (), message, advice)


def _files(folder: Path) -> Iterator[Problem]:
    """Check every file against the checksums, and the list of files against the folder."""
    try:
        listed = _listed((folder / CHECKSUMS).read_text(encoding="utf-8"))
    except FileNotFoundError:
        yield _fault(MISSING.id, CHECKSUMS, "the file is missing", "fetch it again")
        return
    except (OSError, ValueError) as caught:
        yield _fault(UNREADABLE.id, CHECKSUMS, f"it cannot be read: {caught}", "fetch it again")
        return
    found = [path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()]
    there = {str(path.relative_to(folder)) for path in found} - {CHECKSUMS, SIGNATURE}
    for name in sorted(listed.keys() - there):
        yield _fault(MISSING.id, name, "the file is missing", "fetch it again")
    for name in sorted(there - listed.keys()):
        yield _fault(STRAY.id, name, "the release does not list this file", "remove it")
    for name in sorted(listed.keys() & there):
        yield from _bytes(folder / name, name, listed[name])


def _listed(text: str) -> dict[str, str]:
    """Return the checksums by file name. Raises ValueError for a line that is not one."""
    listed: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        match = _LINE.fullmatch(line)
        if match is None or match[2] in listed:
            message = f"line {number} is not a checksum of a file of its own"
            raise ValueError(message)
        listed[match[2]] = match[1]
    return listed


def _bytes(path: Path, name: str, wanted: str) -> Iterator[Problem]:
    if path.is_symlink() or not path.is_file():
        yield _fault(STRAY.id, name, "it is not a plain file; a release holds nothing else", "fetch it again")
        return
    try:
        with path.open("rb") as handle:
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError as caught:
        yield _fault(UNREADABLE.id, name, f"it cannot be read: {caught}")
        return
    if digest != wanted:
        yield _fault(BYTES.id, name, "its bytes are not those that were published", "fetch it again")


def _tables(release: Release, specs: Mapping[str, TableFile]) -> tuple[dict[str, pa.Table], list[Problem]]:
    """Return the tables that can be read and have the right columns, and what is wrong with the others."""
    tables: dict[str, pa.Table] = {}
    faults: list[Problem] = []
    for name, spec in specs.items():
        try:
            table = release.table(name)
            table.validate(full=True)
        except (EventbookError, pa.ArrowException) as caught:
            faults.append(_fault(UNREADABLE.id, spec.path, str(caught), "fetch it again"))
            continue
        if table.schema.equals(spec.schema, check_metadata=False):
            tables[name] = table
        else:
            wrong = sorted({*table.column_names} ^ {*spec.schema.names}) or ["a column's type or place"]
            says = f"its columns differ from the codebook's: {', '.join(wrong)}"
            faults.append(_fault(SCHEMA.id, spec.path, says))
    return tables, faults


def _manifest(release: Release, tables: dict[str, pa.Table], _: Path | None) -> Iterator[Problem]:
    manifest = release.manifest
    if sha256((release.folder / CODEBOOK).read_bytes()) != manifest.inputs.get("codebook"):
        yield _fault(CONTENT.id, CODEBOOK, "it is not the codebook that the manifest names")
    if manifest.version != release.folder.name and not release.folder.name.startswith("."):
        yield _fault(
            CONTENT.id, MANIFEST, f"it is of {manifest.version}, the folder says {release.folder.name}"
        )
    for name, table in tables.items():
        entry = manifest.tables.get(name)
        if entry is None:
            yield _fault(CONTENT.id, release.files[name].path, "the manifest does not name this table")
        elif (_content(table), table.num_rows) != (entry.content, entry.rows):
            path = release.files[name].path
            yield _fault(CONTENT.id, path, "its rows are not those that the manifest names")


def _content(table: pa.Table) -> str:
    try:
        return content_hash(table)
    except ValueError:  # not a number, which no build writes
        return ""


def _exports(release: Release, tables: dict[str, pa.Table], _: Path | None) -> Iterator[Problem]:
    """Check that the texts for other tools say what the events table says; only its maker's words are known."""
    if "events" not in tables or release.manifest.programs.get("eventbook") != eventbook.__version__:
        return
    for name, wanted in text_tables(tables["events"].to_pylist(), release.codebook).items():
        path = release.folder / name
        try:
            content = path.read_bytes() if path.is_file() else None
            text = content and (gzip.decompress(content) if name.endswith(".gz") else content).decode()
        except (OSError, EOFError, zlib.error, UnicodeDecodeError) as caught:
            yield _fault(UNREADABLE.id, name, f"it cannot be read: {caught}", "fetch it again")
            continue
        if text is not None and text != wanted:
            yield _fault(CONTENT.id, name, "it does not say what events.parquet says")
    yield from _copies(release, tables["events"])


def _copies(release: Release, events: pa.Table) -> Iterator[Problem]:
    """Check the points of events.parquet and the file of few columns."""
    lite = lite_file(release.codebook)
    copies = {
        release.files["events"].path: with_points(events).select([GEOMETRY]),
        lite.path: lite_table(events, release.codebook),
    }
    for name, wanted in copies.items():
        path = release.folder / name
        try:
            found = pq.read_table(path, columns=wanted.column_names) if path.is_file() else wanted
        except (OSError, pa.ArrowException) as caught:
            yield _fault(UNREADABLE.id, name, f"it cannot be read: {caught}", "fetch it again")
            continue
        if not found.equals(wanted):
            yield _fault(CONTENT.id, name, "it does not say what the columns of events.parquet say")


def _shapes(release: Release, tables: dict[str, pa.Table], _: Path | None) -> Iterator[Problem]:
    for name, table in tables.items():
        yield from _shape(release.files[name], table)


def _shape(spec: TableFile, table: pa.Table) -> Iterator[Problem]:
    if not sorted_table(table, spec.order).equals(table.combine_chunks()):
        yield _fault(ORDER.id, spec.path, f"its rows are not ordered by {', '.join(spec.order)}")
    if spec.key:
        twice = sorted(
            str(key)
            for key, times in Counter(table[spec.key].to_pylist()).items()
            if times > 1 or key is None
        )
        if twice:
            yield _fault(KEY.id, spec.path, f"{spec.key} {', '.join(twice[:5])} stands more than once")


def _ids(_: Release, tables: dict[str, pa.Table], __: Path | None) -> Iterator[Problem]:
    if "ids" not in tables or "events" not in tables:
        return
    history = {one.event_id: one for one in identities_of(tables["ids"])}
    current = {name for name, one in history.items() if one.status == "current"}
    events = set(tables["events"]["event_id"].to_pylist())
    for name in sorted(events - current, key=str)[:5]:
        yield _fault(IDS.id, "ids.parquet", f"{name} has a row but is not a current id")
    for name in sorted(current - events)[:5]:
        yield _fault(IDS.id, "events.parquet", f"{name} is a current id but has no row")
    lost = [name for name, one in history.items() if one.status == "merged" and one.successor not in history]
    for name in sorted(lost)[:5]:
        yield _fault(IDS.id, "ids.parquet", f"{name} was merged into an id that is not there")


def _history(release: Release, tables: dict[str, pa.Table], before: Path | None) -> Iterator[Problem]:
    if before is None or not {"ids", "events", "upserts", "removed"} <= tables.keys():
        return
    earlier = Release(before)
    if earlier.manifest.content != release.manifest.previous_content:
        yield _fault(CHAIN.id, MANIFEST, f"{before.name} is not the release that this one was built on")
        return
    now = {one.event_id: one for one in identities_of(tables["ids"])}
    for old in identities_of(earlier.table("ids")):
        yield from _kept(old, now.get(old.event_id))
    if not _applied(earlier.table("events"), tables, release.files["events"]).equals(tables["events"]):
        says = f"{before.name} plus the changes does not give this release"
        yield _fault(CHANGES.id, "changes/upserts.parquet", says)


def _kept(old: Identity, new: Identity | None) -> Iterator[Problem]:
    if new is None:
        yield _fault(LOST.id, "ids.parquet", f"{old.event_id} was an id of an earlier release and is gone")
    elif (old.number, old.first_seen) != (new.number, new.first_seen):
        yield _fault(LOST.id, "ids.parquet", f"{old.event_id} was given out anew")
    elif old.status == "merged" and new.status != "merged":
        yield _fault(
            LOST.id, "ids.parquet", f"{old.event_id} was merged into {old.successor} and no longer says so"
        )


def _applied(old: pa.Table, tables: dict[str, pa.Table], spec: TableFile) -> pa.Table:
    """Return the events of the release before with this release's changes applied."""
    gone = {*tables["removed"]["event_id"].to_pylist(), *tables["upserts"]["event_id"].to_pylist()}
    kept = old.filter(pa.array([name not in gone for name in old["event_id"].to_pylist()], pa.bool_()))
    both = pa.concat_tables([kept, tables["upserts"]], promote_options="default")
    columns = [name for name in spec.schema.names if name in both.column_names]
    return sorted_table(both.select(columns), spec.order)


_Check = Callable[[Release, dict[str, pa.Table], Path | None], Iterator[Problem]]
_WITHOUT_MANIFEST: tuple[_Check, ...] = (_shapes, _ids)
_CHECKS: tuple[_Check, ...] = (_manifest, *_WITHOUT_MANIFEST, _exports, _history)
