"""A date as people type it: `16 nov`, `tue evening`, `14-16.11.`, `last week`, `by 5 may`.

What is left out is worked out from the day of publication, as the latest such day that is not after
it; the page shows weekday, day and span at once, so that whoever typed sees what was understood.
Words that cannot be read stay as they were typed, and the rules say so.
"""

import re
from calendar import day_abbr, day_name, month_abbr, month_name, monthrange
from datetime import date, timedelta
from typing import Any

from eventbook.schema.relative import meant
from eventbook.schema.text import fold
from eventbook.schema.when import DayPart, SpanPart, When

_MONTHS = {
    **{name.lower(): at for at, name in enumerate(month_name) if name},
    **{name.lower(): at for at, name in enumerate(month_abbr) if name},
    "sept": 9,
}
_WEEKDAYS = {
    **{short.lower(): full for short, full in zip(day_abbr, day_name, strict=True)},
    "tues": "Tuesday",
    "weds": "Wednesday",
    "thur": "Thursday",
    "thurs": "Thursday",
}
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[./](\d{1,2})\.?(?:[./]?(\d{4}|\d{2}))?")
_DAY_MONTH = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?\.? (?:of )?({_NAMES})\.?(?:,? (\d{{4}}))?")
_MONTH_DAY = re.compile(rf"({_NAMES})\.? (\d{{1,2}})(?:st|nd|rd|th)?(?:,? (\d{{4}}))?")
_MONTH = re.compile(rf"({_NAMES})\.? (\d{{4}})")
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?")
_RANGE = re.compile(r" *(?:\.\.|–|—| to | until | till | and | - ) *")  # noqa: RUF001  dashes as people type them
_SHORT_RANGE = re.compile(r"(\d{1,2})\.? ?[-–/] ?(\d{1,2})(?=\.| [a-z]|$)(.*)")  # noqa: RUF001
_NOT_LATER = re.compile(r"(?:by|until|not later than|found(?: on)?|discovered(?: on)?|\?-|\?\.\.) ?")

Written = str | dict[str, Any]


def typed_when(text: str, published: date | None) -> Written | None:
    """Return what a sheet would have for a date as somebody typed it, or None where it cannot be read."""
    words = fold(text).strip(" ,;")
    words = re.sub(r"^(?:on|in|during|between|from) ", "", words)
    extra: dict[str, Any] = {}
    words, extra["time"] = _take(words, {part.value: part.value for part in DayPart})
    words, extra["lasting"] = _take(words, {"throughout": "throughout", "all through": "throughout"})
    unknown = _NOT_LATER.match(words)
    words = words[unknown.end() :] if unknown else words
    span = _span(words, published)
    if span is None:
        return None
    if span.part is not SpanPart.WHOLE:
        extra["part"] = span.part.value
    extra = {name: value for name, value in extra.items() if value}
    first = "unknown" if unknown or span.first is None else span.first.isoformat()
    if first == span.last.isoformat() and not extra:
        return first
    return {"first": first, "last": span.last.isoformat(), **extra}


def _take(words: str, known: dict[str, str]) -> tuple[str, str]:
    """Take one of these words out of a text; return what is left and what it means."""
    for word, means in known.items():
        taken = re.sub(rf",? ?(?:in the |at )?\b{word}\b", "", words).strip(" ,")
        if taken != words and taken:
            return taken, means
    return words, ""


def _span(words: str, published: date | None) -> When | None:
    whole = _one(words, published)
    if whole is not None:
        return whole
    short = _SHORT_RANGE.fullmatch(words)
    ends = [f"{short[1]}{short[3]}", f"{short[2]}{short[3]}"] if short else _RANGE.split(words)
    if len(ends) != 2:  # noqa: PLR2004  a first and a last day
        return None
    last = _one(ends[1], published)
    first = _one(ends[0], last.last if last else published)
    if first is None or last is None or first.first is None or first.first > last.last:
        return None
    return When(first=first.first, last=last.last)


def _one(words: str, published: date | None) -> When | None:
    """Return the span of one day, month or relative date."""
    words = words.strip(" ,")
    for shape, order in ((_ISO, "ymd"), (_DAY_MONTH, "dmy"), (_MONTH_DAY, "mdy"), (_NUMBERS, "dmy")):
        match = shape.fullmatch(words)
        if match:
            parts = dict(zip(order, match.groups(), strict=False))
            return _made(parts, published)
    month = _MONTH.fullmatch(words)
    if month:
        year, number = int(month[2]), _MONTHS[month[1]]
        return When(first=date(year, number, 1), last=date(year, number, monthrange(year, number)[1]))
    if published is None:
        return None
    if _DAY.fullmatch(words):
        return _day_of_month(int(re.sub(r"\D", "", words)), published)
    long = " ".join(_WEEKDAYS.get(word, word) for word in words.split())
    long = " ".join(month_name[_MONTHS[word]] if word in _MONTHS else word for word in long.split())
    return meant(long, published)


def _made(parts: dict[str, str | None], published: date | None) -> When | None:
    month = parts["m"] or ""
    number = _MONTHS.get(month) or int(month)
    day, year = int(parts["d"] or 0), parts.get("y")
    if year is None and published is None:
        return None
    wanted = int(year) + (2000 if len(year) == 2 else 0) if year else 0  # noqa: PLR2004  '21 is 2021
    tried = [wanted] if wanted else [published.year, published.year - 1] if published else []
    for one in tried:
        found = _safe(one, number, day)
        if found and (wanted or published is None or found <= published):
            return When(first=found, last=found)
    return None


def _day_of_month(day: int, published: date) -> When | None:
    """Return the latest day of this number that is not after the publication."""
    before = published.replace(day=1) - timedelta(days=1)
    for year, month in ((published.year, published.month), (before.year, before.month)):
        found = _safe(year, month, day)
        if found and found <= published:
            return When(first=found, last=found)
    return None


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
