"""What stands where in a text: headline, body, captions, furniture; and what is damaged in it.

A text version holds every word that was visible, because evidence may stand in a caption; the
parts say what each stretch is, so that nobody takes a link to another story for this one.
Offsets count Unicode code points, as those of quotes do.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator


class PartKind(StrEnum):
    """What a stretch of a text is."""

    HEADLINE = "headline"
    BYLINE = "byline"
    BODY = "body"
    CAPTION = "caption"
    CREDIT = "credit"
    FURNITURE = "furniture"


class _Span(BaseModel):
    """A stretch of a text, from `start` to before `end`."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    start: int = Field(ge=0)
    end: int = Field(ge=1)


class Part(_Span):
    """A stretch of a text and what it is."""

    kind: PartKind


class Damage(_Span):
    """A stretch whose letters were lost before it reached us, and how that shows. It is never guessed at."""

    reason: str


class Repair(BaseModel):
    """Letters that had been decoded wrongly and were put right, and how often: `after` encodes to `before`."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    before: str
    after: str
    times: int = 1


class Fact(BaseModel):
    """What an article says of itself, and where it says so: `og:title`, `the line "Published: …"`."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    value: str
    source: str


class Marks(BaseModel):
    """All that is known of a text beside its words: how the bytes were read, its parts, damage and facts.

    `facts` are by name of the publication's field. `told` says how the encoding is known.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    encoding: str = ""
    told: str = ""
    parts: tuple[Part, ...] = ()
    damage: tuple[Damage, ...] = ()
    repairs: tuple[Repair, ...] = ()
    facts: dict[str, Fact] = Field(default_factory=dict[str, Fact])
    remarks: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> "Marks":
        ends = [0, *(part.end for part in self.parts)]
        if any(
            part.start < end or part.end <= part.start for part, end in zip(self.parts, ends, strict=False)
        ):
            message = "parts overlap or are out of order"
            raise ValueError(message)
        return self


def compact(marks: Marks) -> dict[str, Any]:
    """Return marks as they are stored; defaults left out, so that a new field changes no hash."""
    return marks.model_dump(mode="json", exclude_defaults=True)


def text_of(text: str, parts: Iterable[Part], *kinds: PartKind) -> str:
    """Return the stretches of some kinds, one a line; the whole text where nothing is known of its parts."""
    known = tuple(parts)
    return "\n".join(text[one.start : one.end] for one in known if one.kind in kinds) if known else text


def stretches(text: str, parts: Iterable[Part]) -> Iterator[tuple[PartKind, str]]:
    """Yield the whole text as (kind, stretch), what stands between two parts belonging to the one before."""
    at, kind = 0, PartKind.BODY
    for one in parts:
        if text[at : one.start]:
            yield kind, text[at : one.start]
        yield one.kind, text[one.start : one.end]
        at, kind = one.end, one.kind
    if text[at:]:
        yield kind, text[at:]
