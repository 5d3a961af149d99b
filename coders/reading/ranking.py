"""Which of a text's candidates are likeliest for a field: by how sure they are, how often and how early they come.

A value that is named in several places is one row here. What stands near the words of a deed, with a number or in the
headline weighs more than what is named in passing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from math import log2

from eventbook.coders.reading.candidate import Candidate, CandidateKind, Reading

_NEAR = 250
"""Characters from a cue within which a candidate counts as near it."""

LEAST = 0.25
"""What a value must be worth to be offered at all."""

_EARLY = 0.15
_OFTEN = 0.1
_BESIDE = 0.15


@dataclass(slots=True)
class Row:
    """A value with all candidates that have it, and how likely it is."""

    label: str
    candidates: list[Candidate] = field(default_factory=list[Candidate])
    score: float = 0.0


def _label(one: Candidate) -> str:
    return one.label


def ranked(
    reading: Reading,
    kind: CandidateKind,
    side: int = 0,
    *,
    length: int = 0,
    by: Callable[[Candidate], str] = _label,
) -> list[Row]:
    """Return the values of a kind, the likeliest first; of actors for a side of the event.

    `length` is the text's; `by` says which candidates are one value.
    """
    cues = sorted(one.start for one in reading.candidates if one.kind is CandidateKind.TYPE)
    rows: dict[str, Row] = {}
    for one in reading.candidates:
        if one.kind is kind and not one.more.get("dateline"):
            rows.setdefault(by(one), Row(one.label)).candidates.append(one)
    for row in rows.values():
        best = max(_score(one, cues, length) + _sided(one, side) for one in row.candidates)
        row.score = best + _OFTEN * log2(len(row.candidates))
    likely = [row for row in rows.values() if row.score >= LEAST]
    return sorted(likely, key=lambda row: (-row.score, row.candidates[0].start))


def _sided(one: Candidate, side: int) -> float:
    """Return what it adds that the words put an actor on the side that is asked for, or its kind is usually there."""
    if not side:
        return 0.0
    told, usual = one.more.get("side", 0), one.more.get("usual", side)
    if told:
        return 0.15 if told == side else -0.45
    return 0.0 if usual == side else -0.35


def _score(one: Candidate, cues: Iterable[int], length: int) -> float:
    near = any(abs(one.start - cue) <= _NEAR for cue in cues)
    early = 1 - one.start / length if length else 0.0
    return one.confidence + _BESIDE * near + _EARLY * early
