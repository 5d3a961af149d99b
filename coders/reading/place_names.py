"""Which places bear a name, for all the names of an article at once: the project's own and the world's.

An automaton over a million names takes seconds to make and half a gigabyte to hold. An article has only a
few hundred capitalised words, so their runs of words are asked of the index on the disk, some hundred in a
question, and answers are remembered: nothing is loaded and nothing has to be kept up to date.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from eventbook.coders.places.world import World
from eventbook.schema.text import name_key
from eventbook.schema.where import Place, PlaceKind, names_of

CHUNK = 400
"""Names in one question to the index."""

MOST_KNOWN = 100_000
"""Answers that are remembered; then all are forgotten."""

_ROWS = (
    "SELECT key, p.id, p.name, own, p.kind, p.population, p.country, p.latitude, p.longitude, p.admin1, p.admin2"
    " FROM name JOIN place p USING (n) WHERE key IN ({marks})"
)


@dataclass(frozen=True, slots=True)
class Bearer:
    """A place that bears a name. `divisions` are the numbers of its province and district; `own` its own name."""

    id: str
    name: str
    named: bool
    kind: PlaceKind
    people: int
    country: str
    point: tuple[float, float]
    divisions: tuple[int, int] = (0, 0)
    project: bool = False
    within: str = ""


class PlaceNames:
    """Names of places, asked many at a time."""

    def __init__(
        self,
        world: World,
        own: Mapping[str, tuple[Place, ...]],
        find: Callable[[str], Place | None],
    ) -> None:
        """Take the world's places, the project's own by key of their names, and how a place is found by its id."""
        self._world = world
        self._own = own
        self._known: dict[str, tuple[Bearer, ...]] = {}
        self.find = find

    def bearers(self, keys: Iterable[str]) -> dict[str, tuple[Bearer, ...]]:
        """Return for each key of a name that some place bears who bears it, the project's own first."""
        wanted = dict.fromkeys(keys)
        if len(self._known) > MOST_KNOWN:
            self._known.clear()
        missing = [key for key in wanted if key not in self._known]
        self._ask(missing)
        found = {key: (*self._own_bearers(key), *self._known[key]) for key in wanted}
        return {key: hits for key, hits in found.items() if hits}

    def written(self, place: Place) -> str:
        """Return the shortest label by which a sheet means this place and no other, else its id."""
        key = name_key(place.name)
        named = [one for one in self.bearers([key]).get(key, ()) if one.country == place.country]
        known = [
            one for one in named if one.project
        ] or named  # the project's own are meant before the world's
        meant = [one for one in known if not one.kind.division] or known
        if "," in place.name or not place.country:
            return place.id
        if [one.id for one in meant] == [place.id]:
            return place.label
        divisions = {one.divisions[0] for one in meant if one.id == place.id}
        inside = [one.id for one in meant if one.divisions[0] in divisions - {0}]
        return place.full_label if inside == [place.id] and place.admin1 else place.id

    def with_towns(self, bearers: tuple[Bearer, ...]) -> tuple[Bearer, ...]:
        """Return bearers, and for a province or district alone the town in it of the same name.

        The list has names of many provinces in scripts in which it lacks those of their chief towns.
        """
        if any(not one.kind.division for one in bearers):
            return bearers
        keys = {
            name_key(one.name): int(one.id.removeprefix("gn-")) for one in bearers if one.id.startswith("gn-")
        }
        towns = self.bearers(keys)
        inside = (
            one for key, number in keys.items() for one in towns.get(key, ()) if number in one.divisions
        )
        return (*bearers, *(one for one in inside if not one.kind.division))

    def _own_bearers(self, key: str) -> tuple[Bearer, ...]:
        return tuple(
            Bearer(
                place.id, place.name, name_key(place.name) == key, place.kind, place.population or 0, place.country,
                place.point, project=True, within=place.within,
            )
            for place in self._own.get(key, ())
        )  # fmt: skip

    def _ask(self, missing: list[str]) -> None:
        self._known.update(dict.fromkeys(missing, ()))
        for at in range(0, len(missing), CHUNK):
            part = missing[at : at + CHUNK]
            rows = self._world.index.execute(_ROWS.format(marks=", ".join("?" * len(part))), part)
            for key, place, name, own, kind, people, country, north, east, one, two in rows:
                found = Bearer(
                    place, name, bool(own), PlaceKind(kind), people, country, (north, east), (one, two)
                )  # fmt: skip
                self._known[key] = (*self._known[key], found)


def own_names(places: Iterable[Place]) -> dict[str, tuple[Place, ...]]:
    """Return places by the keys of all their names."""
    found: dict[str, tuple[Place, ...]] = {}
    for place in places:
        for key in dict.fromkeys(map(name_key, names_of(place))):
            found[key] = (*found.get(key, ()), place)
    return found
