"""What the form on the page looks like: every field that the codebook has, its choices and what they mean.

The page knows no field by name but the built-in ones; all else it is told here.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from eventbook.coders.sheets.form_lines import HEADINGS, asked_when
from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_parts import Choice, FieldSpec, FieldType, Slot
from eventbook.schema.countries import COUNTRIES
from eventbook.schema.counts import CountedGroup, Counting
from eventbook.schema.form import RelationKind
from eventbook.schema.problem import RULES
from eventbook.schema.when import DayPart, Lasting, SpanPart
from eventbook.schema.who import Certainty

Plan = dict[str, Any]


def form_plan(book: Codebook, words: Mapping[str, str]) -> Plan:
    """Return the plan of a form under a codebook, for the page; what is built in is named in the interface's words."""
    plan = _plan(book)
    for field in plan["fields"]:
        field.setdefault("title", words.get(f"field.{'what' if field['kind'] == 'type' else field['name']}"))
    return plan


def _plan(book: Codebook) -> Plan:
    needed = set(book.evidence.required)
    return {
        "codebook": book.id,
        "type_field": book.types.field,
        "fields": [
            *_first(book),
            *(_declared(field) for field in book.field),
            {"name": "notes", "kind": "notes", "about": HEADINGS["notes"]},
            {
                "name": "relations",
                "kind": "relations",
                "about": HEADINGS["relations"],
            },
        ],
        "evidence": sorted(needed | {field.name for field in book.field if field.evidence}),
        "max_quote": book.evidence.max_quote,
        "precision": [
            {"code": step.code, "label": step.label, "about": step.definition}
            for step in book.places.precision
        ],
        "date_precision": [
            {"code": step.code, "label": step.label, "days": step.max_days, "about": step.definition}
            for step in book.dates.precision
        ],
        "counts": [{"code": one.name, "label": one.title, "about": one.definition} for one in book.count],
        "words": sorted(book.vague_words),
        "certainty": list(Certainty),
        "counting": list(Counting),
        "groups": list(CountedGroup),
        "relation_kinds": list(RelationKind),
        "day_parts": list(DayPart),
        "span_parts": list(SpanPart),
        "lasting": list(Lasting),
        "countries": [{"code": one.iso3, "label": one.name} for one in COUNTRIES.values()],
        "actor_types": [
            {"code": one.label, "label": one.label, "about": one.definition} for one in book.actor_type
        ],
        "warnings": sorted(one.id for one in RULES.values() if one.severity == "warning"),
    }


def _first(book: Codebook) -> list[Plan]:
    """Return the fields that stand first on every form: what, when, where, who, how many."""
    parents = {parent.code: parent.definition for parent in book.type_parent}
    types = [
        {
            "code": kind.code,
            "label": kind.code,
            "group": kind.parent,
            "about": kind.definition,
            "example": kind.example,
            "counter_example": kind.counter_example,
            "sides": kind.sides,
        }
        for kind in book.type
    ]
    what = {
        "name": book.types.field,
        "kind": "type",
        "choices": types,
        "parents": parents,
    }
    return [
        {**what, "about": "What happened. " + book.head.description},
        {"name": "when", "kind": "when", "about": HEADINGS["when"]},
        {
            "name": "where",
            "kind": "where",
            "about": "The place itself, never the dateline.",
        },
        {"name": "side1", "kind": "side", "about": HEADINGS["side1"]},
        {"name": "side2", "kind": "side", "about": HEADINGS["side2"]},
        {"name": "summary", "kind": "boolean", "about": HEADINGS["summary"]},
        {
            "name": "counts",
            "kind": "counts",
            "about": "One line for each claim of each speaker. Unknown is not nought.",
        },
    ]


def _declared(field: FieldSpec) -> Plan:
    asked = f" Asked {asked_when(field.when)}." if field.when else ""
    return {
        "name": field.name,
        "kind": field.type.value,
        "title": field.title,
        "about": field.definition + asked,
        "required": field.required,
        "conditional": bool(field.when),
        "choices": _choices(field.choices) or _countries(field.type),
        "slots": [_slot(slot) for slot in field.slots],
    }


def _slot(slot: Slot) -> Plan:
    return {
        "name": slot.name,
        "kind": slot.type.value,
        "title": slot.title,
        "about": slot.definition,
        "choices": _choices(slot.choices) or _countries(slot.type),
    }


def _choices(choices: Iterable[Choice]) -> list[Plan]:
    return [{"code": one.code, "label": one.code, "about": one.definition} for one in choices]


def _countries(kind: FieldType) -> list[Plan]:
    if kind is not FieldType.COUNTRY:
        return []
    return [{"code": one.iso3, "label": one.name, "about": ""} for one in COUNTRIES.values()]
