"""Tables as CSV, made column by column: the same text that `exports.cell` gives row by row, for millions of rows.

Each different value of a column is written once and put where it belongs; the columns of a batch
are then joined into lines. Text is quoted as Python's csv module quotes it.
"""

import re
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from eventbook.datasets.releases.differing import one_chunk
from eventbook.datasets.releases.exports import cell
from eventbook.datasets.releases.text_values import as_text
from eventbook.schema.codebook_exports import Export, ExportColumn

_ROWS = 16_384
"""Rows that are written at a time."""
_ODD = "\r|^[^A-Za-z0-9]"
"""What Python looks at: what begins with anything but a plain letter or digit, and carriage returns."""
_QUOTED = re.compile('[,"\n\r]')


def csv_chunks(events: pa.Table, export: Export) -> Iterator[bytes]:
    """Yield the CSV of published events under the columns of an export, in pieces."""
    yield (",".join(_quoted(column.name) for column in export.columns) + "\n").encode()
    for start in range(0, events.num_rows, _ROWS):
        rows = events.slice(start, _ROWS)
        cells = [cells_of(rows, column) for column in export.columns]
        lines: pa.Array = pc.binary_join_element_wise(*cells, ",")
        yield _end_to_end(pc.binary_join_element_wise(lines, "", "\n"))


def cells_of(rows: pa.Table, column: ExportColumn) -> pa.Array:
    """Return the cells of a column, quoted where they need it."""
    blank = _quoted(cell({}, column))
    if column.source not in rows.column_names:
        cells: pa.Array = pa.array([blank] * rows.num_rows, pa.string())
    else:
        cells = pc.fill_null(_written(one_chunk(rows[column.source]), column), blank)
    return _with_more(rows, column, cells) if column.append else cells


def _written(values: pa.Array, column: ExportColumn) -> pa.Array:
    """Return the values as text, blanks as blanks."""
    kind = values.type
    if pa.types.is_floating(kind) and not column.map:
        coded = values.dictionary_encode()
        return pa.array([as_text(one) for one in coded.dictionary.to_pylist()], pa.string()).take(
            coded.indices
        )
    plain = pa.types.is_integer(kind) or pa.types.is_date32(kind) or pa.types.is_boolean(kind)
    if plain and not column.map:
        return pc.cast(values, pa.string())
    if isinstance(kind, pa.ListType):
        if column.map or not pa.types.is_string(kind.value_type):
            texts = [_one(value, column) for value in values.to_pylist()]
            return pa.array(texts, pa.string())
        values = pc.binary_join(values, "; ")
    if pa.types.is_string(values.type) and not column.map:
        return _plain_texts(values, column)
    coded = values.dictionary_encode()
    written = pa.array([_one(value, column) for value in coded.dictionary.to_pylist()], pa.string())
    return written.take(coded.indices)


def _plain_texts(values: pa.Array, column: ExportColumn) -> pa.Array:
    """Return text as cells: what may be a formula or holds carriage returns goes the way of rows, one by one."""
    quoted: pa.Array = pc.binary_join_element_wise('"', pc.replace_substring(values, '"', '""'), '"', "")
    cells = pc.if_else(pc.match_substring_regex(values, '[,"\n]'), quoted, values)
    odd = pc.fill_null(pc.match_substring_regex(values, _ODD), False)
    if not pc.any(odd).as_py():
        return cells
    texts = [_one(value, column) for value in values.filter(odd).to_pylist()]
    return pc.replace_with_mask(cells, odd, pa.array(texts, pa.string()))


def _one(value: object, column: ExportColumn) -> str | None:
    plain = column.model_copy(update={"append": {}}) if column.append else column
    return None if value is None else _quoted(cell({column.source: value}, plain))


def _with_more(rows: pa.Table, column: ExportColumn, cells: pa.Array) -> pa.Array:
    """Return the cells with what a column appends, where anything of it is known."""
    names = [name for name in rows.column_names if _appended(name, column)]
    if not names:
        return cells
    known = pc.is_valid(one_chunk(rows[names[0]]))
    for name in names[1:]:
        known = pc.or_(known, pc.is_valid(one_chunk(rows[name])))
    needed = [name for name in rows.column_names if name in {column.source, *names}]
    texts = [_quoted(cell(row, column)) for row in rows.select(needed).filter(known).to_pylist()]
    return pc.replace_with_mask(cells, known, pa.array(texts, pa.string()))


def _appended(name: str, column: ExportColumn) -> bool:
    """Tell whether a column is one that is appended, or a bound of a count that is."""
    return any(name == one or name.startswith(f"{one}_") for one in column.append)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def _end_to_end(lines: pa.Array) -> bytes:
    _, offsets, text = lines.buffers()
    if offsets is None or text is None:
        return b""
    edges = memoryview(offsets).cast("i")
    return bytes(memoryview(text)[edges[lines.offset] : edges[lines.offset + len(lines)]])
