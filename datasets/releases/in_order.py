"""Whether the rows of a table stand in an order."""

import pyarrow as pa
import pyarrow.compute as pc

from eventbook.datasets.releases.differing import one_chunk


def in_order(table: pa.Table, order: tuple[str, ...]) -> bool:
    """Tell whether rows stand in an order, blanks last."""
    if table.num_rows <= 1:
        return True
    tied = pa.array([True] * (table.num_rows - 1), pa.bool_())
    for name in order:
        column = one_chunk(table[name])
        one, next_ = column.slice(0, len(column) - 1), column.slice(1)
        blank, next_blank = pc.is_null(one), pc.is_null(next_)
        greater = pc.fill_null(pc.greater(one, next_), pc.and_not(blank, next_blank))
        less = pc.fill_null(pc.less(one, next_), pc.and_not(next_blank, blank))
        if pc.any(pc.and_(tied, greater)).as_py():
            return False
        tied = pc.and_not(tied, less)
    return True
