"""From names to ids, and from quoted words to places in the text.

A form arrives with names as a coder writes them; it is stored with ids and anchored quotes.
Resolving a resolved form changes nothing. What cannot be resolved is a problem that shows
what might have been meant; it is never guessed.
"""

from datetime import date

from eventbook.schema.context import Context
from eventbook.schema.counts import Claim
from eventbook.schema.evidence import Quote, anchor, nearest_passage
from eventbook.schema.form import Doubt, Form
from eventbook.schema.problem import Path, Problem, error
from eventbook.schema.text import nearest
from eventbook.schema.where import Where
from eventbook.schema.who import Side

PLACE_UNKNOWN = error("place-unknown", "a place is an entry of the gazetteer")
PLACE_AMBIGUOUS = error("place-ambiguous", "a place is settled by more than its name")
ACTOR_UNKNOWN = error("actor-unknown", "an actor is an entry of the registry")
ACTOR_AMBIGUOUS = error("actor-ambiguous", "an actor is one entry of the registry")
QUOTE_NOT_FOUND = error("quote-not-found", "evidence stands in the article word for word")


def resolve(form: Form, context: Context) -> tuple[Form, list[Problem]]:
    """Return the form with ids for names and anchored quotes; what fails is left as written."""
    problems: list[Problem] = []
    day = form.when.last if form.when else None
    update: dict[str, object] = {}
    if form.where:
        update["where"] = _where(form.where, context, problems)
    for name, side in (("side1", form.side1), ("side2", form.side2)):
        if side:
            update[name] = _side(side, day, context, (name,), problems)
    if context.article is not None:
        update["counts"] = tuple(
            _claim(claim, context, ("counts", index, "phrase"), problems)
            for index, claim in enumerate(form.counts)
        )
        update["doubts"] = tuple(
            _doubt(doubt, context, ("doubts", index, "quote"), problems)
            for index, doubt in enumerate(form.doubts)
        )
        update["evidence"] = {
            name: tuple(_quote(quote, context, ("evidence", name), problems) for quote in quotes)
            for name, quotes in form.evidence.items()
        }
    return form.model_copy(update=update), problems


def _where(where: Where, context: Context, problems: list[Problem]) -> Where:
    path = ("where", "place")
    hits = context.gazetteer.find(where.place)
    if len(hits) == 1:
        return where.model_copy(update={"place": hits[0].id})
    if hits:
        labels = "; ".join(f"'{place.full_label}' ({place.id})" for place in hits)
        says = f"'{where.place}' fits {len(hits)} places"
        problems.append(PLACE_AMBIGUOUS.at(path, says, f"write one of: {labels}"))
        return where
    named = context.gazetteer.named(where.place)
    if named and "," in where.place:
        known = " or ".join(f"'{place.full_label}'" for place in named[:5])
        advice = f"of that name there is {known}; write one of these, or add it with `eventbook places add`"
    elif named:
        known = " or ".join(f"'{place.label}'" for place in named[:5])
        advice = f"a name alone does not settle a place; write {known}"
    else:
        # The name is compared without the country, which would make any two of its places alike.
        places = context.gazetteer.places.values()
        near = nearest(where.place.split(",", maxsplit=1)[0], {place.name for place in places})
        label = nearest(where.place, sorted(place.label for place in places if place.name == near))
        advice = f"did you mean '{label}'? If not, " if label else ""
        advice += "add it with `eventbook places add`"
    problems.append(PLACE_UNKNOWN.at(path, f"there is no place '{where.place}'", advice))
    return where


def _side(side: Side, day: date | None, context: Context, path: Path, problems: list[Problem]) -> Side:
    actor = _actor(side.actor, day, context, (*path, "actor"), problems)
    associates = tuple(
        _actor(name, day, context, (*path, "associates", index), problems)
        for index, name in enumerate(side.associates)
    )
    return side.model_copy(update={"actor": actor, "associates": associates})


def _actor(written: str, day: date | None, context: Context, path: Path, problems: list[Problem]) -> str:
    hits = context.registry.find(written, day)
    if len(hits) == 1:
        return hits[0].id
    if hits:
        names = "; ".join(f"'{actor.name}' ({actor.id})" for actor in hits)
        problems.append(
            ACTOR_AMBIGUOUS.at(path, f"'{written}' names {len(hits)} actors", f"write one of: {names}")
        )
    else:
        near = context.registry.nearest(written)
        advice = f"did you mean '{near}'? If not, " if near else ""
        advice += "add it with `eventbook actors add`"
        problems.append(ACTOR_UNKNOWN.at(path, f"'{written}' is not in the registry", advice))
    return written


def _claim(claim: Claim, context: Context, path: Path, problems: list[Problem]) -> Claim:
    if claim.phrase is None:
        return claim
    return claim.model_copy(update={"phrase": _quote(claim.phrase, context, path, problems)})


def _doubt(doubt: Doubt, context: Context, path: Path, problems: list[Problem]) -> Doubt:
    if doubt.quote is None:
        return doubt
    return doubt.model_copy(update={"quote": _quote(doubt.quote, context, path, problems)})


def _quote(quote: Quote, context: Context, path: Path, problems: list[Problem]) -> Quote:
    article = context.article
    if article is None:
        return quote
    text = article.latest.text
    if (
        quote.text == context.text_version
        and quote.start is not None
        and text[quote.start : quote.end] == quote.exact
    ):
        return quote
    found = anchor(quote, text, context.text_version)
    if found is not None:
        return found
    passage = nearest_passage(quote.exact, text)
    advice = f"the nearest passage is: '{passage}'" if passage else "copy the words from the article"
    shown = quote.exact if len(quote.exact) <= 80 else quote.exact[:79] + "…"  # noqa: PLR2004  a line's worth
    problems.append(QUOTE_NOT_FOUND.at(path, f"'{shown}' does not stand in the article", advice))
    return quote
