"""Which of a workspace's reports a published event is anchored at."""

from collections.abc import Mapping
from pathlib import Path

from eventbook.datasets.releases.ids_table import identities_of
from eventbook.datasets.releases.read import latest


def anchor_report(releases: Path, event: str, names: Mapping[str, str]) -> str | None:
    """Return the id of the report that a published event is anchored at, or the one it was merged into.

    `names` gives the reports' ids by their public names.
    """
    release = latest(releases)
    if release is None:
        return None
    known = {one.event_id: one for one in identities_of(release.table("ids"))}
    found = known.get(event)
    found = known.get(found.successor) if found and found.successor else found
    return (
        next((names[member.report_id] for member in found.members if member.report_id in names), None)
        if found
        else None
    )
