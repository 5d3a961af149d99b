"""From a list of mappings, as a sheet or an import writes it, to the records of one field.

Every record is read slot by slot, so that one bad value hides no other; a plain word stands
for the first slot. Records that have any fault are given back nowhere: the field is then
unread, as every field with a fault is.
"""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, FiniteFloat, TypeAdapter

from eventbook.schema.codebook_parts import Choice, FieldSpec, FieldType, Slot
from eventbook.schema.countries import COUNTRIES, find_country
from eventbook.schema.counts import Amount
from eventbook.schema.evidence import Quote
from eventbook.schema.plain_values import is_list, is_mapping
from eventbook.schema.problem import Path, Problem
from eventbook.schema.reading import (
    CODE_UNKNOWN,
    FIELD_UNKNOWN,
    VALUE_UNREADABLE,
    Words,
    broken,
    code_unknown,
    read,
)
from eventbook.schema.record import QUOTE, Record, SlotValue
from eventbook.schema.text import did_you_mean

_QUOTES: TypeAdapter[tuple[Quote, ...]] = TypeAdapter(tuple[Quote, ...])
_AMOUNT: TypeAdapter[Amount] = TypeAdapter(Amount)


def _country(written: str) -> str:
    """Return the English name of a country that is written by name or by its three letters."""
    found = find_country(written.strip())
    if found is None:
        advice = did_you_mean(written, [country.name for country in COUNTRIES.values()])
        raise broken(CODE_UNKNOWN, "'{raw}' is not a country", {"raw": written, "advice": advice})
    return found.name


PLAIN: dict[FieldType, TypeAdapter[Any]] = {
    FieldType.TEXT: TypeAdapter(str),
    FieldType.NUMBER: TypeAdapter(int | FiniteFloat),
    FieldType.BOOLEAN: TypeAdapter(bool),
    FieldType.COUNTRY: TypeAdapter(Annotated[str, AfterValidator(_country)]),
}
"""How a single value of each plain type is read."""


def read_records(
    field: FieldSpec, raw: object, words: Words
) -> tuple[tuple[Record, ...] | None, list[Problem]]:
    """Return the records of a field, or None and what is wrong with them."""
    items: list[object] = [*raw] if is_list(raw) else [raw]
    found: list[Record] = []
    problems: list[Problem] = []
    for index, item in enumerate(items):
        record, faults = _record(field, item, (field.name, index), words)
        problems += faults
        found.append(record)
    return (tuple(found), []) if not problems else (None, problems)


def _record(field: FieldSpec, raw: object, path: Path, words: Words) -> tuple[Record, list[Problem]]:
    body: Mapping[str, Any] = raw if is_mapping(raw) else {field.slots[0].name: raw}
    slots = {slot.name: slot for slot in field.slots}
    said: dict[str, SlotValue] = {}
    quotes: tuple[Quote, ...] = ()
    problems: list[Problem] = []
    for name, value in body.items():
        faults: list[Problem] = []
        if value is None or value in ("", [], {}):
            continue
        if name == QUOTE:
            written = [*value] if is_list(value) else [value]
            read_quotes, faults = read(_QUOTES.validate_python, written, (*path, QUOTE))
            quotes = read_quotes or ()
        elif name in slots:
            one, faults = read_slot(slots[name], value, (*path, name), words)
            if one is not None:
                said[name] = one
        else:
            advice = did_you_mean(str(name), (*slots, QUOTE))
            faults = [FIELD_UNKNOWN.at((*path, str(name)), f"'{name}' is not a part of {field.name}", advice)]
        problems += faults
    if not said and not problems:
        advice = f"fill in {', '.join(slots)}, or take it out"
        problems.append(VALUE_UNREADABLE.at(path, "nothing is said here", advice))
    return Record(said=said, quotes=quotes), problems


def read_slot(slot: Slot, raw: object, path: Path, words: Words) -> tuple[SlotValue | None, list[Problem]]:
    """Return the value of a slot, or None and what is wrong with it."""
    if slot.type is FieldType.AMOUNT:
        return read(_AMOUNT.validate_python, raw, path, words)
    if slot.type.several:
        return read_codes(slot.type, slot.choices, raw, path)
    if slot.type is FieldType.CHOICE:
        return read_code(tuple(choice.code for choice in slot.choices), raw, path)
    reader: Callable[..., SlotValue] = PLAIN[slot.type].validate_python
    return read(reader, raw, path)


def read_code(codes: tuple[str, ...], raw: object, path: Path) -> tuple[str | None, list[Problem]]:
    """Return a code that is among the known ones, or None and the problem."""
    if isinstance(raw, str) and raw.strip() in codes:
        return raw.strip(), []
    return None, [code_unknown(path, str(raw), codes)]


def read_codes(
    kind: FieldType, choices: tuple[Choice, ...], raw: object, path: Path
) -> tuple[tuple[str, ...] | None, list[Problem]]:
    """Return a list of words, of a field of choices only its codes; a plain word is a list of one."""
    items: list[object] = [*raw] if is_list(raw) else [raw]
    codes = tuple(choice.code for choice in choices)
    kept: dict[str, None] = {}
    problems: list[Problem] = []
    for index, item in enumerate(items):
        here = (*path, index) if is_list(raw) else path
        if not isinstance(item, str) or not item.strip() or _broken(item):
            says = f"{item!r} is not a word; a list of words is wanted"
            problems.append(VALUE_UNREADABLE.at(here, says, "write it in quotes"))
        elif kind is FieldType.CHOICES and item.strip() not in codes:
            problems.append(code_unknown(here, item, codes))
        else:
            kept[item.strip()] = None
    return (tuple(kept), []) if not problems else (None, problems)


def _broken(text: str) -> bool:
    # Half a surrogate pair has no bytes, so it could be neither stored nor hashed.
    return any("\ud800" <= letter <= "\udfff" for letter in text)
