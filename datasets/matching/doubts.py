"""Which pairs a person is asked about, the one whose answer settles most first.

A word on two reports settles every pair between their two groups, so it is worth most between
large groups that could well be one: the number of pairs times the chance that either answer is
right. Where groups were joined with doubt, a word can part them again; those are asked too, one
pair a group. Further pairs of two groups that are asked about already come last, for a word on
the first settles them. Every so-manieth question is on a pair that was joined and seems certain:
whoever is only asked about doubts never notices that the weights have drifted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from scipy.special import expit

from eventbook.datasets.matching.columns import Bools, Ends, Floats, Ints
from eventbook.datasets.matching.incidents import Edges, paired, undecided
from eventbook.datasets.matching.order import among, numbered, order_of, ranks

CHECK = 10
"""Every so-manieth question is on a pair that seems certain."""
SURE = 0.95
"""A pair within a group that is likelier than this is no doubt."""


class Undecided(NamedTuple):
    """A pair that a person should look at; `pattern` says on which levels it stands."""

    one: str
    other: str
    log_odds: float
    pattern: int


@dataclass(frozen=True, slots=True)
class Questions:
    """The pairs that a person should look at, in order, as a table; there may be a million, and few are looked at."""

    table: pa.Table

    @classmethod
    def of(cls, reports: pa.ChunkedArray, edges: Edges, pattern: Ints, rows: Ints) -> "Questions":
        """Return the questions that some rows of the edges are; ends of edges are rows of the report ids."""
        one, other = (reports.take(pa.array(end[rows])) for end in edges.ends)
        log_odds, levels = pa.array(edges.weight[rows]), pa.array(pattern[rows])
        return cls(pa.table({"one": one, "other": other, "log_odds": log_odds, "pattern": levels}))

    def __len__(self) -> int:
        """Return the number of pairs."""
        return int(self.table.num_rows)

    def __iter__(self) -> Iterator[Undecided]:
        """Yield the pairs."""
        columns = [column.to_pylist() for column in self.table.columns]
        return (Undecided(*values) for values in zip(*columns, strict=True))

    def likeliest(self, number: int) -> "Questions":
        """Return so many of the pairs that are likeliest the same, and more where others are as likely."""
        odds = self.table["log_odds"].to_numpy()
        least = np.sort(odds)[-number] if len(odds) > number else -np.inf
        return Questions(self.table.filter(pa.array(odds >= least)))


def doubts(home: Ints, edges: Edges, apart: Ends, settled: Ends, floor: float) -> Ints:
    """Return the pairs to be asked about as rows of the edges, in order.

    `settled` are the pairs that a person has judged; pairs below `floor` are not asked about.
    """
    between = undecided(home, edges, apart, settled, floor)
    worth, first = _between(home, edges, between)
    inside = _inside(home, edges, settled)
    unsure = inside.take(np.flatnonzero(expit(edges.weight.take(inside)) < SURE))
    doubt, weakest = _within(home, edges, unsure)
    rows = np.concatenate((between[first], unsure[weakest]))
    value = np.asarray(np.round(np.concatenate((worth[first], doubt[weakest])), 9), dtype=np.float64)
    rest = between[~first]
    asked = np.concatenate((_sorted(edges, rows, ranks(-value)), _sorted(edges, rest, ranks(-worth[~first]))))
    unasked = np.ones(len(edges.weight), dtype=np.bool_)
    unasked[asked] = False
    certain = inside.take(np.flatnonzero(unasked.take(inside)))
    return _checked(asked, _drawn(edges, certain, len(asked) // CHECK))


def _sorted(edges: Edges, rows: Ints, rank: Ints) -> Ints:
    """Return rows of the edges by rank, then by report number."""
    return rows.take(order_of(rank, edges.left.take(rows), edges.right.take(rows)))


def _between(home: Ints, edges: Edges, rows: Ints) -> tuple[Floats, Bools]:
    """Return what a word on each pair is worth, and which pair of every two groups is the likeliest."""
    size = len(home)
    one, other = (home.take(end.take(rows)) for end in edges.ends)
    keys, group = numbered(paired(one, other, size))
    members = np.bincount(home, minlength=size)
    pairs = (members[keys // size] * members[keys % size]).astype(np.float64)
    # Of pairs below the floor nothing is known here; they count as even less likely than those above.
    weight = edges.weight.take(rows)
    likely = expit(np.bincount(group, weight, len(keys)) / np.maximum(np.bincount(group), 1))
    worth = (pairs * likely * (1 - likely)).take(group)
    return worth, _first(group, edges, rows, -weight)


def _within(home: Ints, edges: Edges, rows: Ints) -> tuple[Floats, Bools]:
    """Return what a word on each pair of one group is worth, and which of every group is worth most."""
    members = np.bincount(home, minlength=len(home))
    group = home.take(edges.left.take(rows))
    worth = (1 - expit(edges.weight.take(rows))) * (members.take(group) - 1)
    return worth, _first(group, edges, rows, -worth)


def _first(group: Ints, edges: Edges, rows: Ints, rank: Floats) -> Bools:
    """Tell which row of every group comes first by rank, then by report number."""
    order = order_of(group, ranks(np.round(rank, 9)), edges.left.take(rows), edges.right.take(rows))
    first = np.zeros(len(rows), dtype=np.bool_)
    ordered = group.take(order)
    first[order[np.concatenate(([True], ordered[1:] != ordered[:-1]))[: len(rows)]]] = True
    return first


def _inside(home: Ints, edges: Edges, settled: Ends) -> Ints:
    """Return the pairs of one group that nobody has judged."""
    inside = np.flatnonzero(home.take(edges.left) == home.take(edges.right))
    keys = paired(edges.left.take(inside), edges.right.take(inside), len(home))
    return inside[~among(keys, paired(*settled, len(home)))]


def _drawn(edges: Edges, rows: Ints, number: int) -> Ints:
    """Return so many of the rows, as if by chance but the same for the same reports."""
    mixed = (edges.left[rows] * 2_654_435_761 + edges.right[rows] * 40_503) % 4_294_967_291
    return _sorted(edges, rows, mixed)[:number]


def _checked(asked: Ints, checks: Ints) -> Ints:
    """Return the questions with a check after every nine."""
    places = np.arange(1, len(checks) + 1) * (CHECK - 1)
    return np.insert(asked, np.minimum(places, len(asked)), checks)
