"""Pairs of a row and a later one that share a number, found by sorting and without looking at any other pair.

Sorting puts the rows of a number side by side and in order: what may pair with a row is then one
stretch, of which two searches find the ends.
"""

from collections.abc import Iterator

import numpy as np

from eventbook.datasets.matching.columns import Ends, Ints

BLOCK = 1 << 16
"""About so many pairs come together: few enough for a processor's own memory."""


def following(one: Ints, numbers: Ints, other: Ints, shared: Ints, until: Ints) -> Iterator[Ends]:
    """Yield the pairs of a row and a later one that share a number, block by block.

    `one` and `other` are rows, ascending. Those of either side have one number each, those of the other may have
    a column of several, different ones, where a negative one is none. Pairs of a row end before that in `until`.
    """
    bits = len(other).bit_length()
    first, last = np.searchsorted(other, one, side="right"), np.searchsorted(other, until)
    ordered, later = _ordered(shared)
    cells, rows = _ordered(numbers)
    ordered, cells = (ordered << bits) | later, cells << bits
    low = np.searchsorted(ordered, cells + first.take(rows))
    number = np.maximum(np.searchsorted(ordered, cells + last.take(rows)) - low, 0)
    left, right = one.take(rows), other.take(later)
    ends = np.cumsum(number)
    total = int(number.sum())
    cuts = np.unique(np.append(np.searchsorted(ends, range(0, total, BLOCK)), len(rows)))
    for start, stop in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
        times = number[start:stop]
        place = np.repeat(low[start:stop] - np.cumsum(times) + times, times)
        place += np.arange(len(place))
        yield np.repeat(left[start:stop], times), right.take(place)


def _ordered(numbers: Ints) -> Ends:
    """Return all numbers from nought on, sorted, and the column of each; those of one number by column.

    Number and column are packed into one number: sorting those is many times as fast as sorting what sorts them.
    """
    columns = np.arange(numbers.shape[-1], dtype=np.int64)
    bits = len(columns).bit_length()
    packed: Ints = np.sort((numbers << bits | columns).ravel())
    packed = packed[np.searchsorted(packed, 0) :]
    return packed >> bits, packed & ((1 << bits) - 1)
