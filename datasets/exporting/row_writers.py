"""Rows written one by one as text: what takes them, and what a spreadsheet program can hold in a cell."""

import csv
import json
from collections.abc import Mapping
from typing import IO, Any, Protocol

from eventbook.datasets.releases.exports import cell, kept_text
from eventbook.schema.codebook_exports import Export, ExportColumn

OURS = "our"
CELL = 32_767
"""The most characters of a cell in a spreadsheet program."""

Row = Mapping[str, Any]


class Writer(Protocol):
    """What takes the rows of one file."""

    def row(self, row: Row) -> None:
        """Write one row."""

    def close(self) -> None:
        """Finish the file."""


class Csv:
    """Comma-separated text; for a spreadsheet, without what it would misread or cut."""

    def __init__(self, handle: IO[str], export: Export, *, excel: bool) -> None:
        """Write the heading."""
        self._handle, self._export, self._excel = handle, export, excel
        self._out = csv.writer(handle, lineterminator="\n")
        self._out.writerow([column.name for column in export.columns])

    def row(self, row: Row) -> None:
        """Write one row."""
        self._out.writerow([self._cell(row, column) for column in self._export.columns])

    def _cell(self, row: Row, column: ExportColumn) -> str:
        text = cell(row, column)
        if not self._excel:
            return text
        return shortened(kept_text(text) if isinstance(row.get(column.source), (str, list)) else text)

    def close(self) -> None:
        """Close the file."""
        self._handle.close()


class JsonLines:
    """One JSON object a line: our columns with their own types, other people's as the text they expect."""

    def __init__(self, handle: IO[str], export: Export) -> None:
        """Keep the file."""
        self._handle, self._export = handle, export

    def row(self, row: Row) -> None:
        """Write one row."""
        ours = self._export.name == OURS
        said = {
            column.name: row.get(column.source) if ours else cell(row, column)
            for column in self._export.columns
        }
        self._handle.write(json.dumps(said, ensure_ascii=False, default=str) + "\n")

    def close(self) -> None:
        """Close the file."""
        self._handle.close()


def shortened(text: str) -> str:
    """Return text that fits into a cell of a spreadsheet, saying how much was cut."""
    if len(text) <= CELL:
        return text
    tail = f" … [{len(text)} characters, cut to fit a spreadsheet's cell]"
    return text[: CELL - len(tail)] + tail
