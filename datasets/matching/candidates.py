"""Step 1: the pairs of reports that could tell of the same incident, found in space-time.

Two reports are a pair when their spans of days come within `window.days` of each other and
their places within the distance that both precisions allow plus `slack_km`, across borders
too. Where both say in which region they lie, a vague one meets what lies in its own region
however far, and what lies near its point; a region that is another one is an answer, and
without it every province would meet half a country. Reports are points on a sphere with time
as the fourth axis; a k-d tree finds the neighbours. Vague reports whose region is not known,
and those of a long time, search with their own wide reach: they are put in classes by reach
and span, and each two classes are searched for themselves, so that exact reports do not pay
for vague ones and none is dropped.

The work goes slab by slab along the time axis: a slab owns the pairs of which the earlier
report lies in it. So memory stays bounded, and slabs may run side by side.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from eventbook.datasets.matching.columns import NOTHING, Bools, Codes, Columns, Floats, Ints
from eventbook.datasets.plan import Window

REGION_KM = 40.0
"""A place known only to this many kilometres or worse is a region."""
POINT_KM = 15.0
"""How far a vague report reaches from its point into regions that are not its own."""
SLAB = 50_000
"""How many reports one slab holds."""
_EDGE = 1 + 1e-9
_SPANS = np.array([0.0, 3.5, 16.0])
_REACHES = np.array([POINT_KM, REGION_KM])
_NONE = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that are searched together, in order, and half the days of the longest span that any of them has."""

    rows: Ints
    longest: float

    def since(self, start: int) -> "Group":
        """Return the rows from one on."""
        return Group(self.rows[np.searchsorted(self.rows, start) :], self.longest)


@dataclass(frozen=True, slots=True)
class Search:
    """What is searched: the reports, the window, the rows of each class, and who stands in a crowd.

    `within` are the rows of those that know a region, by span and by whether it is all they know. `regional`
    tells which reports know the region they lie in, `short` how far a report reaches where both do, `sides`
    who stands on either side, `open` how many sides are not known.
    """

    columns: Columns
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
    return Search(columns, window, classes, within, crowd, regional, short, (one, other), unknown)


def _by_key(columns: Columns, keys: Ints) -> tuple[Group, ...]:
    """Return the rows of each key from nought on, by key."""
    known: list[int] = np.unique(keys[keys >= 0]).tolist()
    groups = (np.flatnonzero(keys == key) for key in known)
    return tuple(Group(rows, float(columns.half[rows].max())) for rows in groups)


def _from(start: int, groups: tuple[Group, ...]) -> list[Group]:
    """Return of each group the rows from one on, where there are any."""
    return [later for group in groups if len((later := group.since(start)).rows)]


def slabs(size: int) -> Iterator[tuple[int, int]]:
    """Return the first row and the row after the last of every slab."""
    return ((start, min(start + SLAB, size)) for start in range(0, size, SLAB))


def candidate_pairs(search: Search, slab: tuple[int, int]) -> Pairs:
    """Return the candidate pairs whose left row lies in the slab, sorted."""
    start, stop = slab
    classes = _from(start, search.classes)
    found = [
        _between(search, Group(one.rows[: np.searchsorted(one.rows, stop)], one.longest), other)
        for one in classes
        for other in classes
    ]
    found.append(_in_regions(search, slab))
    return _measured(search, np.sort(np.concatenate(found)))


def _measured(search: Search, keys: Ints) -> Pairs:
    """Return the pairs with their distance and gap."""
    columns = search.columns
    left, right = np.divmod(keys, columns.size)
    return Pairs(left, right, _km(columns, left, right), _gap(columns, left, right))


def _km(columns: Columns, left: Ints, right: Ints) -> Floats:
    apart = columns.xyz[left] - columns.xyz[right]
    return np.asarray(np.sqrt(np.einsum("ij,ij->i", apart, apart)))


def _gap(columns: Columns, left: Ints, right: Ints) -> Floats:
    apart = np.abs(columns.middle[left] - columns.middle[right])
    return np.maximum(0, apart - columns.half[left] - columns.half[right])


def _same_region(search: Search, left: Ints, right: Ints) -> Bools:
    """Return which pairs a region brings together: one is known by it only and the other lies in it."""
    columns = search.columns
    coarse = np.maximum(columns.reach[left], columns.reach[right]) >= REGION_KM
    region = columns.region[left]
    return np.asarray(coarse & (region == columns.region[right]) & (region != NOTHING))


def _between(search: Search, mine: Group, others: Group) -> Ints:
    """Return the pairs of a row and a later one whose points are near each other, as single numbers.

    Pairs that their region brings together are left to `_in_regions`.
    """
    columns, window = search.columns, search.window
    one, other = mine.rows, others.rows
    if not len(one) or not len(other):
        return _NONE
    days = mine.longest + others.longest + window.days
    latest = np.searchsorted(columns.middle, columns.middle[one[-1]] + days, side="right")
    other = other[np.searchsorted(other, one[0]) : np.searchsorted(other, latest)]
    if not len(other):
        return _NONE
    regional = bool(search.regional[one[0]] and search.regional[other[0]])
    reach = search.short if regional else columns.reach
    km = float(reach[one].max() + reach[other].max() + window.slack_km)
    left, right = _in_box(columns, (km, max(days, 1e-9)), one, other)
    keep = _plausible(search, left, right)
    left, right = left[keep], right[keep]
    keep = _km(columns, left, right) <= reach[left] + reach[right] + window.slack_km
    keep &= _gap(columns, left, right) <= window.days
    keep &= ~_same_region(search, left, right)
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
    if one[0] == other[0]:
        hits = other_tree.query_pairs(_EDGE, p=np.inf, output_type="ndarray")
        left, right = other[hits[:, 0]], other[hits[:, 1]]  # the tree gives the smaller number first
        mine = left <= one[-1]
        return left[mine], right[mine]
    found = one_tree.sparse_distance_matrix(other_tree, _EDGE, p=np.inf, output_type="ndarray")
    left, right = one[found["i"]], other[found["j"]]
    later = left < right
    return left[later], right[later]


def _in_regions(search: Search, slab: tuple[int, int]) -> Ints:
    """Return the pairs that a region brings together, as single numbers."""
    columns = search.columns
    start, stop = slab
    if start == stop:
        return _NONE
    classes = _from(start, search.within)
    vague = [group for group in classes if columns.reach[group.rows[0]] >= REGION_KM]
    found = [_NONE]
    for one in classes:
        mine = one.rows[: np.searchsorted(one.rows, stop)]
        others = classes if columns.reach[one.rows[0]] >= REGION_KM else vague
        found += [_later(search, mine, other) for other in others if len(mine)]
    return np.concatenate(found)


def _later(search: Search, one: Ints, others: Group) -> Ints:
    """Return the pairs of a row and a later one of the same region within the window, as single numbers."""
    columns = search.columns
    width = columns.size + 1
    other = others.rows
    days: Floats = columns.half[one] + others.longest + search.window.days
    latest = np.searchsorted(columns.middle, float((columns.middle[one] + days).max()), side="right")
    other = other[np.searchsorted(other, one[0]) : np.searchsorted(other, latest)]
    if not len(other):
        return _NONE
    keys = np.sort(columns.region[other].astype(np.int64) * width + other)
    region = columns.region[one].astype(np.int64) * width
    last = np.searchsorted(columns.middle, columns.middle[one] + days, side="right")
    low, high = np.searchsorted(keys, region + one + 1), np.searchsorted(keys, region + last)
    number = np.maximum(high - low, 0)
    offset = np.arange(int(number.sum())) - np.repeat(np.cumsum(number) - number, number)
    left, right = np.repeat(one, number), keys[np.repeat(low, number) + offset] % width
    keep = _plausible(search, left, right)
    left, right = left[keep], right[keep]
    keep = _gap(columns, left, right) <= search.window.days
    return np.asarray(left[keep] * columns.size + right[keep])


def _plausible(search: Search, left: Ints, right: Ints) -> Bools:
    """Return which pairs are worth weighing: in a crowd, those with a side in common or both sides open.

    A thousand reports of one city on one day would make half a million pairs, nearly all of
    them of people who have nothing to do with each other.
    """
    columns = search.columns
    plausible = ~(search.crowded[left] & search.crowded[right])
    crowd = np.flatnonzero(~plausible)
    left, right = left[crowd], right[crowd]
    one, other = ([side[rows] for side in search.sides] for rows in (left, right))
    same = (one[0] == other[0]) | (one[1] == other[1]) | (one[0] == other[1]) | (one[1] == other[0])
    article = columns.article[left]
    told = (article == columns.article[right]) & (article != NOTHING)
    vague = search.open[left] + search.open[right] >= 2  # noqa: PLR2004  as many as there are sides
    plausible[crowd] = same | vague | told
    return plausible
