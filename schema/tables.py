"""The Arrow tables of a release, each field with its description in the schema itself.

Whoever opens a Parquet file finds out from the file what its columns mean.
"""

import pyarrow as pa

from eventbook.schema.codebook import Codebook
from eventbook.schema.published import Column, Kind, published_columns

_TYPES: dict[Kind, pa.DataType] = {
    Kind.TEXT: pa.string(),
    Kind.TEXTS: pa.list_(pa.field("item", pa.string())),
    Kind.INTEGER: pa.int64(),
    Kind.NUMBER: pa.float64(),
    Kind.BOOLEAN: pa.bool_(),
    Kind.DAY: pa.date32(),
    Kind.SECONDS: pa.int64(),
}


def field(column: Column) -> pa.Field:
    """Return an Arrow field that carries its description; records are lists of structs."""
    kind = _TYPES.get(column.kind)
    if kind is None:
        kind = pa.list_(pa.field("item", pa.struct([field(part) for part in column.parts])))
    return pa.field(column.name, kind, metadata={"description": column.says})


def _columns(*columns: Column) -> pa.Schema:
    return pa.schema([field(column) for column in columns])


def events_schema(book: Codebook) -> pa.Schema:
    """Return the schema of `events.parquet` under a codebook; sorted by iso3, event_date, event_id."""
    return _columns(*published_columns(book))


SOURCES = _columns(
    Column("source_id", Kind.TEXT, "Article and publication; opaque for a confidential one"),
    Column(
        "article_id", Kind.TEXT, "First digits of the SHA-256 of the article's bytes; blank if confidential"
    ),
    Column("sha256", Kind.TEXT, "SHA-256 of the article's bytes; blank if confidential"),
    Column("outlet", Kind.TEXT, "Who published it; Undisclosed Source if confidential"),
    Column("scale", Kind.TEXT, "Scale of the outlet"),
    Column("origin", Kind.TEXT, "The agency it credits"),
    Column("title", Kind.TEXT, "Title as published"),
    Column("url", Kind.TEXT, "Address as published"),
    Column("published", Kind.DAY, "Publication day, the outlet's local date"),
    Column("language", Kind.TEXT, "Language tag of the text"),
    Column("events", Kind.TEXTS, "Ids of the events it tells of"),
)

PROVENANCE = _columns(
    Column("event_id", Kind.TEXT, "The event"),
    Column("field", Kind.TEXT, "Published column"),
    Column("value", Kind.TEXT, "Its value as text, as in the CSV; of a doubt, what it might be instead"),
    Column("how", Kind.TEXT, "agreed, chosen, derived, overridden, redacted or doubted"),
    Column("rule", Kind.TEXT, "The named rule that made the choice, or the reason of an override or doubt"),
    Column("report_id", Kind.TEXT, "A report that gave this value; blank where a person set it"),
    Column("source_id", Kind.TEXT, "The publication the report was coded from"),
    Column("quote", Kind.TEXT, "The words it was read from, cut at the codebook's length"),
    Column("start", Kind.INTEGER, "Offset of the quote in the text, in code points; blank if withheld"),
    Column("end", Kind.INTEGER, "End of the quote in the text, in code points; blank if withheld"),
)

IDS = pa.schema(
    [
        *_columns(
            Column("event_id", Kind.TEXT, "Every id ever given"),
            Column("number", Kind.INTEGER, "Order in which ids were given, from 1"),
            Column("status", Kind.TEXT, "current, merged or withdrawn"),
            Column("successor", Kind.TEXT, "The current id of the event that this one was merged into"),
            Column("split_from", Kind.TEXT, "The id this event was split from"),
            Column("first_seen", Kind.TEXT, "Release in which the id was given"),
            Column("last_seen", Kind.TEXT, "Latest release in which the id was current"),
            Column("last_changed", Kind.TEXT, "Latest release in which the event's row changed"),
            Column("reason", Kind.TEXT, "What happened to the id last, and why"),
        ),
        pa.field(
            "members",
            pa.list_(
                pa.field(
                    "item",
                    pa.struct(
                        [
                            pa.field("report_id", pa.string()),
                            pa.field("content", pa.string()),
                            pa.field("incident", pa.int64()),
                        ]
                    ),
                )
            ),
            metadata={"description": "Reports of the event, the hash of what each said, and its incident"},
        ),
    ]
)

RELATIONS = _columns(
    Column("event_id", Kind.TEXT, "The event"),
    Column("kind", Kind.TEXT, "retaliation, part of, discovery of, follows from, or shares a total with"),
    Column("to_event_id", Kind.TEXT, "The event that it stands to in this way"),
    Column("report_id", Kind.TEXT, "The report that says so"),
    Column("source_id", Kind.TEXT, "The publication the report was coded from"),
    Column("quote", Kind.TEXT, "The words that say so, cut at the codebook's length"),
    Column("start", Kind.INTEGER, "Offset of the quote in the text, in code points; blank if withheld"),
    Column("end", Kind.INTEGER, "End of the quote in the text, in code points; blank if withheld"),
)

REMOVED = _columns(
    Column("event_id", Kind.TEXT, "Id that the release before had as current"),
    Column("status", Kind.TEXT, "merged or withdrawn"),
    Column("successor", Kind.TEXT, "Where it went"),
    Column("reason", Kind.TEXT, "Why"),
)

FIELDS = _columns(
    Column("event_id", Kind.TEXT, "The event"),
    Column("field", Kind.TEXT, "Published column"),
    Column("old", Kind.TEXT, "Value in the release before, as text"),
    Column("new", Kind.TEXT, "Value in this release, as text"),
    Column("reason", Kind.TEXT, "Why it changed"),
)

GONE = _columns(
    Column("table", Kind.TEXT, "The table: sources, provenance, relations, ids, actors or places"),
    Column("key", Kind.TEXT, "The id whose rows the release before had and this has not"),
)

ACTORS = _columns(
    Column("actor_id", Kind.TEXT, "Permanent id"),
    Column("name", Kind.TEXT, "Name"),
    Column("names", Kind.TEXTS, "Its names of other times, with their days"),
    Column("aliases", Kind.TEXTS, "Other names"),
    Column("home", Kind.TEXTS, "ISO 3166 alpha-3 codes of its home countries"),
    Column("types", Kind.TEXTS, "Actor types, with dates and countries where they are limited"),
    Column("identified", Kind.BOOLEAN, "False for generic and unidentified actors"),
    Column("relations", Kind.TEXTS, "How it stands to other actors, given by id, with dates where known"),
    Column("merged", Kind.TEXTS, "Ids of actors that reports name and that were merged into it"),
    Column("source", Kind.TEXT, "Where the entry comes from, if not from the project"),
)

PLACES = _columns(
    Column("place_id", Kind.TEXT, "Permanent id"),
    Column("name", Kind.TEXT, "Name"),
    Column("aliases", Kind.TEXTS, "Other names"),
    Column("kind", Kind.TEXT, "Town, district, province …"),
    Column("iso3", Kind.TEXT, "ISO 3166 alpha-3 code of the country"),
    Column("admin1", Kind.TEXT, "Largest administrative division"),
    Column("admin2", Kind.TEXT, "Second administrative division"),
    Column("admin3", Kind.TEXT, "Third administrative division"),
    Column("within", Kind.TEXT, "Id of the place it lies in"),
    Column("latitude", Kind.NUMBER, "WGS 84 degrees"),
    Column("longitude", Kind.NUMBER, "WGS 84 degrees"),
    Column("source", Kind.TEXT, "Where the entry comes from"),
)
