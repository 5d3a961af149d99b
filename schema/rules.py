"""The rules for one form, those that hold under every codebook.

Each rule is a function from a form and its surroundings to the problems it finds. What is
particular to a codebook is declared there and applied by `declared`, the last of them.
"""

from collections.abc import Callable, Iterator
from datetime import date

from eventbook.schema.conditions import any_holds, fits, holds
from eventbook.schema.context import Context
from eventbook.schema.derive import asked, date_precision, derived_value
from eventbook.schema.facts import facts_of
from eventbook.schema.form import BUILT_IN, Form
from eventbook.schema.problem import RULES, Problem, Severity, error, warning
from eventbook.schema.reading import code_unknown
from eventbook.schema.text import did_you_mean, hides
from eventbook.schema.where import PlaceKind
from eventbook.schema.who import Certainty

REQUIRED = error("required", "an accepted form says what, when, where and who")
SIDE_MISSING = error("side-missing", "a type that needs two sides has both")
FIELD_REQUIRED = error("field-required", "a field that the codebook asks for is filled in")
NOT_ASKED = warning("field-not-asked", "a field is filled in only where the codebook asks for it")
AFTER_PUBLICATION = error("date-after-publication", "nothing is reported before it happened")
TOO_EARLY = error("date-too-early", "an event lies in the time that the codebook covers")
TOO_VAGUE = error("span-too-vague", "a span is no vaguer than the codebook's vaguest date precision")
PART_OF_DAY = warning("span-part-of-a-day", "only a span of several days has a beginning and an end")
TOO_FINE = warning("precision-too-fine", "a province is not given as an exact place")
SAME_SIDES = warning("same-sides", "the two sides of an event are different actors")
SAME_ASSOCIATE = warning("associate-repeats", "an actor stands once on a side")
WITHOUT_SPEAKER = warning(
    "certainty-without-speaker", "what is only claimed or suspected has somebody who says so"
)
REVERSED = RULES["bounds-reversed"]
AS_OF_LATE = error("as-of-after-publication", "a count is as of a day that the article can know of")
AS_OF_EARLY = warning("as-of-before-event", "a count is as of a day on which the event had begun")
PHRASE_MISSING = error("phrase-missing", "a count keeps the words it was read from")
EVIDENCE_MISSING = error("evidence-missing", "fields that the codebook names carry a quote")
EVIDENCE_STRAY = error("evidence-stray", "a quote belongs to a field that is filled in")
QUOTE_LONG = warning("quote-too-long", "a quote is no longer than a release may carry")
DOUBT_STRAY = error("doubt-stray", "a doubt names a field of the form")
WAIVE_STRAY = error("waive-stray", "only a warning of a known rule is waived, with a reason")
HIDDEN_CHARACTERS = error("hidden-characters", "text holds no control characters that can hide what it says")

Check = Callable[[Form, Context], Iterator[Problem]]


def required(form: Form, context: Context) -> Iterator[Problem]:
    """Yield what every form has to say; a corroboration only says what it adds."""
    if form.corroborates:
        return
    type_field = context.book.types.field
    missing = [
        name for name, part in (("when", form.when), ("where", form.where), ("side1", form.side1)) if not part
    ]
    for name in [*([] if type_field in form.values else [type_field]), *missing]:
        yield REQUIRED.at(
            (name,),
            f"'{name}' is not filled in",
            "fill it in",
        )
    kind = context.book.types_by_code.get(str(form.values.get(type_field, "")))
    if kind and kind.sides > 1 and form.side2 is None:
        yield SIDE_MISSING.at(
            ("side2",), f"'{kind.code}' needs two sides", "name the other side, or choose another type"
        )


def fields(form: Form, context: Context) -> Iterator[Problem]:
    """Yield fields of the codebook that are missing where asked for, or filled in where not."""
    if form.corroborates:
        return
    facts = facts_of(form, context)
    for field in context.book.field:
        is_asked = asked(field, facts)
        filled = field.name in form.values or field.name in form.records
        if field.required and is_asked and not filled and derived_value(field, facts) is None:
            codes = ", ".join(choice.code for choice in field.choices)
            advice = f"choose one of: {codes}" if codes else "fill it in"
            yield FIELD_REQUIRED.at((field.name,), f"'{field.title}' is asked for here", advice)
        # Without a type nobody can say what is asked for; that it is missing is said elsewhere.
        if filled and not is_asked and context.book.types.field in form.values:
            yield NOT_ASKED.at(
                (field.name,),
                f"'{field.title}' is not asked for here",
                "leave it out, or waive with a reason",
            )


def dates(form: Form, context: Context) -> Iterator[Problem]:
    """Yield days that cannot be: after the article, before the codebook's time, too vague."""
    when, book = form.when, context.book
    if when is None:
        return
    published = context.article.published if context.article else None
    if published and when.last > published:
        yield AFTER_PUBLICATION.at(
            ("when",),
            f"{when.last} lies after the article's publication on {published}",
            "correct one of the two",
        )
    first = when.first or when.last
    if first < book.head.earliest:
        yield TOO_EARLY.at(("when",), f"{first} lies before {book.head.earliest}", "check the year")
    if date_precision(book, when) is None:
        limit = book.dates.precision[-1].max_days
        yield TOO_VAGUE.at(
            ("when",), f"{when.days} days are too vague; {limit} is the limit", "narrow it, or hold the form"
        )
    if when.days == 1 and when.part.value != "whole":
        yield PART_OF_DAY.at(
            ("when", "part"), "one day has no beginning or end", "use `time` for the part of the day"
        )


def places(form: Form, context: Context) -> Iterator[Problem]:
    """Yield precision codes that do not exist or do not fit the kind of place."""
    if form.where is None:
        return
    codes = {step.code: step for step in context.book.places.precision}
    path = ("where", "precision")
    if form.where.precision not in codes:
        yield code_unknown(path, str(form.where.precision), [str(code) for code in codes])
        return
    place = context.gazetteer.get(form.where.place)
    finest = context.book.places.precision[0].code
    wide = {PlaceKind.ADMIN1: "province", PlaceKind.COUNTRY: "country", PlaceKind.SEA: "sea"}
    if place and place.kind in wide and form.where.precision == finest:
        says = f"'{place.name}' is a whole {wide[place.kind]}"
        yield TOO_FINE.at(
            path, f"{says}, not an exact place", f"use {context.book.places.precision[-1].code}"
        )


def sides(form: Form, _: Context) -> Iterator[Problem]:
    """Yield sides that repeat themselves, and claims that nobody makes."""
    if form.side1 and form.side2 and form.side1.actor == form.side2.actor:
        yield SAME_SIDES.at(
            ("side2", "actor"), "both sides are the same actor", "waive it if they fought among themselves"
        )
    for name, side in (("side1", form.side1), ("side2", form.side2)):
        if side is None:
            continue
        everyone = [side.actor, *side.associates]
        if len(set(everyone)) < len(everyone):
            yield SAME_ASSOCIATE.at((name, "associates"), "an actor stands here twice", "name it once")
        if side.certainty is not Certainty.STATED and not side.by:
            says = f"'{side.certainty}' needs somebody who says so"
            yield WITHOUT_SPEAKER.at(
                (name, "by"), says, "write who claims, suspects, disputes or denies it in `by`"
            )


def counts(form: Form, context: Context) -> Iterator[Problem]:
    """Yield counts of unknown kinds, bounds in the wrong order and counts without their words."""
    names = [count.name for count in context.book.count]
    for index, claim in enumerate(form.counts):
        if claim.what not in names:
            yield code_unknown(("counts", index, "what"), claim.what, names)
        if not claim.count.in_order:
            says = f"low, best and high are {claim.count}"
            yield REVERSED.at(("counts", index, "count"), says, "waive it if the source says so")
        yield from _as_of(index, claim.as_of, form, context)
        if claim.phrase is None and "counts" in context.book.evidence.required:
            yield PHRASE_MISSING.at(
                ("counts", index), "there is no phrase", "copy the words that give the number"
            )


def _as_of(index: int, day: date | None, form: Form, context: Context) -> Iterator[Problem]:
    """Yield a day that a count cannot be as of: the newest claim decides, so a mistyped year would."""
    published = context.article.published if context.article else None
    path = ("counts", index, "as_of")
    if day and published and day > published:
        says = f"{day} lies after the article's publication on {published}"
        yield AS_OF_LATE.at(path, says, "correct one of the two")
    first = form.when.first if form.when else None
    if day and first and day < first:
        yield AS_OF_EARLY.at(path, f"{day} lies before the event", "check the year")


def evidence(form: Form, context: Context) -> Iterator[Problem]:
    """Yield required quotes that are missing, and quotes for fields that are not filled in."""
    book = context.book
    filled = {
        name for name in ("when", "where", "side1", "side2", "notes") if getattr(form, name) is not None
    }
    filled |= set(form.values) | set(form.records) | ({"counts"} if form.counts else set())
    quoted = {
        *form.evidence,
        *(name for name, listed in form.records.items() if all(r.quotes for r in listed)),
    }
    needed = set(book.evidence.required) | {field.name for field in book.field if field.evidence}
    for name in sorted((needed & filled) - quoted - {"counts"}):
        yield EVIDENCE_MISSING.at(("evidence", name), f"'{name}' has no quote", "copy the words that say it")
    for name, quotes in form.evidence.items():
        if name not in filled:
            known = {*BUILT_IN, book.types.field, *book.fields_by_name}
            advice = (
                "fill it in, or take the quote out" if name in known else did_you_mean(name, sorted(filled))
            )
            yield EVIDENCE_STRAY.at(("evidence", name), f"'{name}' is not filled in", advice)
        for quote in quotes:
            if len(quote.exact) > book.evidence.max_quote:
                says = f"the quote has {len(quote.exact)} characters; a release cuts it at {book.evidence.max_quote}"
                yield QUOTE_LONG.at(("evidence", name), says, "quote only the words that say it")


def doubts(form: Form, context: Context) -> Iterator[Problem]:
    """Yield doubts about fields that do not exist."""
    if not form.doubts:
        return
    known = [
        context.book.types.field,
        "when",
        "where",
        "side1",
        "side2",
        "counts",
        "notes",
        *context.book.fields_by_name,
    ]
    for index, doubt in enumerate(form.doubts):
        if doubt.field.split(".")[0] not in known:
            yield DOUBT_STRAY.at(
                ("doubts", index, "field"),
                f"'{doubt.field}' is not a field",
                did_you_mean(doubt.field, known),
            )


def waivers(form: Form, context: Context) -> Iterator[Problem]:
    """Yield waivers of rules that do not exist or cannot be waived, and those without a reason."""
    if not form.waive:
        return
    own = {rule.id: rule.severity for rule in context.book.rule}
    known = {name: one.severity for name, one in RULES.items()} | own
    for name, reason in form.waive.items():
        if name not in known:
            yield WAIVE_STRAY.at(("waive", name), f"there is no rule '{name}'", did_you_mean(name, known))
        elif known[name] is Severity.ERROR:
            yield WAIVE_STRAY.at(("waive", name), f"'{name}' is an error", "an error is mended, not waived")
        elif not reason.strip():
            yield WAIVE_STRAY.at(("waive", name), f"'{name}' is waived without a reason", "write why")


def hidden(form: Form, _: Context) -> Iterator[Problem]:
    """Yield texts with control or direction characters, which can make a text read as another."""
    texts = {"notes": form.notes or ""}
    texts |= {name: " ".join(value) for name, value in form.values.items() if isinstance(value, tuple)}
    texts |= {name: value for name, value in form.values.items() if isinstance(value, str)}
    texts |= {
        f"{name}.by": side.by or "" for name, side in (("side1", form.side1), ("side2", form.side2)) if side
    }
    for name, text in texts.items():
        bad = sorted(letter for letter in set(text) if hides(letter))
        if bad:
            codes = ", ".join(f"U+{ord(letter):04X}" for letter in bad)
            yield HIDDEN_CHARACTERS.at((*name.split("."),), f"the text holds {codes}", "type it anew")


def declared(form: Form, context: Context) -> Iterator[Problem]:
    """Yield where the codebook's own rules are broken."""
    if form.corroborates:
        return
    facts = facts_of(form, context)
    for one in context.book.rule:
        if holds(one.when, facts) and not (holds(one.require, facts) and not any_holds(one.forbid, facts)):
            guilty = [name for name, operand in one.forbid.items() if fits(operand, facts.get(name))]
            guilty += [name for name, operand in one.require.items() if not fits(operand, facts.get(name))]
            yield Problem(one.id, one.severity, (_field_of(guilty[0], context),), one.message, one.advice)


def _field_of(fact: str, context: Context) -> str:
    """Return the field of the form that a fact is read from."""
    book, name = context.book, fact.split(".", maxsplit=1)[0]
    if name in {book.types.parent_field, book.types.group_field}:
        return book.types.field
    if name in {count.name for count in book.count}:
        return "counts"
    return "side1" if name == "interaction" else name


CHECKS: tuple[Check, ...] = (
    required, fields, dates, places, sides, counts, evidence, doubts, waivers, hidden, declared,
)  # fmt: skip
