"""The names that reports have in releases, so that no coder's name leaves the workspace.

A form's id may hold its coder's name, so a release names reports by a hash. A hash alone can
be guessed by trying likely ids; each workspace therefore has a secret of its own, made once.
It is part of the store: who copies a workspace copies the names as well.
"""

from datetime import UTC, datetime
from secrets import token_hex

from sqlalchemy import Connection

from eventbook.coders.store.records import Kind, bodies, keep
from eventbook.coders.store.stamp import Stamp
from eventbook.schema.build_input import public_report

_NAME = "names"


def make_secret(connection: Connection) -> None:
    """Make the secret of a new workspace."""
    keep(connection, Kind.SECRET, _NAME, {"secret": token_hex(16)}, Stamp("eventbook", datetime.now(UTC)))


class PublicNames:
    """Names for releases by form id."""

    def __init__(self, connection: Connection) -> None:
        """Read the secret."""
        self._secret = str(bodies(connection, Kind.SECRET)[_NAME]["secret"])

    def of(self, form: str) -> str:
        """Return the name of a form's report."""
        return public_report(form, self._secret)
