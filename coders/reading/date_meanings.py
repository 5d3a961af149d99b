"""What a phrase for a day means: the span of days, counted from the day of publication.

The rules are the field's: "Tuesday" is the latest Tuesday not after the publication, "past few days" are the
three days before it, "last week" is the Monday to Sunday before. Where a phrase has two meanings, both are
given. Nothing that happened lies after the publication, so a span that would is cut there.
"""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from eventbook.coders.reading.date_feasts import FEASTS
from eventbook.coders.reading.date_spans import DAY, WEEK, Said, Span, latest, on, weekday
from eventbook.schema.when import DayPart, SpanPart

FEW = 3
_CENTURY = 100


def spans(means: str, said: Said) -> list[Span]:
    """Return what a phrase may mean, the likeliest first; none where it means no day."""
    try:
        found = _MEANINGS[means](said)
    except (ValueError, OverflowError):  # 31 February, or a year before the first
        return []
    time = next((said.words[name] for name in ("time", "time2") if said.words.get(name)), said.time)
    return [replace(one, time=DayPart(time)) if time and one.time is None else one for one in found]


def _last_weekday(said: Said) -> list[Span]:
    day = weekday(said)
    if day == said.published:
        return [on(day - WEEK * DAY)]
    return [on(day), on(day - WEEK * DAY)]


def _date(said: Said) -> list[Span]:
    """Return a day with its month; without a year the latest such day, or also one that may be planned."""
    day, month, year = said.number("day") or said.number("ordinal"), said.number("month"), said.number("year")
    if day is None or month is None:
        return []
    short = said.number("yy")
    if short is not None:
        century = said.published.year // _CENTURY * _CENTURY
        year = century + short if century + short <= said.published.year + 1 else century - _CENTURY + short
    if year is not None:
        return [on(date(year, month, day))]
    return _without_year(month, day, said.published)


def _without_year(month: int, day: int, published: date) -> list[Span]:
    return latest(date(published.year, month, day), date(published.year - 1, month, day), published)


def _coming_weekday(said: Said) -> list[Span]:
    """Return the next such weekday, and the latest, for where a plan is told of."""
    day = weekday(said)
    return [on(day + WEEK * DAY, sure=0.3), on(day, sure=0.4)]


def _days(said: Said) -> list[Span]:
    """Return the span from one day to another, of one month or two."""
    first, last, month = said.number("day"), said.number("day2"), said.number("month")
    if first is None or last is None or month is None:
        return []
    month2, year = said.number("month2") or month, said.number("year2") or said.number("year")
    end = date(year, month2, last) if year else _without_year(month2, last, said.published)[-1].last
    begin = date(
        (said.number("year") or end.year) - (month > month2 and not said.number("year2")), month, first
    )
    return [Span(begin, end)] if begin <= end else []


def _month(said: Said) -> list[Span]:
    month, year = said.number("month"), said.number("year")
    if month is None:
        return []
    now = said.published
    return [_part(date(year or now.year - (month > now.month), month, 1), said)]


def _part(first: date, said: Said) -> Span:
    """Return a month, or the part of it that was told."""
    end = first.replace(day=monthrange(first.year, first.month)[1])
    part = said.words.get("part", "")
    if part == "middle":
        return Span(
            first.replace(day=11), min(first.replace(day=20), max(said.published, first.replace(day=11)))
        )
    cut = min(end, said.published) if first <= said.published else end
    return Span(first, cut, SpanPart(part) if part else SpanPart.WHOLE)


def _numeric(said: Said) -> list[Span]:
    """Return a day in figures: both readings, that of the paper's country first, one that is still to come last."""
    one, other, year = said.number("day"), said.number("mon"), said.number("year")
    if one is None or other is None or year is None:
        return []
    orders = [(one, other), (other, one)] if said.day_first is False else [(other, one), (one, other)]
    found = [on(date(year, month, day)) for month, day in orders if month <= 12 and day <= 31]  # noqa: PLR2004
    if not found:
        found = [on(date(year, one, other))] if one <= 12 else []  # noqa: PLR2004  months of a year
    return sorted(dict.fromkeys(found), key=lambda span: span.first > said.published)


def _day_first(said: Said) -> list[Span]:
    """Return a day in figures of which the first is known to be the day."""
    one, other, year = said.number("day"), said.number("mon"), said.number("year")
    if one is None or other is None or year is None:
        return []
    return [on(date(year, other, one) if other <= 12 else date(year, one, other))]  # noqa: PLR2004  months of a year


def _day_of_month(said: Said) -> list[Span]:
    day, now = said.number("day"), said.published
    if day is None:
        return []
    month = now.replace(day=1) if day <= now.day else (now.replace(day=1) - DAY).replace(day=1)
    return [on(month.replace(day=day))]


def _ago(said: Said) -> list[Span]:
    count, unit, now = said.number("number"), said.words.get("unit", ""), said.published
    if count is None or unit not in {"day", "week", "month", "hour"}:
        return []
    if unit == "hour":
        return [Span(now - DAY * (count // 24 + 1), now)]
    if unit == "day":
        return [on(now - DAY * count)]
    if unit == "week":
        monday = now - DAY * (WEEK * count + (now - WEEK * count * DAY).weekday())
        return [Span(monday, monday + 6 * DAY)]
    return [_months_back(now, count)]


def _months_back(now: date, count: int) -> Span:
    months = now.year * 12 + now.month - 1 - count
    first = date(months // 12, months % 12 + 1, 1)
    return Span(first, first.replace(day=monthrange(first.year, first.month)[1]))


def _past_number(said: Said) -> list[Span]:
    count, unit, now = said.number("number"), said.words.get("unit", ""), said.published
    if count is None:
        return []
    length = {"hour": max(1, count // 24), "day": count, "week": WEEK * count, "month": 30 * count}.get(
        unit, count
    )
    return [Span(now - DAY * length, now if unit == "hour" else now - DAY)]


def _past_hours(said: Said) -> list[Span]:
    count = said.number("count") or 24
    return [Span(said.published - DAY * max(1, count // 24), said.published)]


def _week(said: Said, back: int) -> list[Span]:
    monday = said.published - DAY * said.published.weekday() - back * WEEK * DAY
    return [Span(monday, min(said.published, monday + 6 * DAY))]


def _weekend(said: Said) -> list[Span]:
    sunday = said.published - DAY * ((said.published.weekday() + 1) % WEEK)
    return [Span(sunday - DAY, sunday)]


def _night(first: date, last: date, **more: object) -> Span:
    return replace(Span(first, last, time=DayPart.NIGHT), **more)  # type: ignore[arg-type]


def _night_between(said: Said) -> list[Span]:
    end = weekday(said, "weekday2")
    return [_night(end - DAY, end)]


def _night_to_date(said: Said) -> list[Span]:
    return [_night(one.first - DAY, one.first) for one in _date(said)]


def _night_of_or_before(said: Said) -> list[Span]:
    """Return the night of a day, and the night that leads to it: in Arabic the night comes before its day."""
    day = weekday(said)
    return [_night(day, day), _night(day - DAY, day - DAY)]


def _weekdays(said: Said) -> list[Span]:
    last = weekday(said, "weekday2")
    first = last - DAY * ((last.weekday() - (said.number("weekday") or 0)) % WEEK)
    return [Span(first, last)]


def _told(said: Said, days: int) -> list[Span]:
    return [on(said.told + DAY * days, sure=0.7)] if said.told else []


def _year(said: Said) -> list[Span]:
    year = said.number("year")
    return [Span(date(year, 1, 1), date(year, 12, 31), sure=0.2)] if year else []


def _this_month(said: Said) -> list[Span]:
    return [Span(said.published.replace(day=1), said.published)]


_MEANINGS: dict[str, Callable[[Said], list[Span]]] = {
    "date": _date,
    "days": _days,
    "day of month": _day_of_month,
    "weekday": lambda said: [on(weekday(said))],
    "last weekday": _last_weekday,
    "next weekday": lambda said: [on(weekday(said) + WEEK * DAY, sure=0.3)],
    "coming weekday": _coming_weekday,
    "weekday after next": lambda said: [on(weekday(said) + 2 * WEEK * DAY, sure=0.3)],
    "weekdays": _weekdays,
    "night between": _night_between,
    "night to": _night_between,
    "night to date": _night_to_date,
    "night of or before": _night_of_or_before,
    "offset": lambda said: [on(said.published + DAY * said.days, sure=0.3 if said.days > 0 else 1.0)],
    "overnight": lambda said: [_night(said.published - DAY, said.published)],
    "ago": _ago,
    "two weeks ago": lambda said: _week(said, 2),
    "past number": _past_number,
    "past hours": _past_hours,
    "past day": lambda said: [Span(said.published - DAY, said.published)],
    "past two days": lambda said: [Span(said.published - 2 * DAY, said.published - DAY)],
    "past week": lambda said: [Span(said.published - WEEK * DAY, said.published - DAY)],
    "few days": lambda said: [Span(said.published - FEW * DAY, said.published - DAY)],
    "last week": lambda said: _week(said, 1),
    "this week": lambda said: _week(said, 0),
    "weekend": _weekend,
    "last month": lambda said: [_months_back(said.published, 1)],
    "this month": _this_month,
    "part of this month": lambda said: [_part(said.published.replace(day=1), said)],
    "start of this month": lambda said: [replace(_this_month(said)[0], part=SpanPart.BEGINNING)],
    "month": _month,
    "numeric": _numeric,
    "numeric day first": _day_first,
    "from the day told": lambda said: _told(said, said.days),
    "days later": lambda said: _told(said, said.number("number") or 0),
    "days earlier": lambda said: _told(said, -(said.number("number") or 0)),
    "year": _year,
    "no day": lambda _: [],
    **FEASTS,
}
