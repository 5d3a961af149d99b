"""The tables of a release that are text: events in our columns and in other people's, months in sums.

All follow from the events table alone, so `verify` makes them again and compares.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from eventbook.datasets.releases.exports import export_csv
from eventbook.datasets.releases.inventory import EVENTS_CSV
from eventbook.datasets.releases.months import MONTH_TABLES, month_csv
from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_exports import Export, ExportColumn
from eventbook.schema.published import published_names


def text_tables(rows: Sequence[Mapping[str, Any]], book: Codebook) -> dict[str, str]:
    """Return the text of each such file by path; those that end in .gz are packed when written."""
    exports = (_own_columns(book), *book.export)
    texts = {export.file: export_csv(rows, export) for export in exports}
    return texts | {table.path: month_csv(table, book, rows) for table in MONTH_TABLES}


def _own_columns(book: Codebook) -> Export:
    columns = [ExportColumn.model_validate({"name": name, "from": name}) for name in published_names(book)]
    return Export(name="own", file=EVENTS_CSV, columns=tuple(columns))
