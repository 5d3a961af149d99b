"""Days that have names: Easter and those counted from it, Christmas and those around it.

Easter is on two days in most years, by the western and by the Orthodox reckoning; both are offered, as no text says
which it means. The reckonings are those of Butcher and of Meeus.
"""

from collections.abc import Callable
from datetime import date

from eventbook.coders.reading.date_spans import DAY, Said, Span, latest

_DECEMBER, _CHRISTMAS = 12, 25


def western_easter(year: int) -> date:
    """Return Easter Sunday by the Gregorian reckoning."""
    century, rest = divmod(year, 100)
    moved = (century + 8) // 25
    moon = (19 * (year % 19) + century - century // 4 - (century - moved + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (year % 19 + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def orthodox_easter(year: int) -> date:
    """Return Easter Sunday by the Julian reckoning, as a Gregorian day (of the years 1900 to 2099)."""
    moon = (19 * (year % 19) + 15) % 30
    sunday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + sunday + 114, 31)
    return date(year, month, day + 1) + 13 * DAY


def _counted(easter: Callable[[int], date], said: Said) -> list[Span]:
    year = said.number("year") or said.published.year
    these = easter(year) + DAY * said.days
    return latest(
        these,
        easter(year - 1) + DAY * said.days,
        max(said.published, these) if said.number("year") else said.published,
    )


def _easter(said: Said) -> list[Span]:
    return list(dict.fromkeys([*_counted(western_easter, said), *_counted(orthodox_easter, said)]))


def _orthodox(said: Said) -> list[Span]:
    return list(dict.fromkeys([*_counted(orthodox_easter, said), *_counted(western_easter, said)]))


def _christmas(said: Said) -> list[Span]:
    day = date(said.published.year, _DECEMBER, _CHRISTMAS) + DAY * said.days
    before = date(said.published.year - 1, _DECEMBER, _CHRISTMAS) + DAY * said.days
    return latest(day, before, said.published)


FEASTS: dict[str, Callable[[Said], list[Span]]] = {
    "easter": _easter,
    "orthodox easter": _orthodox,
    "christmas": _christmas,
}
"""What the names mean; `days` says how many days after Easter or Christmas the day is."""
