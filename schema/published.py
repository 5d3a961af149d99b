"""The published columns: what one event's row holds, with the words that explain each column.

The Arrow tables, the codebook page, the exports and the checks of a codebook all read this
one list, so that they cannot disagree. Which columns there are depends on the codebook.
"""

from dataclasses import dataclass
from enum import StrEnum

from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_parts import FieldSpec, FieldType, Slot

COLUMNS = "1.2.0"
"""The version of the columns, apart from the program's: raised with any column of any table."""


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    TEXTS = "texts"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DAY = "day"
    SECONDS = "seconds"
    RECORDS = "records"


@dataclass(frozen=True, slots=True)
class Column:
    """One published column. `source` is the part of a form that its evidence is filed under.

    A column of records has `parts`: the columns of each record.
    """

    name: str
    kind: Kind
    says: str
    source: str = ""
    parts: tuple["Column", ...] = ()


_SELECTIVE = "The codebook codes this type only where it matters to a conflict"


def _head(book: Codebook) -> list[Column]:
    types = book.types
    says = {
        types.group_field: "Follows from the type; several join with '; '",
        types.parent_field: "Follows from the type",
        types.field: "The type of the event",
    }
    return [
        Column(
            "event_id", Kind.TEXT, "Permanent id: never reused; its prefix is the country at creation, frozen"
        ),
        Column("event_date", Kind.DAY, "The one published day, by the codebook's rule for spans", "when"),
        Column("year", Kind.INTEGER, "The year of event_date", "when"),
        Column("first_day", Kind.DAY, "First day the sources allow; blank where unknown", "when"),
        Column("last_day", Kind.DAY, "Last day the sources allow", "when"),
        Column("lasting", Kind.TEXT, "within: on some day of the span; throughout: all of it", "when"),
        Column("time_precision", Kind.INTEGER, "How exact the date is: a code of the codebook", "when"),
        *(Column(name, Kind.TEXT, says[name], types.field) for name in types.columns),
        Column("selective", Kind.BOOLEAN, f"{_SELECTIVE}: never read the number of such rows as a count"),
        Column("summary", Kind.BOOLEAN, "Its sources sum up several days or places as one event"),
    ]


def _side(number: int) -> list[Column]:
    side = f"side{number}"
    return [
        Column(f"actor{number}", Kind.TEXT, f"Name of the main actor of side {number}", side),
        Column(f"actor{number}_id", Kind.TEXT, "Its permanent id in the registry of actors", side),
        Column(f"assoc_actor_{number}", Kind.TEXTS, "Names of the actors associated with it", side),
        Column(f"inter{number}", Kind.TEXT, "Its actor type on that day in that country", side),
        Column(f"actor{number}_certainty", Kind.TEXT, "stated, claimed, suspected, disputed or denied", side),
        Column(f"actor{number}_by", Kind.TEXT, "Whose word it is that this actor took part", side),
    ]


_INTERACTION = [
    Column("interaction", Kind.TEXT, "The two sides' actor types, smaller code first", "interaction"),
    Column("interaction_code", Kind.INTEGER, "The interaction as a number", "interaction"),
]

_WHERE = [
    Column("iso", Kind.INTEGER, "ISO 3166 numeric code of the country; 0 where it has none", "where"),
    Column("iso3", Kind.TEXT, "ISO 3166 alpha-3 code of the country", "where"),
    Column("region", Kind.TEXT, "Region of the world", "where"),
    Column("country", Kind.TEXT, "Country, in English", "where"),
    Column("admin1", Kind.TEXT, "Largest administrative division", "where"),
    Column("admin2", Kind.TEXT, "Second administrative division", "where"),
    Column("admin3", Kind.TEXT, "Third administrative division", "where"),
    Column("location", Kind.TEXT, "Name of the place", "where"),
    Column("place_id", Kind.TEXT, "Its permanent id in the gazetteer", "where"),
    Column("latitude", Kind.NUMBER, "WGS 84 degrees, four decimals", "where"),
    Column("longitude", Kind.NUMBER, "WGS 84 degrees, four decimals", "where"),
    Column("geo_precision", Kind.INTEGER, "How exact the place is: a code of the codebook", "where"),
    Column("unnamed_places", Kind.INTEGER, "Further places that sources count and do not name", "where"),
]

_TAIL = [
    Column("source", Kind.TEXTS, "Outlets that reported it; Undisclosed Source for a confidential one"),
    Column("source_scale", Kind.TEXT, "Scale of the outlets; two join with a hyphen"),
    Column("notes", Kind.TEXT, "What happened, in words", "notes"),
    Column(
        "notes_by",
        Kind.TEXT,
        "person: written for this event; report: taken from its richest report",
        "notes",
    ),
    Column(
        "doubted",
        Kind.TEXTS,
        "Fields that a coder doubted; why and what else stands in provenance as doubted",
    ),
    Column(
        "split_counts",
        Kind.TEXTS,
        "Counts that hold an even share of a total given for several events; relations names the first of them",
    ),
    Column("incidents", Kind.INTEGER, "How many incidents the unit of record counts as this event"),
    Column(
        "joined",
        Kind.INTEGER,
        "How many more incidents the matching left open and the unit of record took as one",
    ),
    Column("reports", Kind.INTEGER, "How many reports and corroborations tell of it"),
    Column("timestamp", Kind.SECONDS, "When what it rests on last changed, Unix seconds"),
]

_KINDS = {
    FieldType.CHOICE: Kind.TEXT,
    FieldType.CHOICES: Kind.TEXTS,
    FieldType.TEXT: Kind.TEXT,
    FieldType.NUMBER: Kind.NUMBER,
    FieldType.BOOLEAN: Kind.BOOLEAN,
    FieldType.COUNTRY: Kind.TEXT,
    FieldType.TAGS: Kind.TEXTS,
    FieldType.RECORDS: Kind.RECORDS,
    FieldType.AMOUNT: Kind.INTEGER,  # of a slot only, and there a column for each bound
}
_BOUNDS = (
    ("low", Kind.INTEGER, "lowest credible; blank is unknown, not nought"),
    ("best", Kind.INTEGER, "best figure; blank is unknown, not nought"),
    ("high", Kind.INTEGER, "highest claim; blank is unknown or open"),
    ("high_open", Kind.BOOLEAN, "no upper bound is claimed"),
)


def _field(field: FieldSpec) -> Column:
    says = field.definition or field.title
    parts = tuple(part for slot in field.slots for part in _parts(slot))
    return Column(field.name, _KINDS[field.type], says, field.name, parts)


def _parts(slot: Slot) -> list[Column]:
    """Return the columns of a record that a slot gives; an amount has one for each bound."""
    if slot.type is FieldType.AMOUNT:
        return [
            Column(f"{slot.name}_{bound}", kind, f"{slot.title}: {says}") for bound, kind, says in _BOUNDS
        ]
    return [Column(slot.name, _KINDS[slot.type], slot.definition or slot.title)]


def _counts(book: Codebook) -> list[Column]:
    columns: list[Column] = []
    for count in book.count:
        says, source = count.title, f"counts.{count.name}"
        columns += [
            Column(f"{count.name}_{bound}", kind, f"{says}: {meaning}", source)
            for bound, kind, meaning in _BOUNDS
        ]
    return columns


def published_columns(book: Codebook) -> tuple[Column, ...]:
    """Return the columns of the events table under this codebook, in order."""
    meeting = _INTERACTION if book.interaction else []
    fields = [_field(field) for field in book.field]
    return (*_head(book), *_side(1), *_side(2), *meeting, *fields, *_WHERE, *_counts(book), *_TAIL)


def published_names(book: Codebook) -> tuple[str, ...]:
    """Return the names of the published columns."""
    return tuple(column.name for column in published_columns(book))
