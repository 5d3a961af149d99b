"""What changed between two tables that share an id column: added, removed, changed field by field.

It knows nothing of releases, so it compares any two versions of any such table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

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
    """Return the difference between two tables by their id column.

    A column that only one of them has is blank in the other.
    """
    before, after = _by_key(old, key), _by_key(new, key)
    names = sorted({*old.column_names, *new.column_names} - {key})
    kept = sorted(before.keys() & after.keys())
    changes = [
        FieldChange(one, name, as_text(before[one].get(name)), as_text(after[one].get(name)))
        for one in kept
        for name in names
        if before[one].get(name) != after[one].get(name)
    ]
    added, removed = sorted(after.keys() - before.keys()), sorted(before.keys() - after.keys())
    return Difference(tuple(added), tuple(removed), tuple(changes))


def _by_key(table: pa.Table, key: str) -> Mapping[str, dict[str, Any]]:
    return {str(row[key]): row for row in table.to_pylist()}
