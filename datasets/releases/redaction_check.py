"""Whether what was taken out of a release is told, and nothing else of it is another than it was.

A redacted release keeps the manifest and checksums that it had. They show what its tables were: those that the
record does not name must have the same content still, so that nobody can change a figure and call it a redaction.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa
from pydantic import ValidationError

from eventbook.datasets.releases.file_check import hashed, listed_files
from eventbook.datasets.releases.manifest import Manifest, Redacted, read_manifest
from eventbook.datasets.releases.read import Release
from eventbook.datasets.releases.release_faults import REDACTION, fault
from eventbook.datasets.releases.release_files import CHECKSUMS, MANIFEST, REDACTED, UNITS, changed_name
from eventbook.schema.problem import Problem

_FOLLOWING = {changed_name(name) for name in UNITS} | {"gone"}
"""Tables of what changed since the release before, which may have been redacted too."""


def check_redactions(release: Release, _: Mapping[str, pa.Table], __: Path | None) -> Iterator[Problem]:
    """Check each redaction that was made after the release was published against what it kept."""
    after = release.manifest
    for one in reversed([one for one in after.redactions if one.content_before]):
        folder = release.folder / REDACTED / str(one.number)
        before = _before(folder, one)
        if isinstance(before, str):
            yield fault(REDACTION.id, f"{REDACTED}/{one.number}", before, "fetch it again")
            return
        yield from _others(one, before, after)
        after = before


def _before(folder: Path, one: Redacted) -> Manifest | str:
    """Return the manifest that a release had before, or what is wrong with what it kept."""
    try:
        listed = listed_files((folder / CHECKSUMS).read_text(encoding="utf-8"))
        if listed.get(MANIFEST) != hashed(folder / MANIFEST):
            return "the manifest that was kept is not the one of the checksums that were kept"
        before = read_manifest(folder)
    except (OSError, ValueError, ValidationError) as caught:
        return f"what the release was before cannot be read: {caught}"
    same = before.content == one.content_before
    return before if same else "what was kept is not of the release that the redaction names"


def _others(one: Redacted, before: Manifest, after: Manifest) -> Iterator[Problem]:
    """Yield the tables that changed with a redaction that does not name them, where both were hashed in one way."""
    alike = (before.columns, before.format) == (after.columns, after.format)
    for name, entry in before.tables.items() if alike else ():
        now = after.tables.get(name)
        if name in one.cells.keys() | _FOLLOWING or (now and now.content == entry.content):
            continue
        says = f"it is another than before redaction {one.number}, which took nothing out of it"
        yield fault(REDACTION.id, entry.path, says, "do not use it; ask its makers")


def check_copy(folder: Path) -> Iterator[Problem]:
    """Check a release against the list beside it: a copy from before a redaction is whole, and must not be used."""
    try:
        listed = json.loads((folder.resolve().parent / "versions.json").read_text(encoding="utf-8"))[
            "versions"
        ]
        told = {one["version"]: {*one.get("redactions", ())} for one in listed}
        manifest = read_manifest(folder)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return  # no list, or none that says anything; of a manifest that cannot be read the other checks tell
    for number in sorted(told.get(manifest.version, set()) - {one.number for one in manifest.redactions}):
        says = f"versions.json says that redaction {number} was taken out of it, and this copy is from before that"
        yield fault(
            REDACTION.id, MANIFEST, says, "fetch it again; its makers: `eventbook release redact --yes`"
        )
