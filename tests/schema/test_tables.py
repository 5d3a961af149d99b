from collections.abc import Iterator

import pyarrow as pa
import pytest

from eventbook.schema import tables
from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_parts import CountKind
from eventbook.schema.published import published_columns, published_names
from eventbook.schema.tables import events_schema

FIXED = ("SOURCES", "PROVENANCE", "IDS", "REMOVED", "FIELDS", "ACTORS", "PLACES")


def every_schema(book: Codebook) -> Iterator[pa.Schema]:
    yield events_schema(book)
    yield from (getattr(tables, name) for name in FIXED)


def test_every_field_of_every_table_says_what_it_means(book: Codebook) -> None:
    for schema in every_schema(book):
        for name in schema.names:
            assert (schema.field(name).metadata or {}).get(b"description"), name


def test_every_field_of_every_table_has_a_name_of_its_own(book: Codebook) -> None:
    for schema in every_schema(book):
        assert len(set(schema.names)) == len(schema.names)


def test_the_events_table_follows_the_codebook(book: Codebook) -> None:
    schema = events_schema(book)
    assert tuple(schema.names) == published_names(book)
    assert set(book.fields_by_name) <= set(schema.names)
    assert {book.types.field, book.types.parent_field, book.types.group_field} <= set(schema.names)


def test_a_codebook_with_other_fields_and_counts_has_other_columns(book: Codebook) -> None:
    parts = {name: getattr(book, name) for name in Codebook.model_fields if name != "head"}
    other = Codebook.model_validate(
        {**parts, "codebook": book.head, "field": (), "count": (CountKind(name="ships", title="Ships"),)}
    )
    gone = set(published_names(book)) - set(published_names(other))
    assert gone >= {"issue", "weapons", "deaths_best", "crowd_high_open"}
    assert set(published_names(other)) - set(published_names(book)) == {
        "ships_low", "ships_best", "ships_high", "ships_high_open",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("event_id", "string"),
        ("event_date", "date32[day]"),
        ("year", "int64"),
        ("latitude", "double"),
        ("deaths_best", "int64"),
        ("deaths_high_open", "bool"),
        ("timestamp", "int64"),
        ("issue", "string"),
    ],
)
def test_a_column_has_the_type_of_what_it_holds(book: Codebook, name: str, kind: str) -> None:
    assert str(events_schema(book).field(name).type) == kind


def test_lists_are_lists_of_text(book: Codebook) -> None:
    assert str(events_schema(book).field("weapons").type).startswith("list<item: string")


def test_counts_say_that_blank_is_not_nought(book: Codebook) -> None:
    says = {column.name: column.says for column in published_columns(book)}
    assert "not nought" in says["deaths_low"]
    assert "not nought" in says["deaths_best"]
