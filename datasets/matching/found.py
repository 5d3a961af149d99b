"""What comparing finds: the candidate pairs on their levels, and what a wider window would have found.

It is what every way of comparing gives, at once, by local processes or under Spark, and what is kept
of a part; so it also has one plain form, three rows of whole numbers, that files and Spark carry.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eventbook.datasets.matching.columns import Codes, Ints
from eventbook.datasets.matching.missed import Looked

_MANY = 1_000_000
_BEYOND, _LOOKED = -1, -2
"""What stands in the plain form for the rows of a pair outside the window, and of how many reports were looked at."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The candidate pairs of a table as row numbers of the table, with their patterns, in a fixed order."""

    left: Codes
    right: Codes
    pattern: Codes

    @property
    def seen(self) -> tuple[Ints, Ints]:
        """The patterns that occur, and how often."""
        starts = range(0, len(self.pattern), _MANY)
        return added([np.unique(self.pattern[start : start + _MANY], return_counts=True) for start in starts])


def added(tables: Iterable[tuple[npt.NDArray[np.integer], Ints]]) -> tuple[Ints, Ints]:
    """Return patterns with their numbers, added up over several tables of both."""
    pairs = list(tables)
    nothing = np.empty(0, dtype=np.int64)
    seen = np.concatenate([nothing, *(patterns for patterns, _ in pairs)]).astype(np.int64)
    number = np.concatenate([nothing, *(counts for _, counts in pairs)])
    few, place = np.unique(seen, return_inverse=True)
    return few, np.bincount(place, number, minlength=len(few)).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Found:
    """The candidate pairs of a table or of a part, and what a wider window finds beyond them around some reports."""

    pairs: Compared
    looked: Looked

    @property
    def plain(self) -> Codes:
        """Left row, right row and pattern of every pair; those outside the window have no rows."""
        beyond = np.full(len(self.looked.patterns), _BEYOND)
        left, right = (
            np.concatenate((rows, beyond, [_LOOKED])) for rows in (self.pairs.left, self.pairs.right)
        )
        pattern = np.concatenate((self.pairs.pattern, self.looked.patterns, [self.looked.reports]))
        return np.stack((left, right, pattern)).astype(np.int32)

    @classmethod
    def of(cls, plain: Codes) -> "Found":
        """Return what a plain form says, the pairs in its order."""
        left, right, pattern = plain
        pairs = left >= 0
        beyond = np.sort(pattern[left == _BEYOND]).astype(np.int64)
        looked = Looked(int(pattern[left == _LOOKED].sum()), beyond)
        return cls(Compared(left[pairs], right[pairs], pattern[pairs]), looked)
