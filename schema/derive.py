"""What follows from what was coded: types, the published date, actor types, the interaction.

Nothing here is stored with a form, so nothing can disagree with it. Every figure comes from
the codebook; the functions know no type by name.
"""

from datetime import date

from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_parts import DatePrecision, FieldSpec, PublishDay
from eventbook.schema.conditions import Facts, holds
from eventbook.schema.form import FieldValue
from eventbook.schema.when import Lasting, SpanPart, When
from eventbook.schema.who import Actor


def type_columns(book: Codebook, code: str) -> dict[str, str]:
    """Return the chosen type, its parent and its groups under the codebook's column names, where it has them."""
    kind, types = book.types_by_code[code], book.types
    columns = {types.group_field: "; ".join(kind.groups), types.parent_field: kind.parent, types.field: code}
    return {name: columns[name] for name in types.columns}


def date_precision(book: Codebook, when: When) -> DatePrecision | None:
    """Return the finest class that covers the span, or None where it is vaguer than any.

    A span that the event lasted throughout is as exact as a day. An unknown first day
    ("found on") has the vaguest class.
    """
    if when.days is None:
        return book.dates.precision[-1]
    days = 1 if when.lasting is Lasting.THROUGHOUT else when.days
    return next((step for step in book.dates.precision if days <= step.max_days), None)


def published_day(book: Codebook, when: When) -> date:
    """Return the one day that is published for a span, by the codebook's rule.

    "Beginning of" and "end of" a span give its first and last day; an unknown first day the last.
    """
    if when.first is None or when.part is SpanPart.END:
        return when.last
    step = date_precision(book, when)
    if when.part is SpanPart.BEGINNING or when.lasting is Lasting.THROUGHOUT or step is None:
        return when.first
    return {
        PublishDay.FIRST: when.first,
        PublishDay.MIDDLE: when.middle,
        PublishDay.LAST: when.last,
    }[step.publish]


def actor_type(book: Codebook, actor: Actor, day: date, country: str) -> str:
    """Return the label of the actor's type on that day in that country, abroad counted; at sea nobody is abroad."""
    label = actor.type_on(day, country)
    if any(country in period.countries and period.covers(day) for period in actor.types):
        return label  # the registry speaks of this very country
    kind = book.actor_types.get(label)
    if kind is not None and kind.abroad and actor.home and country and country not in actor.home:
        return kind.abroad
    return label


def interaction(book: Codebook, label1: str | None, label2: str | None) -> tuple[int, str]:
    """Return the interaction's code and text for the types of the two main actors.

    The smaller code stands first whatever the sides' order; the codebook lists the texts that
    are written the other way round. A codebook without interactions has none: 0 and no text.
    """
    labels = {book.actor_types[label].code: label for label in (label1, label2) if label in book.actor_types}
    codes = sorted(book.actor_types[label].code for label in (label1, label2) if label in book.actor_types)
    rules = book.interaction
    if rules is None or not codes:
        return rules.none if rules else 0, ""
    if len(codes) == 1:
        code = codes[0] * 10 + rules.none
        return code, rules.labels.get(code, f"{labels[codes[0]]} {rules.only}")
    code = codes[0] * 10 + codes[1]
    return code, rules.labels.get(code, f"{labels[codes[0]]}-{labels[codes[1]]}")


def asked(field: FieldSpec, facts: Facts) -> bool:
    """Tell whether the codebook asks for this field on a form with these facts."""
    return holds(field.when, facts)


def derived_value(field: FieldSpec, facts: Facts) -> FieldValue | None:
    """Return the value that the codebook derives for a field, or None."""
    return next((step.value for step in field.derive if holds(step.when, facts)), None)
