"""What the window may have missed: pairs that only a wider one finds, around runs of reports from all over the time.

Looking needs the arrays of the reports and how common things are around them, which finding the
candidate pairs has at hand; weighing needs the weights, which are known only afterwards. So what was
seen is kept as patterns in between. Where a dataset is divided, each part looks around some of its
own reports, at all that it was given: a pair across the border of two parts can go unseen.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from eventbook.datasets.matching.candidates import Pairs, candidate_pairs, search_of
from eventbook.datasets.matching.columns import Ints
from eventbook.datasets.matching.comparisons import patterns
from eventbook.datasets.matching.surroundings import Surroundings
from eventbook.datasets.matching.weights import Weights, log_odds
from eventbook.datasets.plan import Window

WIDER = 2.0
"""How many times wider the window is in which missed pairs are looked for."""
ENOUGH = 2000
"""At least so many reports are looked at where there are as many, and at most twice as many."""
RUN = 125
"""Reports are looked at in runs of so many, one after the other in time: a search serves them all."""


@dataclass(frozen=True, slots=True)
class Looked:
    """How many reports were looked at, and the patterns of the pairs around them that only the wider window finds."""

    reports: int
    patterns: Ints


@dataclass(frozen=True, slots=True)
class Missed:
    """Pairs outside the window among the reports looked at, and how many same ones to expect in all."""

    reports: int
    outside: int
    expected: float


def every_how_many(reports: int) -> int:
    """Return how many runs there are for each that is looked at: a power of two, so that it seldom changes."""
    return 1 << max(0, (reports // ENOUGH).bit_length() - 1)


def looked_around(around: Surroundings, own: Ints, window: Window, every: int, first: int = 0) -> Looked:
    """Return what lies outside the window around every so-manieth run of the own reports, from one on.

    `own` are their rows, ascending.
    """
    wide = Window(window.days * WIDER, window.slack_km * WIDER)
    searches = [search_of(around.columns, one, around.crowded) for one in (window, wide)]
    size, reports, found = around.columns.size, 0, [np.empty(0, dtype=np.int64)]
    for start in range(first % every * RUN, len(own), every * RUN):
        mine = own[start : start + RUN]
        near, far = (candidate_pairs(one, (int(mine[0]), int(mine[-1]) + 1)) for one in searches)
        new = ~np.isin(far.left * size + far.right, near.left * size + near.right) & np.isin(far.left, mine)
        reports += len(mine)
        found.append(patterns(around, Pairs(far.left[new], far.right[new], far.km[new], far.gap[new])))
    return Looked(reports, np.sort(np.concatenate(found)).astype(np.int64))


def together(looked: Iterable[Looked]) -> Looked:
    """Return what was seen in all parts."""
    every, nothing = list(looked), np.empty(0, dtype=np.int64)
    seen = np.concatenate([nothing, *(one.patterns for one in every)])
    return Looked(sum(one.reports for one in every), np.sort(seen))


def missed(looked: Looked, weights: Weights, size: int) -> Missed:
    """Return what the window has missed, of so many reports in all, by what was seen around some."""
    expected = float(expit(log_odds(looked.patterns, weights)).sum()) * size / max(looked.reports, 1)
    return Missed(looked.reports, len(looked.patterns), round(expected, 1))
