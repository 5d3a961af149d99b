"""Step 1: the pairs of reports that could tell of the same incident, found in space-time.

Two reports are a pair when their spans of days come within `window.days` of each other and
their places within the distance that both precisions allow plus `slack_km`, across borders
too; or when one is known only by its region and the other lies in that region. Reports are
points on a sphere with time as the fourth axis; a k-d tree finds the neighbours. Coarse
reports (a province, a month) search with their own wide reach: they are put in classes by
reach and span, and each two classes are searched for themselves, so that exact reports do not
pay for vague ones and none is dropped.

The work goes slab by slab along the time axis: a slab owns the pairs of which the earlier
report lies in it. So memory stays bounded, and slabs may run side by side.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from eventbook.datasets.matching.columns import NOTHING, Bools, Columns, Floats, Ints
from eventbook.datasets.plan import Window

REGION_KM = 40.0
"""A place known only to this many kilometres or worse is a region."""
SLAB = 50_000
"""How many reports one slab holds."""
_EDGE = 1 + 1e-9
_SPANS = np.array([0.0, 3.5, 16.0])
_NONE = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Search:
    """What is searched: the reports, the window, each report's class, and who stands in a crowd."""

    columns: Columns
    window: Window
    classes: Ints
    crowded: Bools


@dataclass(frozen=True, slots=True)
class Pairs:
    """Candidate pairs as rows of the columns, `left` < `right`; `gap` is 0 where the spans overlap."""

    left: Ints
    right: Ints
    km: Floats
    gap: Floats


def search_of(columns: Columns, window: Window, crowded: Bools | None = None) -> Search:
    """Return what is searched. Where reports are `crowded`, a pair must have some side in common."""
    spans = np.searchsorted(_SPANS, columns.half)
    reaches = np.searchsorted(np.array(sorted(set(columns.reach.tolist()))), columns.reach)
    crowd = np.zeros(columns.size, dtype=np.bool_) if crowded is None else crowded
    return Search(columns, window, reaches * 8 + spans, crowd)


def slabs(size: int) -> Iterator[tuple[int, int]]:
    """Return the first row and the row after the last of every slab."""
    return ((start, min(start + SLAB, size)) for start in range(0, size, SLAB))


def candidate_pairs(search: Search, slab: tuple[int, int]) -> Pairs:
    """Return the candidate pairs whose left row lies in the slab, sorted."""
    start, stop = slab
    columns, window = search.columns, search.window
    keys = search.classes[start:]
    classes = [start + np.flatnonzero(keys == key) for key in sorted(set(keys.tolist()))]
    found = [
        _between(search, one[: np.searchsorted(one, stop)], other) for one in classes for other in classes
    ]
    keys = np.sort(np.concatenate(found)) if found else _NONE
    keys = keys[np.concatenate(([True], keys[1:] != keys[:-1]))] if len(keys) else keys
    left, right = keys // columns.size, keys % columns.size
    km = np.linalg.norm(columns.xyz[left] - columns.xyz[right], axis=1)
    apart = np.abs(columns.middle[left] - columns.middle[right])
    gap = np.maximum(0, apart - columns.half[left] - columns.half[right])
    near = km <= columns.reach[left] + columns.reach[right] + window.slack_km
    near |= _same_region(columns, left, right)
    keep = (gap <= window.days) & near
    return Pairs(left[keep], right[keep], km[keep], gap[keep])


def _same_region(columns: Columns, left: Ints, right: Ints) -> Bools:
    coarse = np.maximum(columns.reach[left], columns.reach[right]) >= REGION_KM
    region = columns.region[left]
    return np.asarray(coarse & (region == columns.region[right]) & (region != NOTHING))


def _between(search: Search, one: Ints, other: Ints) -> Ints:
    """Return the pairs of a row and a later one that a coarse search finds: a superset of the true ones."""
    columns = search.columns
    if not len(one) or not len(other):
        return _NONE
    km = float(columns.reach[one[0]] + columns.reach[other[0]] + search.window.slack_km)
    days = float(columns.half[one].max() + columns.half[other].max() + search.window.days)
    latest = np.searchsorted(columns.middle, columns.middle[one[-1]] + days, side="right")
    other = other[np.searchsorted(other, one[0]) : np.searchsorted(other, latest)]
    if not len(other):
        return _NONE
    left, right = _in_box(columns, (km, max(days, 1e-9)), one, other)
    if max(columns.reach[one[0]], columns.reach[other[0]]) >= REGION_KM:
        more, further = _in_region(columns, days, one, other)
        left, right = np.concatenate((left, more)), np.concatenate((right, further))
    keep = _plausible(search, left, right)
    return left[keep] * columns.size + right[keep]


def _in_box(columns: Columns, box: tuple[float, float], one: Ints, other: Ints) -> tuple[Ints, Ints]:
    """Return the pairs that lie within so many kilometres and days of each other along every axis."""
    km, days = box
    one_tree, other_tree = (
        cKDTree(
            np.column_stack((columns.xyz[rows] / km, columns.middle[rows] / days)),
            balanced_tree=False,
            compact_nodes=False,
        )
        for rows in (one, other)
    )
    if columns.reach[one[0]] == columns.reach[other[0]] and one[0] == other[0]:
        hits = other_tree.query_pairs(_EDGE, p=np.inf, output_type="ndarray")
        rows = other[hits]
        left, right = rows.min(axis=1), rows.max(axis=1)
        mine = left <= one[-1]
        return left[mine], right[mine]
    found = one_tree.sparse_distance_matrix(other_tree, _EDGE, p=np.inf, output_type="ndarray")
    left, right = one[found["i"]], other[found["j"]]
    later = left < right
    return left[later], right[later]


def _in_region(columns: Columns, days: float, one: Ints, other: Ints) -> tuple[Ints, Ints]:
    """Return the pairs of a row and a later one within so many days that name the same region."""
    one = one[columns.region[one] != NOTHING]
    width = columns.size + 1
    keys = np.sort(columns.region[other].astype(np.int64) * width + other)
    region = columns.region[one].astype(np.int64) * width
    last = np.searchsorted(columns.middle, columns.middle[one] + days, side="right")
    low, high = np.searchsorted(keys, region + one + 1), np.searchsorted(keys, region + last)
    number = np.maximum(high - low, 0)
    offset = np.arange(int(number.sum())) - np.repeat(np.cumsum(number) - number, number)
    return np.repeat(one, number), keys[np.repeat(low, number) + offset] % width


def _plausible(search: Search, left: Ints, right: Ints) -> Bools:
    """Return which pairs are worth weighing: in a crowd, those with a side in common or both sides open.

    A thousand reports of one city on one day would make half a million pairs, nearly all of
    them of people who have nothing to do with each other.
    """
    columns = search.columns
    one, other = columns.actors[left], columns.actors[right]
    same = (one[:, 0] == other[:, 0]) | (one[:, 1] == other[:, 1])
    same |= (one[:, 0] == other[:, 1]) | (one[:, 1] == other[:, 0])
    open_sides = (~columns.known).sum(axis=1)
    article = columns.article[left]
    told = (article == columns.article[right]) & (article != NOTHING)
    vague = open_sides[left] + open_sides[right] >= 2  # noqa: PLR2004  as many as there are sides
    crowd = search.crowded[left] & search.crowded[right]
    return np.asarray(same | vague | told | ~crowd)
