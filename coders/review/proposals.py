"""Proposed actors: what a coder puts forward who may not add to the registry.

A proposed actor is an entry that is not settled: forms may name it and be submitted, but are not
accepted before a manager has made it an actor, has said that it is another one, or has refused it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from eventbook.coders.actors.actors import (
    Grounds,
    StoredActors,
    actor_history,
    keep_actor,
    load_actors,
)
from eventbook.coders.intake.articles import find_article, load_article
from eventbook.coders.store.forms import StoredForm, all_forms
from eventbook.coders.store.stamp import Stamp
from eventbook.schema.actor_check import Overlay, relation_faults, shared_faults
from eventbook.schema.evidence import Quote, anchor
from eventbook.schema.form import Form, Status
from eventbook.schema.problem import Path, Problem, error
from eventbook.schema.registry import Registry
from eventbook.schema.who import Actor, Standing

PROPOSAL_TWICE = error("proposal-twice", "an actor is proposed once, and not where it is there already")
PROPOSAL_QUOTE = error("proposal-quote", "the words that a proposal rests on stand in its article")
ACTOR_PROPOSED = error("actor-proposed", "a form is accepted once all its actors are in the registry")

WAITING = frozenset({Status.SUBMITTED, Status.HELD, Status.RETURNED, Status.REOPENED, Status.DRAFT})
"""Where forms stand that may yet be accepted."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed actor, who put it forward, when (UTC) and why, and the forms that wait for it."""

    actor: Actor
    author: str
    at: str
    grounds: Grounds
    waiting: tuple[str, ...]


def propose(connection: Connection, actor: Actor, by: Stamp, grounds: Grounds) -> list[Problem]:
    """Put an actor forward, or return what is wrong with it; then nothing is kept."""
    stored = StoredActors(connection)
    wanted = actor.model_copy(update={"standing": Standing.PROPOSED})
    before = stored.get(actor.id)
    problems: list[Problem] = []
    if before is not None:
        stands = f"merged into {before.same_as}" if before.same_as else before.standing
        says, advice = f"'{actor.id}' is {stands} already", f"see `eventbook actors history {actor.id}`"
        problems.append(PROPOSAL_TWICE.at(("name",), says, advice))
    shelf = Overlay({actor.id: wanted}, stored)
    problems += [*shared_faults(wanted, shelf), *relation_faults(wanted, shelf)]
    problems += _quote_faults(connection, grounds)
    if not problems:
        keep_actor(connection, wanted, by, grounds)
    return problems


def _quote_faults(connection: Connection, grounds: Grounds) -> Iterator[Problem]:
    if not grounds.article:
        if grounds.quote:
            yield PROPOSAL_QUOTE.at(("quote",), "a quote has no article", "name it with --article")
        return
    article = load_article(connection, find_article(connection, grounds.article))
    version = f"{article.id}/{article.latest.n}"
    if grounds.quote and anchor(Quote(exact=grounds.quote), article.latest.text, version) is None:
        says = f"'{grounds.quote[:60]}' does not stand in article {article.id}"
        yield PROPOSAL_QUOTE.at(("quote",), says, "copy the words from its text")


def proposals(connection: Connection) -> tuple[Proposal, ...]:
    """Return the actors that wait to be settled, the longest waiting first."""
    forms = [form for form in all_forms(connection) if form.status in WAITING]
    found = [
        _proposal(connection, actor, forms)
        for actor in load_actors(connection)
        if actor.standing is Standing.PROPOSED and not actor.same_as
    ]
    return tuple(sorted(found, key=lambda one: (one.at, one.actor.id)))


def _proposal(connection: Connection, actor: Actor, forms: list[StoredForm]) -> Proposal:
    first = actor_history(connection, actor.id)[0]
    waiting = tuple(form.id for form in forms if actor.id in _named(form.head.form))
    return Proposal(actor, first.author, first.at, first.grounds, waiting)


def waiting_for(connection: Connection, actor: str) -> tuple[str, ...]:
    """Return the forms that name an actor and may yet be accepted."""
    forms = (form for form in all_forms(connection) if form.status in WAITING)
    return tuple(form.id for form in forms if actor in _named(form.head.form))


def _named(form: Form) -> set[str]:
    return {actor for side in form.sides for actor in (side.actor, *side.associates)}


def unsettled(form: Form, registry: Registry) -> Iterator[Problem]:
    """Yield the actors of a form that are proposed and not settled: it cannot be accepted yet."""
    for name, side in (("side1", form.side1), ("side2", form.side2)):
        listed: list[tuple[Path, str]] = [] if side is None else [((name, "actor"), side.actor)]
        if side is not None:
            listed += [((name, "associates", at), actor) for at, actor in enumerate(side.associates)]
        for path, actor in listed:
            known = registry.get(actor)
            if known is not None and known.standing is Standing.PROPOSED:
                says = f"'{known.name}' ({known.id}) is proposed and not settled"
                advice = f"a manager runs `eventbook actors approve {known.id}`, reject or merge-into first"
                yield ACTOR_PROPOSED.at(path, says, advice)
