"""The reports of about the days and the place of a draft: what a duplicate warning compares it with.

However many events a store holds, only those whose days come near are looked at, by an index, and of these only the
nearest are read. So nothing has to be gathered first, and a report is known as soon as it is accepted.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from heapq import nsmallest
from pathlib import Path

from sqlalchemy import Connection, bindparam, func, literal_column, select

from eventbook.coders.actors.actors import StoredActors
from eventbook.coders.places.kept_places import reached
from eventbook.coders.places.workspace_gazetteer import gazetteer_of
from eventbook.coders.settings import read_settings
from eventbook.coders.store.forms import forms_named
from eventbook.coders.store.public_names import PublicNames
from eventbook.coders.store.store import Store, open_store
from eventbook.coders.store.tables import HEAD
from eventbook.coders.workspace.gather import reports_of
from eventbook.coders.workspace.workspace import codebook_text, workspace_codebook
from eventbook.schema.build_input import BuildInput
from eventbook.schema.distance import km_between
from eventbook.schema.form import Status
from eventbook.schema.session import Workplace
from eventbook.schema.sheet import SECTIONS
from eventbook.schema.similar import DraftEvent
from eventbook.schema.where import PlaceLookup
from eventbook.schema.who import Actor

MOST = 100
"""Reports that are read, the nearest in days and distance."""

LONGEST = 62
"""Days of a span at most that is found by its days."""

DAY_KM = 10.0
"""Kilometres that are as far as a day, where only the nearest can be compared."""

FAR = 20_000.0
"""Kilometres to a place of which nothing is known."""

UNTIL_SETTLED = (Status.ACCEPTED, Status.REOPENED, Status.RETURNED, Status.SUBMITTED, Status.HELD)
"""Where a form may stand that is a report."""

Point = tuple[float, float]
_POINTS: dict[tuple[str, str], Point | None] = {}
"""Where places lie, for as long as a program runs: it only decides which reports are compared, and not how."""


def near_reports(place: Workplace, draft: DraftEvent, days: float) -> BuildInput:
    """Return the reports whose days are at most so many apart from a draft's, with the actors and places they name."""
    book = workspace_codebook(place)
    with _opened(place.store).reading() as connection:
        gazetteer, names = gazetteer_of(connection), PublicNames(connection)
        forms = forms_named(connection, _nearest(connection, draft, timedelta(days=days), gazetteer))
        reports = reports_of(forms, names)
        told = [side.actor for report in reports for side in report.form.sides]
        return BuildInput(
            codebook=book,
            codebook_text=codebook_text(place),
            reports=reports,
            articles=(),
            outlets=(),
            actors=tuple(_actors(connection, [draft.side1, draft.side2, *told])),
            places=reached(gazetteer, {one.form.where.place for one in reports if one.form.where}),
            about=read_settings(place.settings).dataset,
        )


@lru_cache(maxsize=4)
def _opened(store: Path) -> Store:
    """Return a store, looked at once for a whole run: it is asked at every pause in typing."""
    return open_store(store)


def _actors(connection: Connection, named: Iterable[str]) -> Iterator[Actor]:
    """Yield the actors of these ids that are entries, and those that they were merged into."""
    shelf, seen, todo = StoredActors(connection), {""}, list(named)
    while todo:
        name = todo.pop()
        actor = None if name in seen else shelf.get(name)
        seen.add(name)
        if actor is not None:
            yield actor
            todo.append(actor.same_as)


_NEAR = select(HEAD.c.form, HEAD.c.first, HEAD.c.last, HEAD.c.place).where(
    HEAD.c.last >= bindparam("first"),
    HEAD.c.last <= bindparam("soon"),
    func.coalesce(HEAD.c.first, HEAD.c.last) <= bindparam("last"),  # found on a day: it may have been before
    literal_column("+head.section") == SECTIONS[0],  # with +, the days are what is looked for
    literal_column("+head.status").in_(UNTIL_SETTLED),
)


def _nearest(
    connection: Connection, draft: DraftEvent, apart: timedelta, gazetteer: PlaceLookup
) -> list[str]:
    first, last = draft.first or draft.last, draft.last
    days = {"first": first - apart, "last": last + apart, "soon": last + apart + timedelta(days=LONGEST)}
    asked = {name: day.isoformat() for name, day in days.items()}
    rows = [tuple(row) for row in connection.execute(_NEAR, asked)]
    km = {place: _km(connection, place, draft, gazetteer) for place in {place for _, _, _, place in rows}}
    begins = {one or other for _, one, other, _ in rows}
    after = {day: (date.fromisoformat(day) - last).days for day in begins}
    before = {day: (first - date.fromisoformat(day)).days for day in {day for _, _, day, _ in rows}}
    ranked = (
        (max(0, before[end], after[start or end]) * DAY_KM + km[place], str(form))
        for form, start, end, place in rows
    )
    return [form for _, form in nsmallest(MOST, ranked)]


def _km(connection: Connection, place: str | None, draft: DraftEvent, gazetteer: PlaceLookup) -> float:
    """Return how far a place is from a draft's."""
    if not place:
        return FAR
    key = (connection.engine.url.database or "", place)
    if key not in _POINTS:
        found = gazetteer.get(place)
        _POINTS[key] = found.point if found else None
    point = _POINTS[key]
    return km_between(point, draft.place.point) if point else FAR
