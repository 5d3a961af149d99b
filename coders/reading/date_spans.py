"""A span of days that a phrase may mean, and a phrase taken apart; what each means is in `date_meanings` and others."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from eventbook.schema.when import DayPart, SpanPart

DAY = timedelta(days=1)
WEEK = 7
_AHEAD = 31
"""Days ahead in which a day without its year may be one that is only planned."""


@dataclass(frozen=True, slots=True)
class Span:
    """A span of days that a phrase may mean, with the part of it or of the day; `sure` lowers what is offered."""

    first: date
    last: date
    part: SpanPart = SpanPart.WHOLE
    time: DayPart | None = None
    sure: float = 1.0

    @property
    def value(self) -> object:
        """The span as a sheet has it."""
        if self.first == self.last and self.time is None and self.part is SpanPart.WHOLE:
            return self.first.isoformat()
        found: dict[str, str] = {"first": self.first.isoformat(), "last": self.last.isoformat()}
        if self.part is not SpanPart.WHOLE:
            found["part"] = self.part.value
        if self.time is not None:
            found["time"] = self.time.value
        return found

    @property
    def label(self) -> str:
        """The span as people read it."""
        days = f"{self.first:%A} " if self.first == self.last else ""
        days += self.first.isoformat() + (f" to {self.last}" if self.first != self.last else "")
        about = [one.value for one in (self.time, self.part) if one and one is not SpanPart.WHOLE]
        return f"{days} ({', '.join(about)})" if about else days


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase taken apart: its words by list as what they stand for, the day of publication, the day told before."""

    words: Mapping[str, str]
    published: date
    told: date | None
    days: int = 0
    time: str = ""
    day_first: bool | None = None

    def number(self, name: str) -> int | None:
        """Return a word as a number."""
        word = self.words.get(name, "").strip("'")
        return int(word) if word.isdecimal() else None


def on(day: date, **more: object) -> Span:
    """Return the span of one day."""
    return replace(Span(day, day), **more)  # type: ignore[arg-type]


def weekday(said: Said, name: str = "weekday") -> date:
    """Return the latest such weekday that is not after the publication."""
    number = said.number(name)
    if number is None:
        number = said.number("shortday") or 0
    return said.published - DAY * ((said.published.weekday() - number) % WEEK)


def latest(these: date, before: date, published: date) -> list[Span]:
    """Return the latest of days that come each year, of this year's and the last's; and a planned one that is near."""
    if these <= published:
        return [on(these)]
    past = on(before)
    return [on(these, sure=0.6), past] if (these - published).days <= _AHEAD else [past]
