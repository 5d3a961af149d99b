"""Tables in somebody else's columns, as the codebook declares them: text files for other tools.

Blank is blank; a codebook says where unknown is to print as something else (the users of one
well-known dataset expect a 0). Cells that a spreadsheet would run as a formula are defused.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from typing import Any

from eventbook.datasets.text_values import as_text
from eventbook.schema.codebook_parts import Export, ExportColumn
from eventbook.schema.plain_values import is_list

# Their full-width forms too: a spreadsheet may fold them before it looks.
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\n", "\r")
_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t|tember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_MISREAD = re.compile(
    rf"[\d.,:/+\-\sE%]*\d[\d.,:/+\-\sE%]*|true|false|(?:\d{{1,4}}[\s./-]*)?(?:{_MONTH})[\s./-]*\d{{0,4}}",
    re.IGNORECASE,
)
_BLANK = " \u00a0\u200b\u200e\u200f\ufeff"
"""What some spreadsheets pass over at the beginning of a cell."""


def export_csv(rows: Iterable[Mapping[str, Any]], export: Export) -> str:
    """Return published rows as CSV text under the columns of an export."""
    sink = io.StringIO(newline="")
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow([column.name for column in export.columns])
    for row in rows:
        writer.writerow([cell(row, column) for column in export.columns])
    return sink.getvalue()


def cell(row: Mapping[str, Any], column: ExportColumn) -> str:
    """Return one cell of a row as text that is safe to open."""
    text = plain_cell(row, column)
    return defused(text) if isinstance(row.get(column.source), (str, list)) else text


def plain_cell(row: Mapping[str, Any], column: ExportColumn) -> str:
    """Return one cell of a row as text, for a format in which no text is taken for a formula."""
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
    return text.replace("\r\n", "\n").replace("\r", "\n")


def defused(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: an apostrophe before a leading sign."""
    return f"'{text}" if text.lstrip(_BLANK).startswith(_FORMULA) or text.startswith(_FORMULA) else text


def kept_text(text: str) -> str:
    """Return text that no spreadsheet turns into a day or a number: `MAR1` is an id, and `3-5` a range."""
    return f"'{text}" if _MISREAD.fullmatch(text) else text
