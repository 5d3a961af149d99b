"""A map of events as SVG: dots by place, the larger the more events, in the colour of the commonest kind there.

A dot is filled where the place is exact, a ring where it is near it, a dashed ring where coordinates
only stand for a region. Longitudes are drawn narrower towards the poles by the one factor that is
right in the middle of the map, so that shapes there are true.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import cos, radians, sqrt

import numpy as np
from markupsafe import Markup

from eventbook.datasets.charting.drawn import KINDS, REGION, Drawn
from eventbook.datasets.charting.outlines import cut, rings

WIDTH = 960
CELL = 9
"""Units within which events share a dot."""
WORLD = (-180.0, -56.0, 180.0, 78.0)
WORLDWIDE = 230.0
"""Degrees across from which the whole world is shown."""
FINE_BELOW = 75.0
"""Degrees across below which the finer outlines are worth their bytes."""
EDGE = 3
LEAST_SPAN = 5.0
LARGEST_DOT = 17.0
NARROWEST, WIDEST = 0.42, 0.62
"""Height to width that a map may have."""


@dataclass(frozen=True, slots=True)
class View:
    """The part of the world that a map shows, and how degrees become units."""

    west: float
    south: float
    east: float
    north: float

    @property
    def narrow(self) -> float:
        """How much narrower a degree of longitude is drawn than one of latitude."""
        return cos(radians(max(-60.0, min(60.0, (self.south + self.north) / 2))))

    @property
    def scale(self) -> float:
        """Units to a degree of latitude."""
        return WIDTH / ((self.east - self.west) * self.narrow)

    @property
    def height(self) -> int:
        """The height of the map in units."""
        return round((self.north - self.south) * self.scale)

    def places(self, points: Iterable[tuple[float, float]]) -> Iterator[tuple[float, float]]:
        """Yield where points of longitude and latitude lie on the map; its factors are worked out once for all."""
        narrow, scale = self.narrow, self.scale
        for longitude, latitude in points:
            yield (longitude - self.west) * narrow * scale, (self.north - latitude) * scale


@dataclass(slots=True)
class Dot:
    """Events that share a dot."""

    x: float
    y: float
    events: int
    kind: int
    place: int


def event_map(of: Drawn, label: str) -> Markup:
    """Return the map of events; `label` says in words what it shows."""
    view = view_of(of)
    dots = sorted(_dots(of, view), key=lambda dot: (-dot.events, dot.x, dot.y))
    most = max((dot.events for dot in dots), default=1)
    shapes = Markup("").join(_circle(dot, most) for dot in dots)
    return Markup(
        '<svg class="map" viewBox="0 0 {} {}" role="img" aria-label="{}"><path class="land" d="{}"/>{}</svg>'
    ).format(WIDTH, view.height, label, _land(view), shapes)


def view_of(of: Drawn) -> View:
    """Return the part of the world that holds the events, with room around them and a fair shape."""
    placed = ~(np.isnan(of.latitude) | np.isnan(of.longitude))
    if not placed.any():
        return View(*WORLD)
    latitude, longitude = of.latitude[placed], of.longitude[placed]
    west, east, south, north = longitude.min(), longitude.max(), latitude.min(), latitude.max()
    if east - west > WORLDWIDE:
        return View(*WORLD)
    room = max(0.09 * max(east - west, north - south), 0.4)
    wide = max(float(east - west) + 2 * room, LEAST_SPAN)
    high = max(float(north - south) + 2 * room, LEAST_SPAN * NARROWEST)
    narrow = cos(radians(max(-60.0, min(60.0, float(south + north) / 2))))
    wide, high = max(wide, high / (WIDEST * narrow)), max(high, wide * narrow * NARROWEST)
    middle_x, middle_y = float(west + east) / 2, float(south + north) / 2
    return View(middle_x - wide / 2, middle_y - high / 2, middle_x + wide / 2, middle_y + high / 2)


def _dots(of: Drawn, view: View) -> Iterator[Dot]:
    """Yield dots: events of one cell and one class of place together."""
    placed = np.flatnonzero(~(np.isnan(of.latitude) | np.isnan(of.longitude)))
    x = (of.longitude[placed] - view.west) * view.narrow * view.scale
    y = (view.north - of.latitude[placed]) * view.scale
    columns = [np.rint(x / CELL).astype(np.int64), np.rint(y / CELL).astype(np.int64), of.place[placed]]
    if not placed.size:
        return
    keys, cell = np.unique(np.stack(columns), axis=1, return_inverse=True)
    cell = cell.reshape(-1)
    events = np.bincount(cell)
    middle = [np.bincount(cell, weights=axis) / events for axis in (x, y)]
    by_kind = np.bincount(cell * KINDS + of.kind[placed] % KINDS, minlength=events.size * KINDS)
    commonest = by_kind.reshape(-1, KINDS).argmax(axis=1)
    for at in range(events.size):
        yield Dot(
            float(middle[0][at]), float(middle[1][at]), int(events[at]), int(commonest[at]), int(keys[2][at])
        )


def _circle(dot: Dot, most: int) -> Markup:
    size = 2.6 + (LARGEST_DOT * sqrt((dot.events - 1) / most) if most > 1 else 1.4)
    if dot.place == REGION:
        size = max(size + 2.5, 7.0)
    title = f"{dot.events:,} event{'s' if dot.events > 1 else ''}"
    return Markup(
        '<circle class="kind-{} place-{}" cx="{}" cy="{}" r="{}"><title>{}</title></circle>'
    ).format(dot.kind, dot.place, _tenth(dot.x), _tenth(dot.y), _tenth(size), title)


def _land(view: View) -> str:
    detail = "fine" if view.east - view.west < FINE_BELOW else "coarse"
    edge = EDGE / view.scale  # cut a little outside, so that no border is drawn along the edge of the map
    box = (
        view.west - edge / view.narrow,
        view.south - edge,
        view.east + edge / view.narrow,
        view.north + edge,
    )
    paths = (_path(ring, view) for one in rings(detail) if _meets(one, box) and (ring := cut(one, *box)))
    return "".join(paths)


def _meets(ring: list[tuple[float, float]], box: tuple[float, float, float, float]) -> bool:
    across, down = [x for x, _ in ring], [y for _, y in ring]
    return max(across) >= box[0] and min(across) <= box[2] and max(down) >= box[1] and min(down) <= box[3]


def _path(ring: list[tuple[float, float]], view: View) -> str:
    """Return a ring as a path in whole units; points that fall on the one before are left out."""
    points = list(dict.fromkeys((round(x), round(y)) for x, y in view.places(ring)))
    if len(points) < 3:  # noqa: PLR2004  fewer enclose nothing
        return ""
    return "M" + " ".join(f"{x} {y}" for x, y in points) + "Z"


def _tenth(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
