"""From a mapping, as it comes from a sheet, a page or an import, to a form.

Each field is read by itself, so that one bad value hides no other: the form comes back with
every field that could be read, and the problems name the rest. Built-in fields are read by
their models, all others by what the codebook says of them.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_parts import FieldType
from eventbook.schema.form import BUILT_IN, FieldValue, Form
from eventbook.schema.plain_values import is_list, is_mapping
from eventbook.schema.problem import Problem
from eventbook.schema.reading import FIELD_UNKNOWN, read
from eventbook.schema.record import QUOTE, Record
from eventbook.schema.record_reading import PLAIN, read_code, read_codes, read_records
from eventbook.schema.text import did_you_mean

_ADAPTERS: dict[str, TypeAdapter[Any]] = {
    name: TypeAdapter(Form.model_fields[name].rebuild_annotation()) for name in BUILT_IN
}


def form_fields(book: Codebook) -> tuple[str, ...]:
    """Return the names of all fields of a form under this codebook, in the order people fill them in."""
    first = ("event", book.types.field, "when", "where", "side1", "side2", "summary", "counts")
    last = ("notes", "evidence", "doubts", "relations", "waive")
    return (*first, *book.fields_by_name, *last)


def read_form(raw: Mapping[str, Any], book: Codebook) -> tuple[Form, list[Problem]]:
    """Return the form that a mapping says and its problems; what cannot be read is kept as it was written."""
    built_in: dict[str, Any] = {}
    values: dict[str, FieldValue] = {}
    records: dict[str, tuple[Record, ...]] = {}
    unread: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, value in raw.items():
        if value is None or value in ("", [], {}):
            continue
        if name in _ADAPTERS:
            found, faults = read_built_in(name, value, book)
            if not faults:
                built_in[name] = found
        elif name in book.record_fields:
            listed, faults = read_records(book.record_fields[name], value, book.vague_words)
            if listed is not None:
                records[name] = listed
        elif name == book.types.field or name in book.fields_by_name:
            found, faults = read_value(name, value, book)
            if not faults and found is not None:
                values[name] = found
        else:
            advice = did_you_mean(str(name), form_fields(book))
            faults = [FIELD_UNKNOWN.at((str(name),), f"'{name}' is not a field of this form", advice)]
        problems += faults
        if faults:
            unread[str(name)] = value
    # Not set where all can be read: what is set of a form is what it says.
    kept: dict[str, Any] = {"unread": unread} if unread else {}
    return Form(**built_in, **kept, values=values, records=records), problems


def read_built_in(name: str, raw: object, book: Codebook) -> tuple[Any, list[Problem]]:
    """Return the value of a field that every codebook has; a single quote may stand for a list of one."""
    if name == "evidence" and is_mapping(raw):
        raw = {str(key): quotes if is_list(quotes) else [quotes] for key, quotes in raw.items() if quotes}
    return read(_ADAPTERS[name].validate_python, raw, (name,), book.vague_words)


def read_value(name: str, raw: object, book: Codebook) -> tuple[FieldValue | None, list[Problem]]:
    """Return the value of a field of the codebook, or None and what is wrong with it."""
    if name == book.types.field:
        return read_code(tuple(book.types_by_code), raw, (name,))
    field = book.fields_by_name[name]
    if field.type.several:
        return read_codes(field.type, field.choices, raw, (name,))
    if field.type is FieldType.CHOICE:
        return read_code(tuple(choice.code for choice in field.choices), raw, (name,))
    return read(PLAIN[field.type].validate_python, raw, (name,))


def form_as_written(form: Form) -> dict[str, Any]:
    """Return the mapping from which `read_form` makes the same form again; empty fields left out."""
    body = form.model_dump(mode="json", exclude={"values", "records", "unread"}, exclude_defaults=True)
    values = {name: list(v) if isinstance(v, tuple) else v for name, v in form.values.items()}
    listed = {name: [_as_written(record) for record in records] for name, records in form.records.items()}
    return {**values, **listed, **body, **form.unread}


def _as_written(record: Record) -> dict[str, Any]:
    body = record.model_dump(mode="json", exclude_defaults=True)
    return {**body.get("said", {}), **({QUOTE: body["quotes"]} if record.quotes else {})}
