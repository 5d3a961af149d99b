"""The files of a release that are tables: name, schema, order and what each is for.

Writing, verifying, the data package and the README of a release all read this one list.
This module and those that read and verify releases need nothing beyond the core install.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import pyarrow as pa

from eventbook.schema.codebook import Codebook
from eventbook.schema.tables import (
    ACTORS,
    FIELDS,
    GONE,
    IDS,
    PLACES,
    PROVENANCE,
    RELATIONS,
    REMOVED,
    SOURCES,
    events_schema,
)

ROW_GROUP = 131_072
"""Rows in a row group: small enough to skip by statistics, large enough to compress."""


@dataclass(frozen=True, slots=True)
class TableFile:
    """One Parquet file of a release. `order` makes its rows' order total; `key` is unique where given.

    `points` adds the column that makes it GeoParquet; `row_group` is how many rows are read at a time.
    """

    path: str
    schema: pa.Schema
    order: tuple[str, ...]
    says: str
    key: str = ""
    points: bool = False
    row_group: int = ROW_GROUP


EVENTS_ORDER = ("iso3", "event_date", "event_id")
MANIFEST = "manifest.json"
CHECKSUMS = "SHA256SUMS"
SIGNATURE = "SHA256SUMS.sig"
"""Outside the checksums, since it is made of them: the one file that may come after a release."""
ATTESTATION = "provenance.dsse.json"
"""What it was built from, signed; made with the signature, and outside the checksums like it."""
PRUNED = "PRUNED.json"
"""What a release that gave up files says of it; outside the checksums, too."""
LANDING = "index.html"
LANDING_KEPT = "index-as-published.html"
"""Where the page of a release that gave up files lies, while one without dead links stands in its place."""
REDACTED = "redacted"
"""The folder of a redacted release that keeps the checksums and signatures that it had, by number of the redaction."""
CODEBOOK = "codebook.toml"
UNITS: Mapping[str, str] = {
    "events": "event_id",
    "sources": "source_id",
    "provenance": "event_id",
    "relations": "event_id",
    "ids": "event_id",
    "actors": "actor_id",
    "places": "place_id",
}
"""The tables that a release says all in, each with the id whose rows change together."""


def table_files(book: Codebook) -> dict[str, TableFile]:
    """Return the table files of a release under a codebook, by short name."""
    tables = _own_tables(book)
    events = tables["events"]
    changes = {
        "upserts": TableFile(
            "changes/upserts.parquet", events.schema, EVENTS_ORDER,
            "Rows that are new or changed since the release before", "event_id",
        ),
        "removed": TableFile(
            "changes/removed.parquet", REMOVED, ("event_id",), "Ids that the release before had and this has not",
            "event_id",
        ),
        "fields": TableFile(
            "changes/fields.parquet", FIELDS, ("event_id", "field"), "Every changed value, old and new, and why"
        ),
        "gone": TableFile(
            "changes/gone.parquet", GONE, ("table", "key"), "What other tables had before and have no more"
        ),
    }  # fmt: skip
    return (
        tables
        | changes
        | {
            changed_name(name): replace(
                tables[name],
                path=f"changes/{tables[name].path}",
                says=f"Rows of {tables[name].path} that are new or changed since the release before",
            )
            for name in UNITS
            if name != "events"
        }
    )


def _own_tables(book: Codebook) -> dict[str, TableFile]:
    events = events_schema(book)
    return {
        "events": TableFile(
            "events.parquet", events, EVENTS_ORDER, "One row an event, as GeoParquet", "event_id", points=True
        ),
        "sources": TableFile("sources.parquet", SOURCES, ("source_id",), "One row a publication", "source_id"),
        "provenance": TableFile(
            "provenance.parquet",
            PROVENANCE,
            ("event_id", "field", "how", "rule", "report_id", "source_id", "start", "quote"),
            "Where every value comes from: event, field, report, publication, quote",
        ),
        "ids": TableFile("ids.parquet", IDS, ("number",), "Every id ever given and what became of it", "event_id"),
        "actors": TableFile("actors.parquet", ACTORS, ("actor_id",), "The actors that events name", "actor_id"),
        "places": TableFile("places.parquet", PLACES, ("place_id",), "The places that events name", "place_id"),
        "relations": TableFile(
            "relations.parquet",
            RELATIONS,
            ("event_id", "kind", "to_event_id", "report_id", "source_id", "start", "quote"),
            "How events stand to each other: retaliation, part of, discovery of, follows from, a shared total",
        ),
    }  # fmt: skip


def changed_name(table: str) -> str:
    """Return the short name of the table of what is new or changed in a table since the release before."""
    return "upserts" if table == "events" else f"changed_{table}"


def sorted_table(table: pa.Table, order: tuple[str, ...]) -> pa.Table:
    """Return the table in its total order, as one chunk, blanks last."""
    keys: list[tuple[str, Literal["ascending", "descending"]]] = [(name, "ascending") for name in order]
    return table.sort_by(keys).combine_chunks() if table.num_rows else table.combine_chunks()
