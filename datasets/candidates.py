"""Step 1: the pairs of reports that could tell of the same incident, found in space-time.

Two reports are a pair when their spans of days come within `window_days` of each other and
their places within the distance that both precisions allow plus `slack_km`, across borders
too. Reports are points on a sphere with time as the fourth axis; a k-d tree finds the
neighbours. Coarse reports (a province, a month) search with their own wide reach: they are
put in classes by reach and span, and each pair of classes is searched once, so that exact
reports do not pay for vague ones and none is dropped.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.spatial import cKDTree

from eventbook.datasets.plan import Window
from eventbook.schema.distance import EARTH_KM

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Points:
    """The reports as arrays: unit-sphere coordinates in km, middle day, half span in days, reach in km."""

    xyz: Floats
    middle: Floats
    half: Floats
    reach: Floats


def points_of(table: pa.Table) -> Points:
    """Return the space-time points of a table of features, in its order."""
    latitude = np.radians(_floats(table, "latitude"))
    longitude = np.radians(_floats(table, "longitude"))
    xyz = EARTH_KM * np.column_stack(
        (np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude))
    )
    first, last = days_of(table, "first"), days_of(table, "last")
    return Points(xyz, (first + last) / 2, (last - first) / 2, _floats(table, "radius_km"))


def days_of(table: pa.Table, name: str) -> Floats:
    """Return a date column as days since 1970."""
    return np.asarray(table[name].cast(pa.int32()).to_numpy(), dtype=np.float64)


def _floats(table: pa.Table, name: str) -> Floats:
    return np.asarray(table[name].to_numpy(), dtype=np.float64)


def candidate_pairs(table: pa.Table, window: Window) -> pa.Table:
    """Return the candidate pairs as row numbers `left` < `right` with `km` and `gap_days`, sorted.

    `km` is the distance along a straight line; `gap_days` is 0 where the spans overlap.
    """
    points = points_of(table)
    found = [_between(points, one, other, window) for one, other in _class_pairs(points)]
    pairs = np.concatenate(found) if found else np.empty((0, 2), dtype=np.int64)
    pairs = np.unique(pairs, axis=0)
    left, right = pairs[:, 0], pairs[:, 1]
    km = np.linalg.norm(points.xyz[left] - points.xyz[right], axis=1)
    gap = np.maximum(
        0, np.abs(points.middle[left] - points.middle[right]) - points.half[left] - points.half[right]
    )
    near = (gap <= window.days) & (km <= points.reach[left] + points.reach[right] + window.slack_km)
    columns = {"left": left[near], "right": right[near], "km": km[near], "gap_days": gap[near]}
    return pa.table({name: pa.array(values) for name, values in columns.items()})


def _class_pairs(points: Points) -> list[tuple[Ints, Ints]]:
    """Return the row numbers of every two classes of reach and span, a class with itself included."""
    spans = np.searchsorted(np.array([0.0, 3.5, 16.0]), points.half)
    reaches = np.unique(points.reach, return_inverse=True)[1]
    keys = reaches * 8 + spans
    classes = [np.flatnonzero(keys == key).astype(np.int64) for key in np.unique(keys)]
    return [(one, other) for index, one in enumerate(classes) for other in classes[index:]]


def _between(points: Points, one: Ints, other: Ints, window: Window) -> Ints:
    """Return the pairs between two classes that a box search finds: a superset of the true ones."""
    km = float(points.reach[one].max() + points.reach[other].max() + window.slack_km)
    days = float(points.half[one].max() + points.half[other].max() + window.days)
    trees = [
        cKDTree(np.column_stack((points.xyz[rows] / km, points.middle[rows] / max(days, 1e-9))))
        for rows in (one, other)
    ]
    if one is other:
        hits = trees[0].query_pairs(1.0 + 1e-9, p=np.inf, output_type="ndarray")
        return np.sort(one[hits].reshape(-1, 2), axis=1)
    near = trees[0].query_ball_tree(trees[1], 1.0 + 1e-9, p=np.inf)
    lists = [np.array((np.full(len(hits), one[row]), other[hits])).T for row, hits in enumerate(near) if hits]
    return np.sort(np.concatenate(lists), axis=1) if lists else np.empty((0, 2), dtype=np.int64)
