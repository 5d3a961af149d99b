"""Who took part, what kind of actor that was on that day, and who says so.

An actor is an entry of the registry with a permanent id. Its type is a function of the
actor, the day and the country: rebels who take power become state forces, and an army
abroad is external. What a source only claims or suspects is kept as such.
"""

from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from eventbook.schema.plain_values import is_list, is_mapping
from eventbook.schema.text import fold, plain_name


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

    def meets(self, other: "Dated") -> bool:
        """Tell whether there is a day on which both held."""
        starts = [one.first for one in (self, other) if one.first is not None]
        ends = [one.last for one in (self, other) if one.last is not None]
        return not starts or not ends or max(starts) <= min(ends)

    @property
    def limits(self) -> str:
        """The days in brackets, as people read them; nothing where both ends are open."""
        if self.first and self.last:
            return f" ({self.first} to {self.last})"
        return f" (from {self.first})" if self.first else f" (until {self.last})" if self.last else ""


class Alias(Dated):
    """Another name of an actor, in any script, for the time it was used."""

    name: str = Field(min_length=1, max_length=300)

    _tidy = field_validator("name")(plain_name)


class ActorRelationKind(StrEnum):
    """How one actor stands to another."""

    SPLINTER_OF = "splinter of"
    MERGED_INTO = "merged into"
    ALLY_OF = "ally of"
    UNIT_OF = "unit of"
    PARTY_TO = "party to"
    SUCCESSOR_OF = "successor of"

    @property
    def descends(self) -> bool:
        """Whether it leads to what was there before or stands above, so that it can lead in no circle."""
        return self in {ActorRelationKind.SPLINTER_OF, ActorRelationKind.UNIT_OF}


class ActorRelation(Dated):
    """How an actor stands to another one, given by its id; what it is party to may also be a conflict's name."""

    kind: ActorRelationKind
    to: str = Field(min_length=1, max_length=300)

    def __str__(self) -> str:
        """The relation as people read it, with its dates."""
        return f"{self.kind} {self.to}{self.limits}"


class Standing(StrEnum):
    """Whether an actor is an entry of the registry, or was only proposed as one, or refused."""

    REGISTERED = "registered"
    PROPOSED = "proposed"
    REJECTED = "rejected"


class TypePeriod(Dated):
    """The actor type (a label of the codebook) for a time and, where named, only in these countries."""

    type: str
    countries: tuple[str, ...] = ()


class Actor(BaseModel):
    """One entry of the registry. `identified` is False for generic and unidentified actors.

    `name` holds on every day for which `names` has no other. `same_as` is the id of the actor that
    this one turned out to be, which stands for it ever since.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str = Field(pattern=r"^[^\s,/;]{1,120}$")
    name: str = Field(min_length=1, max_length=300)
    names: tuple[Alias, ...] = ()
    aliases: tuple[Alias, ...] = ()
    home: tuple[str, ...] = ()
    types: tuple[TypePeriod, ...] = Field(min_length=1)
    identified: bool = True
    relations: tuple[ActorRelation, ...] = ()
    standing: Standing = Standing.REGISTERED
    same_as: str = ""
    source: str = Field(default="", max_length=300)

    _tidy = field_validator("name")(plain_name)

    @model_validator(mode="before")
    @classmethod
    def _plain_names(cls, raw: Any) -> Any:  # noqa: ANN401  pydantic hands over whatever was written
        if not is_mapping(raw):
            return raw
        listed = {key: raw.get(key) for key in ("names", "aliases")}
        plain = {
            key: [{"name": one} if isinstance(one, str) else one for one in value]
            for key, value in listed.items()
            if is_list(value)
        }
        return {**raw, **plain}

    def name_on(self, day: date | None) -> str:
        """Return the name that the actor had on a day; without a day, its name."""
        return next((one.name for one in self.names if day and one.covers(day)), self.name)

    def known_as(self, key: str, day: date | None) -> bool:
        """Tell whether a folded name is one that the actor had on the day, or without a day ever had."""
        if day is None:
            return any(fold(name) == key for name in self.every_name)
        if fold(self.name_on(day)) == key:
            return True
        return any(fold(alias.name) == key and alias.covers(day) for alias in self.aliases)

    @property
    def every_name(self) -> tuple[str, ...]:
        """All its names of all times, the present one first."""
        listed = (self.name, *(one.name for one in self.names), *(alias.name for alias in self.aliases))
        return tuple(dict.fromkeys(listed))

    @property
    def dated_names(self) -> tuple[Alias, ...]:
        """All its names with the time of each; that of its present name is what the others leave."""
        return (*(Alias(name=self.name, **span) for span in self._own_time()), *self.names, *self.aliases)

    def _own_time(self) -> list[dict[str, date | None]]:
        """Return the spans that the dated names leave to the present name."""
        left: list[dict[str, date | None]] = [{"first": None, "last": None}]
        for one in self.names:
            left = [part for span in left for part in _without(span, one)]
        return left

    def covered(self, day: date, country: str) -> bool:
        """Tell whether one of its types holds on that day in that country, with no gap to bridge."""
        return any(
            period.covers(day) and (not period.countries or country in period.countries)
            for period in self.types
        )

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


def _without(span: dict[str, date | None], other: Dated) -> list[dict[str, date | None]]:
    """Return what is left of a span without the days of another one."""
    if not Dated(**span).meets(other):
        return [span]
    one_day = timedelta(days=1)
    before = other.first - one_day if other.first and other.first > date.min else None
    after = other.last + one_day if other.last and other.last < date.max else None
    parts: list[dict[str, date | None]] = []
    if before and (span["first"] is None or span["first"] <= before):
        parts.append({"first": span["first"], "last": before})
    if after and (span["last"] is None or after <= span["last"]):
        parts.append({"first": after, "last": span["last"]})
    return parts


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
