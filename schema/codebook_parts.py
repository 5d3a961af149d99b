"""The parts of a codebook: what each table and entry of its file can say.

Nothing here knows the word "battle": these are the shapes, the words are in the TOML file.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from eventbook.schema.conditions import Operand
from eventbook.schema.form import FieldValue
from eventbook.schema.problem import Severity

NAME = r"^[a-z][a-z0-9_]{0,40}$"
Match: TypeAlias = Literal["", "name", "kind"]


class Part(BaseModel):
    """The base of every part of a codebook: fixed once read, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Head(Part):
    """What the codebook is called and covers."""

    name: str = Field(pattern=r"^[a-z][a-z0-9-]{0,60}$")
    title: str
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    description: str = ""
    licence: str = ""
    earliest: date = date(1900, 1, 1)


class PublishDay(StrEnum):
    """Which day of a span is published as the event's date."""

    FIRST = "first"
    MIDDLE = "middle"
    LAST = "last"


class DatePrecision(Part):
    """One class of date precision: it holds for spans of at most `max_days` days."""

    code: int
    label: str
    max_days: int = Field(ge=1)
    publish: PublishDay
    definition: str = ""


class PlacePrecision(Part):
    """One class of place precision; the true place lies within `km` kilometres of the coordinates."""

    code: int
    label: str
    km: float = Field(gt=0)
    definition: str = ""


class Dates(Part):
    """The classes of date precision, finest first; `reported_within` so many days events are told of at most."""

    precision: tuple[DatePrecision, ...] = Field(min_length=1)
    reported_within: int | None = Field(default=None, ge=1)


class Places(Part):
    """The classes of place precision, finest first."""

    precision: tuple[PlacePrecision, ...] = Field(min_length=1)


class TypeTree(Part):
    """The columns of the type tree, its families and the order in which one type absorbs another.

    Without a `parent_field` the types are a flat list; without a `group_field` they are in no groups.
    """

    field: str = Field(pattern=NAME)
    parent_field: str = Field(default="", pattern=rf"^$|{NAME}")
    group_field: str = Field(default="", pattern=rf"^$|{NAME}")
    families: tuple[tuple[str, ...], ...] = ()
    order: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that there are, the widest first."""
        return tuple(name for name in (self.group_field, self.parent_field, self.field) if name)


class TypeParent(Part):
    """An inner node of the type tree."""

    code: str
    definition: str = ""


class EventType(Part):
    """A leaf of the type tree: what a coder chooses. `sides` is how many sides must be named."""

    code: str
    parent: str = ""
    groups: tuple[str, ...] = ()
    sides: int = Field(default=1, ge=0, le=2)
    selective: bool = False
    definition: str
    example: str
    counter_example: str


class ActorType(Part):
    """A kind of actor. `abroad` is the label that holds outside the actor's home countries."""

    code: int = Field(ge=1, le=9)
    label: str
    abroad: str = ""
    generic: bool = False
    definition: str = ""


class Interaction(Part):
    """How two sides' codes make the interaction: exceptions to "smaller code first" by code."""

    none: int = 0
    only: str = "only"
    labels: dict[int, str] = {}


class GenericActor(Part):
    """A name that makes a registry entry by rule; `{country}` stands for a country's name."""

    name: str
    type: str
    identified: bool = False


class CountMerge(StrEnum):
    """How the claims of several voices become one count (see `schema.tally`)."""

    NEWEST_LOWEST = "newest-lowest"
    LOWEST = "lowest"
    HIGHEST = "highest"


class CountKind(Part):
    """Something that is counted; gives the columns name_low, _best, _high and _high_open.

    `unclear` are words that alone do not say that these are counted: "casualties" are not deaths.
    """

    name: str = Field(pattern=NAME)
    title: str
    definition: str = ""
    merge: CountMerge = CountMerge.NEWEST_LOWEST
    unclear: tuple[str, ...] = ()


class VagueAmount(Part):
    """What vague words count as; `low` is `best` unless it is given."""

    words: tuple[str, ...] = Field(min_length=1)
    best: int = Field(ge=0)
    low: int | None = Field(default=None, ge=0)


class EvidencePolicy(Part):
    """Which fields must carry a quote, and how much of an article a release may carry."""

    required: tuple[str, ...] = ()
    max_quote: int = Field(default=300, ge=0)
    max_share: float = Field(default=0.2, ge=0, le=1)


class Unit(Part):
    """What the unit of record counts as one: incidents that agree in all of these are one event.

    `alike` lists generic actors that are one and the same to it; the first of a list stands for the rest.
    """

    by: tuple[str, ...]
    alike: tuple[tuple[str, ...], ...] = ()


class Sources(Part):
    """The scales an outlet may have, narrowest first."""

    scales: tuple[str, ...]


class FieldType(StrEnum):
    """What a field of the codebook holds."""

    CHOICE = "choice"
    CHOICES = "choices"
    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    COUNTRY = "country"
    TAGS = "tags"
    AMOUNT = "amount"
    RECORDS = "records"

    @property
    def several(self) -> bool:
        """Whether it holds a list."""
        return self in {FieldType.CHOICES, FieldType.TAGS}


class FieldMerge(StrEnum):
    """How the values of several reports become one."""

    MAJORITY = "majority"
    UNION = "union"
    ANY = "any"
    LONGEST = "longest"
    HIGHEST = "highest"


class Choice(Part):
    """One choice of a field."""

    code: str
    definition: str = ""


class Derivation(Part):
    """A value that follows where conditions hold; the first that holds counts."""

    when: Mapping[str, Operand]
    value: FieldValue


class Slot(Part):
    """One value of each record of a field. `when` is about the record's other slots and the form.

    `match` is as for a field.
    """

    name: str = Field(pattern=NAME)
    title: str
    type: FieldType
    choices: tuple[Choice, ...] = ()
    definition: str = ""
    when: Mapping[str, Operand] = Field(default_factory=dict)
    required: bool = False
    merge: FieldMerge = FieldMerge.MAJORITY
    match: Match = ""


class FieldSpec(Part):
    """A field that this codebook adds to the form. `when` says for which forms it is asked.

    A field of records has `slots`; `key` names those by which two reports' records are known for one.
    `about` names the side whose words these are: reports that share them share an actor, which matching
    has weighed already, and need not tell of one incident.
    `match` says how matching compares it: by `name`, where its words name particular people or things (to
    share a rare one says much), or by `kind`, where its choices agree or differ. Without it, texts count
    among the words of a report and choices are not compared.
    """

    name: str = Field(pattern=NAME)
    title: str
    type: FieldType
    choices: tuple[Choice, ...] = ()
    definition: str = ""
    when: Mapping[str, Operand] = Field(default_factory=dict)
    required: bool = False
    evidence: bool = False
    merge: FieldMerge = FieldMerge.MAJORITY
    slots: tuple[Slot, ...] = ()
    key: tuple[str, ...] = ()
    about: Literal["", "side1", "side2"] = ""
    match: Match = ""
    derive: tuple[Derivation, ...] = ()


class DeclaredRule(Part):
    """A rule of this codebook: where `when` holds, `require` must hold and nothing of `forbid` may."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{2,60}$")
    severity: Severity
    when: Mapping[str, Operand] = Field(default_factory=dict)
    require: Mapping[str, Operand] = Field(default_factory=dict)
    forbid: Mapping[str, Operand] = Field(default_factory=dict)
    message: str
    advice: str = ""


class Migration(Part):
    """How forms of an older version are read under this one: values renamed field by field."""

    since: str = Field(alias="from")
    field: str
    map: dict[str, str]
