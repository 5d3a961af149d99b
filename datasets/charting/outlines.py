"""Coasts and borders of the world, out of the TopoJSON that is shipped, cut to what a map shows.

Natural Earth's borders take no side; a map that shows them says where they are from.
"""

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files as package_files
from itertools import pairwise
from typing import Any

Ring = list[tuple[float, float]]
"""Points of longitude and latitude; the last joins the first."""
LEAP = 180.0
"""Degrees between two points beyond which the edge of the world lies between them."""
FILES = {"coarse": "countries-110m.json", "fine": "countries-50m.json"}


@cache
def rings(detail: str) -> tuple[Ring, ...]:
    """Return the outlines of all countries: `coarse` for the world, `fine` for a part of it."""
    text = (
        package_files("eventbook.schema.web").joinpath("vendored", FILES[detail]).read_text(encoding="utf-8")
    )
    topology = json.loads(text)
    arcs = [list(_points(arc, topology["transform"])) for arc in topology["arcs"]]
    return tuple(
        _joined(ring, arcs)
        for shape in topology["objects"]["countries"]["geometries"]
        for polygon in _polygons(shape)
        for ring in polygon
    )


def _points(arc: list[list[int]], transform: dict[str, list[float]]) -> Iterator[tuple[float, float]]:
    (across, down), (left, low) = transform["scale"], transform["translate"]
    x = y = 0
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        yield x * across + left, y * down + low


def _polygons(shape: dict[str, Any]) -> list[list[list[int]]]:
    if shape["type"] == "Polygon":
        return [shape["arcs"]]
    return shape["arcs"] if shape["type"] == "MultiPolygon" else []


def _joined(ring: list[int], arcs: list[Ring]) -> Ring:
    """Join arcs to a ring; a negative number is an arc walked backwards, and each begins where the last ended."""
    points: Ring = []
    for index in ring:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[1:] if points else arc
    return _unwrapped(points)


def _unwrapped(points: Ring) -> Ring:
    """Carry a ring on beyond the edge of the world, where it leaps to the other side: what lies there is cut off."""
    turned, leap = [points[0]], 0.0
    for (before, _), (x, y) in pairwise(points):
        leap += 360.0 if x - before < -LEAP else -360.0 if x - before > LEAP else 0.0
        turned.append((x + leap, y))
    return turned


def cut(ring: Ring, west: float, south: float, east: float, north: float) -> Ring:
    """Return the part of a ring within a box, by cutting it at one side after the other."""
    for axis, limit, keep_above in ((0, west, True), (0, east, False), (1, south, True), (1, north, False)):
        if not _lies_within(ring, axis, limit, keep_above=keep_above):
            ring = _cut_at(ring, axis, limit, keep_above=keep_above)
    return ring


def _lies_within(ring: Ring, axis: int, limit: float, *, keep_above: bool) -> bool:
    """Say whether a side cuts nothing off a ring, as most do: that is known sooner than it is cut."""
    reach = [point[axis] for point in ring] or [limit]
    return min(reach) >= limit if keep_above else max(reach) < limit


def _cut_at(ring: Ring, axis: int, limit: float, *, keep_above: bool) -> Ring:
    kept: Ring = []
    for before, point in zip(ring[-1:] + ring[:-1], ring, strict=True):
        was_in, is_in = (((one[axis] >= limit) == keep_above) for one in (before, point))
        if was_in != is_in:
            part = (limit - before[axis]) / (point[axis] - before[axis])
            other = before[1 - axis] + part * (point[1 - axis] - before[1 - axis])
            kept.append((limit, other) if axis == 0 else (other, limit))
        if is_in:
            kept.append(point)
    return kept
