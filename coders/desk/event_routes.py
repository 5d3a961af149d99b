"""Events that are coded already, to add a source to: by likeness, by words, or by id."""

import re
from collections.abc import Iterable
from dataclasses import asdict
from heapq import nlargest
from typing import Any

from sqlalchemy import Connection, select
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from eventbook.coders.desk.room import room_of
from eventbook.coders.drafts.stored_sheet import load_filled, words_of
from eventbook.coders.intake.articles import load_article
from eventbook.coders.reading.draft_event import draft_event
from eventbook.coders.sheets.sheet_drafts import brief
from eventbook.coders.store.forms import StoredForm, forms_named, load_form, load_sheet
from eventbook.coders.store.tables import HEAD
from eventbook.coders.workspace.surroundings import Surroundings
from eventbook.schema.form import Status
from eventbook.schema.sheet import SECTIONS
from eventbook.schema.text import fold
from eventbook.schema.where import names_of

PUBLISHED = re.compile(r"[A-Z]{3}[0-9]+")
"""What the id of a published event looks like."""

LOOKED_AT = 200
"""Of events that are looked for by words, so many are looked through, the newest."""

LIMIT = 12
MOST_ALIKE = 3
"""So many events are shown beside a form."""

MOST_TEXT = 20_000
"""Letters of an article in which the names of events are looked for."""

STANDS = (Status.SUBMITTED, Status.ACCEPTED, Status.RETURNED, Status.REOPENED, Status.HELD)


def events(request: Request) -> Response:
    """Answer with events that words may mean, or that an article may tell of; an id is found however old."""
    room, asked = room_of(request), request.query_params
    words, own = asked.get("q", "").strip()[:200], asked.get("sheet", "")
    with room.reading() as (connection, around):
        published = (
            room.find_report(words) if PUBLISHED.fullmatch(words) else None
        )  # it reads the whole store
        named = load_form(connection, words) or load_form(connection, published or "")
        found = [named] if named else _recent(connection, own)
        text = _text(connection, own)
        ranked = sorted(found, key=lambda form: -_told_of(form, text, around))
        rows = [event_row(form, around) for form in ranked]
    wanted = fold(words).split()
    fitting = [
        row for row in rows if named or all(word in fold(f"{row['says']} {row['form']}") for word in wanted)
    ]
    return JSONResponse(fitting[:LIMIT])


def _text(connection: Connection, sheet: str) -> str:
    stored = load_sheet(connection, sheet)
    return fold(load_article(connection, stored.article).latest.text[:MOST_TEXT]) if stored else ""


def _told_of(form: StoredForm, text: str, around: Surroundings) -> int:
    """Return how many of the names of an event's place and actors stand in a folded text."""
    told = form.head.form
    place = around.gazetteer.get(told.where.place) if told.where else None
    names = [*(names_of(place) if place else ())]
    hits = int(any(fold(name) in text for name in names))
    actors = (around.registry.get(side.actor) for side in told.sides)
    listed = (actor.every_name for actor in actors if actor is not None and actor.identified)
    parts = ([fold(part) for name in every for part in name.split(": ")] for every in listed)
    return hits + sum(1 for every in parts if any(part in text for part in every))


def event_row(form: StoredForm, around: Surroundings) -> dict[str, Any]:
    """Return an event for a list: what it tells in a line, where it stands."""
    return {"form": form.id, "says": brief(form, around), "status": form.status.value, "coder": form.coder}


def _recent(connection: Connection, own: str) -> Iterable[StoredForm]:
    """Return the events that were handed in last, but for those of one sheet."""
    found: list[tuple[int, str]] = []
    for status in STANDS:  # one by one, each read backwards from its end: no sorting of a million
        newest = select(HEAD.c.seq, HEAD.c.form).where(
            HEAD.c.section == SECTIONS[0], HEAD.c.status == status, HEAD.c.sheet != own
        )
        rows = connection.execute(newest.order_by(HEAD.c.seq.desc()).limit(LOOKED_AT))
        found += [(int(row.seq), str(row.form)) for row in rows]
    return forms_named(connection, [name for _, name in nlargest(LOOKED_AT, found)])


def alike(request: Request) -> Response:
    """Answer with the known events that a form may tell of too, as far as it says when and where."""
    room, names = room_of(request), request.path_params
    with room.reading() as (connection, around):
        filled = load_filled(connection, names["sheet"])
        form = filled.form(names["form"])
        if form is None or form.section != SECTIONS[0]:
            return JSONResponse([])
        words = words_of(form.head.form, form.head.codebook, around)
        own = tuple(one.id for one in filled.forms)
        draft = draft_event(words, around.book, around.registry, around.gazetteer, own)
    found = room.session.similar_events(room.workspace.place, draft) if draft else ()
    return JSONResponse([{**asdict(one), "day": one.day.isoformat()} for one in found[:MOST_ALIKE]])


ROUTES = [Route("/api/events", events), Route("/api/sheets/{sheet}/alike/{form}", alike)]
