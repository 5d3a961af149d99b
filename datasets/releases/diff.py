"""What changed between two releases, in either direction, with what became of the ids."""

from dataclasses import dataclass
from typing import Any

from eventbook.datasets.releases.compare import Difference, compare_tables
from eventbook.datasets.releases.ids_table import identities_of
from eventbook.datasets.releases.read import Release


@dataclass(frozen=True, slots=True)
class ReleaseDifference:
    """The difference between two releases' events, and for ids that are gone what became of them."""

    old: str
    new: str
    events: Difference
    fates: dict[str, str]
    summary: dict[str, str]

    def as_dict(self) -> dict[str, Any]:
        """Return the difference as plain data for JSON."""
        return {
            "old": self.old,
            "new": self.new,
            "added": list(self.events.added),
            "removed": [{"event_id": one, "fate": self.fates.get(one, "")} for one in self.events.removed],
            "changed": [
                {"event_id": one.id, "field": one.field, "old": one.old, "new": one.new}
                for one in self.events.fields
            ],
        }

    def as_text(self) -> str:
        """Return the difference for people: a line an event, a line a changed value."""
        lines = [f"{self.old} -> {self.new}"]
        lines += [f"+ {one}  {self.summary[one]}" for one in self.events.added]
        lines += [f"- {one}  {self.fates.get(one, '')}" for one in self.events.removed]
        for one in self.events.changed:
            lines.append(f"~ {one}  {self.summary[one]}")
            changes = [change for change in self.events.fields if change.id == one]
            lines += [
                f"    {change.field}: {change.old or '(blank)'} -> {change.new or '(blank)'}"
                for change in changes
            ]
        counts = (len(self.events.added), len(self.events.changed), len(self.events.removed))
        lines.append("{} new, {} changed, {} gone".format(*counts))
        return "\n".join(lines)


def diff_releases(old: Release, new: Release) -> ReleaseDifference:
    """Return what changed from one release to another."""
    events = new.table("events")
    difference = compare_tables(old.table("events"), events, "event_id")
    fates = {one.event_id: one.reason for one in identities_of(new.table("ids")) if one.status != "current"}
    field = new.codebook.types.field
    summary = {
        row["event_id"]: f"{row['event_date']}  {row['location']}: {row[field]}" for row in events.to_pylist()
    }
    return ReleaseDifference(old.manifest.version, new.manifest.version, difference, fates, summary)
