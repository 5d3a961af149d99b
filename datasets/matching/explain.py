"""Why a pair of reports weighs what it weighs: the level it stands on under every comparison.

The weights of the levels are those against strangers. What the pair loses because it may also
be two incidents that look alike (the same people at the same place, some days apart) stands as
a line of its own, so that prior and lines add up to the pair's log-odds.
"""

from dataclasses import dataclass

import numpy as np

from eventbook.datasets.matching.comparisons import unpacked
from eventbook.datasets.matching.levels import COMPARISONS
from eventbook.datasets.matching.weights import Weights, log_odds, sums

ALIKE = "look-alike"


@dataclass(frozen=True, slots=True)
class Level:
    """One comparison of a pair: the level it stands on and what that adds to the log-odds."""

    comparison: str
    level: str
    weight: float


def levels_of(pattern: int, weights: Weights) -> tuple[Level, ...]:
    """Return the levels of a pair's pattern, the heaviest for or against first; the prior is the rest."""
    one = np.array([pattern], dtype=np.int64)
    names = [
        (comparison.name, comparison.levels[int(codes[0])])
        for comparison, codes in zip(COMPARISONS, unpacked(one), strict=True)
    ]
    levels = [Level(name, level, weights.levels[name][level][0]) for name, level in names]
    loss = float(log_odds(one, weights)[0] - sums(one, weights)[0, 0])
    levels.append(Level(ALIKE, "two like incidents", round(loss, 3)))
    return tuple(sorted(levels, key=lambda level: (-abs(level.weight), level.comparison)))
