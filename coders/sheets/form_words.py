"""A stored form in a coder's words again: names for ids, counts as people write them, plain quotes.

The way back from `schema.resolve`: reading what is written here gives the same form, whatever
was in it. A name is used only where it leads back to the same entry; else the id stands.
"""

from typing import Any

from eventbook.coders.workspace.surroundings import Surroundings
from eventbook.schema.article import Article
from eventbook.schema.counts import Amount, Claim, Counting, read_amount
from eventbook.schema.evidence import Quote, anchor
from eventbook.schema.form import Doubt, Form, Relation
from eventbook.schema.record import QUOTE, Record
from eventbook.schema.resolve import Scene, scene_of
from eventbook.schema.when import Lasting, SpanPart, When
from eventbook.schema.where import Gazetteer, Where
from eventbook.schema.who import Certainty, Side

Words = dict[str, Any]


def in_words(form: Form, around: Surroundings, article: Article | None, *, ids: bool = False) -> Words:
    """Return the fields of a form that are filled in, as a coder writes them in a sheet.

    With `ids` places and actors stay ids, for who shows names beside them; without an article every
    quote comes whole.
    """
    scene = None if ids else scene_of(form, around.gazetteer)
    words: Words = {
        "event": form.event,
        **{name: list(value) if isinstance(value, tuple) else value for name, value in form.values.items()},
        **{
            name: [_record(record, around, article) for record in records]
            for name, records in form.records.items()
        },
        "when": _when(form.when) if form.when else None,
        "where": _where(form.where, None if ids else around) if form.where else None,
        "side1": _side(form.side1, scene, around) if form.side1 else None,
        "side2": _side(form.side2, scene, around) if form.side2 else None,
        "summary": form.summary or None,
        "counts": [_claim(claim, around, article) for claim in form.counts],
        "notes": form.notes,
        "evidence": {name: _quotes(quotes, article) for name, quotes in form.evidence.items()},
        "doubts": [_quoted(doubt, article) for doubt in form.doubts],
        "relations": [_quoted(link, article) for link in form.relations],
        "waive": dict(form.waive),
        **form.unread,
    }
    return {name: value for name, value in words.items() if value not in (None, [], {})}


def _quoted(part: Doubt | Relation, article: Article | None) -> Words:
    words: Words = part.model_dump(mode="json", exclude_defaults=True, exclude={"quote"})
    return {**words, "quote": _quotes((part.quote,), article)} if part.quote else words


def _when(when: When) -> object:
    extra: Words = {}
    if when.lasting is not Lasting.WITHIN:
        extra["lasting"] = when.lasting.value
    if when.part is not SpanPart.WHOLE:
        extra["part"] = when.part.value
    if when.time is not None:
        extra["time"] = when.time.value
    if when.first == when.last and not extra:
        return when.last.isoformat()
    first = when.first.isoformat() if when.first else "unknown"
    return {"first": first, "last": when.last.isoformat(), **extra}


def _where(where: Where, around: Surroundings | None) -> Words:
    words: Words = {"place": where.place, "precision": where.precision}
    gazetteer = around.gazetteer if around else Gazetteer(())
    place = gazetteer.get(where.place)
    for label in (place.label, place.full_label) if place else ():
        if [one.id for one in gazetteer.find(label)] == [where.place]:
            words["place"] = label
            break
    if where.remainder is not None:
        words["remainder"] = where.remainder
    return words


def _side(side: Side, scene: Scene | None, around: Surroundings) -> Words:
    words: Words = {"actor": _actor(side.actor, scene, around)}
    if side.certainty is not Certainty.STATED:
        words["certainty"] = side.certainty.value
    if side.by is not None:
        words["by"] = side.by
    if side.associates:
        words["associates"] = [_actor(name, scene, around) for name in side.associates]
    return words


def _actor(name: str, scene: Scene | None, around: Surroundings) -> str:
    actor = around.registry.get(name) if scene else None
    if actor is None or scene is None:
        return name
    then = actor.name_on(scene.day)
    found = around.registry.find(then, scene.day, scene.country)
    return then if [one.id for one in found] == [actor.id] else name


def _claim(claim: Claim, around: Surroundings, article: Article | None) -> Words:
    words: Words = {"what": claim.what, "count": _amount(claim.count, around)}
    if claim.phrase is not None:
        words["phrase"] = _quote(claim.phrase, article)
    if claim.by is not None:
        words["by"] = claim.by
    if claim.as_of is not None:
        words["as_of"] = claim.as_of.isoformat()
    if claim.kind is not Counting.CUMULATIVE:
        words["kind"] = claim.kind.value
    if claim.of is not None:
        words["of"] = claim.of.value
    if claim.split_over:
        words["split_over"] = list(claim.split_over)
    return words


def _record(record: Record, around: Surroundings, article: Article | None) -> Words:
    words: Words = {}
    for name, value in record.said.items():
        if isinstance(value, Amount):
            words[name] = _amount(value, around)
        else:
            words[name] = list(value) if isinstance(value, tuple) else value
    return {**words, **({QUOTE: _quotes(record.quotes, article)} if record.quotes else {})}


def _amount(amount: Amount, around: Surroundings) -> object:
    """Return a count as a number or a phrase where that reads back the same, else bound by bound."""
    written = str(amount)
    if "/" not in written and Amount.model_validate(read_amount(written, around.book.vague_words)) == amount:
        return int(written) if written.isdecimal() else written
    return {
        key: value for key, value in amount.model_dump().items() if value is not None and value is not False
    }


def _quotes(quotes: tuple[Quote, ...], article: Article | None) -> object:
    written = [_quote(quote, article) for quote in quotes]
    return written[0] if len(written) == 1 else written


def _quote(quote: Quote, article: Article | None) -> object:
    """Return the bare words where they lead back to the same place in the text, else with what stands around."""
    if article is not None and quote.start is not None:
        version = f"{article.id}/{article.latest.n}"
        for bare in (
            Quote(exact=quote.exact),
            Quote(exact=quote.exact, prefix=quote.prefix, suffix=quote.suffix),
        ):
            found = anchor(bare, article.latest.text, version)
            if found is not None and (found.start, found.text) == (quote.start, quote.text):
                return (
                    bare.exact
                    if not bare.prefix and not bare.suffix
                    else bare.model_dump(exclude_defaults=True)
                )
    if quote.start is None and not quote.prefix and not quote.suffix:
        return quote.exact
    return quote.model_dump(exclude_defaults=True)
