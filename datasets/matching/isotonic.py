"""Weights that never rise along a chain of levels: pool adjacent violators.

Learned figures wobble where few pairs stand on a level. Closer must never be worse, so
neighbours that are out of order are given their common mean, weighted by how many pairs each
rests on (Barlow et al., Statistical Inference under Order Restrictions, 1972).
"""

from collections.abc import Sequence

import numpy as np

from eventbook.datasets.matching.columns import Floats


def falling(values: Floats, trust: Floats) -> Floats:
    """Return the nearest values that never rise, in the sense of least squares weighted by trust."""
    means: list[float] = []
    weights: list[float] = []
    sizes: list[int] = []
    for value, weight in zip(values.tolist(), trust.tolist(), strict=True):
        means.append(value)
        weights.append(weight)
        sizes.append(1)
        while len(means) > 1 and means[-1] > means[-2]:
            mean, weight_of, size = means.pop(), weights.pop(), sizes.pop()
            whole = weights[-1] + weight_of
            means[-1] = (means[-1] * weights[-1] + mean * weight_of) / whole
            weights[-1] = whole
            sizes[-1] += size
    return np.repeat(np.array(means), np.array(sizes, dtype=np.int64))


def in_order(values: Floats, trust: Floats, chains: Sequence[Sequence[int]]) -> Floats:
    """Return the values so changed that they fall along every chain; a level may stand in several."""
    found = values.copy()
    for chain in chains:
        rows = np.array(chain)
        found[rows] = falling(found[rows], trust[rows])
    for chain in chains:  # a level of two chains may have been moved by the second
        rows = np.array(chain)
        found[rows] = np.minimum.accumulate(found[rows])
    return found
