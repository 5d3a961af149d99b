"""The content hash of a table: the same for the same rows in any file format, of any chunks, on any machine.

Each column gives streams of bytes, every one hashed by itself with SHA-256: which rows are filled
(one byte each, 0 or 1); for numbers, days and truth values the values, little-endian, noughts where
blank; for text the lengths in bytes (eight bytes each) and the UTF-8 of all rows end to end; for
lists the lengths and the streams of their items; for records those of their parts. The hash of the
table is that of the canonical JSON of its number of rows and its columns: name, type and streams.
"""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from eventbook.schema.canonical import canonical, digest, sha256

_KINDS: dict[str, Callable[[pa.DataType], bool]] = {
    "text": pa.types.is_string,
    "bytes": pa.types.is_binary,
    "truth": pa.types.is_boolean,
    "day": pa.types.is_date32,
    "number": pa.types.is_floating,
    "integer": pa.types.is_integer,
}
_ROWS = 65_536
"""Rows that are looked at at a time."""
ROWS_OF_JSON = 1
"""The format of manifests whose content hashes are of rows as canonical JSON, one a line."""


class ContentHash:
    """The content hash of a table that comes in pieces."""

    def __init__(self, schema: pa.Schema) -> None:
        """Begin a table of these columns, without rows."""
        self._schema, self.rows = schema, 0
        self._streams: dict[str, dict[str, Any]] = {name: {} for name in schema.names}

    def update(self, table: pa.Table) -> None:
        """Add rows. Raises ValueError for a number that is none (NaN)."""
        self.rows += table.num_rows
        for batch in table.to_batches(_ROWS):
            for name, column in zip(batch.schema.names, batch.columns, strict=True):
                streams = self._streams[name]
                for path, part in _streams(column, ""):
                    if path not in streams:
                        streams[path] = hashlib.sha256()
                    streams[path].update(part)

    def hexdigest(self) -> str:
        """Return the hash of the rows so far."""
        columns = [
            [field.name, kind_of(field.type), {path: one.hexdigest() for path, one in streams.items()}]
            for field, streams in zip(self._schema, self._streams.values(), strict=True)
        ]
        return digest({"rows": self.rows, "columns": columns})


def content_hash(table: pa.Table) -> str:
    """Return the SHA-256 of what a table says. Raises ValueError for a number that is none (NaN)."""
    made = ContentHash(table.schema)
    made.update(table)
    return made.hexdigest()


def kind_of(kind: pa.DataType) -> str:
    """Return the name of a type, whatever a file format calls it."""
    if isinstance(kind, pa.ListType):
        return f"list of {kind_of(kind.value_type)}"
    if isinstance(kind, pa.StructType):
        return f"record of {', '.join(f'{part.name} {kind_of(part.type)}' for part in kind.fields)}"
    return next((name for name, fits in _KINDS.items() if fits(kind)), str(kind))


def row_hash(table: pa.Table) -> str:
    """Return the content hash of earlier releases: of the rows as canonical JSON, one a line."""
    return sha256("".join(canonical(row) + "\n" for row in table.to_pylist()))


def content_of(table: pa.Table, made: int) -> str:
    """Return the content hash of a table as manifests of a format have it; nothing for what no build writes."""
    try:
        return row_hash(table) if made == ROWS_OF_JSON else content_hash(table)
    except ValueError:  # not a number
        return ""


def _streams(column: pa.Array, path: str) -> Iterator[tuple[str, memoryview]]:
    """Yield the streams of an array, each under a name."""
    kind = column.type
    yield f"{path}filled", _bytes(pc.cast(pc.is_valid(column), pa.uint8()), 1)
    if isinstance(kind, pa.ListType):
        yield f"{path}lengths", _bytes(_whole(pc.list_value_length(column)), 8)
        yield from _streams(pc.list_flatten(column), f"{path}items.")
    elif isinstance(kind, pa.StructType):
        for part in kind.fields:
            yield from _streams(pc.struct_field(column, part.name), f"{path}{part.name}.")
    elif pa.types.is_string(kind) or pa.types.is_binary(kind):
        filled = pc.fill_null(column, "" if pa.types.is_string(kind) else b"")
        yield f"{path}lengths", _bytes(_whole(pc.binary_length(filled)), 8)
        yield f"{path}text", _text(filled)
    else:
        yield f"{path}values", _values(column)


def _whole(lengths: pa.Array) -> pa.Array:
    return pc.cast(pc.fill_null(lengths, 0), pa.int64())


def _values(column: pa.Array) -> memoryview:
    kind = column.type
    if pa.types.is_boolean(kind):
        return _bytes(pc.cast(pc.fill_null(column, False), pa.uint8()), 1)
    if pa.types.is_date32(kind):
        return _bytes(pc.fill_null(pc.cast(column, pa.int32()), 0), 4)
    if not pa.types.is_floating(kind):
        return _bytes(_whole(column), 8)
    if pc.any(pc.is_nan(column)).as_py():
        message = "a number is none (NaN), which no build writes"
        raise ValueError(message)
    # Adding nought makes the negative nought, which equals it, the same bytes.
    return _bytes(pc.add(pc.fill_null(pc.cast(column, pa.float64()), 0.0), 0.0), 8)


def _bytes(column: pa.Array, width: int) -> memoryview:
    """Return the values of an array without blanks, `width` bytes each."""
    buffer = column.buffers()[1]
    start = column.offset * width
    return memoryview(buffer)[start : start + len(column) * width] if buffer else memoryview(b"")


def _text(column: pa.Array) -> memoryview:
    """Return the text of an array without blanks, end to end."""
    _, offsets, text = column.buffers()
    if not len(column) or offsets is None or text is None:
        return memoryview(b"")
    edges = memoryview(offsets).cast("i")
    return memoryview(text)[edges[column.offset] : edges[column.offset + len(column)]]
