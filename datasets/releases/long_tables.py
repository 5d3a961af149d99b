"""A table too long to be held in memory: provenance, some fifty lines an event. It is read and made again in pieces.

Its rows stand in the order of the id whose rows change together, so what changed since the release before can be
woven into them on the way, and only the content hash at the end tells whether it came out right.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from eventbook.datasets.releases.change_set import lost_ids
from eventbook.datasets.releases.content import ROWS_OF_JSON, ContentHash, content_of
from eventbook.datasets.releases.file_check import gave_up
from eventbook.datasets.releases.in_order import in_order
from eventbook.datasets.releases.read import Release, ReleaseError, told_unreadable
from eventbook.datasets.releases.release_faults import CHANGES, CONTENT, ORDER, SCHEMA, UNREADABLE, fault
from eventbook.datasets.releases.release_files import ROW_GROUP, UNITS, TableFile, changed_name, sorted_table
from eventbook.schema.problem import Problem

LONG = "provenance"


def pieces(release: Release) -> Iterator[pa.Table]:
    """Yield the long table of a release piece by piece; page checksums are verified. Raises `ReleaseError`."""
    path = release.folder / release.files[LONG].path
    if not path.is_file():
        yield release.table(LONG)
        return
    with told_unreadable(path), pq.ParquetFile(path, page_checksum_verification=True) as file:
        for batch in file.iter_batches(ROW_GROUP):
            yield pa.Table.from_batches([batch])


def woven(old: Iterable[pa.Table], given: pa.Table, lost: pa.Array, spec: TableFile) -> Iterator[pa.Table]:
    """Yield a long table made from that of the release before, the rows that are new or another, and the ids gone."""
    unit = UNITS[LONG]
    away = pa.concat_arrays([lost, given[unit].combine_chunks()])
    waiting = given
    for piece in old:
        if not piece.num_rows:
            continue
        kept = piece.filter(pc.invert(pc.is_in(piece[unit], away)))
        until = pc.sum(pc.less(waiting[unit], piece[unit][-1])).as_py() or 0
        if until:
            both = [one.cast(spec.schema) for one in (kept, waiting.slice(0, until))]
            kept, waiting = sorted_table(pa.concat_tables(both), spec.order), waiting.slice(until)
        yield kept
    yield waiting


def made_again(line: list[Release]) -> Iterator[pa.Table]:
    """Return the long table of the last release of a lineage, in pieces."""
    made = pieces(line[0])
    for one in line[1:]:
        changes = {name: one.table(name) for name in ("removed", "gone")}
        made = woven(made, one.table(changed_name(LONG)), lost_ids(LONG, changes), one.files[LONG])
    return made


def check_long(release: Release, _: Mapping[str, pa.Table], before: Path | None) -> Iterator[Problem]:
    """Check the long table of a release: columns, order, content, and that it follows from the release before."""
    spec = release.files[LONG]
    if gave_up(release.folder) and not (release.folder / spec.path).exists():
        return
    try:
        faults, content = _looked_through(release, spec)
    except (ReleaseError, pa.ArrowException) as caught:
        yield fault(UNREADABLE.id, spec.path, str(caught))
        return
    yield from faults
    try:
        entry = release.manifest.tables.get(LONG)
    except ReleaseError:
        return  # told of once, for all tables
    if entry is None and release.table(LONG).num_rows:
        yield fault(CONTENT.id, spec.path, "the manifest does not name this table")
    elif entry is not None and content != (entry.content, entry.rows):
        yield fault(CONTENT.id, spec.path, "its rows are not those that the manifest names")
    if before is not None and entry is not None:
        yield from _follows(release, Release(before), entry.content)


def _looked_through(release: Release, spec: TableFile) -> tuple[list[Problem], tuple[str, int]]:
    """Return what is wrong with columns and order, and the content hash with the number of rows."""
    made: ContentHash | None = None
    faults: list[Problem] = []
    last: pa.Table | None = None
    for piece in pieces(release):
        piece.validate(full=True)
        if made is None:
            made = ContentHash(piece.schema)
            if not piece.schema.equals(spec.schema, check_metadata=False):
                wrong = sorted({*piece.column_names} ^ {*spec.schema.names}) or ["a column's type or place"]
                says = f"its columns differ from the codebook's: {', '.join(wrong)}"
                return [fault(SCHEMA.id, spec.path, says)], ("", 0)
        made.update(piece)
        both = piece if last is None else pa.concat_tables([last, piece])
        if not faults and not in_order(both, spec.order):
            faults.append(fault(ORDER.id, spec.path, f"its rows are not ordered by {', '.join(spec.order)}"))
        last = piece.slice(piece.num_rows - 1)
    made = made or ContentHash(spec.schema)
    return faults, (_content(release, made), made.rows)


def _content(release: Release, made: ContentHash) -> str:
    """Return the content hash as the release's manifest has it: in the first format, of rows as JSON."""
    try:
        if release.manifest.format == ROWS_OF_JSON:
            return content_of(release.table(LONG), ROWS_OF_JSON)
    except ReleaseError:
        return ""
    return made.hexdigest()


def _follows(release: Release, earlier: Release, content: str) -> Iterator[Problem]:
    """Check that the release before plus the changes gives the long table."""
    try:
        other = not earlier.manifest.was(release.manifest.previous_content)
    except ReleaseError:
        return  # told of by those who ask for its ids
    if other or gave_up(earlier.folder):
        return  # told of, or said not to have been compared
    changed = release.files[changed_name(LONG)].path
    if not (release.folder / changed).is_file() or release.manifest.format == ROWS_OF_JSON:
        return
    made = ContentHash(release.files[LONG].schema)
    for piece in made_again([earlier, release]):
        made.update(piece)
    if made.hexdigest() != content:
        says = f"{earlier.folder.name} plus the changes does not give {release.files[LONG].path}"
        yield fault(CHANGES.id, changed, says, older_copy(earlier, release))


def older_copy(earlier: Release, release: Release) -> str:
    """Return what to do where something was taken out of one of two releases, and the other is a copy from before."""
    both = (earlier, release)
    numbers = [{one.number for one in each.manifest.redactions} for each in both]
    every = numbers[0] | numbers[1]
    old = [each.folder.name for each, known in zip(both, numbers, strict=True) if known != every]
    return f"something was redacted since: fetch {' and '.join(old)} again" if old else ""
