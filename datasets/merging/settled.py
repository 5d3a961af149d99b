"""A value and how it was settled: which reports gave it, by what kind of decision, under which rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from eventbook.schema.article import Article
from eventbook.schema.build_input import Report
from eventbook.schema.form import Form

T_co = TypeVar("T_co", covariant=True)


class How(StrEnum):
    """How a published value came about."""

    AGREED = "agreed"
    CHOSEN = "chosen"
    DERIVED = "derived"
    OVERRIDDEN = "overridden"
    DOUBTED = "doubted"


@dataclass(frozen=True, slots=True)
class Settled(Generic[T_co]):
    """One settled value. `reports` are the ids of the reports that gave it; none where a person set it."""

    value: T_co
    how: How
    rule: str
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What one report tells in its own words, for merging: `form` says only what this report says."""

    report: Report
    form: Form
    article: Article
    voice: str

    @property
    def id(self) -> str:
        """The report's id."""
        return self.report.id

    @property
    def order(self) -> tuple[float, str]:
        """Earlier accepted comes first; the id breaks ties."""
        return (self.report.accepted_at.timestamp(), self.report.id)

    @property
    def day(self) -> date:
        """The day as of which it counts where a claim names none: its publication, else the event's last."""
        if self.article.published:
            return self.article.published
        return self.form.when.last if self.form.when else self.report.accepted_at.date()


Fields = Mapping[str, Settled[object]]
"""The settled fields of an incident or event under the names they have on a form, plus `counts.<name>`."""


def how_of(values: list[T_co]) -> How:
    """Return AGREED where all values are the same, else CHOSEN."""
    return How.AGREED if all(value == values[0] for value in values) else How.CHOSEN
