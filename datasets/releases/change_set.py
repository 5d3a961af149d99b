"""What changed between the tables of two releases, and one release made from another by it.

Rows of one id change together: all lines of an event's provenance are given anew where one of them
is new, gone or another. The release before, without what is gone and what is given anew, plus what is
given anew, is this release: for every table that it says anything in.
"""

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from eventbook.datasets.releases.differing import differing, one_chunk
from eventbook.datasets.releases.release_files import (
    UNITS,
    TableFile,
    changed_name,
    sorted_table,
    table_files,
)
from eventbook.schema.codebook import Codebook
from eventbook.schema.tables import GONE

Tables = Mapping[str, pa.Table]


def change_set(old: Tables | None, new: Tables, book: Codebook, version: str) -> dict[str, pa.Table]:
    """Return what changed in all tables but events, by short name; nothing where there is no release before."""
    specs = table_files(book)
    found: dict[str, pa.Table] = {}
    gone: list[dict[str, str]] = []
    for name, unit in UNITS.items():
        if name == "events":
            continue
        earlier = seen(name, old[name], version) if old else new[name]
        changed, lost = _changed(earlier, new[name], unit, specs[name])
        found[changed_name(name)] = changed
        gone += [{"table": name, "key": key} for key in lost.to_pylist()]
    found["gone"] = sorted_table(pa.Table.from_pylist(gone, schema=GONE), specs["gone"].order)
    return found


def _changed(old: pa.Table, new: pa.Table, unit: str, spec: TableFile) -> tuple[pa.Table, pa.Array]:
    """Return the rows of ids that are new or changed, and the ids that are gone."""
    before, after = (pc.unique(one[unit]) for one in (old, new))
    gone = before.filter(pc.invert(pc.is_in(before, after)))
    if not old.schema.equals(new.schema, check_metadata=False):
        return new, gone
    stays = after.filter(_same(old, new, unit, spec))
    return new.filter(pc.invert(pc.is_in(new[unit], stays))), gone


def _same(old: pa.Table, new: pa.Table, unit: str, spec: TableFile) -> pa.Array:
    """Return for each id of a new table, in the order in which they first come, whether its rows are as they were."""
    ids = pc.unique(new[unit])
    counts = [_counts(one[unit], ids) for one in (old, new)]
    alike = pc.equal(*counts)
    some = ids.filter(alike)
    rows = [sorted_table(one.filter(pc.is_in(one[unit], some)), (unit, *spec.order)) for one in (old, new)]
    other = pa.array([False] * rows[0].num_rows, pa.bool_())
    for name in new.column_names:
        other = pc.or_(other, differing(one_chunk(rows[0][name]), one_chunk(rows[1][name])))
    hit = pc.unique(one_chunk(rows[1][unit]).filter(other))
    return pc.and_(alike, pc.invert(pc.is_in(ids, hit)))


def _counts(column: pa.ChunkedArray, ids: pa.Array) -> pa.Array:
    """Return how many rows a table has of each id."""
    found = pc.value_counts(column)
    names, counts = pc.struct_field(found, "values"), pc.struct_field(found, "counts")
    return pc.fill_null(counts.take(pc.index_in(ids, names)), 0)


def seen(name: str, table: pa.Table, version: str) -> pa.Table:
    """Return a table as a next release begins with it: ids that were current have been seen in it too.

    Else every id would change with every release.
    """
    if name != "ids":
        return table
    current = pc.equal(one_chunk(table["status"]), "current")
    index = table.schema.get_field_index("last_seen")
    last = pc.if_else(current, version, one_chunk(table["last_seen"]))
    return table.set_column(index, table.schema.field(index), last)


def applied(
    old: Tables, changes: Tables, specs: Mapping[str, TableFile], version: str
) -> dict[str, pa.Table]:
    """Return the tables of a release from those of the release before and its changes."""
    made: dict[str, pa.Table] = {}
    for name in old:
        unit = UNITS[name]
        before, given = seen(name, old[name], version), changes[changed_name(name)]
        made[name] = apply_changes(before, given, lost_ids(name, changes), (unit, specs[name]))
    return made


def lost_ids(name: str, changes: Tables) -> pa.Array:
    """Return the ids that a table of the release before had and this release has not."""
    if name == "events":
        keys = changes["removed"]["event_id"]
    else:
        keys = changes["gone"]["key"].filter(pc.equal(changes["gone"]["table"], name))
    lost: pa.Array = one_chunk(keys)
    return lost


def apply_changes(old: pa.Table, given: pa.Table, lost: pa.Array, of: tuple[str, TableFile]) -> pa.Table:
    """Return a table from that of the release before; `of` is the id whose rows change together, and its file."""
    unit, spec = of
    away = pa.concat_arrays([lost, one_chunk(given[unit])])
    kept = old.filter(pc.invert(pc.is_in(old[unit], away)))
    both = pa.concat_tables([kept, given], promote_options="default")
    columns = [name for name in spec.schema.names if name in both.column_names]
    return sorted_table(both.select(columns), spec.order)
