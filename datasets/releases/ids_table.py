"""The id history as a table and back."""

from collections.abc import Iterable

import pyarrow as pa

from eventbook.datasets.merging.identify import Identity, Member
from eventbook.schema.tables import IDS

_TEXTS = ("successor", "split_from", "last_changed", "reason")


def ids_table(identities: Iterable[Identity]) -> pa.Table:
    """Return the id history as the table of `ids.parquet`."""
    rows = [
        {
            "event_id": one.event_id,
            "number": one.number,
            "status": one.status,
            "first_seen": one.first_seen,
            "last_seen": one.last_seen,
            **{name: getattr(one, name) or None for name in _TEXTS},
            "members": [
                {"report_id": member.report_id, "content": member.content, "incident": member.incident}
                for member in one.members
            ],
        }
        for one in identities
    ]
    return pa.Table.from_pylist(rows, schema=IDS)


def identities_of(table: pa.Table) -> tuple[Identity, ...]:
    """Return the id history that a table holds."""
    return tuple(
        Identity(
            event_id=row["event_id"],
            number=row["number"],
            status=row["status"],
            first_seen=row["first_seen"],
            last_seen=row["last_seen"],
            members=tuple(Member(**member) for member in row["members"] or ()),
            **{name: row[name] or "" for name in _TEXTS},
        )
        for row in table.to_pylist()
    )
