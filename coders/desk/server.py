"""The desk's application and the small server that runs it, on this machine only."""

import hashlib
import socket
import sys
import threading
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date

import anyio.to_thread
import uvicorn
from anyio import CapacityLimiter
from starlette.applications import Starlette

from eventbook.coders.actors.actor_search import ANYONE
from eventbook.coders.desk import (
    event_routes,
    list_routes,
    pages,
    reading_routes,
    sheet_routes,
    work_routes,
)
from eventbook.coders.desk.actor_list import ActorList
from eventbook.coders.desk.entrance import Entrance
from eventbook.coders.desk.gate import Address, App, Gate
from eventbook.coders.desk.reading_routes import Readings
from eventbook.coders.desk.room import Room
from eventbook.coders.desk.sheet_routes import SAVES
from eventbook.schema.errors import EventbookError
from eventbook.schema.session import Workplace
from eventbook.schema.similar import DraftEvent
from eventbook.schema.where import Place, PlaceKind

HOST = "127.0.0.1"
FIRST_PORT, PORTS = 20_000, 20_000
"""Ports that a desk takes: each workspace its own, so that what a browser keeps for it stays its own."""

TRIED = 20

THREADS = 2
"""Answers that are worked out at once, besides saves. More would only slow each other down, as Python runs one."""

TURN = 0.001
"""Seconds for which one thread works while others wait: a save gives way at each word with the store, and beside a
long search would wait five times as long each time by Python's own measure."""

KEEP_ALIVE = 75
"""Seconds that a connection without a question stays open: far longer than a coder pauses, so that no save meets one
that is just being closed."""

BACKLOG = 2048
"""Connections that may wait to be taken: each tab opens some at once when a desk comes back."""


class NoPortError(EventbookError, OSError):
    """The port that was asked for cannot be had."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk that is ready to run: its application and how a browser gets in."""

    app: App
    room: Room
    entrance: Entrance
    readings: Readings
    actors: ActorList
    port: int

    def link(self) -> str:
        """Return a link that lets one browser in, once."""
        return f"http://{HOST}:{self.port}/enter?key={self.entrance.new_key()}"


def make_desk(room: Room, port: int, language: str = "en") -> Desk:
    """Return the desk of a workspace, to be reached at this port."""
    entrance = Entrance(room.workspace.place.cache / "desk.json", port)
    parts = (pages, work_routes, sheet_routes, list_routes, reading_routes, event_routes)
    routes = [route for part in parts for route in part.ROUTES]
    room = replace(room, workspace=replace(room.workspace, store=room.store.served(THREADS + SAVES)))
    app = Starlette(routes=routes, exception_handlers=pages.FAULTS, lifespan=_bounded)
    app.state.room = room
    app.state.entrance = entrance
    app.state.language = language
    app.state.saves = CapacityLimiter(SAVES)
    app.state.actors = actors = ActorList()
    app.state.readings = readings = Readings(room)
    gate = Gate(app, Address((HOST, "localhost"), port), entrance)
    return Desk(gate, room, entrance, readings, actors, port)


@asynccontextmanager
async def _bounded(_: Starlette) -> AsyncGenerator[None]:
    """Bound the threads for as long as the desk runs."""
    anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
    yield


NOTHING = DraftEvent(
    None, date(1900, 1, 1), Place(id="warm", name="Nowhere", latitude=0, longitude=0, kind=PlaceKind.SEA), 1
)
"""What is asked once so that the known events are loaded."""


def own_port(place: Workplace) -> int:
    """Return the port that a workspace's desk has whenever it is free: a browser keeps unsent work by port."""
    digest = hashlib.sha256(str(place.root.resolve()).encode()).digest()
    return FIRST_PORT + int.from_bytes(digest[:4]) % PORTS


def listening(place: Workplace, port: int | None) -> socket.socket:
    """Return a socket on this machine that listens at a port, or at the workspace's own or one of the next."""
    first = own_port(place) if port is None else port
    for one in range(first, first + (TRIED if port is None else 1)):
        # The protocol is named, as asyncio sends small answers at once only where it is: else each waits 40 ms.
        bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((HOST, one))
        except OSError:
            bound.close()
            continue
        bound.listen(BACKLOG)
        return bound
    message = f"port {first} is taken; name another one with --port"
    raise NoPortError(message)


def run(desk: Desk, bound: socket.socket) -> None:
    """Serve until it is stopped; what takes long to load is loaded meanwhile."""
    threading.Thread(target=_warm, args=(desk,), daemon=True).start()
    sys.setswitchinterval(TURN)
    with desk.room.store.reading() as _:  # as long as one is open, SQLite does not tidy up after each save
        _serve(desk, bound)


def _warm(desk: Desk) -> None:
    room = desk.room
    with room.store.reading() as connection:
        for typed in ("a", "qzx"):  # a beginning, and what only near spellings may answer
            desk.actors.find(connection, room.book, typed, ANYONE)
    desk.readings.warm()
    room.session.similar_events(room.workspace.place, NOTHING)


def _serve(desk: Desk, bound: socket.socket) -> None:
    config = uvicorn.Config(
        desk.app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE,
        backlog=BACKLOG,
    )
    uvicorn.Server(config).run(sockets=[bound])
