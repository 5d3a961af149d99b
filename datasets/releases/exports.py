"""Cells of tables in somebody else's columns, as the codebook declares them: text for other tools.

Blank is blank; a codebook says where unknown is to print as something else (the users of one
well-known dataset expect a 0). Cells that a spreadsheet would run as a formula are defused.
"""

import re
from collections.abc import Mapping
from typing import Any

from eventbook.datasets.releases.text_values import as_text
from eventbook.schema.codebook_exports import ExportColumn
from eventbook.schema.counts import Amount
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
    more = [said.format(_said(row, name)) for name, said in column.append.items() if _said(row, name)]
    text = "; ".join(part for part in (text, *more) if part)
    # A bare carriage return ends a row for some readers, and Python's versions quote it differently.
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _said(row: Mapping[str, Any], name: str) -> str:
    """Return a column as text; of a count all its bounds in words, or nothing where it is unknown."""
    if name in row:
        return as_text(row[name]) if row[name] is not None else ""
    bounds = {bound: row.get(f"{name}_{bound}") for bound in ("low", "best", "high")}
    amount = Amount(**bounds, high_open=bool(row.get(f"{name}_high_open")))
    return str(amount) if amount.known else ""


def defused(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: an apostrophe before a leading sign."""
    return f"'{text}" if text.lstrip(_BLANK).startswith(_FORMULA) or text.startswith(_FORMULA) else text


def kept_text(text: str) -> str:
    """Return text that no spreadsheet turns into a day or a number: `MAR1` is an id, and `3-5` a range."""
    return f"'{text}" if _MISREAD.fullmatch(text) else text
