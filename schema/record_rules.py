"""The rules for the records of a form: the same as for its fields, one record after the other."""

from collections.abc import Iterator

from eventbook.schema.codebook_parts import FieldSpec
from eventbook.schema.conditions import Facts, holds
from eventbook.schema.context import Context
from eventbook.schema.counts import Amount
from eventbook.schema.facts import facts_of, slot_values
from eventbook.schema.form import Form
from eventbook.schema.problem import Path, Problem
from eventbook.schema.record import QUOTE, Record
from eventbook.schema.rules import CHECKS, FIELD_REQUIRED, HIDDEN_CHARACTERS, NOT_ASKED, QUOTE_LONG, REVERSED
from eventbook.schema.text import hides


def records(form: Form, context: Context) -> Iterator[Problem]:
    """Yield what is wrong with the records of each field, slot by slot."""
    if not form.records:
        return
    facts = facts_of(form, context)
    for name, listed in form.records.items():
        field = context.book.record_fields.get(name)
        for index, record in enumerate(listed if field else ()):
            if field:
                yield from _slots(field, record, (name, index), facts)
            yield from _words(record, (name, index), context.book.evidence.max_quote)


def _slots(field: FieldSpec, record: Record, path: Path, facts: Facts) -> Iterator[Problem]:
    here = {**facts, **{slot.name: slot_values(record.said.get(slot.name)) or None for slot in field.slots}}
    for slot in field.slots:
        is_asked, filled = holds(slot.when, here), slot.name in record.said
        if slot.required and is_asked and not filled:
            codes = ", ".join(choice.code for choice in slot.choices)
            advice = f"choose one of: {codes}" if codes else "fill it in"
            yield FIELD_REQUIRED.at((*path, slot.name), f"'{slot.title}' is asked for here", advice)
        if filled and not is_asked:
            says = f"'{slot.title}' is not asked for here"
            yield NOT_ASKED.at((*path, slot.name), says, "leave it out, or waive with a reason")


def _words(record: Record, path: Path, longest: int) -> Iterator[Problem]:
    for name, value in record.said.items():
        bad = sorted({letter for text in record.texts(name) for letter in text if hides(letter)})
        if bad:
            codes = ", ".join(f"U+{ord(letter):04X}" for letter in bad)
            yield HIDDEN_CHARACTERS.at((*path, name), f"the text holds {codes}", "type it anew")
        if isinstance(value, Amount) and not value.in_order:
            says = f"low, best and high are {value}"
            yield REVERSED.at((*path, name), says, "waive it if the source says so")
    for quote in record.quotes:
        if len(quote.exact) > longest:
            says = f"the quote has {len(quote.exact)} characters; a release cuts it at {longest}"
            yield QUOTE_LONG.at((*path, QUOTE), says, "quote only the words that say it")


ALL_CHECKS = (*CHECKS, records)
"""All checks of a form, in the order in which their problems are told."""
