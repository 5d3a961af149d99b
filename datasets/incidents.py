"""Step 3: from weighed pairs to incidents, by constrained agglomeration.

Groups of reports join best first, by the mean log-odds of all pairs between them (a pair that
was never a candidate counts against). What must be together starts together; what must be
apart never meets, whatever a third report says: joining by chains of pairs would let one
vague report pull two incidents into one.
"""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from eventbook.datasets.links import Links, Pair, ordered


@dataclass(slots=True)
class _Groups:
    """The groups so far: members, weight sums and counts to neighbours, groups kept apart."""

    members: dict[int, list[str]]
    sums: dict[int, dict[int, tuple[float, int]]]
    apart: dict[int, set[int]]
    group_of: dict[str, int] = field(default_factory=dict[str, int])

    def join(self, keep: int, drop: int) -> None:
        """Merge a group into another, with all that is known between it and the rest."""
        self.members[keep] += self.members.pop(drop)
        for other, (total, count) in self.sums.pop(drop).items():
            self.sums[other].pop(drop)
            if other != keep:
                mine = self.sums[keep].get(other, (0.0, 0))
                self.sums[keep][other] = self.sums[other][keep] = (mine[0] + total, mine[1] + count)
        for other in self.apart.pop(drop):
            self.apart[other].discard(drop)
            self.apart[other].add(keep)
            self.apart[keep].add(other)

    def mean(self, one: int, other: int, absent: float) -> float:
        """Return the mean log-odds between two groups, absent pairs counted; rounded, so that ties tie."""
        total, count = self.sums[one][other]
        pairs = len(self.members[one]) * len(self.members[other])
        return round((total + absent * (pairs - count)) / pairs, 9)


def incidents(
    reports: Sequence[str], weights: Mapping[Pair, float], links: Links, *, threshold: float, absent: float
) -> tuple[tuple[str, ...], ...]:
    """Return the incidents as sorted tuples of report ids, sorted.

    `weights` holds the log-odds of the candidate pairs; two groups join while their mean
    log-odds reach `threshold`. The order of the input changes nothing.
    """
    groups = _start(sorted(reports), weights, links)
    heap = [
        (-groups.mean(one, other, absent), one, other)
        for one, neighbours in groups.sums.items()
        for other in neighbours
        if one < other and other not in groups.apart[one]
    ]
    heapq.heapify(heap)
    while heap:
        negative, one, other = heapq.heappop(heap)
        if -negative < threshold:
            break
        if _stale(groups, one, other, -negative, absent):
            continue
        groups.join(one, other)
        for third in groups.sums[one]:
            if third not in groups.apart[one]:
                heapq.heappush(heap, (-groups.mean(one, third, absent), min(one, third), max(one, third)))
    return tuple(sorted(tuple(sorted(group)) for group in groups.members.values()))


def _stale(groups: _Groups, one: int, other: int, mean: float, absent: float) -> bool:
    if one not in groups.members or other not in groups.members or other in groups.apart[one]:
        return True
    return groups.mean(one, other, absent) != mean


def _start(reports: Sequence[str], weights: Mapping[Pair, float], links: Links) -> _Groups:
    """Return one group a report, those that must be together joined, then those of the release before."""
    number = {report: index for index, report in enumerate(reports)}
    groups = _Groups(
        {n: [report] for report, n in number.items()}, {n: {} for n in number.values()}, {}, dict(number)
    )
    groups.apart = {n: set() for n in number.values()}
    for one, other in links.apart:
        groups.apart[number[one]].add(number[other])
        groups.apart[number[other]].add(number[one])
    for (one, other), weight in sorted(weights.items()):
        groups.sums[number[one]][number[other]] = groups.sums[number[other]][number[one]] = (weight, 1)
    for one, other in links.together:
        _tie(groups, one, other, forced=True)
    for group in links.before:
        # Every pair, for where one report is judged out of a group the others still belong together.
        for one, other in combinations(group, 2):
            _tie(groups, one, other, forced=False)
    return groups


def _tie(groups: _Groups, one: str, other: str, *, forced: bool) -> None:
    """Join the groups of two reports; unless forced, only where nothing keeps them apart."""
    keep, drop = sorted((groups.group_of[one], groups.group_of[other]))
    if keep == drop or (drop in groups.apart[keep] and not forced):
        return
    moved = groups.members[drop]
    groups.apart[keep].discard(drop)
    groups.apart[drop].discard(keep)
    groups.sums[keep].setdefault(drop, (0.0, 0))
    groups.sums[drop].setdefault(keep, groups.sums[keep][drop])
    groups.join(keep, drop)
    for report in moved:
        groups.group_of[report] = keep


@dataclass(frozen=True, slots=True)
class Undecided:
    """A pair that a person should look at: nearest to even odds first."""

    one: str
    other: str
    log_odds: float


def undecided(
    found: Iterable[tuple[str, ...]],
    weights: Mapping[Pair, float],
    links: Links,
    settled: Iterable[Pair],
    floor: float,
) -> tuple[Undecided, ...]:
    """Return the likely pairs between incidents that nobody has settled, nearest to even odds first.

    A pair is left out below `floor`, where a person has judged it, and where anything keeps the
    two incidents apart already: a word on it could change nothing.
    """
    incident = {report: index for index, group in enumerate(found) for report in group}
    done = {ordered(*pair) for pair in settled}
    kept_apart = {frozenset((incident[one], incident[other])) for one, other in links.apart}
    pairs = [
        Undecided(one, other, weight)
        for (one, other), weight in weights.items()
        if weight >= floor
        and incident[one] != incident[other]
        and (one, other) not in done
        and frozenset((incident[one], incident[other])) not in kept_apart
    ]
    return tuple(sorted(pairs, key=lambda pair: (abs(round(pair.log_odds, 9)), pair.one, pair.other)))
