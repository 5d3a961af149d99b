"""Forms and sheets: what a coder says of an article.

A form is one event as coded; a corroboration says "this article tells of that event too" and
adds or changes only what it names. Every part may be missing, because drafts are forms too;
what must be there is a matter of rules. When, where, the sides, counts, notes and evidence
are built in; everything else is a field of the codebook and stands in `values`, or in
`records` where it holds several things with values of their own.
"""

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from eventbook.schema.counts import Claim
from eventbook.schema.evidence import Quote
from eventbook.schema.record import Record
from eventbook.schema.when import When
from eventbook.schema.where import Where
from eventbook.schema.who import Side

FieldValue = str | int | float | bool | tuple[str, ...]
"""What a field of the codebook may hold."""


class Doubt(BaseModel):
    """A field that the coder is unsure of, why, what else it might be, and the words that raise it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    field: str
    reason: str = Field(min_length=1, max_length=1000)
    alternative: str = Field(default="", max_length=500)
    quote: Quote | None = None


class RelationKind(StrEnum):
    """How one event stands to another."""

    RETALIATION = "retaliation"
    PART_OF = "part of"
    DISCOVERY_OF = "discovery of"
    FOLLOWS_FROM = "follows from"


class Relation(BaseModel):
    """A link from this event to another one, given by its form id or event id, and the words that say it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: RelationKind
    to: str = Field(min_length=1, max_length=64)
    quote: Quote | None = None


class Form(BaseModel):
    """One event as coded. Places and actors are ids once the form has been checked.

    `summary` says that the source itself sums up several days or places as one. `unread` keeps, in a
    draft, what was written in a field that cannot be read yet, so that nothing typed is lost.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    when: When | None = None
    where: Where | None = None
    side1: Side | None = None
    side2: Side | None = None
    summary: bool = False
    counts: tuple[Claim, ...] = ()
    values: dict[str, FieldValue] = Field(default_factory=dict)
    records: dict[str, tuple[Record, ...]] = Field(default_factory=dict)
    notes: str | None = Field(default=None, max_length=20_000)
    evidence: dict[str, tuple[Quote, ...]] = Field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()
    relations: tuple[Relation, ...] = ()
    waive: dict[str, str] = Field(default_factory=dict)
    event: str | None = None
    unread: dict[str, Any] = Field(default_factory=dict[str, Any])

    @property
    def corroborates(self) -> bool:
        """Whether this only adds to the event that `event` names (a form id or an event id)."""
        return self.event is not None

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides that are named."""
        return tuple(side for side in (self.side1, self.side2) if side is not None)


BUILT_IN = tuple(name for name in Form.model_fields if name not in {"values", "records", "unread"})
"""The fields that every codebook has, in the order in which a form shows them."""


class Status(StrEnum):
    """Where a form stands. Nothing is ever deleted: rejected and withdrawn forms stay readable."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    REOPENED = "reopened"
    HELD = "held"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What a person does to a form; each is one revision."""

    SAVE = "save"
    SUBMIT = "submit"
    RETURN = "return"
    ACCEPT = "accept"
    REJECT = "reject"
    REOPEN = "reopen"
    HOLD = "hold"
    WITHDRAW = "withdraw"


_EDITABLE = frozenset({Status.DRAFT, Status.RETURNED, Status.REOPENED, Status.HELD})
_MOVES: dict[Action, tuple[frozenset[Status], Status | None]] = {
    Action.SAVE: (_EDITABLE, None),
    Action.SUBMIT: (_EDITABLE | {Status.SUBMITTED}, Status.SUBMITTED),
    Action.RETURN: (frozenset({Status.SUBMITTED}), Status.RETURNED),
    Action.ACCEPT: (frozenset({Status.SUBMITTED}), Status.ACCEPTED),
    Action.REJECT: (frozenset({Status.SUBMITTED, Status.RETURNED}), Status.REJECTED),
    Action.REOPEN: (
        frozenset({Status.ACCEPTED, Status.REJECTED, Status.WITHDRAWN, Status.HELD}),
        Status.REOPENED,
    ),
    Action.HOLD: (_EDITABLE | {Status.SUBMITTED}, Status.HELD),
    Action.WITHDRAW: (frozenset(Status) - {Status.WITHDRAWN}, Status.WITHDRAWN),
}


def after(action: Action, status: Status) -> Status | None:
    """Return the status that follows, or None where the action is not open to a form that stands so."""
    allowed, result = _MOVES[action]
    return (result or status) if status in allowed else None
