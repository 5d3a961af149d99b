"""The published form of a record: one plain column a slot, of an amount one a bound."""

from typing import Any

from eventbook.schema.counts import Amount
from eventbook.schema.record import Record


def record_row(record: Record) -> dict[str, Any]:
    """Return a record as the columns of a struct; slots that say nothing are left out."""
    row: dict[str, Any] = {}
    for name, value in record.said.items():
        if isinstance(value, Amount):
            bounds = ("low", "best", "high")
            row |= {f"{name}_{bound}": getattr(value, bound) for bound in bounds}
            row[f"{name}_high_open"] = value.high_open if value.known else None
        else:
            row[name] = list(value) if isinstance(value, tuple) else value
    return row
