"""Weights improved by what people judged: each level may move a little towards their words.

A logistic regression on the judged pairs, starting from the weights there are: every level has
a correction that is held back by a penalty, so that a few words move little and no word moves
a level it says nothing about (penalised logistic regression, Hoerl and Kennard's ridge).

The pairs that people are asked about are no sample: they are those that look alike and were not
joined, or were joined with doubt, because other reports speak against what the pair itself says.
How many of them are the same says nothing about other pairs. So the regression has a shift and a
stretch of all log-odds for the judged pairs alone, which are thrown away; what is kept is which
level says more than another. A correction moves a level against strangers and look-alikes alike,
and levels stay in order.
"""

import numpy as np
from scipy.special import expit

from eventbook.datasets.matching.columns import Bools, Floats, Ints
from eventbook.datasets.matching.comparisons import unpacked
from eventbook.datasets.matching.isotonic import in_order
from eventbook.datasets.matching.levels import COMPARISONS, SIZES
from eventbook.datasets.matching.weights import LEARNED, Weights, log_odds

LEAST = 50
"""From this many judged candidate pairs on, weights follow them."""
HELD_BACK = 5.0
"""The penalty for weights that came with the program: each correction has a standard deviation of 0.45."""
HELD_FAST = 30.0
"""The penalty for weights that were learned from the reports themselves, which know more than a few words do."""
_STEPS = 50
_BOUND = 9.0


def tuned(weights: Weights, patterns: Ints, same: Bools) -> Weights:
    """Return the weights moved towards the judged pairs, given by pattern and verdict."""
    if len(patterns) < LEAST:
        return weights
    marks = _marks(patterns)
    penalty = HELD_FAST if weights.version == LEARNED else HELD_BACK
    moves = _moves(marks, log_odds(patterns, weights), same.astype(np.float64), penalty)
    cuts = np.cumsum((0, *SIZES))
    levels: dict[str, dict[str, tuple[float, float]]] = {}
    for number, one in enumerate(COMPARISONS):
        move = moves[cuts[number] : cuts[number + 1]]
        trust = marks[:, cuts[number] : cuts[number + 1]].sum(axis=0) + 1.0
        table = weights.of(one.name) + move[:, None]
        columns = [np.round(in_order(table[:, side], trust, one.chains), 3).tolist() for side in (0, 1)]
        levels[one.name] = dict(zip(one.levels, zip(*columns, strict=True), strict=True))
    changes = {
        "version": LEARNED,
        "learned": f"{weights.learned}; improved by {len(patterns)} judgements",
        "levels": levels,
    }
    return weights.model_copy(update=changes)


def _marks(patterns: Ints) -> Floats:
    """Return a row of ones and noughts for each pattern: one for each level it is on."""
    marks = np.zeros((len(patterns), sum(SIZES)))
    start = 0
    for size, codes in zip(SIZES, unpacked(patterns), strict=True):
        marks[np.arange(len(patterns)), start + codes] = 1
        start += size
    return marks


def _moves(marks: Floats, start: Floats, same: Floats, held: float) -> Floats:
    """Return the penalised corrections of the levels, by Newton's method."""
    start = np.clip(start, -_BOUND, _BOUND)
    terms = np.column_stack((np.ones(len(start)), start, marks))
    penalty = np.concatenate(([0.01, 1.0], np.full(marks.shape[1], held)))
    moves = np.zeros(terms.shape[1])
    for _ in range(_STEPS):
        likely = expit(start + terms @ moves)
        slope = terms.T @ (same - likely) - penalty * moves
        bend = (terms * (likely * (1 - likely))[:, None]).T @ terms + np.diag(penalty)
        # No step is longer than one, or the first could leap past where the curve is flat.
        step = np.clip(np.linalg.solve(bend, slope), -1, 1)
        moves = moves + step
        if np.abs(step).max() < 1e-9:  # noqa: PLR2004  far below what is kept
            break
    return moves[2:]
