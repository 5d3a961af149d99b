"""One part of a dataset, compared by itself: the unit of work of local processes and of Spark.

A part brings all that its pairs depend on: its own reports, the reports of other parts that
could pair with them, and those that only tell how common things are around there. What is of the
whole dataset (its days, how common each type is) comes along as a few numbers. So a part's outcome
depends on the part alone, may be kept, and is the same wherever it is worked out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from eventbook.datasets.matching.candidates import Pairs, candidate_pairs, search_of, slabs
from eventbook.datasets.matching.columns import Ints, columns_of
from eventbook.datasets.matching.comparisons import patterns
from eventbook.datasets.matching.found import Compared, Found
from eventbook.datasets.matching.missed import looked_around
from eventbook.datasets.matching.surroundings import Whole, surroundings
from eventbook.datasets.plan import Window

OWN, PARTNER, CONTEXT = 0, 1, 2
"""What a report is in a part: its own; one of another part that could pair with an own one; for rates only."""
Roles = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Common:
    """What parts must know of the whole dataset: first and last day, how common each type is, all kinds.

    Around one run of reports in `looked` is looked for what the window misses.
    """

    span: tuple[int, int]
    types: Mapping[str, float]
    kinds: tuple[str, ...]
    looked: int

    def of(self, table: pa.Table, row: Ints) -> Whole:
        """Return it for the rows of a table, in their order."""
        names: list[str | None] = table["type"].take(pa.array(row)).to_pylist()
        return Whole(self.span, np.array([self.types[name or ""] for name in names], dtype=np.float64))


def found_in_part(table: pa.Table, role: Roles, common: Common, window: Window) -> Found:
    """Return the candidate pairs of a part that hold at least one own report, as rows of its table.

    The table is one `with_steps` of the whole, or a part of that.
    """
    columns = columns_of(table, common.kinds)
    around = surroundings(columns, common.of(table, columns.row))
    crowded = around.crowded
    near = np.flatnonzero(role[columns.row] != CONTEXT)
    some = around.taken(near)
    search = search_of(some.columns, window, crowded[near])
    own = role[some.columns.row] == OWN
    row = some.columns.row.astype(np.int32)
    found = [(np.empty(0, dtype=np.int32),) * 3]
    for slab in slabs(len(near)):
        pairs = candidate_pairs(search, slab)
        mine = np.flatnonzero(own[pairs.left] | own[pairs.right])
        kept = Pairs(pairs.left[mine], pairs.right[mine], pairs.km[mine], pairs.gap[mine])
        found.append((row[kept.left], row[kept.right], patterns(some, kept).astype(np.int32)))
    whole = Compared(*(np.concatenate(arrays) for arrays in zip(*found, strict=True)))
    mine = np.flatnonzero(own)
    first = crc32(str(table["report_id"][int(row[mine[0]])]).encode()) if len(mine) else 0
    return Found(whole, looked_around(some, mine, window, common.looked, first))
