"""The places in the store: each a record with its whole history, looked up one by one.

There are two kinds: the project's own, and copies of those places of the world that forms name.

A gazetteer may hold a hundred thousand places and a sheet names three, so nothing here reads them
all. The names are in the index of names, in the form in which their usual spellings are equal.
"""

from collections.abc import Callable, Iterable, Sequence

from rapidfuzz import fuzz, process
from sqlalchemy import Connection

from eventbook.coders.store.name_index import entries_named, index_names, indexed_names
from eventbook.coders.store.records import Kept, Kind, body_of, keep, newest
from eventbook.coders.store.stamp import Stamp
from eventbook.schema.text import name_key
from eventbook.schema.where import Gazetteer, Place, names_of

LEAST_ALIKE = 74.0
"""From 0 to 100, how like a written name a known one must be to be offered for it."""


def keep_place(connection: Connection, place: Place, by: Stamp) -> Kept:
    """Make a place's entry as given, with its names in the index; the same again is nothing new."""
    kept = keep(connection, Kind.PLACE, place.id, body_of(place), by)
    if kept is not Kept.SAME:
        # An id holds a hyphen, which no name's key does, so that the two cannot be taken for each other.
        index_names(connection, Kind.PLACE, place.id, {place.stands_for, *map(name_key, names_of(place))})
    return kept


EVERY = 500
"""Places after which progress is shown."""


ReadPlaces = dict[str, Place | None]
"""Places by id as they were read; None for ids that are no place's."""


class StoredPlaces:
    """The project's own places, or those of another kind, as they stand in one transaction (a `PlaceLookup`)."""

    def __init__(
        self, connection: Connection, kind: Kind = Kind.PLACE, read: ReadPlaces | None = None
    ) -> None:
        """Take a connection, and what was read of the same state before; nothing is read before it is asked for."""
        self._connection = connection
        self._kind = kind
        self._read: ReadPlaces = {} if read is None else read

    def get(self, place: str) -> Place | None:
        """Return the place with this id, or the one that stands for the world's of this id."""
        if place not in self._read:
            body = newest(self._connection, self._kind, place)
            self._read[place] = Place.model_validate(body) if body is not None else self._standing(place)
        return self._read[place]

    def _standing(self, place: str) -> Place | None:
        for name in entries_named(self._connection, self._kind, place) if "-" in place else ():
            found = self.get(name)
            if found is not None and found.stands_for == place:
                return found
        return None

    def __getitem__(self, place: str) -> Place:
        """Return the place with this id, which is known to be there."""
        found = self.get(place)
        if found is None:
            raise KeyError(place)
        return found

    def find(self, written: str) -> tuple[Place, ...]:
        """Return the places that an id or a label with its country may mean, by id order."""
        place = self.get(written)
        if place is not None:
            return (place,)
        parts = written.split(",")
        begins = (",".join(parts[:at]) for at in range(1, len(parts) + 1))
        return Gazetteer(tuple({one.id: one for name in begins for one in self._called(name)}.values())).find(
            written
        )

    def named(self, name: str) -> tuple[Place, ...]:
        """Return the places with this bare name in any country, by id order."""
        return self._called(name.split(",", maxsplit=1)[0])

    def _called(self, name: str) -> tuple[Place, ...]:
        key = name_key(name)
        found = map(self.get, entries_named(self._connection, self._kind, key) if key else ())
        return tuple(place for place in found if place is not None)

    def alike(self, written: str) -> tuple[Place, ...]:
        """Return the places of the name most like a wrong one."""
        asked = name_key(written.split(",", maxsplit=1)[0])
        hit = process.extractOne(asked, list(self.spellings()), scorer=fuzz.ratio, score_cutoff=LEAST_ALIKE)
        return self._called(hit[0]) if hit else ()

    def spellings(self) -> Iterable[str]:
        """Return the keys of all names: short texts, of which no place is made."""
        return dict.fromkeys(key for key, _ in indexed_names(self._connection, self._kind) if "-" not in key)


def keep_places(
    connection: Connection, places: Sequence[Place], by: Stamp, show: Callable[[int, int], None]
) -> dict[Kept, int]:
    """Keep many places; say how many of them were new, changed or the same."""
    done = dict.fromkeys(Kept, 0)
    for at, place in enumerate(places, 1):
        done[keep_place(connection, place, by)] += 1
        if at % EVERY == 0 or at == len(places):
            show(at, len(places))
    return done
