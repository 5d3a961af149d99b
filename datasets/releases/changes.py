"""What changed, one change after the other: as a table, as plain data, as words.

Releases and the files of other people's datasets are compared by the same code and shown in the
same shape, so that one program can read both.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import pyarrow as pa

from eventbook.datasets.merging.identify import MINTED
from eventbook.datasets.releases.compare import Difference, FieldChange
from eventbook.datasets.releases.text_values import plain
from eventbook.schema.published import Column, Kind
from eventbook.schema.tables import field as arrow_field

CHANGES = pa.schema(
    [
        arrow_field(Column("change", Kind.TEXT, "added, split, changed, removed or merged")),
        arrow_field(Column("id", Kind.TEXT, "The id of what changed")),
        arrow_field(Column("field", Kind.TEXT, "The column, where one changed")),
        arrow_field(Column("old", Kind.TEXT, "Its value before, as text")),
        arrow_field(Column("new", Kind.TEXT, "Its value now, as text")),
        arrow_field(Column("why", Kind.TEXT, "Why, where it is known")),
        arrow_field(
            Column("other_id", Kind.TEXT, "Where a merged id went, or what a new one was split from")
        ),
    ]
)


@dataclass(frozen=True, slots=True)
class Changes:
    """The difference between two versions of a table, with what is known beyond it.

    `reasons` says by id why it is new, changed or gone, `merged` where an id went, `split` what a new one
    was split from, `summary` what an id is in a few words.
    """

    old: str
    new: str
    events: Difference
    reasons: Mapping[str, str] = field(default_factory=dict[str, str])
    merged: Mapping[str, str] = field(default_factory=dict[str, str])
    split: Mapping[str, str] = field(default_factory=dict[str, str])
    summary: Mapping[str, str] = field(default_factory=dict[str, str])
    remarks: tuple[str, ...] = ()
    key: str = "event_id"

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many are new, changed and gone."""
        return len(self.events.added), len(self.events.changed), len(self.events.removed)

    def as_dict(self) -> dict[str, Any]:
        """Return the difference as plain data for JSON."""
        return {
            "old": self.old,
            "new": self.new,
            "counts": dict(zip(("added", "changed", "removed"), self.counts, strict=True)),
            "added": list(self.events.added),
            "split": [
                {self.key: one, "from": self.split[one]} for one in self.events.added if one in self.split
            ],
            "removed": [{self.key: one, "fate": self._why(one)} for one in self.events.removed],
            "merged": [
                {self.key: one, "into": self.merged[one]} for one in self.events.removed if one in self.merged
            ],
            "changed": [
                {
                    self.key: one.id,
                    "field": one.field,
                    "old": one.old,
                    "new": one.new,
                    "why": self._why(one.id),
                }
                for one in self.events.fields
            ],
            "reasons": dict(sorted(self.reasons.items())),
            "fields": self.by_field(),
            "remarks": list(self.remarks),
        }

    def by_field(self) -> dict[str, int]:
        """Return how often each field changed, the most often first."""
        names = sorted(one.field for one in self.events.fields)
        counted = [(name, len(list(group))) for name, group in groupby(names)]
        return dict(sorted(counted, key=lambda item: (-item[1], item[0])))

    def _why(self, one: str) -> str:
        return self.reasons.get(one, "")

    def as_table(self) -> pa.Table:
        """Return a row for each id that came or went and for each changed value."""
        return pa.Table.from_pylist(list(self._rows()), schema=CHANGES)

    def _rows(self) -> Iterator[dict[str, Any]]:
        for one in self.events.added:
            origin = self.split.get(one)
            yield {"change": "split" if origin else "added", "id": one, "other_id": origin}
        for change in self.events.fields:
            why = self._why(change.id) or None
            yield {
                "change": "changed", "id": change.id, "field": change.field, "old": change.old, "new": change.new,
                "why": why,
            }  # fmt: skip
        for one in self.events.removed:
            into = self.merged.get(one)
            fate = self._why(one) or None
            yield {"change": "merged" if into else "removed", "id": one, "why": fate, "other_id": into}

    def as_text(self) -> str:
        """Return the difference for people: a line an event, a line a changed value."""
        lines = [f"{self.old} -> {self.new}"]
        lines += [f"+ {one}  {self._summary(one)}{self._new(one)}".rstrip() for one in self.events.added]
        lines += [f"- {one}  {self._why(one)}".rstrip() for one in self.events.removed]
        for one, changes in groupby(self.events.fields, key=lambda change: change.id):
            lines.append(f"~ {one}  {self._summary(one)}".rstrip())
            lines += [f"    why: {self._why(one)}"] if self._why(one) else []
            lines += [
                f"    {change.field}: {plain(change.old) or '(blank)'} -> {plain(change.new) or '(blank)'}"
                for change in _telling([*changes])
            ]
        lines += self.remarks
        lines.append("{} new, {} changed, {} gone".format(*self.counts))
        return "\n".join(lines)

    def _summary(self, one: str) -> str:
        return self.summary.get(one, "")

    def _new(self, one: str) -> str:
        return f" ({self._why(one)})" if self._why(one) not in {"", MINTED} else ""


QUIET = ("timestamp",)
"""Columns that change whenever anything does: they say nothing of their own."""


def _telling(changes: list[FieldChange]) -> list[FieldChange]:
    """Leave out that an event was changed now, which follows from any other change of it."""
    return [one for one in changes if one.field not in QUIET] or changes
