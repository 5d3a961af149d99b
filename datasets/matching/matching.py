"""The matching of any number of reports, end to end: a table of features in, incidents out.

Slab by slab along the time axis, candidate pairs are found and put on their levels; only each
pair's two rows and its pattern are kept. The weights are given or learned from how often each
pattern occurs. Then every pair is weighed, and groups of reports join.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa
from scipy.special import expit

from eventbook.datasets.matching.candidates import candidate_pairs, search_of, slabs
from eventbook.datasets.matching.columns import Bools, Ends, Floats, Ints, columns_of
from eventbook.datasets.matching.comparisons import patterns
from eventbook.datasets.matching.decoys import decoys
from eventbook.datasets.matching.diagnostics import Diagnostics, diagnosed, judged_shares
from eventbook.datasets.matching.doubts import Questions, doubts
from eventbook.datasets.matching.fitting import MOST_OF_ONE, fitted
from eventbook.datasets.matching.found import Compared, Found
from eventbook.datasets.matching.incidents import Bound, Edges, agglomerate, paired
from eventbook.datasets.matching.learning import learn
from eventbook.datasets.matching.links import Links, Pair
from eventbook.datasets.matching.missed import every_how_many, looked_around, missed
from eventbook.datasets.matching.order import among
from eventbook.datasets.matching.surroundings import Surroundings, surroundings
from eventbook.datasets.matching.tuning import tuned
from eventbook.datasets.matching.weights import Weights, log_odds, shipped_weights
from eventbook.datasets.plan import DOUBTFUL, Policy, Window

MOST = 9.0
"""The most that one pair weighs, so that no single pair outvotes a whole group."""
ENOUGH = 30_000
"""From this many candidate pairs on, weights are learned from them; below, the shipped ones are fitted to them."""
OUTGROWN = 10
"""From so many times the pairs that weights were learned from on, they are worth learning anew."""
MUCH_TOLD = 1.5
"""From so many pairs of one incident for each report on, some incidents are told by very many reports."""


@dataclass(frozen=True, slots=True)
class Task:
    """What matching is asked: window, how sure a merge must be, links, judged pairs, weights to reuse."""

    window: Window
    threshold: float
    links: Links
    judged: Mapping[Pair, bool]
    weights: Weights | None = None


@dataclass(frozen=True, slots=True)
class Matching:
    """The outcome: incidents as report ids, what they rest on, and the pairs that are left open."""

    incidents: tuple[tuple[str, ...], ...]
    weights: Weights
    candidates: int
    links: Links
    open: Questions
    diagnostics: Diagnostics

    @property
    def outgrown(self) -> bool:
        """Whether the weights were learned when the dataset was so small that more is to be learned now."""
        return 0 < self.weights.rests_on * OUTGROWN <= self.candidates


Comparer = Callable[[pa.Table, Window], Found]
"""What finds the candidate pairs of a table: here at once, or part by part with the same outcome."""


def match(table: pa.Table, task: Task, compare: Comparer | None = None) -> Matching:
    """Return which of the reports in a table of features, sorted by report id, tell of one incident."""
    ids: list[str] = table["report_id"].to_pylist()
    number = {report: row for row, report in enumerate(ids)}
    found = (compare or found_in)(table, task.window)
    pairs = found.pairs
    judged = sorted(task.judged)
    asked = _rows(judged, number)
    verdicts = _judged(pairs, asked, np.array([task.judged[pair] for pair in judged], dtype=np.bool_))
    weights = task.weights or tuned(weights_for(table, pairs, task.window), *verdicts)
    edges, pattern = weighed(pairs, weights)
    bound = Bound(
        together=_rows(task.links.together, number),
        apart=_rows(sorted(task.links.apart), number),
        before=tuple(tuple(number[report] for report in group) for group in task.links.before),
    )
    home = agglomerate(len(ids), edges, bound, threshold=task.threshold, absent=weights.absent)
    shares = judged_shares(log_odds(verdicts[0], weights), verdicts[1], task.threshold)
    waits = doubts(home, edges, bound.apart, asked, DOUBTFUL)
    return Matching(
        incidents=grouped(ids, home),
        weights=weights,
        candidates=len(pairs.left),
        links=task.links,
        open=Questions.of(table["report_id"], edges, pattern, waits),
        diagnostics=diagnosed(home, edges, len(pairs.left), missed(found.looked, weights, len(ids)), shares),
    )


def weights_for(table: pa.Table, pairs: Compared, window: Window) -> Weights:
    """Return weights learned from the candidate pairs of a table, or the shipped ones fitted to few pairs."""
    if len(pairs.left) >= ENOUGH:
        weights = learned(pairs, table.num_rows, f"learned from {len(pairs.left)} candidate pairs")
        return weights.limited(MOST_OF_ONE)
    return fitted(
        shipped_weights(), pairs.seen, table.num_rows, lambda: decoys(surroundings(columns_of(table)), window)
    )


def learned(pairs: Compared, reports: int, note: str) -> Weights:
    """Return weights learned from the pairs of so many reports, with one pair of an incident for each at most.

    Incidents of a few reports have as many. Where the pairs seem to be more, the groups that such weights make
    tell incidents that very many reports tell from crowds that look alike: the pairs in them are the new bound.
    """
    patterns, number = pairs.seen
    weights = learn(patterns, number, reports, note)
    if float(number @ expit(log_odds(patterns, weights))) < MUCH_TOLD * reports:
        return weights
    edges, _ = weighed(pairs, weights)
    nobody = _rows((), {})
    home = agglomerate(
        reports, edges, Bound(nobody, nobody), threshold=Policy.BEST_GUESS.threshold, absent=weights.absent
    )
    sizes = np.bincount(home).astype(np.float64)
    told = float((sizes * (sizes - 1) / 2).sum())
    return learn(patterns, number, told, note) if told > MUCH_TOLD * reports else weights


def _judged(pairs: Compared, judged: Ends, same: Bools) -> tuple[Ints, Bools]:
    """Return the patterns of the judged pairs that are candidates, with their verdicts."""
    size = int(max(judged[0].max(initial=0), judged[1].max(initial=0))) + 1
    keys = paired(*judged, size)
    near = np.flatnonzero((pairs.left < size) & (pairs.right < size))
    left, right = pairs.left[near].astype(np.int64), pairs.right[near].astype(np.int64)
    mine = paired(left, right, size)
    rows = np.flatnonzero(among(mine, keys))
    order = np.argsort(keys)
    place = order[np.searchsorted(keys[order], mine[rows])]
    return pairs.pattern[near[rows]].astype(np.int64), same[place]


def _rows(pairs: Iterable[Pair], number: Mapping[str, int]) -> Ends:
    """Return pairs of report ids as row numbers."""
    known = [(number[one], number[other]) for one, other in pairs]
    ends = np.array(known, dtype=np.int64).reshape(-1, 2)
    return ends[:, 0], ends[:, 1]


def grouped(ids: list[str], home: Ints) -> tuple[tuple[str, ...], ...]:
    """Return the incidents in order, as sorted report ids, from the first row of each report's incident."""
    order = np.argsort(home, kind="stable")
    cuts = np.flatnonzero(np.diff(home[order])) + 1
    starts = [0, *cuts.tolist(), len(ids)]
    rows: list[int] = order.tolist()
    named = [ids[row] for row in rows]
    return tuple([tuple(named[start:stop]) for start, stop in pairwise(starts) if start < stop])


def found_in(table: pa.Table, window: Window) -> Found:
    """Return what matching has to know of a table of features, all at once."""
    around = surroundings(columns_of(table))
    looked = looked_around(around, np.arange(table.num_rows), window, every_how_many(table.num_rows))
    return Found(_compared(around, window), looked)


def compared(table: pa.Table, window: Window) -> Compared:
    """Return the candidate pairs of a table of features on their levels."""
    return _compared(surroundings(columns_of(table)), window)


def _compared(around: Surroundings, window: Window) -> Compared:
    columns = around.columns
    search = search_of(columns, window, around.crowded)

    def one_slab(slab: tuple[int, int]) -> Compared:
        pairs = candidate_pairs(search, slab)
        return Compared(
            columns.row[pairs.left].astype(np.int32),
            columns.row[pairs.right].astype(np.int32),
            patterns(around, pairs).astype(np.int32),
        )

    with ThreadPoolExecutor(max_workers=min(os.cpu_count() or 1, 4)) as pool:
        parts = list(pool.map(one_slab, slabs(columns.size)))
    return Compared(
        *(
            np.concatenate([np.empty(0, dtype=np.int32), *(getattr(part, name) for part in parts)])
            for name in ("left", "right", "pattern")
        )
    )


def weighed(pairs: Compared, weights: Weights) -> tuple[Edges, Ints]:
    """Return the pairs that weigh more than one that was never a candidate, and their patterns."""
    table = pa.array(pairs.pattern).dictionary_encode()
    seen = np.asarray(table.dictionary.to_numpy(), dtype=np.int64)
    known = np.clip(log_odds(seen, weights), weights.absent, MOST)
    weight: Floats = known.take(np.asarray(table.indices.to_numpy()))
    kept = np.flatnonzero(weight > weights.absent)
    left, right, pattern = (
        ends.take(kept).astype(np.int64) for ends in (pairs.left, pairs.right, pairs.pattern)
    )
    return Edges(np.minimum(left, right), np.maximum(left, right), weight.take(kept)), pattern
