"""Old releases give up the files that can be made again, and keep all else for ever: changes, checksums, pages.

The newest releases and the oldest, from which the others are made, stay whole. A release is made
again and held against its hashes before anything of it goes, and says in `PRUNED.json` what went.
"""

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

from eventbook.datasets.releases.read import Release, versions
from eventbook.datasets.releases.rebuild import is_whole, rebuild, remakable
from eventbook.datasets.releases.release_files import LANDING, LANDING_KEPT, PRUNED
from eventbook.schema.errors import EventbookError, FaultsError

_HOW = "Its makers can put them back: <code>eventbook release rebuild {}</code>."


class KeepError(EventbookError, ValueError):
    """A number of releases that cannot be kept."""


@dataclass(frozen=True, slots=True)
class Prunable:
    """A release that may give up files: which, and how many bytes they take."""

    release: Release
    files: tuple[str, ...]
    size: int


def prunable(releases: Path, keep: int) -> list[Prunable]:
    """Return the releases that may give up files where the newest `keep` and the oldest stay whole."""
    if keep < 1:
        message = "keep at least 1: the next release is built on the newest"
        raise KeepError(message)
    found: list[Prunable] = []
    for version in versions(releases)[1:-keep]:
        release = Release(releases / version)
        if release.manifest.previous and is_whole(release) and "gone" in release.manifest.tables:
            files = tuple(name for name in remakable(release) if (release.folder / name).is_file())
            found.append(
                Prunable(release, files, sum((release.folder / name).stat().st_size for name in files))
            )
    return found


def prune(one: Prunable) -> None:
    """Take the files away. Raises `FaultsError`, and takes nothing, where the release cannot be made again as it is."""
    made = rebuild(one.release)
    if made.faults:
        message = f"{one.release.folder.name} cannot be made again as it was published, so it stays whole"
        raise FaultsError(message, list(made.faults))
    note = {
        "version": one.release.manifest.version,
        "made_again_by": f"eventbook release rebuild {one.release.manifest.version}",
        "files": sorted(one.files),
    }
    path = one.release.folder / PRUNED
    with path.open("w", encoding="utf-8") as handle:
        handle.write(json.dumps(note, indent=2) + "\n")
        handle.flush()
        os.fsync(handle.fileno())
    _page_without(one)
    for name in one.files:
        (one.release.folder / name).unlink()


def _page_without(one: Prunable) -> None:
    """Put a page without dead links in the place of the published one, which is kept beside it."""
    page = one.release.folder / LANDING
    text = page.read_text(encoding="utf-8")
    gone = "|".join(re.escape(name) for name in one.files)
    text = re.sub(rf'<a href="(?:{gone})"[^>]*>(.*?)</a>', r"\1", text)
    version = one.release.manifest.version
    says = f"<p><strong>This release gave up its tables to save room.</strong> {_HOW.format(version)}</p>"
    page.rename(page.with_name(LANDING_KEPT))
    page.write_text(text.replace("<main>", f"<main>\n{says}", 1), encoding="utf-8")
