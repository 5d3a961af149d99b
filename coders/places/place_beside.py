"""How a project's places stand beside others: none lies in itself, and a far namesake of the world's is told.

One of the project's own places wins over the world's of its name. That is how a project corrects the
world; by mistake it moves every event that is coded there, so whoever adds one far away hears of it.
"""

from collections.abc import Iterable, Iterator

from eventbook.coders.places.world import World
from eventbook.schema.distance import km_between
from eventbook.schema.problem import Path, Problem, error
from eventbook.schema.where import Place, PlaceLookup

PLACE_CIRCLE = error("place-circle", "no place lies within itself")

FAR_KM = 100.0
"""From how far apart two places of one name in one country are hardly one place."""


def circle_faults(incoming: Iterable[tuple[Path, Place]], stored: PlaceLookup) -> Iterator[Problem]:
    """Yield the places that would lie within themselves; `stored` are the project's own that there are."""
    listed = list(incoming)
    after = {place.stands_for: place for _, place in listed if place.stands_for}
    after |= {place.id: place for _, place in listed}
    for path, place in listed:
        way = _circle(place, after, stored)
        if way:
            says = f"{place.id} would lie within itself: {' → '.join(way)}"
            yield PLACE_CIRCLE.at(
                (*path, "within"), says, "name the larger place around it, or leave it empty"
            )


def _circle(place: Place, after: dict[str, Place], stored: PlaceLookup) -> tuple[str, ...]:
    """Return the way from a place outwards back to itself, or nothing. A place of the world lies in no other."""
    way, around = [place.id], place.within
    while around:
        there = after.get(around) or stored.get(around)
        if there is None or there.id in way[1:]:  # in a circle that is not its own
            return ()
        way.append(there.id)
        if there.id == place.id:
            return tuple(way)
        around = there.within
    return ()


def far_namesakes(places: Iterable[Place], world: World) -> Iterator[str]:
    """Yield what to say of places that lie far from all of the world's of their name, country and kind.

    What stands for a place of the world is where it is on purpose. An index that is not there is not made.
    """
    for place in places if world.made else ():
        hits = [] if place.stands_for or not place.country else world.namesakes(place.name, place.country)
        alike = [one.place for one in hits if one.place.kind.division == place.kind.division]
        near = min(alike, key=lambda one: km_between(one.point, place.point), default=None)
        if near is not None and (km := km_between(near.point, place.point)) > FAR_KM:
            yield (
                f"mind that {place.id} lies {km:.0f} km from the world's {near.full_label} ({near.id}), and that "
                f"'{place.label}' means {place.id} from now on; if it is there to correct that one, say so in a "
                f'file with stands_for = "{near.id}", and if not, look at its coordinates'
            )
