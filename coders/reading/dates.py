"""Days that a text names, counted from the day it was published."""

import re
from calendar import day_name
from collections.abc import Iterator

from eventbook.coders.reading.candidate import Candidate, CandidateKind
from eventbook.coders.reading.told import Told
from eventbook.schema.relative import meant

_DAYS = "|".join(name.lower() for name in day_name)
_PHRASE = re.compile(rf"\b(?:last )?(?:{_DAYS})\b|\byesterday\b|\btoday\b|\bpast few days\b|\blast week\b")


def dates(told: Told) -> Iterator[Candidate]:
    """Yield the days that phrases mean."""
    published = told.facts.published
    for match in _PHRASE.finditer(told.plain) if published else ():
        when = meant(match.group(), published) if published else None
        if when:
            value = (
                str(when.first)
                if when.first == when.last
                else {"first": str(when.first), "last": str(when.last)}
            )
            label = str(when.first) if when.first == when.last else f"{when.first} to {when.last}"
            yield Candidate(
                CandidateKind.WHEN, match.start(), match.end(), value, label, 0.7, f"counted from {published}"
            )
