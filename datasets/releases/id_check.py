"""Whether ids and changes of a release agree with its events and with the release that it was built on."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from eventbook.datasets.releases.change_set import apply_changes, lost_ids, seen
from eventbook.datasets.releases.differing import one_chunk
from eventbook.datasets.releases.file_check import gave_up
from eventbook.datasets.releases.in_order import in_order
from eventbook.datasets.releases.long_tables import LONG, older_copy
from eventbook.datasets.releases.read import Release
from eventbook.datasets.releases.release_faults import CHAIN, CHANGES, IDS, KEY, LOST, ORDER, fault
from eventbook.datasets.releases.release_files import MANIFEST, UNITS, TableFile, changed_name
from eventbook.schema.problem import Problem

_NAMED = 5
"""So many ids are named of each kind of fault."""
Tables = Mapping[str, pa.Table]


def check_shapes(release: Release, tables: Tables, _: Path | None) -> Iterator[Problem]:
    """Check that each table is in its order and that its key names each row once."""
    for name, table in tables.items():
        spec = release.files[name]
        if not in_order(table, spec.order):
            yield fault(ORDER.id, spec.path, f"its rows are not ordered by {', '.join(spec.order)}")
        if spec.key:
            yield from _double(spec, table)


def _double(spec: TableFile, table: pa.Table) -> Iterator[Problem]:
    counts = pc.value_counts(table[spec.key])
    keys, times = pc.struct_field(counts, "values"), pc.struct_field(counts, "counts")
    twice = keys.filter(pc.or_(pc.greater(times, 1), pc.is_null(keys)))
    if len(twice):
        named = sorted(str(key) for key in twice[:1000].to_pylist())[:_NAMED]
        yield fault(KEY.id, spec.path, f"{spec.key} {', '.join(named)} stands more than once")


def check_ids(_: Release, tables: Tables, __: Path | None) -> Iterator[Problem]:
    """Check that the id history and the events name the same current ids."""
    if "ids" not in tables or "events" not in tables:
        return
    ids, events = tables["ids"], one_chunk(tables["events"]["event_id"])
    known = one_chunk(ids["event_id"])
    current = known.filter(pc.equal(one_chunk(ids["status"]), "current"))
    for name in _without(events, current):
        yield fault(IDS.id, "ids.parquet", f"{name} has a row but is not a current id")
    for name in _without(current, events):
        yield fault(IDS.id, "events.parquet", f"{name} is a current id but has no row")
    merged = pc.equal(one_chunk(ids["status"]), "merged")
    lost = pc.and_(merged, pc.invert(pc.is_in(one_chunk(ids["successor"]), known, skip_nulls=True)))
    for name in sorted(known.filter(lost)[:_NAMED].to_pylist(), key=str):
        yield fault(IDS.id, "ids.parquet", f"{name} was merged into an id that is not there")


def _without(names: pa.Array, known: pa.Array) -> list[str]:
    """Return the first names that are not known, sorted."""
    return sorted(str(one) for one in names.filter(pc.invert(pc.is_in(names, known))).to_pylist())[:_NAMED]


def check_history(release: Release, tables: Tables, before: Path | None) -> Iterator[Problem]:
    """Check that no id was lost, and that the release before plus the changes gives this one."""
    if before is None or not {"ids", "events", "upserts", "removed"} <= tables.keys():
        return
    earlier = Release(before)
    if not earlier.manifest.was(release.manifest.previous_content):
        yield fault(CHAIN.id, MANIFEST, f"{before.name} is not the release that this one was built on")
        return
    if gave_up(before):
        return  # the command says that it was not compared, and how to have it back
    yield from _kept(earlier.table("ids"), tables["ids"])
    yield from _add_up(earlier, release, tables)


def _add_up(earlier: Release, release: Release, tables: Tables) -> Iterator[Problem]:
    """Check that the release before plus the changes gives this one, in each table that has changes."""
    for name, unit in UNITS.items():
        changed = changed_name(name)
        if name == LONG:
            continue
        if not {name, changed, "removed", "gone"} <= tables.keys() | (
            {"gone"} if name == "events" else set()
        ):
            continue
        spec = release.files[name]
        lost = lost_ids(name, tables)
        before = seen(name, earlier.table(name), release.manifest.version)
        made = apply_changes(before, tables[changed], lost, (unit, spec))
        if not made.equals(tables[name].combine_chunks()):
            says = f"{earlier.folder.name} plus the changes does not give {spec.path}"
            yield fault(CHANGES.id, release.files[changed].path, says, older_copy(earlier, release))


def _kept(old: pa.Table, new: pa.Table) -> Iterator[Problem]:
    """Yield the ids of an earlier history that a later one has lost, given out anew or made current again."""
    names = one_chunk(old["event_id"])
    where = pc.index_in(names, one_chunk(new["event_id"]))
    there = pc.is_valid(where)
    old_kept, now = old.filter(there), new.take(where.drop_null())
    anew = pc.or_(
        pc.not_equal(old_kept["number"], now["number"]),
        pc.not_equal(old_kept["first_seen"], now["first_seen"]),
    )
    parted = pc.and_(pc.equal(old_kept["status"], "merged"), pc.not_equal(now["status"], "merged"))
    for name in names.filter(pc.invert(there))[:_NAMED].to_pylist():
        yield fault(LOST.id, "ids.parquet", f"{name} was an id of an earlier release and is gone")
    for name in old_kept["event_id"].filter(anew)[:_NAMED].to_pylist():
        yield fault(LOST.id, "ids.parquet", f"{name} was given out anew")
    for row in old_kept.filter(pc.and_not(parted, pc.fill_null(anew, False))).slice(0, _NAMED).to_pylist():
        says = f"{row['event_id']} was merged into {row['successor']} and no longer says so"
        yield fault(LOST.id, "ids.parquet", says)
