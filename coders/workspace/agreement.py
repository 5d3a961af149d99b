"""How far coders agree who read the same article on their own: figures for the quality report, never names.

Compared is what each handed in first, before a reviewer said anything, also where one sheet of two was
rejected in the end. Of two sheets on one article the forms that have most in common are taken for the same event;
what only one of the coders saw shows in the number of events.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import combinations

from eventbook.coders.store.forms import StoredForm, StoredSheet
from eventbook.schema.codebook import Codebook
from eventbook.schema.coding import Agreement
from eventbook.schema.form import Form, Status

EVENTS = "number of events"
Pair = tuple[Hashable, Hashable]
_Parts = Mapping[str, Callable[[Form], Hashable]]


def agreement(
    sheets: Iterable[StoredSheet], forms: Iterable[StoredForm], book: Codebook
) -> tuple[Agreement, ...]:
    """Return how far two coders agree on each field, over all articles that several coded; nothing where none was."""
    parts, told = _parts(book), _first_words(forms)
    pairs: dict[str, list[Pair]] = {}
    for one, other in _side_by_side(sheets, told):
        pairs.setdefault(EVENTS, []).append((len(one), len(other)))
        for left, right in _same_events(one, other, parts):
            for name, value in parts.items():
                both = (value(left), value(right))
                if both != (None, None):
                    pairs.setdefault(name, []).append(both)
    return tuple(_measured(name, pairs[name]) for name in (EVENTS, *parts) if name in pairs)


def _parts(book: Codebook) -> _Parts:
    """Return what is compared of a form: what makes an event, and how many."""
    kind = book.types.field
    return {
        kind: lambda form: form.values.get(kind),
        "when": lambda form: (form.when.first, form.when.last) if form.when else None,
        "where": lambda form: form.where.place if form.where else None,
        "side1": lambda form: form.side1.actor if form.side1 else None,
        "side2": lambda form: form.side2.actor if form.side2 else None,
        **{count.name: _claimed(count.name) for count in book.count},
    }


def _claimed(count: str) -> Callable[[Form], Hashable]:
    """Return what reads the figures that a form gives for a count, in whatever order."""

    def figures(form: Form) -> Hashable:
        found = {str(claim.count) for claim in form.counts if claim.what == count}
        return frozenset(found) or None

    return figures


def _first_words(forms: Iterable[StoredForm]) -> dict[str, list[Form]]:
    """Return what was handed in first, by sheet."""
    told: dict[str, list[Form]] = {}
    for form in forms:
        first = next((one for one in form.revisions if one.status is Status.SUBMITTED), None)
        if first and not first.form.corroborates:
            told.setdefault(form.sheet, []).append(first.form)
    return told


def _side_by_side(
    sheets: Iterable[StoredSheet], told: Mapping[str, list[Form]]
) -> Iterable[tuple[list[Form], list[Form]]]:
    """Yield the forms of each two sheets of different coders on one article."""
    by_article: dict[str, list[StoredSheet]] = {}
    for sheet in sheets:
        if sheet.id in told or sheet.nothing_to_code:
            by_article.setdefault(sheet.article, []).append(sheet)
    for found in by_article.values():
        for one, other in combinations(sorted(found, key=lambda sheet: sheet.id), 2):
            if one.coder != other.coder:
                yield told.get(one.id, []), told.get(other.id, [])


def _same_events(one: Sequence[Form], other: Sequence[Form], parts: _Parts) -> Iterable[tuple[Form, Form]]:
    """Yield the forms of two sheets that have most in common, each once, as long as they have anything."""
    scored = sorted(
        (-sum(value(left) == value(right) is not None for value in parts.values()), i, j)
        for i, left in enumerate(one)
        for j, right in enumerate(other)
    )
    used: set[tuple[str, int]] = set()
    for score, i, j in scored:
        if score and not used & {("one", i), ("other", j)}:
            used |= {("one", i), ("other", j)}
            yield one[i], other[j]


def _measured(field: str, pairs: Sequence[Pair]) -> Agreement:
    agreed = sum(one == other for one, other in pairs)
    return Agreement(field=field, pairs=len(pairs), agreed=agreed, alpha=alpha(pairs))


def alpha(pairs: Sequence[Pair]) -> float | None:
    """Return Krippendorff's alpha for names (nominal data) of two coders; None where all values are one."""
    values = Counter(value for pair in pairs for value in pair)
    every = values.total()
    by_chance = (
        sum(count * (every - count) for count in values.values()) / (every * (every - 1)) if pairs else 0
    )
    if not by_chance:
        return None
    differing = sum(one != other for one, other in pairs) / len(pairs)
    return round(1 - differing / by_chance, 4)
