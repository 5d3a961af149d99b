"""From names to ids, and from quoted words to places in the text.

A form arrives with names as a coder writes them; it is stored with ids and anchored quotes.
Resolving a resolved form changes nothing. What cannot be resolved is a problem that shows
what might have been meant; it is never guessed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from eventbook.schema.article import Article
from eventbook.schema.context import Context
from eventbook.schema.counts import Claim
from eventbook.schema.evidence import Quote, anchor, nearest_passage
from eventbook.schema.form import Doubt, Form, Relation
from eventbook.schema.problem import Path, Problem, error, warning
from eventbook.schema.record import QUOTE, Record
from eventbook.schema.registry import Registry
from eventbook.schema.text import fold
from eventbook.schema.where import PlaceLookup, Where
from eventbook.schema.who import Actor, Side, Standing

PLACE_UNKNOWN = error("place-unknown", "a place is an entry of the gazetteer")
PLACE_AMBIGUOUS = error("place-ambiguous", "a place is settled by more than its name")
ACTOR_UNKNOWN = error("actor-unknown", "an actor is an entry of the registry")
ACTOR_AMBIGUOUS = error("actor-ambiguous", "an actor is one entry of the registry")
ACTOR_NAME_DATED = error("actor-name-dated", "an actor is written by a name that it had on that day")
ACTOR_REJECTED = error("actor-rejected", "a proposed actor that was refused is named by no form")
ACTOR_OUT_OF_TIME = warning("actor-out-of-time", "an actor has a type on the day of the event")
SHOWN = 5
"""How many places a problem lists."""

QUOTE_NOT_FOUND = error("quote-not-found", "evidence stands in the article word for word")


@dataclass(frozen=True, slots=True)
class Scene:
    """The day and the country by which a name of several actors is settled; not known where None or empty."""

    day: date | None
    country: str


def scene_of(form: Form, gazetteer: PlaceLookup) -> Scene:
    """Return the last day of an event and its country, as far as they are known."""
    return _scene(form, form.where, gazetteer)


def _scene(form: Form, where: Where | None, gazetteer: PlaceLookup) -> Scene:
    place = gazetteer.get(where.place) if where else None
    return Scene(form.when.last if form.when else None, place.country if place else "")


Quoted = TypeVar("Quoted", Doubt, Relation)


def resolve(form: Form, context: Context) -> tuple[Form, list[Problem]]:
    """Return the form with ids for names and anchored quotes; what fails is left as written."""
    problems: list[Problem] = []
    update: dict[str, object] = {}
    where = update["where"] = _where(form.where, context, problems) if form.where else None
    scene = _scene(form, where, context.gazetteer)
    for name, side in (("side1", form.side1), ("side2", form.side2)):
        if side:
            update[name] = _side(side, scene, context, (name,), problems)
    if context.article is not None:
        update["counts"] = tuple(
            _claim(claim, context, ("counts", index, "phrase"), problems)
            for index, claim in enumerate(form.counts)
        )
        update["doubts"] = tuple(
            _quoted(doubt, context, ("doubts", index, "quote"), problems)
            for index, doubt in enumerate(form.doubts)
        )
        update["relations"] = tuple(
            _quoted(link, context, ("relations", index, "quote"), problems)
            for index, link in enumerate(form.relations)
        )
        update["evidence"] = {
            name: tuple(_quote(quote, context, ("evidence", name), problems) for quote in quotes)
            for name, quotes in form.evidence.items()
        }
        update["records"] = {
            name: tuple(
                _record(record, context, (name, index, QUOTE), problems)
                for index, record in enumerate(records)
            )
            for name, records in form.records.items()
        }
    # A build checks a great many forms that were resolved long ago; what is as it was is not copied.
    update = {name: value for name, value in update.items() if value != getattr(form, name)}
    return (form.model_copy(update=update) if update else form), problems


def followed(form: Form, registry: Registry) -> tuple[Form, dict[str, str]]:
    """Return a resolved form with the survivors of merged actors, and which id became which."""
    named = [actor for side in form.sides for actor in (side.actor, *side.associates)]
    became = {one: now.id for one in named if (now := registry.get(one)) is not None and now.id != one}
    if not became:
        return form, {}
    update: dict[str, Side] = {}
    for name, side in (("side1", form.side1), ("side2", form.side2)):
        if side:
            first, *others = (became.get(one, one) for one in (side.actor, *side.associates))
            update[name] = side.model_copy(
                update={"actor": first, "associates": tuple(dict.fromkeys(others))}
            )
    return form.model_copy(update=update), became


def _where(where: Where, context: Context, problems: list[Problem]) -> Where:
    path = ("where", "place")
    hits = context.gazetteer.find(where.place)
    if len(hits) == 1:
        same = hits[0].id == where.place
        return where if same else where.model_copy(update={"place": hits[0].id})
    if hits:
        known = "; ".join(place.told_apart for place in hits[:SHOWN])
        more = f"; and {len(hits) - SHOWN} more" if len(hits) > SHOWN else ""
        says = f"'{where.place}' fits {len(hits)} places"
        problems.append(PLACE_AMBIGUOUS.at(path, says, f"write the id or the province of one: {known}{more}"))
        return where
    problems.append(
        PLACE_UNKNOWN.at(path, f"there is no place '{where.place}'", _known(where.place, context))
    )
    return where


def _known(written: str, context: Context) -> str:
    """Return what to do about a place that is not known: what may be meant, and how to add it."""
    named = context.gazetteer.named(written)[:SHOWN]
    if named and "," in written:
        known = " or ".join(f"'{place.full_label}' ({place.id})" for place in named)
        return f"of that name there is {known}; write one of these, or add it with `eventbook places add`"
    if named:
        labels = [f"'{place.label}'" for place in named]
        apart = len(set(labels)) == len(labels)
        known = " or ".join(labels if apart else [place.told_apart for place in named])
        return f"a name alone does not settle a place; write {known}"
    near = " or ".join(f"'{place.label}'" for place in context.gazetteer.alike(written)[:SHOWN])
    advice = f"did you mean {near}? If not, " if near else ""
    return f"{advice}look for it with `eventbook places search`, or add it with `eventbook places add`"


def _side(side: Side, scene: Scene, context: Context, path: Path, problems: list[Problem]) -> Side:
    actor = _actor(side.actor, scene, context, (*path, "actor"), problems)
    associates = tuple(
        _actor(name, scene, context, (*path, "associates", index), problems)
        for index, name in enumerate(side.associates)
    )
    if (actor, associates) == (side.actor, side.associates):
        return side
    return side.model_copy(update={"actor": actor, "associates": associates})


def _actor(written: str, scene: Scene, context: Context, path: Path, problems: list[Problem]) -> str:
    hits = context.registry.find(written, scene.day, scene.country)
    if len(hits) == 1:
        problems += _standing(hits[0], scene, path)
        return hits[0].id
    if hits:
        names = "; ".join(f"'{actor.name}' ({actor.id})" for actor in hits)
        problems.append(
            ACTOR_AMBIGUOUS.at(path, f"'{written}' names {len(hits)} actors", f"write one of: {names}")
        )
        return written
    then = context.registry.at_other_times(written) if scene.day else ()
    if then:
        problems.append(_not_then(written, then, scene, path))
        return written
    near = context.registry.nearest(written)
    advice = f"did you mean '{near}'? If not, " if near else ""
    advice += "add it with `eventbook actors add`, or propose it with `eventbook actors propose`"
    problems.append(ACTOR_UNKNOWN.at(path, f"'{written}' is not in the registry", advice))
    return written


def _not_then(written: str, then: tuple[Actor, ...], scene: Scene, path: Path) -> Problem:
    """Return the problem of a name that actors have at other times only."""
    key = fold(written)
    times = [
        f"of '{actor.name}'{one.limits}"
        for actor in then
        for one in actor.dated_names
        if fold(one.name) == key
    ]
    says = f"'{written}' was nobody's name on {scene.day}: it is a name {', '.join(times)}"
    right = " or ".join(f"'{actor.name_on(scene.day)}'" for actor in then)
    return ACTOR_NAME_DATED.at(path, says, f"write {right}, or correct the days in the registry")


def _standing(actor: Actor, scene: Scene, path: Path) -> Iterator[Problem]:
    """Yield what keeps an actor from being named on this day."""
    if actor.standing is Standing.REJECTED:
        says = f"'{actor.name}' was proposed and refused"
        advice = f"see why with `eventbook actors history {actor.id}`, and name another actor"
        yield ACTOR_REJECTED.at(path, says, advice)
    if scene.day and not actor.covered(scene.day, scene.country):
        times = ", ".join(f"{period.type}{period.limits}" for period in actor.types)
        says = f"'{actor.name}' has no type on {scene.day}: it is {times}"
        yield ACTOR_OUT_OF_TIME.at(
            path, says, "name who it then was, correct its dates, or waive with a reason"
        )


def _claim(claim: Claim, context: Context, path: Path, problems: list[Problem]) -> Claim:
    if claim.phrase is None:
        return claim
    phrase = _quote(claim.phrase, context, path, problems)
    return claim if phrase is claim.phrase else claim.model_copy(update={"phrase": phrase})


def _quoted(part: Quoted, context: Context, path: Path, problems: list[Problem]) -> Quoted:
    if part.quote is None:
        return part
    quote = _quote(part.quote, context, path, problems)
    return part if quote is part.quote else part.model_copy(update={"quote": quote})


def _record(record: Record, context: Context, path: Path, problems: list[Problem]) -> Record:
    quotes = tuple(_quote(quote, context, path, problems) for quote in record.quotes)
    return record if quotes == record.quotes else record.model_copy(update={"quotes": quotes})


def _stands(quote: Quote, article: Article) -> bool:
    """Tell whether a quote stands where it says, in the version it names: a newer text moves nothing."""
    if quote.text is None or quote.start is None:
        return False
    name, _, number = quote.text.partition("/")
    texts = (one.text for one in article.versions if name == article.id and number == str(one.n))
    return any(text[quote.start : quote.end] == quote.exact for text in texts)


def _quote(quote: Quote, context: Context, path: Path, problems: list[Problem]) -> Quote:
    article = context.article
    if article is None:
        return quote
    if _stands(quote, article):
        return quote
    text = article.latest.text
    found = anchor(quote, text, context.text_version)
    if found is not None:
        return found
    passage = nearest_passage(quote.exact, text)
    advice = f"the nearest passage is: '{passage}'" if passage else "copy the words from the article"
    shown = quote.exact if len(quote.exact) <= 80 else quote.exact[:79] + "…"  # noqa: PLR2004  a line's worth
    problems.append(QUOTE_NOT_FOUND.at(path, f"'{shown}' does not stand in the article", advice))
    return quote
