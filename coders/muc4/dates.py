"""The days of MUC-4: in datelines and in the slot for the date of an incident.

`03 JAN 90` is a day, `08 JAN 90 - 09 JAN 90` a span, `- 08 JAN 90` a day not after that one,
`EARLY JAN 90` the beginning of a month. Years have two digits and are of the last century; a
day without one is the latest before the article's own. Where several would do, the first stands.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from eventbook.coders.muc4.fills import FillError

_MONTHS = {name.upper(): number for number, name in enumerate(calendar.month_abbr) if name}
_CENTURY = 1900
_DAY = r"(\d{1,2})\s+([A-Z]{3})[A-Z]*(?:\s+(\d{2}))?"
_MONTH = re.compile(r"(?:(EARLY|LATE)\s+)?([A-Z]{3})[A-Z]*\s+(\d{2})")
_PARTS = {"EARLY": "beginning", "LATE": "end", None: "whole"}


@dataclass(frozen=True, slots=True)
class Dated:
    """When an incident happened, as a sheet writes it, and what else would do as the key writes it."""

    when: dict[str, Any] | None
    others: tuple[str, ...] = ()


def read_day(text: str, latest: date | None = None) -> date:
    """Return the day that a text says; without a year the latest such day up to another. Raises `FillError`."""
    match = re.fullmatch(_DAY, text.strip().upper())
    if match is None:
        message = f"`{text.strip()}` is not a day such as 03 JAN 90"
        raise FillError(message)
    day, month, year = match.groups()
    if year is None and latest is None:
        message = f"`{text.strip()}` has no year, and neither has the article"
        raise FillError(message)
    years = [_CENTURY + int(year)] if year else [latest.year, latest.year - 1] if latest else []
    try:
        days = [date(one, _MONTHS[month], int(day)) for one in years]
    except (KeyError, ValueError):
        message = f"`{text.strip()}` is not a day that exists"
        raise FillError(message) from None
    return next((one for one in days if year or (latest and one <= latest)), days[-1])


def read_dates(text: str, published: date | None) -> Dated:
    """Return what the date slot says. Raises `FillError` where that is no date."""
    written = [one.strip().strip("()").strip() for one in text.upper().split("/")]
    if written in (["-"], ["*"]):
        return Dated(None)
    return Dated(_when(written[0], published), tuple(written[1:]))


def _when(text: str, published: date | None) -> dict[str, Any]:
    month = _MONTH.fullmatch(text)
    if month:
        part, name, year = month.groups()
        return _month_span(text, (name, _CENTURY + int(year)), _PARTS[part], published)
    first, dash, last = text.partition("-")
    if not dash:
        day = read_day(text, published).isoformat()
        return {"first": day, "last": day}
    end = read_day(last, published)
    start = read_day(first, end).isoformat() if first.strip() else "unknown"
    return {"first": start, "last": end.isoformat()}


def _month_span(text: str, month: tuple[str, int], part: str, published: date | None) -> dict[str, Any]:
    """Return a month, or as much of it as had passed when the article came out."""
    name, year = month
    number = _MONTHS.get(name)
    if number is None:
        message = f"`{text}` is not a month that exists"
        raise FillError(message)
    first, last = date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1])
    if published is not None and first < published < last:
        last = published
    span = {"first": first.isoformat(), "last": last.isoformat()}
    return span if part == "whole" else {**span, "part": part}
