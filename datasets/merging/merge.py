"""Step 4a: the reports of one incident become one, field by field, each by its stated policy.

Every function takes the aligned reports of one incident and returns a settled value; none
depends on the order of its input, and merging one report (or the same one twice) changes
nothing. Policies that a codebook can choose are named there.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from eventbook.datasets.merging.alike import stand_in
from eventbook.datasets.merging.merge_records import field_value, merge_records
from eventbook.datasets.merging.merge_sides import aligned, merge_side
from eventbook.datasets.merging.settled import How, Settled, Told, how_of
from eventbook.datasets.merging.shares import EVEN_SHARE, only_shares
from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_parts import CountKind, FieldMerge, FieldSpec, FieldType
from eventbook.schema.context import Context
from eventbook.schema.counts import Amount
from eventbook.schema.form import FieldValue
from eventbook.schema.registry import Registry
from eventbook.schema.tally import Spoken, settle
from eventbook.schema.text import fold
from eventbook.schema.when import Lasting, SpanPart, When
from eventbook.schema.where import PlaceLookup, Where


@dataclass(frozen=True, slots=True)
class Merged:
    """One incident: its aligned reports and its settled fields under the names they have on a form."""

    told: tuple[Told, ...]
    fields: Mapping[str, Settled[object]]

    @property
    def reports(self) -> tuple[str, ...]:
        """The ids of its reports, the earliest accepted first."""
        return tuple(one.id for one in self.told)


def merge(told: Sequence[Told], context: Context) -> Merged:
    """Return the incident that some reports tell of; at least one of them must be a whole report."""
    book, registry = context.book, context.registry
    ranked = aligned({one.id: one for one in told}.values())
    fields: dict[str, Settled[object]] = {"when": merge_when(ranked), "where": merge_where(ranked, context)}
    for name in ("side1", "side2"):
        side = merge_side(ranked, name, registry)
        if side:
            fields[name] = side
    fields[book.types.field] = merge_type(ranked, book, registry)
    for spec in book.field:
        listed = spec.type is FieldType.RECORDS
        value = merge_records(ranked, spec) if listed else merge_field(ranked, spec)
        if value:
            fields[spec.name] = value
    for count in book.count:
        amount = merge_count(ranked, count)
        if amount:
            fields[f"counts.{count.name}"] = amount
    notes = merge_notes(ranked)
    if notes:
        fields["notes"] = notes
    return Merged(tuple(ranked), fields)


def merge_when(told: Sequence[Told]) -> Settled[When]:
    """Return the tightest span that most reports allow; of several such, the shortest, then the first."""
    spans = [(one.id, one.form.when) for one in told if one.form.when is not None]
    whens = [when for _, when in spans]
    if len(set(whens)) == 1:
        return Settled(whens[0], How.AGREED, "all-agree", tuple(name for name, _ in spans))
    edges = sorted({day for when in whens for day in (when.first or date.min, when.last + timedelta(1))})
    stretches = [(start, end - timedelta(1)) for start, end in pairwise(edges)]
    covering = {stretch: [item for item in spans if _covers(item[1], stretch)] for stretch in stretches}
    start, end = min(stretches, key=lambda item: (-len(covering[item]), item[1] - item[0], item[0]))
    givers = covering[(start, end)]
    first = None if start == date.min else start
    exact = [when for _, when in givers if (when.first, when.last) == (first, end)]
    lasting = Counter(when.lasting for _, when in givers).most_common()
    longest = (
        Lasting.THROUGHOUT if dict(lasting).get(Lasting.THROUGHOUT, 0) * 2 > len(givers) else Lasting.WITHIN
    )
    part = exact[0].part if exact else SpanPart.WHOLE
    times = {when.time for _, when in givers if when.time is not None}
    value = When(
        first=first, last=end, lasting=longest, part=part, time=times.pop() if len(times) == 1 else None
    )
    return Settled(value, How.CHOSEN, "tightest-span-of-most", tuple(name for name, _ in givers))


def _covers(when: When, stretch: tuple[date, date]) -> bool:
    return (when.first or date.min) <= stretch[0] and stretch[1] <= when.last


def merge_where(told: Sequence[Told], context: Context) -> Settled[Where]:
    """Return the place of the finest precision, a part of a town before the town.

    Of several, that of most reports stands, then that of the earliest.
    """
    rank = {step.code: index for index, step in enumerate(context.book.places.precision)}
    named = [(one, one.form.where) for one in told if one.form.where is not None]
    finest = min(rank[where.precision] for _, where in named)
    best = [(one, where) for one, where in named if rank[where.precision] == finest]
    around = {one for _, where in best for one in _around(where.place, context.gazetteer)}
    best = [(one, where) for one, where in best if where.place not in around] or best
    votes = Counter(where.place for _, where in best)
    place = min(best, key=lambda item: (-votes[item[1].place], item[0].order))[1].place
    givers = [(one, where) for one, where in best if where.place == place]
    left = [where.remainder for _, where in givers if where.remainder is not None]
    value = Where(place=place, precision=givers[0][1].precision, remainder=max(left, default=None))
    how = how_of([(where.place, where.precision) for _, where in named])
    rule = "all-agree" if how is How.AGREED else "finest-precision"
    return Settled(value, how, rule, tuple(one.id for one, _ in givers))


def _around(place: str, places: PlaceLookup) -> set[str]:
    """Return the places that a place lies in."""
    found: set[str] = set()
    known = places.get(place)
    while known is not None and known.within and known.within not in found:
        found.add(known.within)
        known = places.get(known.within)
    return found


def merge_type(told: Sequence[Told], book: Codebook, registry: Registry) -> Settled[str]:
    """Return the type: the highest of the declared order among the same actors, else the most frequent.

    A report that names fewer of the actors than another does not speak of different ones.
    """
    named = [
        (one, str(one.form.values[book.types.field])) for one in told if book.types.field in one.form.values
    ]
    codes = [code for _, code in named]
    rank = book.types.order.index
    actors = [frozenset(stand_in(side.actor, registry) for side in one.form.sides) for one, _ in named]
    widest = max(actors, key=len)
    if len(set(codes)) == 1:
        code, rule = codes[0], "all-agree"
    elif all(group <= widest for group in actors):
        code, rule = min(codes, key=rank), "highest-type-of-same-actors"
    else:
        votes = Counter(codes)
        code, rule = min(votes, key=lambda one: (-votes[one], rank(one))), "most-reports"
    return Settled(code, how_of(codes), rule, tuple(one.id for one, given in named if given == code))


def merge_field(told: Sequence[Told], spec: FieldSpec) -> Settled[FieldValue] | None:
    """Return the value of a codebook field under the policy the codebook names, or None where nobody says."""
    named = [(one, _said(one.form.values[spec.name], spec)) for one in told if spec.name in one.form.values]
    if not named:
        return None
    values = [value for _, value in named]
    value = field_value(values, spec.merge, spec.choices)
    givers = tuple(one.id for one, given in named if given == value) or tuple(one.id for one, _ in named)
    how = How.DERIVED if value not in values else how_of(values)
    return Settled(value, how, "all-agree" if how is How.AGREED else spec.merge.value, givers)


def _said(value: FieldValue, spec: FieldSpec) -> FieldValue:
    """Return a value as it is compared: in a union nobody means an order."""
    return tuple(sorted(set(value))) if spec.merge is FieldMerge.UNION and isinstance(value, tuple) else value


def merge_count(told: Sequence[Told], count: CountKind) -> Settled[Amount] | None:
    """Return one count: each voice's latest word, settled by the codebook's rule; None if nobody counts."""
    spoken = [
        (
            one.id,
            Spoken(
                fold(claim.by) if claim.by else one.voice,
                claim.as_of or one.day,
                claim.count,
                claim.kind,
                claim.of,
            ),
        )
        for one in told
        for claim in one.form.counts
        if claim.what == count.name
    ]
    if not spoken:
        return None
    value = settle([claim for _, claim in spoken], count.merge)
    agreed = all(claim.amount == value and claim.of is None for _, claim in spoken)
    how, rule = (How.AGREED, "all-agree") if agreed else (How.DERIVED, count.merge.value)
    if only_shares(told, count.name):
        how, rule = How.DERIVED, EVEN_SHARE
    return Settled(
        value, how, rule, tuple(dict.fromkeys(name for name, claim in spoken if claim.amount.known))
    )


def merge_notes(told: Sequence[Told]) -> Settled[str] | None:
    """Return the richest notes, which are the longest; of two as long the earlier accepted."""
    named = [(one, one.form.notes) for one in told if one.form.notes]
    if not named:
        return None
    longest = min(named, key=lambda item: (-len(item[1]), item[0].order))
    return Settled(longest[1], how_of([notes for _, notes in named]), "richest-report", (longest[0].id,))
