"""Step 4: from weighed pairs to incidents, by constrained agglomeration.

Groups of reports join best first, by the mean log-odds of all pairs between them (a pair that
was never a candidate counts against). What must be together starts together; what must be
apart never meets, whatever a third report says: joining by chains of pairs would let one
vague report pull two incidents into one.

Joining goes in rounds: all groups that are each other's best neighbour join at once. For means
over pairs this gives what joining one by one would give, since a group formed of two is never
nearer to a third than the nearer of the two was (Bruynooghe 1977), and it runs over arrays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from eventbook.datasets.matching.columns import Bools, Ends, Floats, Ints
from eventbook.datasets.matching.order import among, order_of, ranks


@dataclass(frozen=True, slots=True)
class Edges:
    """Pairs of reports by number with their log-odds."""

    left: Ints
    right: Ints
    weight: Floats

    @property
    def ends(self) -> Ends:
        """Both ends."""
        return self.left, self.right


@dataclass(frozen=True, slots=True)
class Bound:
    """What must be together and what must not, as pairs of report numbers; `before` are whole groups."""

    together: Ends
    apart: Ends
    before: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class _Links:
    """What is known between groups: sums and numbers of weighed pairs, and whether they must stay apart."""

    one: Ints
    other: Ints
    total: Floats
    count: Floats
    apart: Bools

    def taken(self, rows: Ints) -> "_Links":
        one, other, total = self.one.take(rows), self.other.take(rows), self.total.take(rows)
        return _Links(one, other, total, self.count.take(rows), self.apart.take(rows))


def agglomerate(size: int, edges: Edges, bound: Bound, *, threshold: float, absent: float) -> Ints:
    """Return the number of each report's incident: that of the first report in it.

    Two groups join while their mean log-odds reach `threshold`. Of equally good pairs the first
    by report number joins.
    """
    home = started(size, bound)
    links = _between_groups(home, edges, bound, threshold)
    members = np.bincount(home, minlength=size).astype(np.float64)
    while len(links.one):
        pairs = members[links.one] * members[links.other]
        mean = np.round((links.total + absent * (pairs - links.count)) / pairs, 9)
        mean[links.apart] = -np.inf
        best = _mutual(size, links, mean, threshold)
        if not len(best):
            break
        keep, drop = links.one[best], links.other[best]
        links = _hopeful(size, links, mean >= threshold)
        to = np.arange(size)
        to[drop] = keep
        members[keep] += members[drop]
        home = to[home]
        links = _contracted(links, to)
    return home


def _hopeful(size: int, links: _Links, good: Bools) -> _Links:
    """Return the links of which both groups have some good one: a group that has none will never join."""
    hope = np.zeros(size, dtype=np.bool_)
    for ends in (links.one, links.other):
        hope[ends[good]] = True
    return links.taken(np.flatnonzero(hope.take(links.one) & hope.take(links.other)))


def _mutual(size: int, links: _Links, mean: Floats, threshold: float) -> Ints:
    """Return the links whose two groups are each other's best neighbour."""
    good = np.flatnonzero(mean >= threshold)
    one, other, mean = links.one.take(good), links.other.take(good), mean.take(good)
    best = np.full(size, -np.inf)
    for ends in (one, other):
        np.maximum.at(best, ends, mean)
    first = np.full(
        size, len(links.one)
    )  # links are sorted, so of equally good ones the first has the least row
    for ends in (one, other):
        top = np.flatnonzero(mean == best.take(ends))
        np.minimum.at(first, ends.take(top), good.take(top))
    return good.take(np.flatnonzero((first.take(one) == good) & (first.take(other) == good)))


def _contracted(links: _Links, to: Ints) -> _Links:
    """Return the links between the groups that are left, parallel ones added up."""
    one, other = to.take(links.one), to.take(links.other)
    ends = (np.minimum(one, other), np.maximum(one, other))
    return _added(_Links(*ends, links.total, links.count, links.apart))


def _added(links: _Links) -> _Links:
    """Return one link for every two groups, sorted."""
    links = links.taken(np.flatnonzero(links.one != links.other))
    if not len(links.one):
        return links
    links = links.taken(order_of(links.one, links.other))
    new = (links.one[1:] != links.one[:-1]) | (links.other[1:] != links.other[:-1])
    starts = np.flatnonzero(np.concatenate(([True], new)))
    return _Links(
        links.one.take(starts),
        links.other.take(starts),
        np.add.reduceat(links.total, starts),
        np.add.reduceat(links.count, starts),
        np.logical_or.reduceat(links.apart, starts),
    )


def _between_groups(home: Ints, edges: Edges, bound: Bound, threshold: float) -> _Links:
    """Return the links between the groups that may meet: those that good pairs hang together."""
    size = len(home)
    good = np.flatnonzero(edges.weight >= threshold)
    island = _hanging(size, (home.take(edges.left.take(good)), home.take(edges.right.take(good)))).take(home)
    near, same = (
        np.flatnonzero(np.equal(*(island.take(end) for end in ends))) for ends in (edges.ends, bound.apart)
    )
    one, other = (
        home.take(np.concatenate((end.take(near), parted.take(same))))
        for end, parted in zip(edges.ends, bound.apart, strict=True)
    )
    nought = np.zeros(len(same))
    return _added(
        _Links(
            np.minimum(one, other),
            np.maximum(one, other),
            np.concatenate((edges.weight.take(near), nought)),
            np.concatenate((np.ones(len(near)), nought)),
            np.arange(len(one)) >= len(near),
        )
    )


def _hanging(size: int, ends: Ends) -> Ints:
    """Return for each number the first of those that it hangs together with."""
    graph = coo_array((np.ones(len(ends[0]), dtype=np.int8), ends), shape=(size, size))
    _, group = connected_components(graph, directed=False)
    first = np.full(size, size)
    np.minimum.at(first, group, np.arange(size))
    return np.asarray(first[group], dtype=np.int64)


def started(size: int, bound: Bound) -> Ints:
    """Return the groups to start from: what must be together, then the incidents of the release before."""
    sure = _hanging(size, bound.together)
    chains = [(group[0], other) for group in bound.before for other in group[1:]]
    if not chains:
        return sure
    tied = np.array(chains, dtype=np.int64).T
    whole = (np.concatenate((bound.together[0], tied[0])), np.concatenate((bound.together[1], tied[1])))
    hoped = _hanging(size, whole)
    parted = hoped[bound.apart[0]] == hoped[bound.apart[1]]
    if not parted.any():
        return hoped
    disputed = set(hoped[bound.apart[0][parted]].tolist())
    settled = np.where(np.isin(hoped, list(disputed)), sure, hoped)
    return _one_by_one(settled, bound, [group for group in bound.before if hoped[group[0]] in disputed])


def _one_by_one(home: Ints, bound: Bound, groups: Sequence[tuple[int, ...]]) -> Ints:
    """Tie groups of the release before pair by pair, where nothing keeps the two homes apart."""
    # Every pair, for where one report is judged out of a group the others still belong together.
    pairs = [pair for group in groups for pair in combinations(group, 2)]
    for one, other in pairs:
        keep, drop = sorted((int(home[one]), int(home[other])))
        ends = {(int(home[a]), int(home[b])) for a, b in zip(*(e.tolist() for e in bound.apart), strict=True)}
        if keep != drop and not ends & {(keep, drop), (drop, keep)}:
            home[home == drop] = keep
    return home


def undecided(home: Ints, edges: Edges, apart: Ends, settled: Ends, floor: float) -> Ints:
    """Return which pairs between incidents nobody has settled, nearest to even odds first.

    A pair is left out below `floor`, where a person has judged it, and where anything keeps the
    two incidents apart already: a word on it could change nothing.
    """
    rows = np.flatnonzero((edges.weight >= floor) & (home.take(edges.left) != home.take(edges.right)))
    left, right = (end.take(rows) for end in edges.ends)
    size = len(home)
    known = among(paired(left, right, size), paired(*settled, size))
    groups, parted = ((home.take(one), home.take(other)) for one, other in ((left, right), apart))
    known |= among(paired(*groups, size), paired(*parted, size))
    rows = rows.take(np.flatnonzero(~known))
    nearness = ranks(np.abs(np.round(edges.weight.take(rows), 9)))
    return rows.take(order_of(nearness, edges.left.take(rows), edges.right.take(rows)))


def paired(one: Ints, other: Ints, size: int) -> Ints:
    """Return a number for each two of so many reports, or groups of them, whichever comes first."""
    return np.minimum(one, other) * size + np.maximum(one, other)
