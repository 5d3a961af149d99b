"""The evidence on any two reports, whether or not matching ever compared them.

Matching keeps of a pair no more than its pattern, and of most pairs nothing. Whoever asks why is
given the same figures again, worked out from the same arrays by the same functions.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from eventbook.datasets.matching.candidates import Pairs, candidate_pairs, search_of
from eventbook.datasets.matching.columns import Ints, columns_of
from eventbook.datasets.matching.comparisons import patterns
from eventbook.datasets.matching.explain import ALIKE, Level, levels_of
from eventbook.datasets.matching.links import Pair
from eventbook.datasets.matching.matching import MOST
from eventbook.datasets.matching.surroundings import Surroundings, surroundings
from eventbook.datasets.matching.weights import Weights, log_odds
from eventbook.datasets.plan import Window


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against a pair.

    `prior` and the levels add up to `sum`; `log_odds` is what the pair counts for, which has bounds.
    A pair that is no candidate counts as absent, whatever its levels. `gap` is the days between the
    spans, `km` the distance between the places.
    """

    pair: Pair
    candidate: bool
    km: float
    gap: float
    prior: float
    levels: tuple[Level, ...]
    sum: float
    log_odds: float


@dataclass(frozen=True, slots=True)
class Balance:
    """Weighs any pairs of the reports of a table; `place` is each report's place among the arrays."""

    around: Surroundings
    window: Window
    weights: Weights
    place: dict[str, int]

    def weigh(self, pairs: Sequence[Pair]) -> tuple[Evidence, ...]:
        """Return the evidence on pairs of two report ids each, in the order given."""
        if not pairs:
            return ()
        rows = np.array([[self.place[one], self.place[other]] for one, other in pairs], dtype=np.int64)
        left, right = rows.min(axis=1), rows.max(axis=1)
        columns = self.around.columns
        km = np.linalg.norm(columns.xyz[left] - columns.xyz[right], axis=1)
        apart = np.abs(columns.middle[left] - columns.middle[right])
        gap = np.maximum(0, apart - columns.half[left] - columns.half[right])
        found = patterns(self.around, Pairs(left, right, km, gap))
        candidates = self._candidates(left, right)
        sums = log_odds(found, self.weights)
        return tuple(
            Evidence(
                pair=pair,
                candidate=bool(candidates[number]),
                km=float(km[number]),
                gap=float(gap[number]),
                prior=self.weights.prior,
                levels=_alike_last(levels_of(int(found[number]), self.weights)),
                sum=float(sums[number]),
                log_odds=self._counts(float(sums[number]), candidate=bool(candidates[number])),
            )
            for number, pair in enumerate(pairs)
        )

    def _counts(self, found: float, *, candidate: bool) -> float:
        absent = self.weights.absent
        return min(max(found, absent), MOST) if candidate else absent

    def _candidates(self, left: Ints, right: Ints) -> list[bool]:
        """Tell which pairs matching compares: those that a search among these reports alone finds."""
        rows = np.unique(np.concatenate((left, right)))
        some = self.around.taken(rows)
        pairs = candidate_pairs(
            search_of(some.columns, self.window, self.around.crowded[rows]), (0, len(rows))
        )
        known = set(zip(rows[pairs.left].tolist(), rows[pairs.right].tolist(), strict=True))
        return [pair in known for pair in zip(left.tolist(), right.tolist(), strict=True)]


def _alike_last(levels: tuple[Level, ...]) -> tuple[Level, ...]:
    """Return the levels with what follows from all the others at the end."""
    return tuple(sorted(levels, key=lambda level: level.comparison == ALIKE))


def balance(table: pa.Table, window: Window, weights: Weights) -> Balance:
    """Return what weighs the pairs of a table of features as the matching of that table does."""
    columns = columns_of(table)
    ids: list[str] = table["report_id"].take(pa.array(columns.row)).to_pylist()
    place = {report: number for number, report in enumerate(ids)}
    return Balance(surroundings(columns), window, weights, place)
