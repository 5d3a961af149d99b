"""How many separate incidents a text seems to tell of, and where each is told most fully.

What tells one incident from another is its day, or its town. A sentence without either goes on about the one before.
The count is a hint for whoever divides an article into forms, and no more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from eventbook.coders.reading.candidate import Candidate, CandidateKind
from eventbook.coders.reading.told import Told
from eventbook.schema.plain_values import is_mapping

_LEAST = 2
"""Kinds of candidates that a sentence has at least that is told of an incident."""

_VIOLENT = frozenset({CandidateKind.TYPE, CandidateKind.COUNT})


@dataclass(slots=True)
class _Incident:
    days: set[str]
    towns: set[str]
    span: tuple[int, int]
    fullness: int
    seen: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])


def incidents(told: Told, found: Sequence[Candidate]) -> tuple[tuple[int, int], ...]:
    """Return for each incident the sentence that tells it most fully, in order."""
    known: list[_Incident] = []
    for start, end in told.sentences:
        inside = [one for one in found if start <= one.start < end and not one.more.get("dateline")]
        kinds = {one.kind for one in inside}
        if not kinds & _VIOLENT or len(kinds) < _LEAST:
            continue
        days = {
            _day(one)
            for one in inside
            if one.kind is CandidateKind.WHEN and one.value is not None and not one.choice
        }
        towns = {
            one.label for one in inside if one.kind is CandidateKind.WHERE and one.more.get("precision") == 1
        }
        _place(known, days, towns, (start, end), len(kinds))
    return tuple(sorted(one.span for one in known))


def _place(
    known: list[_Incident], days: set[str], towns: set[str], span: tuple[int, int], fullness: int
) -> None:
    """Add a sentence to the incident that it goes on about, or begin a new one."""
    same = next((one for one in reversed(known) if _same(one, days, towns)), None)
    if same is None and known and not days and not towns:
        same = known[-1]
    if same is None:
        known.append(_Incident(days, towns, span, fullness))
        return
    same.days |= days
    same.towns |= towns
    if fullness > same.fullness:
        same.span, same.fullness = span, fullness


def _same(one: _Incident, days: set[str], towns: set[str]) -> bool:
    """Tell whether nothing tells the sentence's incident from another, and something ties them."""
    days_agree = not days or not one.days or bool(days & one.days)
    towns_agree = not towns or not one.towns or bool(towns & one.towns)
    tied = bool(days & one.days) or bool(towns & one.towns)
    return days_agree and towns_agree and tied


def _day(one: Candidate) -> str:
    return str(one.value["first"]) if is_mapping(one.value) else str(one.value)
