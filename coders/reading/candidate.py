"""A candidate: words of an article and the value they may mean, for a person to take or leave.

A value is written as a sheet has it, so that what is taken is checked like anything that a coder
types. A candidate never fills a field by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class CandidateKind(StrEnum):
    """What a candidate is about; each lights up its own fields of the form."""

    WHEN = "when"
    WHERE = "where"
    ACTOR = "actor"
    COUNT = "count"
    TYPE = "type"
    ATTRIBUTION = "attribution"
    PUBLISHED = "published"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words and what they may mean.

    `start` and `end` are code-point offsets in the text version that was read. `value` is what a sheet
    would have in the field (`2021-11-14`, a place's label, an actor's name, a claim as a mapping); `None`
    where the words are known to matter and what they name is not in the lists. `label` says it to a person.
    `confidence` is between 0 and 1; it orders and is no probability. Candidates that share `choice` are
    alternatives of which one at most is meant; `reason` says why this value, in one line. `more` holds what
    else a form may take from the same words: a place's `precision` and `id`, `dateline` where a place only
    says where the report was written, an actor's `certainty` and `by`, whose losses a count is (`of`), and from
    where to where stand the words of a count that is denied or the like, with those that say so (`said`).
    """

    kind: CandidateKind
    start: int
    end: int
    value: Any
    label: str
    confidence: float
    reason: str
    choice: str = ""
    more: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was found in one text: candidates by position, and how many incidents it seems to tell of.

    `incidents` are spans of the text that each seem to tell of one incident, the fullest telling of each.
    """

    candidates: tuple[Candidate, ...]
    incidents: tuple[tuple[int, int], ...] = ()
