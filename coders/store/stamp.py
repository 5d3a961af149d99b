"""Who did something and when: what every row of the store carries.

The clock is read in one place, once for each thing a person does, so that all rows of one
transaction bear the same time.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from eventbook.coders.store.person import checked_person


@dataclass(frozen=True, slots=True)
class Stamp:
    """A person and a moment, in UTC."""

    author: str
    at: datetime

    @property
    def row(self) -> dict[str, object]:
        """The two as columns."""
        return {"author": self.author, "at": self.at.isoformat()}


def stamp(person: str) -> Stamp:
    """Return the stamp of a person who acts now. Raises `PersonError`."""
    return Stamp(checked_person(person), datetime.now(UTC))
