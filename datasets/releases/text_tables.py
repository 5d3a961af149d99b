"""The tables of a release that are text: events in our columns and in other people's, months in sums.

All follow from the events table alone, so `verify` makes them again and compares. They come in
pieces, since they are larger than the table itself.
"""

from collections.abc import Iterator

import pyarrow as pa

from eventbook.datasets.releases.inventory import EVENTS_CSV
from eventbook.datasets.releases.months import MONTH_TABLES, month_csv
from eventbook.datasets.releases.text_columns import csv_chunks
from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_exports import Export, ExportColumn
from eventbook.schema.published import published_names


def text_tables(events: pa.Table, book: Codebook) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield the path and the text of each such file; those that end in .gz are packed when written."""
    for export in (own_columns(book), *book.export):
        yield export.file, csv_chunks(events, export)
    for table in MONTH_TABLES:
        yield table.path, iter([month_csv(table, book, events).encode()])


def own_columns(book: Codebook) -> Export:
    """Return the published columns as an export."""
    columns = [ExportColumn.model_validate({"name": name, "from": name}) for name in published_names(book)]
    return Export(name="own", file=EVENTS_CSV, columns=tuple(columns))
