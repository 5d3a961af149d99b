"""How common something is where a report lies, in reports a day: what tells a match from an accident.

That two reports name the same two sides says much where those two are seldom heard of, and
little in a town where they fight every day. So for each report we count the reports nearby
(in its neighbourhood, or its region for vague ones) within a month before and after that name
the same two sides, one of them, or anybody.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array

from eventbook.datasets.matching.columns import NOTHING, Codes, Columns, Floats, Ints
from eventbook.datasets.matching.order import numbered

MONTH = 30
"""Days before and after that are counted: long enough to count, short enough to follow a war."""
CELL = 4.0
"""Neighbourhoods to a degree: a square of a quarter degree is some 28 km wide at the equator."""
WIDE_CELL = 0.5
"""Neighbourhoods to a degree for vague reports whose region is not known."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Reports a day around each report: of the same two sides, of each of its sides, of anybody."""

    both: Floats
    each: Floats
    any: Floats

    def taken(self, rows: Ints) -> "Rates":
        """Return the rates around some of the reports, in the order given."""
        return Rates(self.both[rows], self.each[rows], self.any[rows])


def rates(columns: Columns, *, coarse: bool, span: tuple[int, int] | None = None) -> Rates:
    """Return the rates in the neighbourhood of every report, or in its region.

    `span` is the first and the last day of the whole dataset, where the columns are a part of it.
    """
    cells = numbered(neighbourhoods(columns.degrees, columns.region, coarse=coarse))[1]
    day = days_of_middle(columns.middle)
    first, last = span or (int(day.min(initial=1 << 40)), int(day.max(initial=0)))
    day -= min(first, int(day.min(initial=first)))
    exposed = np.minimum(day + MONTH, last - first) - np.maximum(day - MONTH, 0) + 1
    # A dataset of a few days says nothing about the month around it.
    exposed = np.maximum(exposed, MONTH)
    sides = np.sort(columns.actors.astype(np.int64) + 1, axis=1)
    width = int(sides.max(initial=0)) + 1
    both = _around(cells * width * width + sides[:, 0] * width + sides[:, 1], day)
    one = cells[:, None] * width + columns.actors + 1
    each = _around(one.ravel(), np.repeat(day, 2)).reshape(-1, 2)
    return Rates(both / exposed, each / exposed[:, None], _around(cells, day) / exposed)


def days_of_middle(middle: Floats) -> Ints:
    """Return the days that reports count on, since 1970."""
    return np.floor(middle).astype(np.int64)


def neighbourhoods(degrees: Floats, region: Codes, *, coarse: bool) -> Ints:
    """Return a number for each report's neighbourhood, or its region: the same where those are."""
    corner = np.floor((degrees + 360.0) * (WIDE_CELL if coarse else CELL)).astype(np.int64)
    cells = corner[:, 0] * 4096 + corner[:, 1]
    return np.where(region == NOTHING, -1 - cells, region).astype(np.int64) if coarse else cells


def _around(groups: Ints, day: Ints) -> Floats:
    """Return how many others of its group each report has within a month; a partner is not counted.

    Reports come in order of their days, so putting groups side by side puts each group's days in order too.
    """
    days = int(day.max(initial=0)) + 2 * MONTH + 1
    numbers = numbered(groups)[1]
    order = _side_by_side(numbers)
    keys = numbers.take(order) * days
    keys += day.take(order)
    found = np.searchsorted(keys, keys + MONTH, side="right")
    found -= np.searchsorted(keys, keys - MONTH)
    count = np.empty(len(groups), dtype=np.float64)
    count[order] = np.maximum(found - 2, 0)
    return count


def _side_by_side(numbers: Ints) -> Ints:
    """Return the rows of every number side by side, by number and then by row: a sort that counts."""
    rows = np.arange(len(numbers))
    if not len(rows):
        return rows
    table = coo_array((np.ones(len(numbers), dtype=np.bool_), (numbers, rows)))
    table.has_canonical_format = True  # no row stands twice
    return np.asarray(table.tocsr().indices, dtype=np.int64)
