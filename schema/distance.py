"""Distances along the ground, on a sphere of the earth's mean radius.

Half a per cent off the true figure of the earth at most, which is less than any place is known by.
Points are (latitude, longitude) in WGS 84 degrees.
"""

from math import asin, atan2, cos, degrees, radians, sin, sqrt

from eventbook.schema.where import PlaceKind

EARTH_KM = 6371.0088
"""Mean radius of the earth (IUGG)."""

Point = tuple[float, float]

COMPASS = ("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW")

# How far a place of its kind reaches from its coordinates, in km: half the width of a large one.
# Towns and districts are covered by any precision; what is wider than the precision says is not.
_EXTENT = {
    PlaceKind.AREA: 15.0,
    PlaceKind.ADMIN2: 50.0,
    PlaceKind.ADMIN1: 120.0,
    PlaceKind.COUNTRY: 500.0,
    PlaceKind.SEA: 500.0,
}


def km_between(one: Point, other: Point) -> float:
    """Return the distance of two points along the ground, in km."""
    (north, east), (north_2, east_2) = ((radians(lat), radians(lon)) for lat, lon in (one, other))
    half = sin((north_2 - north) / 2) ** 2 + cos(north) * cos(north_2) * sin((east_2 - east) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, max(0.0, half))))


def offset(point: Point, km: float, bearing: float) -> Point:
    """Return the point that lies `km` from another one; `bearing` is in degrees from north, eastwards."""
    north, east = radians(point[0]), radians(point[1])
    angle, way = km / EARTH_KM, radians(bearing)
    height = sin(north) * cos(angle) + cos(north) * sin(angle) * cos(way)
    there = asin(min(1.0, max(-1.0, height)))
    turn = atan2(sin(way) * sin(angle) * cos(north), cos(angle) - sin(north) * height)
    return degrees(there), (degrees(east + turn) + 540.0) % 360.0 - 180.0


def bearing_of(compass: str) -> float:
    """Return the bearing of a point of the compass such as NNE. Raises ValueError for another word."""
    return COMPASS.index(compass.upper()) * 360.0 / len(COMPASS)


def reach_km(kind: PlaceKind, precision_km: float) -> float:
    """Return how far an event may lie from its place's coordinates, given the precision and what the place is."""
    return max(precision_km, _EXTENT.get(kind, 0.0))
