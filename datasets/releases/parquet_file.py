"""Writing a table as Parquet: the same bytes for the same rows, whatever chunks they came in.

One group of rows after the other is taken from the table and written, so that beside the table
itself no more than a group is in memory. While a group is packed, its content is hashed beside.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from eventbook.datasets.releases.content import ContentHash
from eventbook.datasets.releases.geometry import FIELD, GEOMETRY, about_points, points
from eventbook.datasets.releases.release_files import TableFile

if TYPE_CHECKING:
    from pyarrow.parquet import WriteOptions  # of our stubs

_PREFIX_COLUMNS = ("event_id", "report_id", "source_id", "actor_id", "place_id")
_LONG_COLUMNS = ("notes", "quote", "reason", "title", "url")


Rows = pa.Table | Iterable[pa.Table]
"""A sorted table, whole or in pieces that follow each other."""


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """How many rows a table has that was written, and the hash of its content."""

    rows: int
    content: str


def write_parquet(table: Rows, spec: TableFile, path: Path) -> WrittenTable:
    """Write a sorted table to a path; metadata from elsewhere is left out.

    Only a table that is whole can have points: what is said of them stands at the head.
    """
    whole = table if isinstance(table, pa.Table) else None
    names = whole.column_names if whole is not None else spec.schema.names
    # Our own fields, since Parquet calls the items of lists otherwise when it is read.
    ours = schema = pa.schema([spec.schema.field(name) for name in names])
    made = ContentHash(schema)
    if spec.points and whole is not None:
        schema = schema.append(FIELD).with_metadata(dict(about_points(whole)))
    about = dict(schema.metadata or {})
    with (
        ThreadPoolExecutor(1) as beside,
        pq.ParquetWriter(str(path), schema, **options(schema, spec)) as writer,
    ):
        for rows in _groups([table] if isinstance(table, pa.Table) else table, spec.row_group):
            mine = rows.cast(ours)
            hashing = beside.submit(made.update, mine)
            pointed = mine.append_column(FIELD, points(mine)) if GEOMETRY in schema.names else mine
            writer.write_table(pointed.replace_schema_metadata(about), row_group_size=spec.row_group)
            hashing.result()
    return WrittenTable(made.rows, made.hexdigest())


def _groups(pieces: Iterable[pa.Table], size: int) -> Iterator[pa.Table]:
    """Yield the rows in groups of a size, each as one chunk, because pages end where chunks end."""
    waiting: list[pa.Table] = []
    for piece in pieces:
        start, known = 0, sum(one.num_rows for one in waiting)
        while known + piece.num_rows - start >= size:
            taken = piece.slice(start, size - known)
            yield _one([*waiting, taken])
            start, known, waiting = start + taken.num_rows, 0, []
        if start < piece.num_rows:
            waiting.append(piece.slice(start))
    if waiting:
        yield _one(waiting)


def _one(pieces: list[pa.Table]) -> pa.Table:
    return pa.concat_tables([one.replace_schema_metadata(None) for one in pieces]).combine_chunks()


def options(schema: pa.Schema, spec: TableFile) -> "WriteOptions":
    """Return how a table file is written: packed, with indexes, checksums and what lets readers skip rows."""
    texts = [field.name for field in schema if field.type == pa.string()]
    prefixed = [name for name in texts if name in _PREFIX_COLUMNS]
    long = [name for name in texts if name in _LONG_COLUMNS]
    others = [name for name in schema.names if name not in {*prefixed, *long}]
    return {
        "compression": "zstd",
        "compression_level": 9,
        "use_dictionary": _leaves(schema, others),
        "column_encoding": dict.fromkeys(prefixed, "DELTA_BYTE_ARRAY")
        | dict.fromkeys(long, "DELTA_LENGTH_BYTE_ARRAY"),
        "write_page_index": True,
        "write_page_checksum": True,
        "sorting_columns": pq.SortingColumn.from_ordering(
            schema, [(name, "ascending") for name in spec.order]
        ),
        # A filter is of one group of rows, so none has more ids.
        "bloom_filter_options": {spec.key: {"ndv": spec.row_group}} if spec.key else None,
        "store_schema": True,
    }


def _leaves(schema: pa.Schema, names: list[str]) -> list[str]:
    """Return the Parquet paths of columns: those of lists and structs lie below their names."""
    return [path for name in names for path in _paths(schema.field(name).type, name)]


def _paths(kind: pa.DataType, path: str) -> list[str]:
    if pa.types.is_list(kind):
        return _paths(kind.field(0).type, f"{path}.list.element")
    if pa.types.is_struct(kind):
        parts = [kind.field(index) for index in range(kind.num_fields)]
        return [leaf for part in parts for leaf in _paths(part.type, f"{path}.{part.name}")]
    return [path]
