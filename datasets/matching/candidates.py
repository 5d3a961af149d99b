"""Step 1: the pairs of reports that could tell of the same incident, found in space-time.

Two reports are a pair when their spans of days come within `window.days` of each other and
their places within the distance that both precisions allow plus `slack_km`, across borders
too. Where both say in which region they lie, a vague one meets what lies in its own region
however far, and what lies near its point; a region that is another one is an answer, and
without it every province would meet half a country. Reports are put in cells, of the earth for
what lies near, or their region, and looked for among the later ones of the cell. Vague reports
whose region is not known, and those of a long time, search with their own wide reach: they are
put in classes by reach and span, and each two classes are searched for themselves, so that exact
reports do not pay for vague ones and none is dropped.

The work goes slab by slab along the time axis: a slab owns the pairs of which the earlier
report lies in it. So memory stays bounded, and slabs may run side by side.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from eventbook.datasets.matching.columns import NOTHING, Bools, Codes, Columns, Ends, Floats, Ints
from eventbook.datasets.matching.following import following
from eventbook.datasets.matching.grid import grid_of
from eventbook.datasets.plan import Window

REGION_KM = 40.0
"""A place known only to this many kilometres or worse is a region."""
POINT_KM = 15.0
"""How far a vague report reaches from its point into regions that are not its own."""
SLAB = 50_000
"""How many reports one slab holds."""
_SPANS = np.array([0.0, 3.5, 16.0])
_REACHES = np.array([POINT_KM, REGION_KM])
Scalar = TypeVar("Scalar", bound=np.generic)
_NONE = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that are searched together, in order, and half the days of the longest span that any of them has."""

    rows: Ints
    longest: float

    def between(self, start: int, stop: int) -> "Group":
        """Return the rows from one on and before another."""
        low, high = np.searchsorted(self.rows, (start, stop))
        return Group(self.rows[low:high], self.longest)


@dataclass(frozen=True, slots=True)
class Search:
    """What is searched: the reports, the window, the rows of each class, and who stands in a crowd.

    `axes` are x, y and z in km. `within` are the rows of those that know a region, by span and by whether it is
    all they know. `regional` tells which reports know the region they lie in, `short` how far a report reaches
    where both do, `sides` who stands on either side, `open` how many sides are not known.
    """

    columns: Columns
    axes: tuple[Floats, Floats, Floats]
    window: Window
    classes: tuple["Group", ...]
    within: tuple["Group", ...]
    crowded: Bools
    regional: Bools
    short: Floats
    sides: tuple[Codes, Codes]
    open: npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Candidate pairs as rows of the columns, `left` < `right`; `gap` is 0 where the spans overlap."""

    left: Ints
    right: Ints
    km: Floats
    gap: Floats

    def between(self, start: int, stop: int) -> "Pairs":
        """Return the pairs from one on and before another."""
        some = slice(start, stop)
        return Pairs(self.left[some], self.right[some], self.km[some], self.gap[some])

    def ends(self, values: npt.NDArray[Scalar]) -> tuple[npt.NDArray[Scalar], npt.NDArray[Scalar]]:
        """Return the values of both reports of every pair."""
        return values.take(self.left), values.take(self.right)


def search_of(columns: Columns, window: Window, crowded: Bools | None = None) -> Search:
    """Return what is searched. Where reports are `crowded`, a pair must have some side in common."""
    crowd = np.zeros(columns.size, dtype=np.bool_) if crowded is None else crowded
    regional = (columns.region != NOTHING) & ~columns.whole
    short = np.minimum(columns.reach, POINT_KM)
    further = np.unique(columns.reach[columns.reach > _REACHES[-1]])
    steps = np.concatenate((_REACHES, further))
    reaches = np.searchsorted(steps, np.where(regional, short, columns.reach))
    spans = np.searchsorted(_SPANS, columns.half)
    classes = _by_key(columns, (reaches * 2 + regional) * 8 + spans)
    vague = spans * 2 + (columns.reach >= REGION_KM)
    within = _by_key(columns, np.where(columns.region == NOTHING, -1, vague))
    one, other = (np.ascontiguousarray(side) for side in columns.actors.T)
    unknown = (~columns.known).sum(axis=1, dtype=np.int8)
    x, y, z = (np.ascontiguousarray(axis) for axis in columns.xyz.T)
    return Search(columns, (x, y, z), window, classes, within, crowd, regional, short, (one, other), unknown)


def _by_key(columns: Columns, keys: Ints) -> tuple[Group, ...]:
    """Return the rows of each key from nought on, by key."""
    known: list[int] = np.unique(keys[keys >= 0]).tolist()
    groups = (np.flatnonzero(keys == key) for key in known)
    return tuple(Group(rows, float(columns.half[rows].max())) for rows in groups)


def slabs(size: int) -> Iterator[tuple[int, int]]:
    """Return the first row and the row after the last of every slab."""
    return ((start, min(start + SLAB, size)) for start in range(0, size, SLAB))


def candidate_pairs(search: Search, slab: tuple[int, int]) -> Pairs:
    """Return the candidate pairs whose left row lies in the slab, sorted."""
    found = [_NONE]
    for one, other in _both(search, search.classes, slab):
        found += _near(search, one, other)
    for one, other in _both(search, search.within, slab):
        if max(search.columns.reach[group.rows[0]] for group in (one, other)) >= REGION_KM:
            found += _in_region(search, one, other)
    return _measured(search, np.sort(np.concatenate(found)))


def _both(search: Search, groups: tuple[Group, ...], slab: tuple[int, int]) -> Iterator[tuple[Group, Group]]:
    """Yield each two groups: the rows of one that lie in the slab, and those of the other that they could meet."""
    columns = search.columns
    for one in (group.between(*slab) for group in groups):
        for other in groups if len(one.rows) else ():
            days = one.longest + other.longest + search.window.days
            latest = np.searchsorted(columns.middle, columns.middle[one.rows[-1]] + days, side="right")
            later = other.between(int(one.rows[0]), int(latest))
            if len(later.rows):
                yield one, later


def _near(search: Search, one: Group, other: Group) -> Iterator[Ints]:
    """Yield the pairs of a row and a later one whose points are near each other, as single numbers.

    Pairs that their region brings together are left to `_in_region`.
    """
    columns, rows = search.columns, (one.rows, other.rows)
    regional = all(search.regional[mine[0]] for mine in rows)
    reach = search.short if regional else columns.reach
    slack = search.window.slack_km
    grid = grid_of(max(1, ceil(reach[rows[0]].max() + reach[rows[1]].max() + slack)))
    few = len(rows[0]) < len(rows[1]) / 8  # it is cheaper to look around the fewer ones
    ways = (grid.around, grid.own) if few else (grid.own, grid.around)
    cells = ways[0](columns.degrees[rows[0]]), ways[1](columns.degrees[rows[1]])
    for ends in _later(search, one, other, cells):
        near = _km(search, *ends) <= reach.take(ends[0]) + reach.take(ends[1]) + slack
        met = _met(search, _those(near, ends))
        yield _packed(search, _those(~_same_region(search, *met), met))


def _in_region(search: Search, one: Group, other: Group) -> Iterator[Ints]:
    """Yield the pairs of a row and a later one of the same region, as single numbers."""
    mine, others = (search.columns.region[group.rows].astype(np.int64) for group in (one, other))
    for ends in _later(search, one, other, (mine, others)):
        yield _packed(search, _met(search, ends))


def _later(search: Search, one: Group, other: Group, cells: Ends) -> Iterator[Ends]:
    """Yield the pairs of a row and a later one that share a cell, about within the window's days."""
    columns = search.columns
    days: Floats = columns.half[one.rows] + other.longest + search.window.days
    until = np.searchsorted(columns.middle, columns.middle[one.rows] + days, side="right")
    return following(one.rows, cells[0], other.rows, cells[1], until)


def _met(search: Search, ends: Ends) -> Ends:
    """Return the pairs that are worth weighing and within the window's days."""
    ends = _those(_plausible(search, *ends), ends)
    return _those(_gap(search.columns, *ends) <= search.window.days, ends)


def _those(wanted: Bools, ends: Ends) -> Ends:
    rows = np.flatnonzero(wanted)  # much faster than picking by truth values
    return ends[0].take(rows), ends[1].take(rows)


def _packed(search: Search, ends: Ends) -> Ints:
    return (ends[0] << search.columns.size.bit_length()) | ends[1]


def _measured(search: Search, keys: Ints) -> Pairs:
    """Return the pairs with their distance and gap."""
    bits = search.columns.size.bit_length()
    left, right = keys >> bits, keys & ((1 << bits) - 1)
    return Pairs(left, right, _km(search, left, right), _gap(search.columns, left, right))


def _km(search: Search, left: Ints, right: Ints) -> Floats:
    """Return the distance through the earth."""
    squares = np.zeros(len(left))
    for axis in search.axes:
        apart = axis.take(left)
        apart -= axis.take(right)
        apart *= apart
        squares += apart
    return np.sqrt(squares, out=squares)


def _gap(columns: Columns, left: Ints, right: Ints) -> Floats:
    apart = np.abs(columns.middle.take(left) - columns.middle.take(right))
    return np.maximum(0, apart - columns.half.take(left) - columns.half.take(right))


def _same_region(search: Search, left: Ints, right: Ints) -> Bools:
    """Return which pairs a region brings together: one is known by it only and the other lies in it."""
    columns = search.columns
    coarse = np.maximum(columns.reach.take(left), columns.reach.take(right)) >= REGION_KM
    region = columns.region.take(left)
    return np.asarray(coarse & (region == columns.region.take(right)) & (region != NOTHING))


def _plausible(search: Search, left: Ints, right: Ints) -> Bools:
    """Return which pairs are worth weighing: in a crowd, those with a side in common or both sides open.

    A thousand reports of one city on one day would make half a million pairs, nearly all of
    them of people who have nothing to do with each other.
    """
    columns = search.columns
    plausible = ~(search.crowded.take(left) & search.crowded.take(right))
    crowd = np.flatnonzero(~plausible)
    left, right = left.take(crowd), right.take(crowd)
    one, other = ([side.take(rows) for side in search.sides] for rows in (left, right))
    same = (one[0] == other[0]) | (one[1] == other[1]) | (one[0] == other[1]) | (one[1] == other[0])
    article = columns.article.take(left)
    told = (article == columns.article.take(right)) & (article != NOTHING)
    vague = search.open.take(left) + search.open.take(right) >= 2  # noqa: PLR2004  as many as there are sides
    plausible[crowd] = same | vague | told
    return plausible
