"""Where a command looks for releases: in the workspace, or where a reader has put what was downloaded.

A reader has no workspace. The folder itself may hold the releases, or a folder `releases` in it, as everywhere
that they are published.
"""

from pathlib import Path

from eventbook.datasets.releases.read import versions
from eventbook.schema.session import Session, WorkspaceError


def releases_of(session: Session) -> Path:
    """Return the folder of releases that is meant where none is named."""
    try:
        return session.workplace.releases
    except WorkspaceError:
        below = session.folder / "releases"
        return below if versions(below) and not versions(session.folder) else session.folder
