"""What changed between two releases, in either direction, with what became of the ids."""

from dataclasses import dataclass
from typing import Any

from eventbook.datasets.merging.identify import MINTED, Identity
from eventbook.datasets.releases.compare import Difference, compare_tables
from eventbook.datasets.releases.ids_table import identities_of
from eventbook.datasets.releases.read import Release


@dataclass(frozen=True, slots=True)
class ReleaseDifference:
    """The difference between two releases' events, and by event id why it is new, changed or gone."""

    old: str
    new: str
    events: Difference
    reasons: dict[str, str]
    summary: dict[str, str]

    def as_dict(self) -> dict[str, Any]:
        """Return the difference as plain data for JSON."""
        return {
            "old": self.old,
            "new": self.new,
            "added": list(self.events.added),
            "removed": [{"event_id": one, "fate": self.reasons[one]} for one in self.events.removed],
            "changed": [
                {"event_id": one.id, "field": one.field, "old": one.old, "new": one.new}
                for one in self.events.fields
            ],
            "reasons": dict(sorted(self.reasons.items())),
        }

    def as_text(self) -> str:
        """Return the difference for people: a line an event, a line a changed value."""
        lines = [f"{self.old} -> {self.new}"]
        lines += [f"+ {one}  {self.summary[one]}{self._why_new(one)}" for one in self.events.added]
        lines += [f"- {one}  {self.reasons[one]}" for one in self.events.removed]
        for one in self.events.changed:
            lines += [f"~ {one}  {self.summary[one]}", f"    why: {self.reasons[one]}"]
            changes = [change for change in self.events.fields if change.id == one]
            lines += [
                f"    {change.field}: {change.old or '(blank)'} -> {change.new or '(blank)'}"
                for change in changes
            ]
        counts = (len(self.events.added), len(self.events.changed), len(self.events.removed))
        lines.append("{} new, {} changed, {} gone".format(*counts))
        return "\n".join(lines)

    def _why_new(self, event: str) -> str:
        why = self.reasons[event]
        return "" if why == MINTED else f" ({why})"


def diff_releases(old: Release, new: Release) -> ReleaseDifference:
    """Return what changed from one release to another."""
    events = new.table("events")
    difference = compare_tables(old.table("events"), events, "event_id")
    field = new.codebook.types.field
    summary = {
        row["event_id"]: f"{row['event_date']}  {row['location']}: {row[field]}" for row in events.to_pylist()
    }
    return ReleaseDifference(
        old.manifest.version, new.manifest.version, difference, _reasons(old, new, difference), summary
    )


def _reasons(old: Release, new: Release, difference: Difference) -> dict[str, str]:
    """Return why each event is new, gone or changed.

    The later release's own words count where it was built on the other, since it knows of overrides and
    actors too; between any two others, in whatever order, the reports of the events tell.
    """
    was, now = (_identities(one) for one in (old, new))
    known: dict[str, str] = {}
    if new.manifest.previous == old.manifest.version:
        known = {row["event_id"]: row["reason"] for row in new.table("fields").to_pylist()}
    told = {one: known.get(one) or moved_reports(was[one], now[one]) for one in difference.changed}
    told |= {one: now[one].reason if one in now else "" for one in difference.added}
    gone = "not yet in this release"
    return told | {one: now[one].reason if one in now else gone for one in difference.removed}


def _identities(release: Release) -> dict[str, Identity]:
    return {one.event_id: one for one in identities_of(release.table("ids"))}


def moved_reports(old: Identity, new: Identity) -> str:
    """Say by which reports an event differs between two releases."""
    was, now = ({member.report_id: member.content for member in one.members} for one in (old, new))
    causes = (
        ("report added", sorted(now.keys() - was.keys())),
        ("report gone", sorted(was.keys() - now.keys())),
        ("report corrected", sorted(key for key in now.keys() & was.keys() if now[key] != was[key])),
    )
    said = [f"{cause}: {', '.join(keys)}" for cause, keys in causes if keys]
    return "; ".join(said) or "no report changed: an override, the codebook or a list did"
