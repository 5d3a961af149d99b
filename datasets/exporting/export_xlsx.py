"""A workbook of events for a spreadsheet program: text stays text and numbers are numbers.

It is written row by row with constant memory, and carries the release's time, so that the same
release gives the same bytes.
"""

from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from eventbook.datasets.exporting.row_writers import Row, shortened
from eventbook.datasets.releases.exports import plain_cell
from eventbook.schema.codebook_exports import Export

_FIRST_YEAR = 1900
"""Spreadsheets know no earlier day."""


class Workbook:
    """One file with one sheet."""

    def __init__(self, path: Path, export: Export, made_at: datetime) -> None:
        """Write the heading."""
        settings = {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
        self._book = xlsxwriter.Workbook(str(path), settings)
        self._book.set_properties({"created": made_at.replace(tzinfo=None)})
        self._sheet = self._book.add_worksheet("events")
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._export, self._next = export, 1
        self._sheet.freeze_panes(1, 1)
        self._sheet.write_row(0, 0, [column.name for column in export.columns])

    def row(self, row: Row) -> None:
        """Write one row."""
        for number, column in enumerate(self._export.columns):
            value = row.get(column.source)
            text = plain_cell(row, column)
            if isinstance(value, date) and value.year >= _FIRST_YEAR:
                self._sheet.write_datetime(self._next, number, value, self._day)
            elif isinstance(value, bool):
                self._sheet.write_boolean(self._next, number, value)
            elif isinstance(value, (int, float)):
                self._sheet.write_number(self._next, number, value)
            elif value is None and text.isdecimal():
                self._sheet.write_number(self._next, number, int(text))
            elif text:
                self._sheet.write_string(self._next, number, shortened(text))
        self._next += 1

    def close(self) -> None:
        """Write the file."""
        self._book.close()
