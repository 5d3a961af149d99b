"""The JSON Schema of a sheet under a codebook, so that editors complete and check as one types.

It says what can be read, shorthands included; what must hold beyond that is a matter of the
rules. It is made from the codebook and the models, so it cannot name a choice that is not there.
"""

from typing import Any

from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_parts import FieldSpec, FieldType, Slot
from eventbook.schema.counts import CountedGroup, Counting
from eventbook.schema.form import RelationKind
from eventbook.schema.record import QUOTE
from eventbook.schema.sheet import FORM_ID, SheetHead
from eventbook.schema.when import UNKNOWN, DayPart, Lasting, SpanPart
from eventbook.schema.who import Certainty

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEXT: Schema = {"type": "string"}
_DAY: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_PLAIN: dict[FieldType, Schema] = {
    FieldType.TEXT: _TEXT,
    FieldType.NUMBER: {"type": "number"},
    FieldType.BOOLEAN: {"type": "boolean"},
    FieldType.COUNTRY: _TEXT,
    FieldType.TAGS: _TEXT,
}


def sheet_schema(book: Codebook) -> Schema:
    """Return the JSON Schema (2020-12) of a sheet under a codebook."""
    head = {name: _optional(_TEXT) for name in SheetHead.model_fields}
    return {
        "$schema": DIALECT,
        "title": f"Sheet under {book.id}",
        "description": "What one coder says of one article",
        **_object(
            {
                **head,
                "sheet": {"type": "string", "pattern": FORM_ID},
                "codebook": {"const": book.id},
                "events": _optional({"type": "array", "items": {"$ref": "#/$defs/event"}}),
                "corroborations": _optional({"type": "array", "items": {"$ref": "#/$defs/corroboration"}}),
            },
            ("sheet", "article", "coder", "codebook"),
        ),
        "$defs": {
            "event": _object(_entry(book), ("form",)),
            "corroboration": _object({**_entry(book), "event": _TEXT}, ("form", "event")),
            "quotes": {
                "anyOf": [{"$ref": "#/$defs/quote"}, {"type": "array", "items": {"$ref": "#/$defs/quote"}}]
            },
            "quote": {
                "anyOf": [_TEXT, _object({"exact": _TEXT, "prefix": _TEXT, "suffix": _TEXT}, ("exact",))]
            },
            "side": {"anyOf": [_TEXT, _side()]},
        },
    }


def _object(properties: Schema, required: tuple[str, ...] = ()) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _optional(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _entry(book: Codebook) -> Schema:
    fields: Schema = {
        book.types.field: {"enum": list(book.types_by_code), "description": "What happened"},
        "when": _when(),
        "where": _object(
            {
                "place": _TEXT,
                "precision": {"enum": [step.code for step in book.places.precision]},
                "remainder": {"type": "integer", "minimum": 1},
            },
            ("place", "precision"),
        ),
        "side1": {"$ref": "#/$defs/side"},
        "side2": {"$ref": "#/$defs/side"},
        "summary": {"type": "boolean"},
        "counts": {"type": "array", "items": _claim(book)},
        **{field.name: _field(field) for field in book.field},
        "notes": _TEXT,
        "evidence": _object({name: _optional({"$ref": "#/$defs/quotes"}) for name in _evidenced(book)}),
        "doubts": {"type": "array", "items": _doubt()},
        "relations": {"type": "array", "items": _relation()},
        "waive": {"type": "object", "additionalProperties": _TEXT},
    }
    entry = {"form": {"type": "string", "pattern": FORM_ID}, "base": {"type": "integer", "minimum": 0}}
    return entry | {name: _optional(schema) for name, schema in fields.items()}


def _evidenced(book: Codebook) -> tuple[str, ...]:
    return (book.types.field, "when", "where", "side1", "side2", "counts", "notes", *book.fields_by_name)


def _doubt() -> Schema:
    quote = {"$ref": "#/$defs/quote"}
    return _object(
        {"field": _TEXT, "reason": _TEXT, "alternative": _TEXT, "quote": quote}, ("field", "reason")
    )


def _relation() -> Schema:
    kinds = {"enum": [kind.value for kind in RelationKind]}
    return _object({"kind": kinds, "to": _TEXT, "quote": {"$ref": "#/$defs/quote"}}, ("kind", "to"))


def _when() -> Schema:
    span = _object(
        {
            "first": {"anyOf": [_DAY, {"const": UNKNOWN}, {"type": "null"}]},
            "last": _DAY,
            "lasting": {"enum": [one.value for one in Lasting]},
            "part": {"enum": [one.value for one in SpanPart]},
            "time": {"enum": [one.value for one in DayPart]},
        }
    )
    return {"anyOf": [_DAY, span], "description": "A day, or the first and last day that the source allows"}


def _side() -> Schema:
    certainty = {"enum": [one.value for one in Certainty]}
    associates = {"type": "array", "items": _TEXT}
    return _object(
        {"actor": _TEXT, "certainty": certainty, "by": _TEXT, "associates": associates}, ("actor",)
    )


def _claim(book: Codebook) -> Schema:
    return _object(
        {
            "what": {"enum": [count.name for count in book.count]},
            "count": _amount(),
            "phrase": {"$ref": "#/$defs/quote"},
            "by": _TEXT,
            "as_of": _DAY,
            "kind": {"enum": [one.value for one in Counting]},
            "of": {"enum": [one.value for one in CountedGroup]},
            "split_over": {"type": "array", "items": {"type": "string", "pattern": FORM_ID}},
        },
        ("what", "count"),
    )


def _amount() -> Schema:
    bounds: Schema = {name: {"type": "integer", "minimum": 0} for name in ("low", "best")}
    high = {"anyOf": [{"type": "integer", "minimum": 0}, {"const": "open"}, {"type": "null"}]}
    amount = _object({**bounds, "high": high, "high_open": {"type": "boolean"}})
    return {"anyOf": [{"type": "integer", "minimum": 0}, _TEXT, amount]}


def _records(field: FieldSpec) -> Schema:
    slots: Schema = {slot.name: _field(slot) for slot in field.slots}
    record = _object({**slots, QUOTE: {"$ref": "#/$defs/quotes"}})
    listed: Schema = {"type": "array", "items": {"anyOf": [_TEXT, record]}}
    return {**listed, "title": field.title, "description": field.definition}


def _field(field: FieldSpec | Slot) -> Schema:
    if isinstance(field, FieldSpec) and field.type is FieldType.RECORDS:
        return _records(field)
    if field.type is FieldType.AMOUNT:
        return {**_amount(), "title": field.title, "description": field.definition}
    one: Schema = {"enum": [choice.code for choice in field.choices]} if field.choices else _PLAIN[field.type]
    # One word may stand for a list of one.
    schema = {"anyOf": [one, {"type": "array", "items": one}]} if field.type.several else one
    return {**schema, "title": field.title, "description": field.definition}
