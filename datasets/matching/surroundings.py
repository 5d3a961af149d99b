"""What a comparison looks at beside the two reports: how common things are around them.

It is the one thing in comparing that no pair holds by itself. Where a table is a part of a larger
one, what only the larger one knows is handed in as a `Whole`.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from eventbook.datasets.matching.columns import Bools, Columns, Floats, Ints
from eventbook.datasets.matching.rates import Rates, rates

RARE_TYPE, COMMON_TYPE = 0.07, 0.15
"""The share of all reports below which a type is rare, and from which it is common."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a comparison looks at beside the two reports: the reports' arrays and how common things are."""

    columns: Columns
    nearby: Rates
    region: Rates
    types: Floats

    @property
    def crowded(self) -> Bools:
        """Which reports lie where so much happens that two strangers must have something in common."""
        return np.asarray(self.nearby.any > 1)

    def taken(self, rows: Ints) -> "Surroundings":
        """Return what is looked at of some of the reports; how common things are stays as it is around all."""
        return Surroundings(
            self.columns.taken(rows), self.nearby.taken(rows), self.region.taken(rows), self.types[rows]
        )


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
    return Surroundings(columns, near, wide, types)


def type_step(share: Floats) -> Floats:
    """Return how common types are in steps, so that one report more does not change what is compared."""
    return np.array([0.0, RARE_TYPE, COMMON_TYPE])[np.searchsorted([RARE_TYPE, COMMON_TYPE], share, "right")]
