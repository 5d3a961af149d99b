"""Who took part, what kind of actor that was on that day, and who says so.

An actor is an entry of the registry with a permanent id. Its type is a function of the
actor, the day and the country: rebels who take power become state forces, and an army
abroad is external. What a source only claims or suspects is kept as such.
"""

from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from eventbook.schema.plain_values import is_list, is_mapping
from eventbook.schema.text import plain_name


class Certainty(StrEnum):
    """How sure the source is that this actor took part; in order, the surest first."""

    STATED = "stated"
    CLAIMED = "claimed"
    SUSPECTED = "suspected"
    DISPUTED = "disputed"
    DENIED = "denied"

    @property
    def rank(self) -> int:
        """0 for the surest."""
        return list(Certainty).index(self)


class Dated(BaseModel):
    """Something that held from a first to a last day, both included; None is an open end."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    first: date | None = None
    last: date | None = None

    def covers(self, day: date) -> bool:
        """Tell whether it held on that day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


class Alias(Dated):
    """Another name of an actor, in any script, for the time it was used."""

    name: str = Field(min_length=1, max_length=300)

    _tidy = field_validator("name")(plain_name)


class TypePeriod(Dated):
    """The actor type (a label of the codebook) for a time and, where named, only in these countries."""

    type: str
    countries: tuple[str, ...] = ()


class Actor(BaseModel):
    """One entry of the registry. `identified` is False for generic and unidentified actors."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str = Field(pattern=r"^[^\s,/;]{1,120}$")
    name: str = Field(min_length=1, max_length=300)
    aliases: tuple[Alias, ...] = ()
    home: tuple[str, ...] = ()
    types: tuple[TypePeriod, ...] = Field(min_length=1)
    identified: bool = True

    _tidy = field_validator("name")(plain_name)

    @model_validator(mode="before")
    @classmethod
    def _plain_aliases(cls, raw: Any) -> Any:  # noqa: ANN401  pydantic hands over whatever was written
        aliases = raw.get("aliases") if is_mapping(raw) else None
        if is_mapping(raw) and is_list(aliases):
            return {**raw, "aliases": [{"name": x} if isinstance(x, str) else x for x in aliases]}
        return raw

    def type_on(self, day: date, country: str) -> str:
        """Return the registered type label on that day in that country.

        A period that names the country beats one for all countries; where no period covers
        the day, the nearest one stands, so that a gap in the registry never loses an event.
        """
        here = [period for period in self.types if country in period.countries]
        anywhere = [period for period in self.types if not period.countries]
        for periods in (here, anywhere):
            for period in periods:
                if period.covers(day):
                    return period.type
        return min(here or anywhere or self.types, key=lambda period: _gap(period, day)).type


def _gap(period: Dated, day: date) -> int:
    ends = [abs((end - day).days) for end in (period.first, period.last) if end is not None]
    return min(ends, default=0)


class Side(BaseModel):
    """One side of an event: an actor (id or registered name), its associates, and how sure anyone is.

    `by` says whose word it is ("the Islamic State"); a plain name stands for `{actor: name}`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    actor: str = Field(min_length=1)
    certainty: Certainty = Certainty.STATED
    by: str | None = Field(default=None, max_length=300)
    associates: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _shorthand(cls, raw: Any) -> Any:  # noqa: ANN401  pydantic hands over whatever was written
        return {"actor": raw} if isinstance(raw, str) else raw
