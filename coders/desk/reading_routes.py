"""What the reading help finds in an article, for the page to light up; a text is read once."""

import threading
from collections import OrderedDict
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from eventbook.coders.desk.room import Room, room_of
from eventbook.coders.intake.articles import load_article
from eventbook.coders.reading.candidate import Reading
from eventbook.coders.reading.reader import Reader

KEPT = 32
"""Readings of so many texts are kept, of those last asked for."""


class Readings:
    """The reading help of a desk: its lists loaded once, its last readings kept."""

    def __init__(self, room: Room) -> None:
        self._reader = Reader.of(room.workspace)
        self._lock = threading.Lock()  # one text at a time: a second one would only slow the first
        self._kept: OrderedDict[tuple[str, int], Reading] = OrderedDict()

    def warm(self) -> None:
        """Load the lists, so that nobody waits for them when the first article is opened."""
        with self._lock:
            self._reader.lists()

    def of(self, room: Room, name: str) -> Reading:
        """Return what an article seems to say."""
        with room.store.reading() as connection:
            article = load_article(connection, name)
        with self._lock:
            key = (f"{article.id}/{article.latest.n}", id(self._reader.lists()))
            if key not in self._kept:
                self._kept[key] = self._reader.read(article)
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return self._kept[key]


def reading(request: Request) -> Response:
    """Answer with the candidates of an article, and where it seems to tell of an incident each."""
    readings: Readings = request.app.state.readings
    found = readings.of(room_of(request), request.path_params["article"])
    rows: list[dict[str, Any]] = [asdict(one) for one in found.candidates]
    return JSONResponse({"candidates": rows, "incidents": [list(one) for one in found.incidents]})


ROUTES = [Route("/api/articles/{article}/reading", reading)]
