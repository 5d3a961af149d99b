"""An event under an override, checked as a whole by the rules that forms are checked by.

A value can be right by itself and wrong where it is put: civilians as a side of a battle. Only what
the new value brings about is told; what was wrong with the merged event before is not its fault.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from pydantic import BaseModel

from eventbook.datasets.building.build import Built
from eventbook.datasets.building.rows import as_form
from eventbook.datasets.merging.overrides import (
    EMPTY,
    field_names,
    latest_overrides,
    override_faults,
    read_override,
    value_hash,
)
from eventbook.datasets.merging.settled import How, Settled
from eventbook.datasets.releases.text_values import as_text
from eventbook.schema import rules
from eventbook.schema.context import Context
from eventbook.schema.counts import Amount, Claim
from eventbook.schema.errors import FaultsError, NotFoundError
from eventbook.schema.judgement import Override
from eventbook.schema.problem import Problem, errors_of

_CHECKS = (rules.required, rules.fields, rules.dates, rules.places, rules.sides, rules.declared)


def overridable(built: Built, event: str, field: str, raw: Any) -> tuple[str, tuple[Problem, ...]]:  # noqa: ANN401  as written
    """Return the hash of what an override replaces, and warnings that its reason has to answer.

    Raises `NotFoundError` for an event that is not current and `FaultsError` for a value that
    cannot be read or that the event cannot have; None as a value takes an override back.
    """
    if event not in built.merged_fields:
        survivor = next((one.successor for one in built.identities if one.event_id == event), "")
        where = f"it was merged into {survivor}" if survivor else "`eventbook release show` lists them"
        raise NotFoundError("current event", event, where)
    names = field_names(built.context)
    value, problems = (
        (None, []) if raw is None and field in names else read_override(field, raw, built.context)
    )
    if not problems and value is not None:
        problems = override_faults(field, value, built.context)
    found: tuple[Problem, ...] = ()
    if not problems and raw is not None:
        found = whole_faults(built, event, names[field], Settled(value, How.OVERRIDDEN, "", ()))
        problems = [*errors_of(found)]
    if problems:
        raise FaultsError(f"the value for {event} cannot be used", problems)
    return value_hash(built.merged_fields[event].get(names[field])), found


def whole_faults(built: Built, event: str, name: str, value: Settled[object]) -> tuple[Problem, ...]:
    """Return what is wrong with an event under a new value and was not before."""
    found = next(one for one in built.events if one.event_id == event)
    # An event cannot lie after all that tells of it; with the newest article no early one is held against it.
    newest = max((one.article for one in found.told), key=lambda one: (one.published or date.min, one.id))
    context = replace(built.context, article=newest)
    before = _faults(found.fields, context)
    return tuple(one for one in _faults({**found.fields, name: value}, context) if one not in before)


def _faults(fields: Mapping[str, Settled[object]], context: Context) -> list[Problem]:
    counts = {count.name: fields.get(f"counts.{count.name}") for count in context.book.count}
    claims = tuple(
        Claim(what=name, count=settled.value)
        for name, settled in counts.items()
        if settled and isinstance(settled.value, Amount)
    )
    form = as_form(fields, context.book).model_copy(update={"counts": claims})
    return [problem for check in _CHECKS for problem in check(form, context)]


def in_force(built: Built, overrides: Iterable[Override]) -> list[dict[str, Any]]:
    """Return the overrides in force: the value as written, the merged one now, and why to look again, if so."""
    why = {(one.event, one.field): one.why for one in built.for_review}
    names = field_names(built.context)
    rows: list[dict[str, Any]] = []
    for (event, field), one in sorted(latest_overrides(overrides).items()):
        merged = built.merged_fields.get(event, {}).get(names.get(field, ""))
        rows.append(
            {
                "event": event,
                "field": field,
                "value": one.value,
                "written": "nothing" if one.value == EMPTY else as_words(one.value),
                "merged": as_words(merged.value) if merged else "nothing",
                "reason": one.reason,
                "by": one.by,
                "at": one.at,
                "review": why.get((event, field), ""),
            }
        )
    return rows


def as_words(value: object) -> str:
    """Return a value in a line."""
    plain = value.model_dump(mode="json", exclude_defaults=True) if isinstance(value, BaseModel) else value
    return str(value) if isinstance(value, Amount) else as_text(plain)
