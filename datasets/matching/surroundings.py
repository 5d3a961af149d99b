"""What a comparison looks at beside the two reports: how common things are around them.

It is the one thing in comparing that no pair holds by itself. Where a table is a part of a larger
one, what only the larger one knows is handed in as a `Whole`.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eventbook.datasets.matching.columns import Bools, Columns, Floats, Ints
from eventbook.datasets.matching.levels import RARITY
from eventbook.datasets.matching.rates import rates

BOTH, FIRST, SECOND, ANYBODY = range(4)
"""Whose rate it is: that of both sides of a report together, of one of them, or of all reports."""
_LEAST = 1 / 32
_EXPONENT = -4
"""A rate below every step, and its exponent."""
RARE_TYPE, COMMON_TYPE = 0.07, 0.15
"""The share of all reports below which a type is rare, and from which it is common."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a comparison looks at beside the two reports: the reports' arrays and how common things are.

    `common` has eight columns: the steps of `RARITY` of both sides together, of the first, of the second and
    of anybody, nearby and then in the region. `crowded` are the reports that lie where so much happens that two
    strangers must have something in common.
    """

    columns: Columns
    common: npt.NDArray[np.int8]
    crowded: Bools
    types: Floats

    def taken(self, rows: Ints) -> "Surroundings":
        """Return what is looked at of some of the reports; how common things are stays as it is around all."""
        return Surroundings(self.columns.taken(rows), self.common[rows], self.crowded[rows], self.types[rows])


@dataclass(frozen=True, slots=True)
class Whole:
    """What must be known of a whole dataset where the columns are a part of it.

    `span` is its first and its last day, `types` how common each report's type is, as a `type_step`.
    """

    span: tuple[int, int]
    types: Floats


def surroundings(columns: Columns, whole: Whole | None = None) -> Surroundings:
    """Return what all comparisons of these reports look at."""
    share = np.bincount(columns.type + 1, minlength=2) / max(columns.size, 1)
    types = whole.types if whole else type_step(share)[columns.type + 1]
    span = whole.span if whole else None
    with ThreadPoolExecutor(max_workers=2) as pool:
        found = [pool.submit(rates, columns, coarse=coarse, span=span) for coarse in (False, True)]
    near, wide = (one.result() for one in found)
    steps = [step(rate) for one in (near, wide) for rate in (one.both, *one.each.T, one.any)]
    return Surroundings(columns, np.column_stack(steps), near.any > 1, types)


def step(rate: Floats) -> npt.NDArray[np.int8]:
    """Return the step of `RARITY` of every rate: each is twice as much as the one before."""
    _, exponent = np.frexp(np.maximum(rate, _LEAST))
    return np.asarray(np.minimum(exponent - _EXPONENT, len(RARITY) - 1), dtype=np.int8)


def type_step(share: Floats) -> Floats:
    """Return how common types are in steps, so that one report more does not change what is compared."""
    return np.array([0.0, RARE_TYPE, COMMON_TYPE])[np.searchsorted([RARE_TYPE, COMMON_TYPE], share, "right")]
