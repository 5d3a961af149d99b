"""What is told of articles that came in: what was found, folded, flagged, damaged, and what is not known.

One article is told of in full; of many, what a person has to look at, up to a screenful, and the
rest is in `--json` and `eventbook article show`.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from eventbook.coders.intake.folding import Fate
from eventbook.coders.intake.intake import Arrival
from eventbook.coders.store.records import Kept
from eventbook.schema.problem import path_text
from eventbook.schema.talk import several
from eventbook.schema.text_parts import Damage, Marks

_FEW = 3
_MOST = 20
_SHOWN = 8


def arrival_row(one: Arrival) -> dict[str, Any]:
    """Return what became of an article that arrived, for a program."""
    row: dict[str, Any] = {
        "article": one.article,
        "new": one.new_article,
        "publication": one.publication.value,
        "fate": one.fate.value,
        "copy": one.copy,
        "resembles": one.resembles,
        "why": one.why,
    }
    if one.draft is None:
        return row
    marks = one.draft.marks
    return row | {
        "id": one.draft.key,
        "from": path_text(one.draft.path),
        "medium": one.draft.medium.value,
        "encoding": marks.encoding,
        "encoding_told": marks.told,
        "details": one.draft.publication.model_dump(mode="json", exclude_defaults=True),
        "found": dict(one.draft.found),
        "not_known": list(one.draft.lacks),
        "damage": [damage.model_dump() for damage in marks.damage],
        "repaired": sum(repair.times for repair in marks.repairs),
        "remarks": list(marks.remarks),
    }


def report_lines(arrivals: Sequence[Arrival]) -> Iterator[str]:
    """Yield what a person is told: each article in full where they are few, else what needs a look."""
    yield summary(arrivals)
    if len(arrivals) <= _FEW:
        for one in arrivals:
            yield from (f"  {line}" for line in _in_full(one))
        return
    lines = [line for one in arrivals for line in _needs_a_look(one)]
    yield from (f"  {line}" for line in lines[:_MOST])
    if len(lines) > _MOST:
        yield f"  … and {len(lines) - _MOST} more; see `eventbook article list --flagged`, or add with --json"


def summary(arrivals: Sequence[Arrival]) -> str:
    """Return how many are new, folded, known, flagged, damaged."""
    new = sum(1 for one in arrivals if one.new_article)
    folded = sum(1 for one in arrivals if one.fate is Fate.FOLDED)
    again = sum(1 for one in arrivals if one.fate is Fate.KNOWN and one.publication is Kept.NEW)
    known = len(arrivals) - new - folded - again
    flagged = sum(1 for one in arrivals if one.fate is Fate.FLAGGED)
    damaged = sum(1 for one in arrivals if one.draft and one.draft.marks.damage)
    counts = (
        (folded, f"{several(folded, 'near copy').replace('copys', 'copies')} folded into articles"),
        (again, f"{several(again, 'more publication')} of articles that were known"),
        (known, f"{known} known already"),
        (flagged, f"{flagged} nearly like another but kept apart"),
        (damaged, f"{damaged} with damaged letters"),
    )
    return ", ".join([several(new, "new article"), *(says for count, says in counts if count)])


def _in_full(one: Arrival) -> Iterator[str]:
    yield from _fate(one)
    if one.draft is None:
        return
    details = one.draft.publication.model_dump(mode="json", exclude_defaults=True)
    for name, source in one.draft.found.items():
        yield f"{name}: {details.get(name, '')} (found: {source})"
    yield from mark_lines(one.draft.marks)
    if one.draft.lacks:
        options = ", ".join(f"--{name}" for name in one.draft.lacks)
        told = f"`eventbook article correct {one.article} 1` with {options}"
        yield f"not known: {', '.join(one.draft.lacks)}; if you know, {told}"


def _needs_a_look(one: Arrival) -> Iterator[str]:
    yield from _fate(one)
    if one.draft is not None and (one.draft.marks.damage or one.draft.marks.remarks):
        count = len(one.draft.marks.damage)
        parts = [several(count, "damaged place")] if count else []
        yield f"{one.article}: {'; '.join([*parts, *one.draft.marks.remarks])}"


def _fate(one: Arrival) -> Iterator[str]:
    if one.fate is Fate.FOLDED:
        yield (
            f"{one.copy} is a near copy of {one.article} and was folded into it, its bytes kept; "
            f"if it is not: eventbook article unfold {one.copy}"
        )
    if one.fate is Fate.FLAGGED:
        yield f"{one.article} is nearly {one.resembles}, but {one.why}: kept as an article of its own"


def mark_lines(marks: Marks, text: str = "") -> Iterator[str]:
    """Yield how an article's bytes were read, what was put right, what is damaged, and what was not read."""
    if marks.encoding and marks.told not in {"valid UTF-8", "the fonts of the document"}:
        yield f"encoding: {marks.encoding} ({marks.told})"
    if marks.repairs:
        shown = ", ".join(f"'{one.before}' to '{one.after}'" for one in marks.repairs[:_SHOWN])
        times = sum(one.times for one in marks.repairs)
        yield f"{several(times, 'place')} decoded wrongly and put right: {shown}"
    for reason, places in _by_reason(marks.damage).items():
        shown = ", ".join(_place(one, text) for one in places[:_SHOWN])
        yield f"damaged, {several(len(places), 'place')}: {reason}: {shown}"
    yield from marks.remarks


def _by_reason(damage: Sequence[Damage]) -> dict[str, list[Damage]]:
    found: dict[str, list[Damage]] = {}
    for one in damage:
        found.setdefault(one.reason, []).append(one)
    return found


def _place(one: Damage, text: str) -> str:
    around = " ".join(text[max(0, one.start - 15) : one.end + 15].split())
    return f"character {one.start}" + (f" ('{around}')" if around else "")
