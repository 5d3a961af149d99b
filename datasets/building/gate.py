"""What must hold before a release may be built: a release can never be taken back.

Ids and versions come from the release before, so it has to be there, whole, and the one that
this workspace published last. Otherwise ids would be given out twice, and overrides would
land on other people's events.
"""

from collections.abc import Mapping
from pathlib import Path

from eventbook.datasets.releases.read import Release, version_key
from eventbook.datasets.releases.verify import verify
from eventbook.schema.build_input import BuildInput
from eventbook.schema.canonical import sha256
from eventbook.schema.errors import EventbookError, FaultsError


class BuildRefusedError(EventbookError, RuntimeError):
    """A release must not be built as things stand; the message says what to do first."""


def check_gate(
    given: BuildInput, releases: Path, before: Release | None, published: Mapping[str, str]
) -> None:
    """Raise where a build must not begin.

    `published` maps the versions that this workspace has published to their content hashes.
    Raises `BuildRefusedError`, or `FaultsError` where the release before is not whole.
    """
    if published:
        _check_newest(releases, max(published, key=version_key), published)
    if before is None:
        if not given.reports:
            message = "there is no accepted report yet; `eventbook status` says what waits for whom"
            raise BuildRefusedError(message)
        return
    faults = verify(before.folder, None)
    if faults:
        raise FaultsError(
            f"release {before.folder.name} is not whole; restore it before you build on it", faults
        )
    same_version = before.manifest.codebook == given.codebook.id
    if same_version and before.manifest.inputs.get("codebook") != sha256(given.codebook_text):
        message = (
            f"the codebook has changed since {before.manifest.version} but still says {given.codebook.id}; "
            "raise its version, so that users can tell the two apart"
        )
        raise BuildRefusedError(message)


def _check_newest(releases: Path, newest: str, published: Mapping[str, str]) -> None:
    folder = releases / newest
    if not (folder / "manifest.json").is_file():
        message = (
            f"this workspace published release {newest}, and it is not in {releases}; put it back, "
            "since the next release takes its ids from it"
        )
        raise BuildRefusedError(message)
    if not Release(folder).manifest.was(published[newest]):
        message = (
            f"release {newest} is not the one that this workspace published; restore it from a backup, and if that is "
            "from before a redaction, say `eventbook release redact --yes`"
        )
        raise BuildRefusedError(message)
