"""What changed between two tables that share an id column: added, removed, changed field by field.

It knows nothing of releases, so it compares any two versions of any such table. Columns are compared
whole; Python values are made of what differs only.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from eventbook.datasets.releases.differing import differing, one_chunk
from eventbook.datasets.releases.text_values import as_text


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value that differs, old and new, as text."""

    id: str
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Difference:
    """The ids added, removed and changed between two tables, each list sorted, and every changed value."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    fields: tuple[FieldChange, ...]

    @property
    def changed(self) -> tuple[str, ...]:
        """The ids that stay and whose values differ."""
        return tuple(sorted({change.id for change in self.fields}))

    @property
    def nothing(self) -> bool:
        """Whether the two are the same."""
        return not (self.added or self.removed or self.fields)


def compare_tables(old: pa.Table, new: pa.Table, key: str) -> Difference:
    """Return the difference between two tables by their id column, which names each row once.

    A column that only one of them has is blank in the other.
    """
    before, after = (pc.cast(one_chunk(one[key]), pa.string()) for one in (old, new))
    where = pc.index_in(before, after)
    stays = pc.is_valid(where)
    kept = old.filter(stays), new.take(where.drop_null())
    ids = before.filter(stays)
    names = sorted({*old.column_names, *new.column_names} - {key})
    changes = [change for name in names for change in _changes(ids, name, kept)]
    return Difference(
        added=tuple(sorted(after.filter(pc.invert(pc.is_in(after, before))).to_pylist())),
        removed=tuple(sorted(before.filter(pc.invert(stays)).to_pylist())),
        fields=tuple(sorted(changes, key=lambda change: (change.id, change.field))),
    )


def _changes(ids: pa.Array, name: str, tables: tuple[pa.Table, pa.Table]) -> Iterator[FieldChange]:
    old, new = _alike(*(_column(table, name) for table in tables))
    rows = pc.indices_nonzero(differing(old, new))
    values = (one.take(rows).to_pylist() for one in (ids, old, new))
    for one, was, now in zip(*values, strict=True):
        yield FieldChange(one, name, as_text(was), as_text(now))


def _column(table: pa.Table, name: str) -> pa.Array | None:
    return one_chunk(table[name]) if name in table.column_names else None


def _alike(old: pa.Array | None, new: pa.Array | None) -> tuple[pa.Array, pa.Array]:
    """Return two columns as of one type: blanks for one that is not there, text where types differ."""
    if old is None and new is not None:
        return pa.nulls(len(new), new.type), new
    if new is None and old is not None:
        return old, pa.nulls(len(old), old.type)
    assert old is not None  # noqa: S101  a name comes from one of the two tables
    assert new is not None  # noqa: S101  likewise
    if old.type == new.type:
        return old, new
    old, new = (_text(one) for one in (old, new))
    return old, new


def _text(column: pa.Array) -> pa.Array:
    values = (None if value is None else as_text(value) for value in column.to_pylist())
    return pa.array(values, pa.string())
