"""The places of the world as they were when somebody named them: a copy of each is in the store.

A newer list of the world's places may drop one, or move it. What was coded must not follow: the
first form or override that names a place has it copied, and from then on the copy is what that id
means here. So a build needs no list of the world's places, and no update of one changes what is
published. Whoever wants to correct such a place adds one of the project's own that stands for it.
"""

from collections.abc import Callable, Iterable

from sqlalchemy import Connection

from eventbook.coders.places.workspace_gazetteer import world_beside
from eventbook.coders.store.name_index import index_names
from eventbook.coders.store.records import Kind, body_of, keep, newest
from eventbook.coders.store.stamp import Stamp
from eventbook.coders.store.store import Store
from eventbook.schema.text import name_key
from eventbook.schema.where import Place, PlaceLookup, names_of


def reached(places: PlaceLookup, named: Iterable[str]) -> tuple[Place, ...]:
    """Return the places with these ids that there are, and those that they lie in, in order of id."""
    waiting = set(named)
    found: dict[str, Place] = {}
    seen: set[str] = set()
    while waiting:
        place = places.get(name := waiting.pop())
        seen.add(name)
        if place is not None:
            found[place.id] = place
            waiting |= {place.within} - seen - {""}
    return tuple(found[name] for name in sorted(found))


def keep_named(connection: Connection, places: PlaceLookup, named: Iterable[str], by: Stamp) -> None:
    """Copy the places of the world among these, and those that they lie in; a copy that is there stays."""
    for place in reached(places, named):
        if any(newest(connection, kind, place.id) is not None for kind in (Kind.PLACE, Kind.WORLD_PLACE)):
            continue
        keep(connection, Kind.WORLD_PLACE, place.id, body_of(place), by)
        index_names(connection, Kind.WORLD_PLACE, place.id, map(name_key, names_of(place)))


def ask_before_writing(store: Store, ask: Callable[[Connection], object]) -> None:
    """Ask first what a transaction that writes will ask, where the index of the world's places is not there yet.

    It takes a minute to make, and nobody should be kept from writing meanwhile. Where the question
    needs no place of the world, none is made.
    """
    if not world_beside(store.path).made:
        with store.reading() as connection:
            ask(connection)
