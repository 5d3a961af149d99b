"""Events for maps and browsers: ten columns, no notes, small groups of rows to fetch one by one."""

import pyarrow as pa

from eventbook.datasets.releases.release_files import EVENTS_ORDER, TableFile
from eventbook.schema.codebook import Codebook
from eventbook.schema.tables import events_schema

LITE_GROUP = 32_768
"""Rows in a group: a browser fetches whole groups, and a country's year is seldom more."""


def lite_file(book: Codebook) -> TableFile:
    """Return what the file of few columns is under a codebook."""
    names = ["event_id", "event_date", "iso3", book.types.field, "actor1", "actor2"]
    names += ["latitude", "longitude", "geo_precision"]
    names += [f"{book.count[0].name}_best"] if book.count else []
    whole = events_schema(book)
    schema = pa.schema([whole.field(name) for name in names])
    says = "Ten columns of events, for maps and browsers"
    return TableFile("events_lite.parquet", schema, EVENTS_ORDER, says, "event_id", row_group=LITE_GROUP)


def lite_table(events: pa.Table, book: Codebook) -> pa.Table:
    """Return the few columns of the events."""
    return events.select(lite_file(book).schema.names)
