"""Pairs that cannot be of the same incident, compared as if they could be: what weights claim of them is wrong.

Where the same people fight at the same place day after day, pairs look alike that are not the same. How many do
is seen some days off: two reports that lie a week apart are two incidents, of the same people, at the same place,
told in the same way. Such a pair is put on its levels with the week left out (a target-decoy estimate, as Elias
and Gygi 2007 have it for spectra), and nobody has to judge anything.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from eventbook.datasets.matching.candidates import Pairs, Search, candidate_pairs, search_of, slabs
from eventbook.datasets.matching.columns import Floats, Ints
from eventbook.datasets.matching.comparisons import patterns
from eventbook.datasets.matching.rates import days_of_middle
from eventbook.datasets.matching.surroundings import Surroundings
from eventbook.datasets.plan import Window

_THREADS = 4


@dataclass(frozen=True, slots=True)
class Decoys:
    """The patterns of such pairs and how many of each there would be, were the dataset not to end."""

    patterns: Ints
    number: Floats


def decoys(around: Surroundings, window: Window) -> Decoys:
    """Return the pairs that lie as far off as keeps them from being candidates, as if they lay in the window."""
    columns = around.columns
    off = 2 * window.days + 1
    search = search_of(columns, Window(window.days + off, window.slack_km), around.crowded)

    def one_slab(slab: tuple[int, int]) -> Ints:
        return patterns(around, _brought_near(search, candidate_pairs(search, slab), window, off))

    with ThreadPoolExecutor(max_workers=_THREADS) as pool:
        found = [np.empty(0, dtype=np.int64), *pool.map(one_slab, slabs(columns.size))]
    seen, number = np.unique(np.concatenate(found), return_counts=True)
    return Decoys(seen, number.astype(np.float64) * _exposure(around, off))


def _brought_near(search: Search, pairs: Pairs, window: Window, off: float) -> Pairs:
    """Return the pairs outside the window that lie in it once one of the two is moved."""
    columns = search.columns
    apart = np.abs(columns.middle[pairs.left] - columns.middle[pairs.right])
    spans = columns.half[pairs.left] + columns.half[pairs.right]
    gap = np.maximum(0, np.abs(apart - off) - spans)
    rows = np.flatnonzero((pairs.gap > window.days) & (gap <= window.days))
    return Pairs(pairs.left[rows], pairs.right[rows], pairs.km[rows], gap[rows])


def _exposure(around: Surroundings, off: float) -> float:
    """Return how many times as many there would be, did the last days have days after them; two at most."""
    days = days_of_middle(around.columns.middle)
    span = float(days.max(initial=0) - days.min(initial=1 << 40) + 1) if len(days) else 1.0
    return span / max(span - off, span / 2)
