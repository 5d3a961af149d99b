"""Records from several reports: which of them are one thing, and what is then said of it.

Two reports' records are one where they share a word in the slots that the codebook names as the
key, whatever its spelling; the records of one report are never one, for its coder told them
apart. What shares nothing stands side by side. With the policy `longest` the fullest report's
list stands as it is, for lists that no key can tell.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from eventbook.datasets.merging.settled import How, Settled, Told
from eventbook.schema.codebook_parts import Choice, CountMerge, FieldMerge, FieldSpec, Slot
from eventbook.schema.counts import Amount
from eventbook.schema.record import Record, SlotValue
from eventbook.schema.tally import Spoken, settle
from eventbook.schema.text import fold

Plain = str | int | float | bool | tuple[str, ...]
P = TypeVar("P", bound=Hashable)


@dataclass(slots=True)
class _Thing:
    """The records, at most one a report, that tell of one thing."""

    keys: set[str]
    told: dict[str, tuple[Told, Record]] = field(default_factory=dict[str, "tuple[Told, Record]"])


def merge_records(told: Sequence[Told], spec: FieldSpec) -> Settled[tuple[Record, ...]] | None:
    """Return the records of aligned reports under the codebook's policy, or None where none has any."""
    named = [(one, one.form.records[spec.name]) for one in told if one.form.records.get(spec.name)]
    if not named:
        return None
    givers = tuple(one.id for one, _ in named)
    if all(_alike(records, named[0][1]) for _, records in named):
        return Settled(named[0][1], How.AGREED, "all-agree", givers)
    if spec.merge is FieldMerge.LONGEST:
        one, records = min(named, key=lambda item: (-_fullness(item[1]), item[0].order))
        return Settled(records, How.CHOSEN, "fullest-list", (one.id,))
    things = _things(named, spec)
    value = tuple(_merged([*thing.told.values()], spec) for thing in things)
    return Settled(value, How.DERIVED, "records-by-key", givers)


def keys_of(records: Iterable[Record], spec: FieldSpec) -> frozenset[str]:
    """Return the words by which things are known for the same, whatever their spelling."""
    slots = spec.key or tuple(slot.name for slot in spec.slots)
    return frozenset(fold(text) for record in records for text in record.texts(*slots))


def _alike(records: Sequence[Record], others: Sequence[Record]) -> bool:
    """Tell whether two lists say the same; the words that they were read from may differ."""
    return [one.said for one in records] == [one.said for one in others]


def _fullness(records: Sequence[Record]) -> int:
    return sum(len(record.said) for record in records)


def _things(named: Iterable[tuple[Told, Sequence[Record]]], spec: FieldSpec) -> list[_Thing]:
    things: list[_Thing] = []
    for one, records in named:
        for record in records:
            keys = keys_of([record], spec)
            home = next((thing for thing in things if one.id not in thing.told and keys & thing.keys), None)
            if home is None:
                home = _Thing(set())
                things.append(home)
            home.keys |= keys
            home.told[one.id] = (one, record)
    return things


def _merged(told: Sequence[tuple[Told, Record]], spec: FieldSpec) -> Record:
    said: dict[str, SlotValue] = {}
    for slot in spec.slots:
        given = [(one, record.said[slot.name]) for one, record in told if slot.name in record.said]
        if given:
            said[slot.name] = _slot(given, slot)
    quotes = tuple(dict.fromkeys(quote for _, record in told for quote in record.quotes))
    return Record(said=said, quotes=quotes)


def _slot(given: Sequence[tuple[Told, SlotValue]], slot: Slot) -> SlotValue:
    amounts = [Spoken(one.voice, one.day, value) for one, value in given if isinstance(value, Amount)]
    if amounts:
        return settle(amounts, CountMerge.NEWEST_LOWEST)
    plain: list[Plain] = [value for _, value in given if not isinstance(value, Amount)]
    return field_value(plain, slot.merge, slot.choices)


def field_value(values: Sequence[Plain], how: FieldMerge, choices: Sequence[Choice]) -> Plain:
    """Return the one value of several under a policy; of choices as frequent the first declared."""
    if how is FieldMerge.UNION:
        items = [item for value in values for item in (value if isinstance(value, tuple) else (str(value),))]
        return tuple(sorted(set(items)))
    if how is FieldMerge.ANY:
        return any(bool(value) for value in values)
    if how is FieldMerge.LONGEST:
        return min((str(value) for value in values), key=lambda text: (-len(text), text))
    if how is FieldMerge.HIGHEST:
        return max((value for value in values if isinstance(value, (int, float))), default=values[0])
    votes = Counter(values)
    order = [choice.code for choice in choices]
    return min(votes, key=lambda one: (-votes[one], order.index(str(one)) if one in order else 0, str(one)))
