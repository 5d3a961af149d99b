"""An event as far as a form tells it, and the known events that it may be: for a warning while somebody types.

A form is half filled most of the time. Only the day and the place are needed to ask; what else is known makes
the answer better, and what is not known counts neither for nor against.
"""

from dataclasses import dataclass
from datetime import date

from eventbook.schema.where import Place


@dataclass(frozen=True, slots=True)
class DraftEvent:
    """What a form says so far: days, place with the codebook's code of precision, type, the sides' actor ids, deaths.

    `own` are reports that are not to be found again: the form itself, and the others of its sheet.
    """

    first: date | None
    last: date
    place: Place
    precision: int
    type: str = ""
    side1: str = ""
    side2: str = ""
    deaths: int | None = None
    own: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SimilarEvent:
    """A published event, or a report that waits for the next release, that a draft may tell of too.

    `sure` is the estimated probability that both are one incident; `reasons` say what speaks for and against, the
    heaviest first.
    """

    id: str
    published: bool
    day: date
    place: str
    type: str
    actors: tuple[str, ...]
    deaths: int | None
    notes: str
    sure: float
    reasons: tuple[str, ...]
