"""When something happened, and how exactly anyone knows.

Reports say "last week" more often than "on 3 March". We keep the first and the last day
that a report allows; precision is worked out from those two, so it can never disagree
with them. Which single day is published for a span is the codebook's rule, not ours.
"""

import re
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from eventbook.schema.problem import error
from eventbook.schema.reading import broken

SPAN_REVERSED = error("span-reversed", "the first day of a span is not after its last")
DATE_UNREADABLE = error("date-unreadable", "a date is written year-month-day and exists")

UNKNOWN = "unknown"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")  # fromisoformat also takes week dates such as 2021-W45-7


class Lasting(StrEnum):
    """Whether the event fell on some day within the span or went on throughout it."""

    WITHIN = "within"
    THROUGHOUT = "throughout"


class SpanPart(StrEnum):
    """Which part of the span the source means: "at the end of May" is the END of a month."""

    WHOLE = "whole"
    BEGINNING = "beginning"
    END = "end"


class DayPart(StrEnum):
    """The part of the day, where the source tells it."""

    NIGHT = "night"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class When(BaseModel):
    """The span of days an event may have happened on, both ends included.

    `first` is None where only "not later than" is known (a grave that was found).
    Accepts a day (`2021-11-07`) or a mapping (`{first: …, last: …}`), `first: unknown` allowed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    first: date | None
    last: date
    lasting: Lasting = Lasting.WITHIN
    part: SpanPart = SpanPart.WHOLE
    time: DayPart | None = None

    @model_validator(mode="before")
    @classmethod
    def _shorthand(cls, raw: Any) -> Any:  # noqa: ANN401  pydantic hands over whatever was written
        if isinstance(raw, (str, date, int, float)):
            raw = {"first": raw, "last": raw}
        if isinstance(raw, dict):
            days: dict[str, Any] = {**raw}
            if "last" not in days and "first" in days:
                days["last"] = days["first"]
            days["first"] = _day(days.get("first", days.get("last")))
            days["last"] = _day(days.get("last"))
            return days
        return raw

    @model_validator(mode="after")
    def _in_order(self) -> "When":
        if self.first is not None and self.first > self.last:
            raise broken(
                SPAN_REVERSED,
                "the span begins on {first}, after its last day {last}",
                {"first": str(self.first), "last": str(self.last), "advice": "swap the two days"},
            )
        return self

    @property
    def days(self) -> int | None:
        """How many days the span covers; None where its first day is unknown."""
        return None if self.first is None else (self.last - self.first).days + 1

    @property
    def middle(self) -> date:
        """The middle day of the span, the earlier of two; the last day where the first is unknown."""
        return self.last if self.first is None else self.first + timedelta((self.last - self.first).days // 2)

    def __or__(self, other: "When") -> "When":
        """Widen to cover both, for two reports of one event."""
        unknown = self.first is None or other.first is None
        first = None if unknown else min(self.first or self.last, other.first or other.last)
        # What they do not agree on is not known of the two together. "The end of" two different
        # spans is not the end of the wider one.
        alike = (self.first, self.last, self.part) == (other.first, other.last, other.part)
        return When(
            first=first,
            last=max(self.last, other.last),
            lasting=self.lasting if self.lasting is other.lasting else Lasting.WITHIN,
            part=self.part if alike else SpanPart.WHOLE,
            time=self.time if self.time is other.time else None,
        )


def _day(raw: object) -> object:
    """Read a day strictly: ISO text or a date; `unknown` is None; anything else is refused here."""
    if raw is None or raw == UNKNOWN:
        return None
    if isinstance(raw, date):
        return date(raw.year, raw.month, raw.day)
    if isinstance(raw, str) and _DAY.fullmatch(raw.strip()):
        try:
            return date.fromisoformat(raw.strip())
        except ValueError:
            pass
    raise broken(
        DATE_UNREADABLE,
        "'{raw}' is not a day",
        {"raw": str(raw), "advice": "write year-month-day, such as 2021-11-07, or first and last of a span"},
    )
