"""What a relative date means: "Tuesday", "last week", counted from the day an article was published.

The day of publication is the outlet's own, in its time zone. Nothing here fills in a form: a
date is for the coder to write. But who writes "Tuesday" is told which day that was.
"""

import re
from calendar import day_name, month_name, monthrange
from datetime import date, timedelta

from eventbook.schema.text import fold
from eventbook.schema.when import SpanPart, When

_DAYS = {name.lower(): number for number, name in enumerate(day_name)}
_MONTHS = {name.lower(): number for number, name in enumerate(month_name) if name}
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_PARTS = {
    "early": SpanPart.BEGINNING,
    "beginning of": SpanPart.BEGINNING,
    "late": SpanPart.END,
    "end of": SpanPart.END,
}
_DAY = timedelta(days=1)


def meant(phrase: str, published: date) -> When | None:
    """Return the span that a relative date means in an article of a day, or None for other words."""
    words = fold(phrase).strip(" .,")
    words = re.sub(r"^(?:on|in|during|over) ", "", words)
    words = re.sub(r"^the ", "", words)
    found = _weekday(words, published) or _few_words(words, published) or _ago(words, published)
    return found or _month(words, published)


def _weekday(words: str, published: date) -> When | None:
    """Return the latest such day not after the publication; "last Tuesday" lies before it."""
    last = words.startswith("last ")
    name = words.removeprefix("last ").split(" ", maxsplit=1)[0]
    rest = words.removeprefix("last ").removeprefix(name).strip()
    if name not in _DAYS or rest not in {"", "morning", "afternoon", "evening", "night"}:
        return None
    back = (published.weekday() - _DAYS[name]) % 7
    return _on(published - _DAY * (back or (7 if last else 0)))


def _few_words(words: str, published: date) -> When | None:
    monday = published - _DAY * published.weekday()
    sunday = published - _DAY * ((published.weekday() + 1) % 7)
    first = published.replace(day=1)
    spans = {
        "today": (published, published),
        "yesterday": (published - _DAY, published - _DAY),
        "past few days": (published - 3 * _DAY, published - _DAY),
        "last few days": (published - 3 * _DAY, published - _DAY),
        "last week": (monday - 7 * _DAY, monday - _DAY),
        "this week": (monday, published),
        "weekend": (sunday - _DAY, sunday),
        "last weekend": (sunday - _DAY, sunday),
        "last month": ((first - _DAY).replace(day=1), first - _DAY),
    }
    return When(first=spans[words][0], last=spans[words][1]) if words in spans else None


def _ago(words: str, published: date) -> When | None:
    match = re.fullmatch(r"(\w+|\d{1,2}) days? ago", words)
    if match is None:
        return None
    count = _NUMBERS.get(match[1]) or (int(match[1]) if re.fullmatch(r"[0-9]{1,2}", match[1]) else 0)
    return _on(published - _DAY * count) if count else None


def _month(words: str, published: date) -> When | None:
    """Return the latest such month not after the publication: "May", "the end of May"."""
    part = next((part for prefix, part in _PARTS.items() if words.startswith(f"{prefix} ")), SpanPart.WHOLE)
    name = words.rsplit(" ", maxsplit=1)[-1]
    prefix = words.removesuffix(name).strip()
    if name not in _MONTHS or (prefix and prefix not in _PARTS):
        return None
    number = _MONTHS[name]
    year = published.year - (number > published.month)
    last = date(year, number, monthrange(year, number)[1])
    return When(first=date(year, number, 1), last=last, part=part)


def _on(day: date) -> When:
    return When(first=day, last=day)
