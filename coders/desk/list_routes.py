"""The lists that a coder chooses from: actors and places, searched on the server; and dates, read as typed.

Tens of thousands of actors and a million names of places never go to the browser; a few hits do.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from eventbook.coders.actors.actor_search import Wanted
from eventbook.coders.actors.actors import Grounds
from eventbook.coders.desk.actor_list import ActorList
from eventbook.coders.desk.form_view import actor_row, place_row, when_row
from eventbook.coders.desk.room import Room, room_of
from eventbook.coders.desk.sheet_routes import body_of
from eventbook.coders.desk.typed_date import typed_when
from eventbook.coders.lists.entries import PLACES, Found, add_entries, clashes, read_actor, read_place
from eventbook.coders.places.place_search import Query, search
from eventbook.coders.places.places import StoredPlaces
from eventbook.coders.places.workspace_gazetteer import world_of
from eventbook.coders.review.proposals import propose
from eventbook.schema.problem import Problem
from eventbook.schema.when import When
from eventbook.schema.where import Place
from eventbook.schema.who import Actor

LONGEST = 200
"""Letters of what is looked for at most."""

LIMIT = 12


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def actors(request: Request) -> Response:
    """Answer with the actors that words may mean."""
    room, asked = room_of(request), request.query_params
    words = asked.get("q", "").strip()[:LONGEST]
    wanted = Wanted(country=asked.get("country", "")[:3], day=_day(asked.get("day", "")))
    known: ActorList = request.app.state.actors
    with room.store.reading() as connection:
        return JSONResponse(known.find(connection, room.book, words, wanted) if words else [])


def places(request: Request) -> Response:
    """Answer with the places that words may mean."""
    room, asked = room_of(request), request.query_params
    words = asked.get("q", "").strip()[:LONGEST]
    if not words:
        return JSONResponse([])
    with room.store.reading() as connection:
        query = Query(words, country=asked.get("country", ""), limit=LIMIT)
        hits = search(query, StoredPlaces(connection), world_of(connection))
    return JSONResponse([{**place_row(hit.place), "why": hit.reason, "own": hit.own} for hit in hits])


def when(request: Request) -> Response:
    """Answer with what a date means as somebody typed it."""
    room, asked = room_of(request), request.query_params
    found = typed_when(asked.get("q", "")[:LONGEST], _day(asked.get("published", "")))
    if found is None:
        return JSONResponse(None)
    with room.reading() as (_, around):
        return JSONResponse({"value": found, "shown": when_row(When.model_validate(found), around)})


async def add_place(request: Request) -> Response:
    """Add a place of the project's own; answer with it, or with what is wrong."""
    body = await body_of(request)
    return JSONResponse(await run_in_threadpool(_place_added, room_of(request), body))


def _place_added(room: Room, body: dict[str, Any]) -> dict[str, Any]:
    place, problems = read_place(body, (), room.book)
    if not isinstance(place, Place) or problems:
        return told(problems)
    with room.store.writing() as connection:
        found = [Found((), place)]
        faults = list(clashes(connection, PLACES, found))
        if not faults:
            add_entries(connection, PLACES, found, room.stamp())
    return told(faults) if faults else {"entry": place_row(place)}


async def propose_actor(request: Request) -> Response:
    """Put an actor forward; answer with it, or with what is wrong."""
    body = await body_of(request)
    return JSONResponse(await run_in_threadpool(_proposed, room_of(request), body))


def _proposed(room: Room, body: dict[str, Any]) -> dict[str, Any]:
    given = {name: body[name] for name in ("name", "home", "aliases", "types") if body.get(name)}
    actor, problems = read_actor(given, (), room.book)
    if not isinstance(actor, Actor) or problems:
        return told(problems)
    grounds = Grounds(*(str(body.get(name) or "")[:1000] for name in ("why", "article", "quote")))
    with room.store.writing() as connection:
        faults = propose(connection, actor, room.stamp(), grounds)
    return told(faults) if faults else {"entry": actor_row(actor) | {"standing": "proposed"}}


def told(problems: Iterable[Problem]) -> dict[str, Any]:
    """Return problems for a dialog: which of its fields, what is wrong, what to do."""
    return {
        "problems": [
            {"field": one.where, "rule": one.rule, "message": one.message, "advice": one.advice}
            for one in problems
        ]
    }


ROUTES = [
    Route("/api/actors", actors),
    Route("/api/actors", propose_actor, methods=["POST"]),
    Route("/api/places", places),
    Route("/api/places", add_place, methods=["POST"]),
    Route("/api/when", when),
]
