"""How a release would differ from the one before, without making it.

Most of all for a grouping afresh: a build holds on to the incidents of the release before, so
that ids hold still, and cannot see by itself what it would group otherwise by now.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from eventbook.datasets.building.assemble import assemble
from eventbook.datasets.building.build import Built, build
from eventbook.datasets.building.gate import check_gate
from eventbook.datasets.building.release import NOTHING_YET, next_version
from eventbook.datasets.matching.matching import Comparer
from eventbook.datasets.merging.identify import Identity
from eventbook.datasets.plan import Before, Plan
from eventbook.datasets.releases.compare import Difference, compare_tables
from eventbook.datasets.releases.manifest import utc
from eventbook.datasets.releases.read import latest, versions
from eventbook.schema.build_input import BuildInput
from eventbook.schema.talk import several

SHOWN = 50
"""So many lines of a kind are shown to people; programs are given all."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What would become of an event: its id, what would happen, and its reports by the names of the workspace."""

    event_id: str
    what: str
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a build would do: events by what becomes of them, changed values, pairs that wait.

    `same` counts the events that keep their id and their reports.
    """

    before: str
    version: str
    events: int
    same: int
    fates: tuple[Fate, ...]
    difference: Difference
    waiting: int

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data for JSON."""
        return {
            "before": self.before or None,
            "version": self.version,
            "made": False,
            "events": self.events,
            "same": self.same,
            "regrouped": [asdict(fate) for fate in self.fates],
            "added": list(self.difference.added),
            "removed": list(self.difference.removed),
            "changed": [
                {"event_id": one.id, "field": one.field, "old": one.old, "new": one.new}
                for one in self.difference.fields
            ],
            "undecided": self.waiting,
        }

    def as_text(self) -> str:
        """Return it for people."""
        since = f"; {self.same} with id and reports as in {self.before}" if self.before else ""
        lines = [f"{self.version} would have {several(self.events, 'event')}{since}."]
        shown = [f"{one.event_id}: {one.what}: {', '.join(one.reports)}" for one in self.fates]
        lines += shown[:SHOWN]
        lines += [f"… and {len(shown) - SHOWN} more (--json lists all)"] if len(shown) > SHOWN else []
        found = self.difference
        counts = (len(found.added), len(found.changed), len(found.removed))
        lines.append("{} new, {} changed, {} gone.".format(*counts))
        return "\n".join(lines)


def foresee(
    given: BuildInput,
    releases: Path,
    plan: Plan,
    published: Mapping[str, str] = NOTHING_YET,
    compare: Comparer | None = None,
) -> Preview:
    """Return what the next build would do. The version is worked out, whatever `plan` says of it."""
    release = latest(releases)
    check_gate(given, releases, release, published)
    at = utc(plan.at)
    whole = replace(plan, version=next_version(versions(releases), at), at=at)
    before = release.before() if release else None
    return preview(build(given, whole, before, compare), given, whole, before)


def preview(built: Built, given: BuildInput, plan: Plan, before: Before | None) -> Preview:
    """Return how a build differs from the release before."""
    events = assemble(built, given, plan, before).tables["events"]
    old = before.events if before else events.slice(0, 0)
    was = {one.event_id: one for one in (before.identities if before else ()) if one.status == "current"}
    names = {report.public: report.id for report in given.reports}
    fates = [
        Fate(one.event_id, what, tuple(names.get(key, key) for key in reports))
        for one in built.identities
        for what, reports in _becomes(one, was.get(one.event_id))
    ]
    kept = {one.event_id for one in built.identities if one.status == "current"} & was.keys()
    return Preview(
        before.version if before else "",
        plan.version,
        events.num_rows,
        len(kept - {fate.event_id for fate in fates}),
        tuple(fates),
        compare_tables(old, events, "event_id"),
        len(built.matching.open),
    )


def _becomes(now: Identity, was: Identity | None) -> list[tuple[str, tuple[str, ...]]]:
    """Return what became of an id since the release before, where anything did, with the reports concerned."""
    here = tuple(member.report_id for member in now.members)
    if was is None:
        return [(now.reason, here)] if now.status == "current" and now.first_seen == now.last_seen else []
    if now.status != "current":
        return [(now.reason, here)]
    there = tuple(member.report_id for member in was.members)
    came = tuple(key for key in here if key not in there)
    went = tuple(key for key in there if key not in here)
    return [(what, keys) for what, keys in (("report added", came), ("report gone", went)) if keys]
