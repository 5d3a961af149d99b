"""Days that a text names: the phrases of its language, the longest first, each with what it may mean.

Weekdays and the like need a day of publication to count from. Where nobody knows it, they are offered
without a value, so that a coder sees that the text tells a day.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from eventbook.coders.reading.candidate import Candidate, CandidateKind
from eventbook.coders.reading.coming_days import is_coming
from eventbook.coders.reading.date_lines import dates_text
from eventbook.coders.reading.date_meanings import spans
from eventbook.coders.reading.date_spans import Said, Span
from eventbook.coders.reading.date_words import DatePhrase, DateWords, date_words
from eventbook.coders.reading.told import Told

MONTH_FIRST = {"USA", "PHL", "CAN", "FSM", "PLW", "MHL"}
"""Countries whose papers often write the month before the day in figures."""

_DATES = {"dateline": "text", "caption": "picture"}

_FULL = {"date", "days", "month", "numeric", "numeric day first", "year", "night to date"}
_ANCHOR = date(1, 1, 8)
"""Stands for an unknown day of publication; whatever is counted from it is not offered."""


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase where it stands."""

    start: int
    end: int
    phrase: DatePhrase
    words: dict[str, str]


def dates(told: Told, phrases: Sequence[Found], published: date | None = None) -> list[Candidate]:
    """Return the days that phrases mean, in order; counted from another day where that of the text is unknown."""
    day = told.facts.published or published
    found: list[Candidate] = []
    before: date | None = None
    for one in phrases:
        said = Said(one.words, day or _ANCHOR, before, one.phrase.days, one.phrase.time, _day_first(told))
        coming = one.phrase.means == "weekday" and is_coming(told, one.start, one.end)
        meant = spans("coming weekday" if coming else one.phrase.means, said)
        if day is None and not (one.phrase.means in _FULL and "year" in one.words):
            meant = []
        line = dates_text(told, one.start, one.end)
        found += _candidates(told, one, meant, day, line)
        if meant and meant[0].first == meant[0].last and not line:
            before = meant[0].first
    return found


def _day_first(told: Told) -> bool | None:
    """Tell whether figures give the day first; None where nobody knows the paper's country."""
    return told.facts.country not in MONTH_FIRST if told.facts.country else None


def phrases_in(told: Told) -> list[Found]:
    """Return the phrases of a text in order; of those that overlap the longest, then the first listed."""
    words = date_words(told.language)
    hits: list[tuple[int, int, int, Found]] = []
    for order, phrase in enumerate(words.phrases):
        for match in phrase.pattern.finditer(told.plain):
            if _is_word(told, match):
                values = _values(match, words)
                found = Found(match.start(), match.end(), phrase, values)
                hits.append((-(match.end() - match.start()), order, match.start(), found))
    kept: list[Found] = []
    taken = bytearray(len(told.plain))
    for *_, one in sorted(hits, key=lambda hit: hit[:3]):
        if not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\x01" * (one.end - one.start)
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _values(match: re.Match[str], words: DateWords) -> dict[str, str]:
    return {
        name: words.value(name.rstrip("0123456789"), written)
        for name, written in match.groupdict().items()
        if written is not None
    }


def _is_word(told: Told, match: re.Match[str]) -> bool:
    """Tell whether the words are no name: "March" has its capital, "may" is no month, and nobody is called so."""
    month = match.groupdict().get("month")
    if month in {"may", "march", "mar"} and not told.shouted and told.language == "en":
        return told.text[match.start("month")].isupper()
    return True


def _candidates(
    told: Told, one: Found, meant: list[Span], day: date | None, line: str
) -> Iterator[Candidate]:
    choice = f"when-{one.start}" if len(meant) > 1 else ""
    words = " ".join(told.text[one.start : one.end].split())
    for at, span in enumerate(meant):
        reason = f"“{words}”" if "year" in one.words else f"“{words}” in a text of {day}"
        sure = round(0.9 * span.sure * 0.6**at, 3)
        label, more = span.label, dict[str, object]()
        if line:
            label, sure, more = f"{label} ({line})", round(sure / 4, 3), {"dateline": True}
            reason = f"the {line}: a day that dates the {_DATES[line]}, not what happened"
        yield Candidate(
            CandidateKind.WHEN, one.start, one.end, span.value, label, sure, reason, choice, more=more
        )
    if not meant and day is None and one.phrase.means != "no day":
        says = "a day, counted from the day of publication, which is not known"
        yield Candidate(CandidateKind.WHEN, one.start, one.end, None, words, 0.3, says)
