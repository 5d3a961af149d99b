"""What changed between two releases, in either direction, with what became of the ids and why."""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from eventbook.datasets.merging.identify import Identity
from eventbook.datasets.releases.changes import Changes
from eventbook.datasets.releases.compare import Difference, compare_tables
from eventbook.datasets.releases.ids_table import identities_of
from eventbook.datasets.releases.read import Release


def diff_releases(old: Release, new: Release) -> Changes:
    """Return what changed from one release to another."""
    events = new.table("events")
    difference = compare_tables(old.table("events"), events, "event_id")
    touched = pa.array([*difference.added, *difference.changed, *difference.removed], pa.string())
    was, now = (_identities(one, touched) for one in (old, new))
    return Changes(
        old=old.manifest.version,
        new=new.manifest.version,
        events=difference,
        reasons=_reasons((old, new), was, now, difference),
        merged={one.event_id: one.successor for one in now.values() if one.successor},
        split={one.event_id: one.split_from for one in now.values() if one.split_from},
        summary=_summary(events, new.codebook.types.field, touched),
        remarks=tuple(_redactions(old, new)),
    )


def _redactions(*releases: Release) -> Iterator[str]:
    """Say what was taken out of either release, since it cannot show as a change."""
    told = [(one, each.manifest.version) for each in releases for one in each.manifest.redactions]
    for number in sorted({one.number for one, _ in told}):
        first = next(one for one, _ in told if one.number == number)
        where = " and ".join(version for one, version in told if one.number == number)
        yield f"Taken out of {where}: {first}"


def _summary(events: pa.Table, kind: str, touched: pa.Array) -> dict[str, str]:
    some = events.select(["event_id", "event_date", "location", kind])
    rows = some.filter(pc.is_in(some["event_id"], touched)).to_pylist()
    return {row["event_id"]: f"{row['event_date']}  {row['location']}: {row[kind]}" for row in rows}


def _reasons(
    releases: tuple[Release, Release],
    was: dict[str, Identity],
    now: dict[str, Identity],
    difference: Difference,
) -> dict[str, str]:
    """Return why each event is new, gone or changed.

    The later release's own words count where it was built on the other, since it knows of overrides and
    actors too; between any two others, in whatever order, the reports of the events tell.
    """
    old, new = releases
    known: dict[str, str] = {}
    if new.manifest.previous == old.manifest.version:
        known = {row["event_id"]: row["reason"] for row in new.table("fields").to_pylist()}
    told = {one: known.get(one) or moved_reports(was[one], now[one]) for one in difference.changed}
    told |= {one: now[one].reason if one in now else "" for one in difference.added}
    gone = "not yet in this release"
    return told | {one: now[one].reason if one in now else gone for one in difference.removed}


def _identities(release: Release, some: pa.Array) -> dict[str, Identity]:
    ids = release.table("ids")
    return {one.event_id: one for one in identities_of(ids.filter(pc.is_in(ids["event_id"], some)))}


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
