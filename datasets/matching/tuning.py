"""Weights improved by what people judged: each level may move a little towards their words.

A logistic regression on the judged pairs, starting from the weights there are: every level has
a correction that is held back by a penalty, so that a few words move little and no word moves
a level it says nothing about (penalised logistic regression, Hoerl and Kennard's ridge). It asks
which of two pairs of the same doubt is the same, so it may be told of doubtful pairs only. A
correction moves a level against strangers and look-alikes alike, and levels stay in order.
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
HELD_BACK = 2.0
"""The penalty: as if each correction were drawn around nought with a standard deviation of 0.7."""
_STEPS = 50


def tuned(weights: Weights, patterns: Ints, same: Bools) -> Weights:
    """Return the weights moved towards the judged pairs, given by pattern and verdict."""
    if len(patterns) < LEAST:
        return weights
    marks = _marks(patterns)
    moves = _moves(marks, log_odds(patterns, weights), same.astype(np.float64))
    cuts = np.cumsum((1, *SIZES))
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
        "prior": round(weights.prior + float(moves[0]), 3),
        "alike": round(weights.alike + float(moves[0]), 3),
        "levels": levels,
    }
    return weights.model_copy(update=changes)


def _marks(patterns: Ints) -> Floats:
    """Return a row of ones and noughts for each pattern: one for everybody, then one for each level it is on."""
    marks = np.zeros((len(patterns), 1 + sum(SIZES)))
    marks[:, 0] = 1
    start = 1
    for size, codes in zip(SIZES, unpacked(patterns), strict=True):
        marks[np.arange(len(patterns)), start + codes] = 1
        start += size
    return marks


def _moves(marks: Floats, start: Floats, same: Floats) -> Floats:
    """Return the penalised corrections, by Newton's method."""
    moves = np.zeros(marks.shape[1])
    penalty = np.full(marks.shape[1], HELD_BACK)
    penalty[0] = 0.1
    for _ in range(_STEPS):
        likely = expit(start + marks @ moves)
        slope = marks.T @ (same - likely) - penalty * moves
        bend = (marks * (likely * (1 - likely))[:, None]).T @ marks + np.diag(penalty)
        # No step is longer than one, or the first could leap past where the curve is flat.
        step = np.clip(np.linalg.solve(bend, slope), -1, 1)
        moves = moves + step
        if np.abs(step).max() < 1e-9:  # noqa: PLR2004  far below what is kept
            break
    return moves
