"""Which rows of two tables differ, where both have the same rows in the same order: column by column.

It is what comparing two releases rests on, so it neither makes Python values of millions of rows nor
needs more than a few bytes a row.
"""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc


def differing(old: pa.Array, new: pa.Array) -> pa.Array:
    """Return for each row whether two columns of one type and length differ; blank and nought do."""
    blank = pc.xor(pc.is_null(old), pc.is_null(new))
    if isinstance(old.type, pa.ListType):
        return pc.or_(blank, _lists(old, new))
    if isinstance(old.type, pa.StructType):
        for part in old.type.fields:
            blank = pc.or_(blank, differing(pc.struct_field(old, part.name), pc.struct_field(new, part.name)))
        return blank
    return pc.or_(blank, pc.fill_null(pc.not_equal(old, new), False))


def _lists(old: pa.Array, new: pa.Array) -> pa.Array:
    """Return where lists differ in length or in any item."""
    lengths = [pc.fill_null(pc.list_value_length(one), 0) for one in (old, new)]
    unequal = pc.not_equal(*lengths)
    rows = pc.indices_nonzero(pc.invert(unequal))
    kept = [one.take(rows) for one in (old, new)]
    items = differing(pc.list_flatten(kept[0]), pc.list_flatten(kept[1]))
    hit = rows.take(pc.unique(pc.list_parent_indices(kept[0]).filter(items)))
    return pc.or_(unequal, mask_of(hit, len(old)))


def mask_of(rows: pa.Array, length: int) -> pa.Array:
    """Return a mask of so many rows that is true at the rows named."""
    return pc.is_in(row_numbers(length), pc.cast(rows, pa.int64()))


def row_numbers(length: int) -> pa.Array:
    """Return 0, 1, 2 … as a column."""
    return pa.array(range(length), pa.int64())


def one_chunk(column: pa.ChunkedArray) -> Any:  # noqa: ANN401  an array, whatever its type
    """Return a column as one array."""
    whole: Any = column.combine_chunks()
    return whole
