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
from eventbook.datasets.matching.incidents import Edges, undecided

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
    unsure = inside[expit(edges.weight[inside]) < SURE]
    doubt, weakest = _within(home, edges, unsure)
    rows = np.concatenate((between[first], unsure[weakest]))
    value = np.round(np.concatenate((worth[first], doubt[weakest])), 9)
    asked = rows[np.lexsort((edges.right[rows], edges.left[rows], -value))]
    rest = between[~first]
    asked = np.concatenate((asked, rest[np.lexsort((edges.right[rest], edges.left[rest], -worth[~first]))]))
    return _checked(asked, _drawn(edges, np.setdiff1d(inside, asked), len(asked) // CHECK))


def _between(home: Ints, edges: Edges, rows: Ints) -> tuple[Floats, Bools]:
    """Return what a word on each pair is worth, and which pair of every two groups is the likeliest."""
    size = len(home)
    one, other = home[edges.left[rows]], home[edges.right[rows]]
    keys, group = np.unique(np.minimum(one, other) * size + np.maximum(one, other), return_inverse=True)
    members = np.bincount(home, minlength=size)
    pairs = (members[keys // size] * members[keys % size]).astype(np.float64)
    # Of pairs below the floor nothing is known here; they count as even less likely than those above.
    mean = np.bincount(group, edges.weight[rows], len(keys)) / np.maximum(np.bincount(group), 1)
    likely = expit(mean)
    worth = (pairs * likely * (1 - likely))[group]
    return worth, _first(group, edges, rows, -edges.weight[rows])


def _within(home: Ints, edges: Edges, rows: Ints) -> tuple[Floats, Bools]:
    """Return what a word on each pair of one group is worth, and which of every group is worth most."""
    members = np.bincount(home, minlength=len(home))
    group = home[edges.left[rows]]
    worth = (1 - expit(edges.weight[rows])) * (members[group] - 1)
    return worth, _first(group, edges, rows, -worth)


def _first(group: Ints, edges: Edges, rows: Ints, rank: Floats) -> Bools:
    """Tell which row of every group comes first by rank, then by report number."""
    order = np.lexsort((edges.right[rows], edges.left[rows], np.round(rank, 9), group))
    first = np.zeros(len(rows), dtype=np.bool_)
    ordered = group[order]
    first[order[np.concatenate(([True], ordered[1:] != ordered[:-1]))[: len(rows)]]] = True
    return first


def _inside(home: Ints, edges: Edges, settled: Ends) -> Ints:
    """Return the pairs of one group that nobody has judged."""
    size = len(home)
    inside = np.flatnonzero(home[edges.left] == home[edges.right])
    keys = edges.left[inside] * size + edges.right[inside]
    known = np.minimum(*settled) * size + np.maximum(*settled)
    return inside[~np.isin(keys, known)]


def _drawn(edges: Edges, rows: Ints, number: int) -> Ints:
    """Return so many of the rows, as if by chance but the same for the same reports."""
    mixed = (edges.left[rows] * 2_654_435_761 + edges.right[rows] * 40_503) % 4_294_967_291
    return rows[np.lexsort((edges.right[rows], edges.left[rows], mixed))][:number]


def _checked(asked: Ints, checks: Ints) -> Ints:
    """Return the questions with a check after every nine."""
    places = np.arange(1, len(checks) + 1) * (CHECK - 1)
    return np.insert(asked, np.minimum(places, len(asked)), checks)
