"""Tables in somebody else's columns, as the codebook declares them: text files for other tools.

Blank is blank; a codebook says where unknown is to print as something else (the users of one
well-known dataset expect a 0). Cells that a spreadsheet would run as a formula are defused.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from eventbook.datasets.text_values import as_text
from eventbook.schema.codebook_parts import Export, ExportColumn
from eventbook.schema.plain_values import is_list

_FORMULA = ("=", "+", "-", "@", "\t", "\n")


def export_csv(rows: Iterable[Mapping[str, Any]], export: Export) -> str:
    """Return published rows as CSV text under the columns of an export."""
    sink = io.StringIO(newline="")
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow([column.name for column in export.columns])
    for row in rows:
        writer.writerow([_cell(row, column) for column in export.columns])
    return sink.getvalue()


def _cell(row: Mapping[str, Any], column: ExportColumn) -> str:
    value = row.get(column.source)
    items = value if is_list(value) else [value]
    text = (
        as_text([column.map.get(as_text(item), item) for item in items])
        if value is not None
        else column.unknown
    )
    more = [
        said.format(as_text(row[name])) for name, said in column.append.items() if row.get(name) is not None
    ]
    text = "; ".join(part for part in (text, *more) if part)
    # A bare carriage return ends a row for some readers, and Python's versions quote it differently.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return defused(text) if isinstance(value, (str, list)) else text


def defused(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: an apostrophe before a leading sign."""
    return f"'{text}" if text.startswith(_FORMULA) else text
