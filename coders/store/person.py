"""Who is acting: a short name without spaces, the same in every row, sheet and rule about people."""

import re

from eventbook.schema.errors import EventbookError
from eventbook.schema.sheet import CODER


class PersonError(EventbookError, ValueError):
    """A name that cannot stand for a person."""


def checked_person(name: str) -> str:
    """Return a person's name. Raises `PersonError` where it is empty, long or has spaces or odd signs."""
    if not re.fullmatch(CODER, name):
        message = (
            f"{name[:80]!r} cannot stand for a person; use up to 64 letters, digits and . _ @ - without spaces, "
            "such as: eventbook --as amira …"
        )
        raise PersonError(message)
    return name
