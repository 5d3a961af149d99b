"""Step 4b: incidents that the codebook's unit of record counts as one become one event.

By default that is the same actors at one place on one day with one type: two clashes of the
same sides in one town on one day are one event, whose counts are summed and whose incidents
stay listed. Only incidents that a person told apart (two forms of one sheet, a judgement) are
summed; where nobody did, two reports that agree in everything the unit looks at are taken to
tell of one incident, since counting its dead twice would be the worse mistake.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from eventbook.datasets.matching.links import Pair, ordered
from eventbook.datasets.merging.alike import stand_in
from eventbook.datasets.merging.merge import Merged, merge
from eventbook.datasets.merging.merge_records import keys_of
from eventbook.datasets.merging.merge_sides import aligned
from eventbook.datasets.merging.settled import How, Settled, Told
from eventbook.schema.codebook import Codebook
from eventbook.schema.context import Context
from eventbook.schema.counts import Amount
from eventbook.schema.plain_values import is_list
from eventbook.schema.record import Record
from eventbook.schema.when import When
from eventbook.schema.where import Where
from eventbook.schema.who import Side

Unit = tuple[object, ...]
"""What the unit of record looks at, in an incident; None where that is not known."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event before it has an id: its incidents, the earliest first, and its settled fields.

    `joined` counts the incidents that matching had kept apart and the unit of record took as one.
    """

    incidents: tuple[Merged, ...]
    fields: Mapping[str, Settled[object]]
    joined: int = 0

    @property
    def told(self) -> tuple[Told, ...]:
        """All reports, the earliest accepted first, their sides turned to fit it."""
        return tuple(aligned(one for incident in self.incidents for one in incident.told))


def aggregate(merged: Sequence[Merged], context: Context, apart: Collection[Pair]) -> tuple[Event, ...]:
    """Return the events, in order of their earliest reports' ids."""
    units: dict[Unit, list[Merged]] = {}
    for incident in merged:
        units.setdefault(_unit(incident, context), []).append(incident)
    _join_unknown(units, apart)
    events = [_event(group, context, apart) for group in units.values()]
    return tuple(sorted(events, key=lambda event: event.told[0].id))


def _join_unknown(units: dict[Unit, list[Merged]], apart: Collection[Pair]) -> None:
    """Join incidents of which a part of the unit is not known to the one event that they may be.

    What is not known does not differ: a report that gives no issue tells of the demonstration of
    that place and day. With two of different issues, or a person's word against it, it stays alone.
    """
    vague = [key for key in units if None in key]
    patterns = {tuple(part is None for part in key) for key in vague}
    known: dict[Unit, list[Unit]] = {}
    for key in units:
        for pattern in patterns if None not in key else ():
            known.setdefault(_masked(key, pattern), []).append(key)
    for key in vague:
        homes = known.get(key, [])
        kept: list[Merged] = []
        for one in units.pop(key):
            alone = len(homes) != 1 or _apart(units[homes[0]], one, apart)
            (kept if alone else units[homes[0]]).append(one)
        if kept:
            units[key] = kept


def _masked(key: Unit, pattern: tuple[bool, ...]) -> Unit:
    return tuple(None if hide else part for hide, part in zip(pattern, key, strict=True))


def _unit(incident: Merged, context: Context) -> Unit:
    """Return what the unit of record looks at; inexact days and places are nobody's but their own."""
    book = context.book
    when, where = incident.fields["when"].value, incident.fields["where"].value
    own = min(incident.reports)
    key: list[object] = []
    for part in book.unit.by:
        if part == "actors":
            key.append(frozenset(stand_in(actor, context.registry) for actor in _actors(incident)))
        elif part == "place" and isinstance(where, Where):
            exact = where.precision == book.places.precision[0].code
            key.append(where.place if exact else own)
        elif part == "day" and isinstance(when, When):
            key.append(when.last if when.days == 1 else own)
        elif part == "type":
            key.append(book.family(str(incident.fields[book.types.field].value)))
        else:
            value = incident.fields.get(part)
            key.append(_told_by(value.value, part, book) if value else None)
    return tuple(key)


def _told_by(value: object, part: str, book: Codebook) -> object:
    """Return what tells the values of a field apart: of records the words in their key."""
    field = book.record_fields.get(part)
    if field is None or not is_list(value):
        return value
    records = [one for one in value if isinstance(one, Record)]
    return keys_of(records, field)


def _actors(incident: Merged) -> list[str]:
    sides = [incident.fields[name].value for name in ("side1", "side2") if name in incident.fields]
    return [side.actor for side in sides if isinstance(side, Side)]


def _event(group: Sequence[Merged], context: Context, apart: Collection[Pair]) -> Event:
    incidents, book = _told_apart(group, context, apart), context.book
    if len(incidents) == 1:
        return Event(incidents, incidents[0].fields, len(group) - 1)
    whole = merge([one for incident in incidents for one in incident.told], context)
    fields = {**whole.fields}
    order = book.types.order.index
    kinds = [incident.fields[book.types.field] for incident in incidents]
    fields[book.types.field] = min(kinds, key=lambda kind: order(str(kind.value)))
    for count in book.count:
        name = f"counts.{count.name}"
        if name in fields:
            fields[name] = _sum(incidents, name)
    notes = [incident.fields["notes"] for incident in incidents if "notes" in incident.fields]
    texts = [str(note.value) for note in notes]
    if texts:
        givers = tuple(report for note in notes for report in note.reports)
        fields["notes"] = Settled("\n".join(texts), How.DERIVED, "notes-of-incidents", givers)
    return Event(incidents, fields, len(group) - len(incidents))


def _told_apart(group: Sequence[Merged], context: Context, apart: Collection[Pair]) -> tuple[Merged, ...]:
    """Return the incidents of one unit, those that nobody told apart merged into one."""
    kept: list[list[Merged]] = []
    for incident in sorted(group, key=lambda one: one.told[0].order):
        home = next((others for others in kept if not _apart(others, incident, apart)), None)
        if home is None:
            kept.append([incident])
        else:
            home.append(incident)
    joined = [
        others[0] if len(others) == 1 else merge([one for other in others for one in other.told], context)
        for others in kept
    ]
    return tuple(sorted(joined, key=lambda one: one.told[0].order))


def _apart(others: Sequence[Merged], incident: Merged, apart: Collection[Pair]) -> bool:
    return any(
        ordered(one, mine) in apart for other in others for one in other.reports for mine in incident.reports
    )


def _sum(incidents: Sequence[Merged], name: str) -> Settled[Amount]:
    total: Amount | None = None
    givers: list[str] = []
    for incident in incidents:
        settled = incident.fields.get(name)
        if settled is None or not isinstance(settled.value, Amount):
            continue
        total = settled.value if total is None else total + settled.value
        givers += settled.reports
    return Settled(total or Amount(), How.DERIVED, "sum-of-incidents", tuple(givers))
