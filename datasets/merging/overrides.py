"""A manager's values for single fields of events, laid over what was merged.

An override is written as in a sheet and read by the same reader. It stays in force however
often the dataset is rebuilt; it is listed for review when what it replaced has changed, when
its event was merged into another, or when its value can no longer be read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from eventbook.datasets.merging.identify import Identity
from eventbook.datasets.merging.settled import How, Settled
from eventbook.schema import rules
from eventbook.schema.canonical import digest
from eventbook.schema.context import Context
from eventbook.schema.counts import Amount
from eventbook.schema.form import Form
from eventbook.schema.form_reading import read_built_in, read_value
from eventbook.schema.judgement import Override
from eventbook.schema.problem import RULES, Problem
from eventbook.schema.reading import FIELD_UNKNOWN, read
from eventbook.schema.record_reading import read_records
from eventbook.schema.record_rules import records
from eventbook.schema.resolve import resolve
from eventbook.schema.text import did_you_mean

_AMOUNT = TypeAdapter(Amount)
_BUILT_IN = ("when", "where", "side1", "side2", "notes")


EMPTY = ""
"""The value of an override that empties its field, as an empty field of a sheet is written."""


@dataclass(frozen=True, slots=True)
class ForReview:
    """An override that a manager should look at again, and why."""

    event: str
    field: str
    why: str


def field_names(context: Context) -> dict[str, str]:
    """Return the fields that can be overridden: the name people write, and the settled field it means."""
    counts = {count.name: f"counts.{count.name}" for count in context.book.count}
    names = (*_BUILT_IN, context.book.types.field, *context.book.fields_by_name)
    return {name: name for name in names} | counts


def read_override(field: str, raw: Any, context: Context) -> tuple[object | None, list[Problem]]:  # noqa: ANN401  as written
    """Return the value that an override says, with names resolved to ids, or None and what is wrong.

    `EMPTY` gives None and no problem: the field is emptied.
    """
    names = field_names(context)
    if field not in names:
        return None, [
            FIELD_UNKNOWN.at((field,), f"'{field}' cannot be overridden", did_you_mean(field, names))
        ]
    return (None, []) if raw == EMPTY else _read(field, raw, context)


def _read(field: str, raw: Any, context: Context) -> tuple[object | None, list[Problem]]:  # noqa: ANN401  as written
    if field_names(context)[field].startswith("counts."):
        return read(_AMOUNT.validate_python, raw, (field,), context.book.vague_words)
    if field in context.book.record_fields:
        return read_records(context.book.record_fields[field], raw, context.book.vague_words)
    if field not in _BUILT_IN:
        return read_value(field, raw, context.book)
    value, problems = read_built_in(field, raw, context.book)
    if problems or field in {"when", "notes"}:
        return value, problems
    resolved, problems = resolve(Form(**{field: value}), context)
    return getattr(resolved, field), problems


def override_faults(field: str, value: object, context: Context) -> list[Problem]:
    """Return what is wrong with an override's value by the rules that forms are checked by."""
    if isinstance(value, Amount):
        says = f"low, best and high are {value}"
        return (
            []
            if value.in_order
            else [RULES["bounds-reversed"].at((field,), says, "write them in that order")]
        )
    part = "records" if field in context.book.record_fields else "values"
    form = Form.model_validate({field: value} if field in _BUILT_IN else {part: {field: value}})
    checks = (rules.dates, rules.places, rules.sides, rules.hidden, records)
    return [problem for check in checks for problem in check(form, context)]


def latest_overrides(overrides: Iterable[Override]) -> dict[tuple[str, str], Override]:
    """Return the last override of each event and field; one whose value is None takes the field's back."""
    latest: dict[tuple[str, str], Override] = {}
    for override in sorted(overrides, key=lambda one: (one.at, one.by, digest(one))):
        latest[(override.event, override.field)] = override
    return {key: override for key, override in latest.items() if override.value is not None}


def apply_overrides(
    fields: Mapping[str, Mapping[str, Settled[object]]],
    overrides: Iterable[Override],
    history: Iterable[Identity],
    context: Context,
) -> tuple[dict[str, dict[str, Settled[object]]], list[ForReview]]:
    """Return the fields of each event id with the overrides in force, and those to look at again."""
    result = {event: dict(settled) for event, settled in fields.items()}
    successor = {identity.event_id: identity.successor for identity in history}
    review: list[ForReview] = []
    latest = latest_overrides(overrides)
    # An event's own override is laid over those of the events that were merged into it.
    for event, field in sorted(latest, key=lambda key: (not successor.get(key[0]), latest[key].at, key)):
        override, target = latest[(event, field)], successor.get(event) or event
        if target not in result:
            review.append(ForReview(event, field, "its event is not in this release"))
            continue
        value, problems = read_override(field, override.value, context)
        if problems:
            review.append(ForReview(event, field, "; ".join(str(problem) for problem in problems)))
            continue
        name = field_names(context)[field]
        if target != event:
            review.append(ForReview(event, field, f"{event} was merged into {target}"))
        elif value_hash(fields[target].get(name)) != override.over:
            review.append(ForReview(event, field, "what it replaced has changed"))
        result[target][name] = Settled(value, How.OVERRIDDEN, override.reason, ())
    return result, review


def value_hash(settled: Settled[object] | None) -> str:
    """Return the hash of a merged value, which an override keeps to notice a change."""
    return digest(settled.value) if settled else ""
