"""A form seen as a flat table of facts, which is what a codebook's conditions speak about.

`fact_names` lists every fact there is under a codebook, so that a condition on a fact that
does not exist is refused when the codebook is read, not discovered never to hold.
"""

from collections.abc import Sequence
from datetime import date

from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_parts import FieldSpec, FieldType
from eventbook.schema.conditions import Fact, Facts, Scalar
from eventbook.schema.context import Context
from eventbook.schema.countries import COUNTRIES
from eventbook.schema.counts import Amount
from eventbook.schema.derive import actor_type, derived_value, interaction, published_day
from eventbook.schema.form import Form
from eventbook.schema.record import Record, SlotValue
from eventbook.schema.tally import Spoken, settle
from eventbook.schema.text import fold
from eventbook.schema.when import Lasting
from eventbook.schema.where import PlaceKind
from eventbook.schema.who import Certainty

_BOUNDS = ("low", "best", "high")


def fact_names(book: Codebook) -> tuple[str, ...]:
    """Return the names of all facts that a condition of this codebook can use."""
    sides = tuple(
        f"{side}{part}" for side in ("side1", "side2") for part in ("", ".type", ".certainty", ".by")
    )
    spans = ("when.days", "when.lasting", "where.precision", "where.country", "where.kind", "where.abroad")
    rest = ("summary", "notes", "said")
    meeting = ("interaction",) if book.interaction else ()
    counts = tuple(f"{count.name}.{bound}" for count in book.count for bound in _BOUNDS)
    slots = tuple(f"{field.name}.{slot.name}" for field in book.field for slot in field.slots)
    return (*book.types.columns, *sides, *spans, *rest, *meeting, *counts, *book.fields_by_name, *slots)


def fact_choices(book: Codebook) -> dict[str, tuple[str, ...]]:
    """Return the codes that a fact can have, for the facts that have codes."""
    labels = tuple(book.actor_types)
    chosen = {
        field.name: tuple(choice.code for choice in field.choices)
        for field in book.field
        if field.type in {FieldType.CHOICE, FieldType.CHOICES}
    }
    chosen |= {
        f"{field.name}.{slot.name}": tuple(choice.code for choice in slot.choices)
        for field in book.field
        for slot in field.slots
        if slot.choices
    }
    types = {
        book.types.field: tuple(book.types_by_code),
        book.types.parent_field: tuple(parent.code for parent in book.type_parent),
        book.types.group_field: tuple(sorted({group for kind in book.type for group in kind.groups})),
    }
    return {
        **{name: types[name] for name in book.types.columns},
        "side1.type": labels,
        "side2.type": labels,
        "side1.certainty": tuple(Certainty),
        "side2.certainty": tuple(Certainty),
        "when.lasting": tuple(Lasting),
        "where.country": tuple(COUNTRIES),
        "where.kind": tuple(PlaceKind),
        **chosen,
    }


def facts_of(form: Form, context: Context) -> Facts:
    """Return the facts of a form; what is not known is left out or None.

    The last form's facts are kept: several rules in a row ask for them.
    """
    global _last  # noqa: PLW0603  one slot, replaced whole, so threads at worst work them out again
    known, around, facts = _last
    if known is not form or around is not context:
        facts = _worked_out(form, context)
        _last = (form, context, facts)
    return facts


_last: tuple[Form | None, Context | None, Facts] = (None, None, {})


def _worked_out(form: Form, context: Context) -> Facts:
    book = context.book
    facts: dict[str, Fact | None] = {**form.values, "notes": (form.notes or "").strip() or None}
    facts |= {"summary": form.summary, "said": _said(form) or None}
    chosen = form.values.get(book.types.field)
    if isinstance(chosen, str) and chosen in book.types_by_code:
        kind = book.types_by_code[chosen]
        follows: dict[str, Fact] = {
            book.types.parent_field: kind.parent,
            book.types.group_field: kind.groups,
        }
        facts |= {name: fact for name, fact in follows.items() if name}
    for name, records in form.records.items():
        facts |= _record_facts(book.record_fields[name], records) if name in book.record_fields else {}
    facts |= _span_facts(form, context) | _side_facts(form, context) | _count_facts(form, context)
    for field in book.plain_fields:
        if facts.get(field.name) is None:
            facts[field.name] = derived_value(field, facts)
    return facts


def _record_facts(field: FieldSpec, records: Sequence[Record]) -> dict[str, Fact | None]:
    """Return the facts of a field of records: under each slot's name what any of them says there."""
    facts: dict[str, Fact | None] = {field.name: tuple(" ".join(one.texts(*one.said)) for one in records)}
    for slot in field.slots:
        said = [value for one in records for value in slot_values(one.said.get(slot.name))]
        facts[f"{field.name}.{slot.name}"] = tuple(said) or None
    return facts


def slot_values(value: SlotValue | None) -> tuple[Scalar, ...]:
    """Return what a condition compares with: of an amount its best figure, of a list its words."""
    if isinstance(value, Amount):
        return () if value.best is None else (value.best,)
    return value if isinstance(value, tuple) else () if value is None else (value,)


def _said(form: Form) -> str:
    """Return all words of a form: its notes and its quotes."""
    quotes = [quote.exact for quotes in form.evidence.values() for quote in quotes]
    quotes += [claim.phrase.exact for claim in form.counts if claim.phrase]
    return " / ".join(part for part in (form.notes or "", *quotes) if part)


def _span_facts(form: Form, context: Context) -> dict[str, Fact | None]:
    place = context.gazetteer.get(form.where.place) if form.where else None
    return {
        "when.days": form.when.days if form.when else None,
        "when.lasting": str(form.when.lasting) if form.when else None,
        "where.precision": form.where.precision if form.where else None,
        "where.country": place.country if place else None,
        "where.kind": str(place.kind) if place else None,
    }


def _side_facts(form: Form, context: Context) -> dict[str, Fact | None]:
    facts: dict[str, Fact | None] = {}
    place = context.gazetteer.get(form.where.place) if form.where else None
    labels: list[str | None] = []
    homes: set[str] = set()
    for name, side in (("side1", form.side1), ("side2", form.side2)):
        actor = context.registry.get(side.actor) if side else None
        label = None
        if actor:
            day = published_day(context.book, form.when) if form.when else date.max
            country = place.country if place else next(iter(actor.home), "")
            label = actor_type(context.book, actor, day, country)
            homes |= set(actor.home)
        facts |= {name: actor.name if actor else None, f"{name}.type": label}
        facts |= {
            f"{name}.certainty": str(side.certainty) if side else None,
            f"{name}.by": side.by if side else None,
        }
        labels.append(label)
    facts["where.abroad"] = bool(homes) and place.country not in homes if place else None
    facts["interaction"] = interaction(context.book, labels[0], labels[1])[0]
    return facts


def spoken_in(form: Form, what: str, default: date) -> list[Spoken]:
    """Return the form's claims about one count; a claim without a day counts as of `default`."""
    return [
        Spoken(fold(claim.by or ""), claim.as_of or default, claim.count, claim.kind, claim.of)
        for claim in form.counts
        if claim.what == what
    ]


def _count_facts(form: Form, context: Context) -> dict[str, Fact | None]:
    published = context.article.published if context.article else None
    default = published or (form.when.last if form.when else date.min)
    facts: dict[str, Fact | None] = {}
    for count in context.book.count:
        amount = settle(spoken_in(form, count.name, default), count.merge)
        bounds: dict[str, Scalar | None] = {"low": amount.low, "best": amount.best, "high": amount.high}
        facts |= {f"{count.name}.{bound}": value for bound, value in bounds.items()}
    return facts
