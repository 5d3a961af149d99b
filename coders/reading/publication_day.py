"""The day of publication as the text itself tells it, where nobody gave it: in the dateline, or in a line of its own.

Only a day with its year counts, and only at the top or the very end: a day that the text tells of is never
taken for the day it was published.
"""

from collections.abc import Sequence
from datetime import date

from eventbook.coders.reading.candidate import Candidate, CandidateKind
from eventbook.coders.reading.date_meanings import spans
from eventbook.coders.reading.date_spans import Said
from eventbook.coders.reading.dates import Found
from eventbook.coders.reading.told import Told

_TOP, _END = 600, 200
"""Characters from the top and from the end in which it is looked for."""

_ALONE = 40
"""Letters that may stand beside the day in a line of its own: "Published on", a time, a name."""

_LATEST = date(2049, 12, 31)
"""What years of two figures are counted from: '89 is 1989, '24 is 2024."""

_MEANS = {"date", "numeric", "numeric day first"}


def publication_day(told: Told, phrases: Sequence[Found], dateline: int) -> Candidate | None:
    """Return the day that the text gives as its own; `dateline` is where its dateline ends."""
    for one in phrases:
        told_year = "year" in one.words or "yy" in one.words
        if one.phrase.means in _MEANS and told_year and _own(told, one, dateline):
            found = _candidate(told, one)
            if found:
                return found
    return None


def _own(told: Told, one: Found, dateline: int) -> bool:
    """Tell whether a day stands in the dateline, or in a line of its own at the top or end."""
    if one.end <= dateline:
        return True
    if _TOP <= one.start < len(told.text) - _END:
        return False
    first = told.text.rfind("\n", 0, one.start) + 1
    last = told.text.find("\n", one.end)
    line = told.text[first : last if last >= 0 else len(told.text)]
    return len(line.strip()) - (one.end - one.start) <= _ALONE and not line.rstrip().endswith((".", "!", "?"))


def _candidate(told: Told, one: Found) -> Candidate | None:
    said = Said(one.words, _LATEST, None, day_first=None if told.language == "en" else True)
    meant = spans(one.phrase.means, said)
    if len(meant) != 1:
        return None
    day = meant[0].first.isoformat()
    says = "the day in the text's own line; it dates the text, not what happened"
    return Candidate(CandidateKind.PUBLISHED, one.start, one.end, day, meant[0].label, 0.7, says)
