"""The places that a workspace knows: its own first, then those it kept of the world, then the world's.

Where one of the project's own places fits what a coder writes, it is meant: that is how a project
corrects the world, or says which of two namesakes its texts speak of. The world is asked only
where the project's own places have no answer. A place of the world that was named before is what it
then was (see `eventbook.coders.places.kept_places`).
"""

from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection

from eventbook.coders.places.place_search import OwnPlaces, Query, search
from eventbook.coders.places.places import ReadPlaces, StoredPlaces
from eventbook.coders.places.world import World
from eventbook.coders.places.world_index import index_folder
from eventbook.coders.store.records import Kind
from eventbook.schema.session import Workplace
from eventbook.schema.where import Gazetteer, Place, PlaceLookup

ALIKE = 3
NONE_KEPT = Gazetteer(())


class WorkspaceGazetteer:
    """The project's own places and the world's, asked as one (a `PlaceLookup`)."""

    def __init__(self, own: OwnPlaces, world: World, kept: PlaceLookup = NONE_KEPT) -> None:
        """Take the project's own places, the world's, and the copies of the world's that were kept."""
        self.own = own
        self.world = world
        self.kept = kept

    def get(self, place: str) -> Place | None:
        """Return the place with this id."""
        own = self.own.get(place)
        return self._whole(own) if own else self.kept.get(place) or self.world.get(place)

    def __getitem__(self, place: str) -> Place:
        """Return the place with this id, which is known to be there."""
        found = self.get(place)
        if found is None:
            raise KeyError(place)
        return found

    def find(self, written: str) -> tuple[Place, ...]:
        """Return the places that an id or a label with its country may mean."""
        place = self.get(written)
        if place is not None:
            return (place,)
        return tuple(map(self._whole, self.own.find(written))) or self._corrected(self._of_world(written))

    def _of_world(self, written: str) -> tuple[Place, ...]:
        """Return the places of the world that a label may mean, those that it no longer has among them."""
        hits = self.world.find(written)
        gone = (one for one in self.kept.find(written) if not hits or self.world.get(one.id) is None)
        return (*hits, *gone)

    def named(self, name: str) -> tuple[Place, ...]:
        """Return the places with this bare name in any country, the project's own first."""
        own = map(self._whole, self.own.named(name))
        return tuple(dict.fromkeys((*own, *self._corrected(self.world.named(name)))))

    def alike(self, written: str) -> tuple[Place, ...]:
        """Return places whose names are spelt nearly alike, likeliest first."""
        return tuple(hit.place for hit in search(Query(written, limit=ALIKE), self.own, self.world))

    def _whole(self, place: Place) -> Place:
        """Return a place of the project's own with the divisions of the place that it lies in."""
        if not place.within or place.admin1 or place.within == place.id:
            return place
        around = self.own.get(place.within) or self.kept.get(place.within) or self.world.get(place.within)
        units = ("admin1", "admin2", "admin3")
        missing = {unit: getattr(around, unit) for unit in units if around and not getattr(place, unit)}
        return place.model_copy(update=missing)

    def _corrected(self, places: tuple[Place, ...]) -> tuple[Place, ...]:
        """Return places of the world as the project has them: corrected, or as they were when they were named."""
        return tuple(dict.fromkeys(self.get(place.id) or place for place in places))


def gazetteer_of(
    connection: Connection, own: ReadPlaces | None = None, kept: ReadPlaces | None = None
) -> WorkspaceGazetteer:
    """Return the places that a workspace knows as it now stands: its own and the world's.

    What was read of the same state before may be handed in: of its own places, and of those it kept of the world.
    """
    copies = StoredPlaces(connection, Kind.WORLD_PLACE, kept)
    return WorkspaceGazetteer(StoredPlaces(connection, read=own), world_of(connection), copies)


def world_of(connection: Connection) -> World:
    """Return the world's places, their index being kept beside the store that a connection reads."""
    database = connection.engine.url.database
    return world_beside(Path(database)) if database else world_in(index_folder(None))


def world_beside(store: Path) -> World:
    """Return the world's places, their index being kept beside this store unless a folder is named for it."""
    return world_in(index_folder(Workplace(store.parent).cache))


@lru_cache(maxsize=4)
def world_in(folder: Path) -> World:
    """Return the world's places whose index a folder holds, the same for a whole run."""
    return World(folder)
