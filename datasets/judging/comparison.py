"""Two reports side by side, field by field: what a person looks at to judge whether they are one incident.

Each line says whether the two agree, nearly agree or differ, by the same closeness that matching
goes by, in a sign and in words, so that nothing is told by colour alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from eventbook.datasets.building.record_rows import record_row
from eventbook.datasets.matching.prepare import Prepared
from eventbook.datasets.merging.merge_records import keys_of
from eventbook.datasets.releases.text_values import as_text
from eventbook.schema.article import Article
from eventbook.schema.context import Context
from eventbook.schema.counts import Claim
from eventbook.schema.distance import km_between, reach_km
from eventbook.schema.form import Form
from eventbook.schema.when import Lasting, SpanPart, When
from eventbook.schema.where import Place
from eventbook.schema.who import Certainty, Side


class Mark(StrEnum):
    """How the two sides of a line stand to each other."""

    SAME = "="
    NEAR = "~"
    DIFFERENT = "≠"
    ALONE = "·"
    NONE = " "


@dataclass(frozen=True, slots=True)
class Cell:
    """What one report says in one field, and the words that it was read from."""

    text: str
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One field of both reports; `says` puts the mark in words where there is more to say."""

    name: str
    one: Cell
    other: Cell
    mark: Mark
    says: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One report as it is compared: its whole form, its article and what these are read against."""

    form: Form
    article: Article
    context: Context


def compared(
    pair: tuple[str, str], prepared: Prepared, articles: Mapping[str, Article], context: Context
) -> tuple[Line, ...]:
    """Return the lines of two reports side by side, those that neither fills in left out."""
    one, other = (
        Reading(prepared.whole(key), articles[prepared.reports[key].article], context) for key in pair
    )
    lines = [
        _published(one, other),
        _when(one, other),
        _where(one, other),
        _type(one, other),
        *_sides(one, other),
        *_counts(one, other),
        *_fields(one, other),
        Line("notes", _notes(one), _notes(other), Mark.NONE),
    ]
    return tuple(line for line in lines if line.one.text or line.other.text)


def _cell(side: Reading, field: str, text: str) -> Cell:
    return Cell(text, tuple(quote.exact for quote in side.form.evidence.get(field, ())))


def _notes(side: Reading) -> Cell:
    return _cell(side, "notes", side.form.notes or "")


def _line(name: str, cells: tuple[Cell, Cell], mark: Mark, says: str = "") -> Line:
    """Return a line; where only one report says anything, there is nothing to agree or differ on."""
    if not (cells[0].text and cells[1].text):
        return Line(name, *cells, Mark.ALONE, "only one says" if cells[0].text or cells[1].text else "")
    return Line(name, *cells, mark, says)


def _published(one: Reading, other: Reading) -> Line:
    texts = ["; ".join(_publications(side.article)) for side in (one, other)]
    if one.article.id == other.article.id:
        return Line("source", Cell(texts[0]), Cell(texts[1]), Mark.SAME, "the same article")
    voices = [{one.origin for one in side.article.publications} - {""} for side in (one, other)]
    shared = ", ".join(sorted(voices[0] & voices[1]))
    says = f"both credit {shared}" if shared else ""
    return Line("source", Cell(texts[0]), Cell(texts[1]), Mark.NEAR if shared else Mark.NONE, says)


def _publications(article: Article) -> Iterator[str]:
    for one in article.publications:
        yield one.outlet + (f" ({one.origin})" if one.origin else "") + f", {one.published or 'no date'}"
    if article.title:
        yield f"“{article.title}”"


def _when(one: Reading, other: Reading) -> Line:
    cells = (_when_cell(one), _when_cell(other))
    left, right = one.form.when, other.form.when
    if left is None or right is None:
        return _line("when", cells, Mark.NONE)
    if (left.first, left.last) == (right.first, right.last):
        apart = left.time is not None and right.time is not None and left.time != right.time
        return _line("when", cells, Mark.NEAR if apart else Mark.SAME, "not at one time" if apart else "")
    gap = max((right.first or right.last) - left.last, (left.first or left.last) - right.last).days
    known = left.first and right.first
    if gap <= 0 or not known:
        return _line("when", cells, Mark.NEAR, "the days overlap" if gap <= 0 else "no first day")
    return _line("when", cells, Mark.DIFFERENT, f"{gap} {'day' if gap == 1 else 'days'} apart")


def _when_cell(side: Reading) -> Cell:
    when = side.form.when
    return _cell(side, "when", _span(when) if when else "")


def _span(when: When) -> str:
    text = str(when.last) if when.first == when.last else f"{when.first or '…'} to {when.last}"
    more = [str(when.time)] if when.time else []
    more += [f"{when.part} of it"] if when.part is not SpanPart.WHOLE else []
    more += ["all of it"] if when.lasting is Lasting.THROUGHOUT else []
    return ", ".join([text, *more])


def _where(one: Reading, other: Reading) -> Line:
    cells = (_where_cell(one), _where_cell(other))
    left, right = _place(one), _place(other)
    if left is None or right is None:
        return _line("where", cells, Mark.NONE)
    if left.id == right.id:
        same = one.form.where == other.form.where
        return _line("where", cells, Mark.SAME if same else Mark.NEAR, "" if same else "not as exact")
    if left.id == right.within or right.id == left.within:
        return _line("where", cells, Mark.NEAR, "one lies in the other")
    km = km_between(left.point, right.point)
    near = km <= _reach(one) + _reach(other)
    return _line("where", cells, Mark.NEAR if near else Mark.DIFFERENT, f"{km:.0f} km apart")


def _where_cell(side: Reading) -> Cell:
    place, where = _place(side), side.form.where
    steps = {step.code: step.label for step in side.context.book.places.precision}
    text = f"{place.full_label} ({steps.get(where.precision, where.precision)})" if place and where else ""
    return _cell(side, "where", text)


def _place(side: Reading) -> Place | None:
    return side.context.gazetteer.get(side.form.where.place) if side.form.where else None


def _reach(side: Reading) -> float:
    place, where = _place(side), side.form.where
    steps = {step.code: step.km for step in side.context.book.places.precision}
    return reach_km(place.kind, steps.get(where.precision, 0.0)) if place and where else 0.0


def _type(one: Reading, other: Reading) -> Line:
    book = one.context.book
    name = book.types.field
    codes = [str(side.form.values.get(name, "")) for side in (one, other)]
    cells = (_cell(one, name, codes[0]), _cell(other, name, codes[1]))
    kinds = [book.types_by_code.get(code) for code in codes]
    if codes[0] == codes[1]:
        return _line("type", cells, Mark.SAME)
    if kinds[0] and kinds[1] and kinds[0].parent and kinds[0].parent == kinds[1].parent:
        return _line("type", cells, Mark.NEAR, f"both {kinds[0].parent}")
    if all(kinds) and book.family(codes[0]) == book.family(codes[1]):
        return _line("type", cells, Mark.NEAR, "of one family")
    return _line("type", cells, Mark.DIFFERENT)


def _sides(one: Reading, other: Reading) -> Iterator[Line]:
    pairs = ((one.form.side1, other.form.side1), (one.form.side2, other.form.side2))
    everyone = [{side.actor for side in reading.form.sides} for reading in (one, other)]
    for name, (left, right) in zip(("side1", "side2"), pairs, strict=True):
        cells = (_side_cell(one, name, left), _side_cell(other, name, right))
        if left is None or right is None:
            yield _line(name, cells, Mark.NONE)
        elif left.actor == right.actor:
            yield _line(name, cells, Mark.SAME)
        elif left.actor in everyone[1] or right.actor in everyone[0]:
            yield _line(name, cells, Mark.NEAR, "on the other side")
        elif not (_identified(one, left) and _identified(other, right)):
            yield _line(name, cells, Mark.NEAR, "not both named")
        else:
            yield _line(name, cells, Mark.DIFFERENT)


def _identified(reading: Reading, side: Side) -> bool:
    actor = reading.context.registry.get(side.actor)
    return actor is not None and actor.identified


def _side_cell(reading: Reading, name: str, side: Side | None) -> Cell:
    if side is None:
        return Cell("")
    text = _actor(reading, side.actor)
    text += f"; with {', '.join(_actor(reading, key) for key in side.associates)}" if side.associates else ""
    text += (
        f" ({side.certainty}{f' by {side.by}' if side.by else ''})"
        if side.certainty is not Certainty.STATED
        else ""
    )
    return _cell(reading, name, text)


def _actor(reading: Reading, key: str) -> str:
    actor = reading.context.registry.get(key)
    return actor.name if actor else key


def _counts(one: Reading, other: Reading) -> Iterator[Line]:
    for count in one.context.book.count:
        claims = [[claim for claim in side.form.counts if claim.what == count.name] for side in (one, other)]
        left, right = claims
        bests = [{str(claim.count) for claim in side} for side in claims]
        meet = any(_meets(mine, yours) for mine in left for yours in right)
        mark = Mark.SAME if bests[0] == bests[1] else Mark.NEAR if meet else Mark.DIFFERENT
        says = "could be as many" if mark is Mark.NEAR else ""
        yield _line(count.name, (_claims(left), _claims(right)), mark, says)


def _claims(claims: list[Claim]) -> Cell:
    texts = [
        str(claim.count) + (f" of {claim.of}" if claim.of else "") + (f", by {claim.by}" if claim.by else "")
        + (f", as of {claim.as_of}" if claim.as_of else "")
        for claim in claims
    ]  # fmt: skip
    return Cell("; ".join(texts), tuple(claim.phrase.exact for claim in claims if claim.phrase))


def _meets(one: Claim, other: Claim) -> bool:
    """Tell whether the bounds of two claims leave room for one number."""
    ends = [
        (count.low if count.low is not None else 0, count.high if count.high is not None else float("inf"))
        for count in (one.count, other.count)
    ]
    return ends[0][0] <= ends[1][1] and ends[1][0] <= ends[0][1]


def _fields(one: Reading, other: Reading) -> Iterator[Line]:
    for name, field in one.context.book.record_fields.items():
        sides = [side.form.records.get(name, ()) for side in (one, other)]
        told = [as_text([record_row(record) for record in records]) for records in sides]
        words = [tuple(quote.exact for record in records for quote in record.quotes) for records in sides]
        mark = Mark.NEAR if keys_of(sides[0], field) & keys_of(sides[1], field) else Mark.DIFFERENT
        mark = Mark.SAME if told[0] == told[1] else mark
        yield _line(name, (Cell(told[0], words[0]), Cell(told[1], words[1])), mark)
    for field in one.context.book.plain_fields:
        left, right = (side.form.values.get(field.name) for side in (one, other))
        cells = (_cell(one, field.name, as_text(left)), _cell(other, field.name, as_text(right)))
        shared = (
            bool(set(left) & set(right)) if isinstance(left, tuple) and isinstance(right, tuple) else False
        )
        mark = Mark.SAME if left == right else Mark.NEAR if shared else Mark.DIFFERENT
        yield _line(field.name, cells, mark)
