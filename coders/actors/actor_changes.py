"""What a manager does to actors in the course of time: rename, merge, settle a proposal.

Nothing is deleted. Of two that turn out to be one the older entry survives and takes the names
and relations of the other, which points to it for ever; a form that names the old id is read as
naming the survivor. Every step is a revision with who, when and why.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from eventbook.coders.actors.actors import Grounds, StoredActors, actor_history, keep_actor
from eventbook.coders.settings import RegistryPolicy
from eventbook.coders.store.stamp import Stamp
from eventbook.schema.actor_check import Overlay, faults_of, relation_faults, shared_faults
from eventbook.schema.codebook import Codebook
from eventbook.schema.errors import EventbookError, FaultsError, NotFoundError
from eventbook.schema.registry import Registry, generic_faults, generic_named
from eventbook.schema.text import fold, plain_name
from eventbook.schema.who import Actor, ActorRelation, Alias, Standing

LONGEST = 300
"""Characters of a name, as `Actor` has it."""


class ActorMoveError(EventbookError, ValueError):
    """An actor stands where this cannot be done to it."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change that is to be made: by whom and when, why, and under which codebook."""

    by: Stamp
    why: str
    book: Codebook

    @property
    def grounds(self) -> Grounds:
        """The reason as it is kept. Raises `ActorMoveError` where there is none."""
        if not self.why.strip():
            message = "say why with --reason; it is kept and shown"
            raise ActorMoveError(message)
        return Grounds(self.why.strip())


@dataclass(frozen=True, slots=True)
class Merged:
    """Two actors that are one now."""

    survivor: str
    gone: str
    names: tuple[str, ...]
    types: tuple[str, str] | None = None
    """Where the two are of different types on the day of the merge: that of the survivor, and of the other."""


def may_change(policy: RegistryPolicy, person: str) -> None:
    """Raise `ActorMoveError` where a person may not change the registry, only propose to it."""
    if policy.managers and person not in policy.managers:
        who = ", ".join(policy.managers)
        message = (
            f"{person} may not change the registry (managers in eventbook.toml: {who}); "
            "propose the actor: `eventbook actors propose --help`"
        )
        raise ActorMoveError(message)


def actor_named(connection: Connection, book: Codebook, written: str) -> Actor:
    """Return the actor that an id or a name means now. Raises `NotFoundError` with what is like it."""
    registry = Registry(StoredActors(connection), book)
    found = registry.find(written)
    if len(found) == 1:
        return found[0]
    if found:
        names = " or ".join(one.id for one in found)
        message = f"'{written}' may be {names}; write the id"
        raise ActorMoveError(message)
    near = registry.nearest(written)
    raise NotFoundError(
        "actor", written, f"did you mean '{near}'?" if near else "see `eventbook actors list`"
    )


def rename(connection: Connection, written: str, name: str, since: date | None, change: Change) -> Actor:
    """Give an actor another name: from a day on, or, without one, because the old one was never right."""
    actor, name = _entry(connection, written, change.book), _new_name(name, change.book)
    if fold(name) == fold(actor.name) and name != actor.name and since is None:
        after = actor.model_copy(update={"name": name})  # the same name, spelt better
    elif fold(name) == fold(actor.name):
        message = f"{actor.id} is called '{actor.name}' already"
        raise ActorMoveError(message)
    elif since is None:
        after = actor.model_copy(
            update={"name": name, "aliases": _with(actor.aliases, [Alias(name=actor.name)], name)}
        )
    else:
        after = actor.model_copy(update={"name": name, "names": (*actor.names, _until(actor, since))})
    return _keep(connection, Actor.model_validate(after.model_dump()), change)


def _new_name(written: str, book: Codebook) -> str:
    """Return a name as it is kept. Raises `ActorMoveError` where it is none, or is another actor's by rule."""
    try:
        name = plain_name(written)
    except ValueError as caught:
        message = f"{written!r} cannot be a name: {caught}"
        raise ActorMoveError(message) from None
    if not 0 < len(name) <= LONGEST:
        message = f"a name has 1 to {LONGEST} characters, and this one {len(name)}; write the new name"
        raise ActorMoveError(message)
    made = generic_named(book, name)
    if made is not None:
        message = f"'{made.name}' ({made.id}) is made by the codebook's rule; no other actor takes its name"
        raise ActorMoveError(message)
    return name


def _until(actor: Actor, since: date) -> Alias:
    """Return the present name of an actor for the time before a day."""
    last = since - timedelta(days=1)
    ends = [one.last for one in actor.names]
    if None in ends or any(end and end > last for end in ends):
        message = f"{actor.id} had a name after {last} already; correct its names with `eventbook actors add --from`"
        raise ActorMoveError(message)
    first = max((end for end in ends if end), default=None)
    return Alias(name=actor.name, first=first + timedelta(days=1) if first else None, last=last)


def merge(connection: Connection, one: str, other: str, change: Change) -> Merged:
    """Make two actors one: the older entry survives, and one that was only proposed never does."""
    first, second = (_entry(connection, name, change.book) for name in (one, other))
    if first.id == second.id:
        message = f"'{one}' and '{other}' are one actor already: {first.id}"
        raise ActorMoveError(message)
    for actor in (first, second):
        if StoredActors(connection).get(actor.id) is None or any(generic_faults(actor, change.book)):
            message = (
                f"{actor.id} is made by the codebook's rule and is merged with nobody; correct the sheets that "
                "name it wrongly, or settle a proposal with `eventbook actors merge-into`"
            )
            raise ActorMoveError(message)
    age = {actor.id: _age(connection, actor) for actor in (first, second)}
    survivor, gone = sorted((first, second), key=lambda actor: age[actor.id])
    return into(connection, gone, survivor, change)


def _age(connection: Connection, actor: Actor) -> tuple[bool, str]:
    """Return what orders actors by age, the oldest first; one that was only proposed is the youngest."""
    past = actor_history(connection, actor.id)
    return actor.standing is not Standing.REGISTERED, past[0].at


def into(connection: Connection, gone: Actor, survivor: Actor, change: Change) -> Merged:
    """Merge one actor into another, which takes its names and relations."""
    stored = StoredActors(connection)
    if survivor.standing is not Standing.REGISTERED or stored.get(gone.id) is None:
        message = (
            f"{gone.id} cannot be merged into {survivor.id}: see `eventbook actors history {survivor.id}`"
        )
        raise ActorMoveError(message)
    left = gone.model_copy(update={"same_as": survivor.id})
    if stored.get(survivor.id) is not None:  # an entry made by rule has the name that its rule gives
        names = _with(survivor.aliases, gone.dated_names, survivor.name)
        relations = _joined(survivor, gone)
        whole = survivor.model_copy(update={"aliases": names, "relations": relations})
        _refuse_faults(connection, (whole, left), change.book)
        keep_actor(connection, whole, change.by, change.grounds)
    keep_actor(connection, left, change.by, change.grounds)
    return Merged(survivor.id, gone.id, gone.every_name, _types_apart(survivor, gone, change.by.at.date()))


def _types_apart(one: Actor, other: Actor, day: date) -> tuple[str, str] | None:
    """Return the types of two actors on a day in the first country where they differ, or None."""
    named = {country for actor in (one, other) for period in actor.types for country in period.countries}
    pairs = ((one.type_on(day, country), other.type_on(day, country)) for country in ("", *sorted(named)))
    return next((pair for pair in pairs if pair[0] != pair[1]), None)


def settle(connection: Connection, name: str, standing: Standing, change: Change) -> Actor:
    """Make a proposed actor an entry of the registry, or refuse it. Raises `ActorMoveError` where it is none."""
    actor = proposed(connection, name)
    return _keep(connection, actor.model_copy(update={"standing": standing}), change)


def proposed(connection: Connection, name: str) -> Actor:
    """Return the actor of this id or name, which is proposed and not yet settled."""
    stored = StoredActors(connection)
    found = [one for one in (stored.get(name), *stored.named(fold(name))) if one]
    waiting = [one for one in found if one.standing is Standing.PROPOSED and not one.same_as]
    if waiting:
        return waiting[0]
    if not found:
        raise NotFoundError("proposed actor", name, "see `eventbook actors proposals`")
    how = f"was merged into {found[0].same_as}" if found[0].same_as else f"is {found[0].standing}"
    message = (
        f"{found[0].id} {how}; nothing waits to be settled: see `eventbook actors history {found[0].id}`"
    )
    raise ActorMoveError(message)


def _entry(connection: Connection, written: str, book: Codebook) -> Actor:
    actor = actor_named(connection, book, written)
    if actor.standing is Standing.REJECTED:
        message = f"{actor.id} was proposed and refused; nothing can be done to it"
        raise ActorMoveError(message)
    return actor


def _keep(connection: Connection, actor: Actor, change: Change) -> Actor:
    if actor.standing is not Standing.REJECTED:
        _refuse_faults(connection, (actor,), change.book)
    keep_actor(connection, actor, change.by, change.grounds)
    return actor


def _refuse_faults(connection: Connection, actors: Iterable[Actor], book: Codebook) -> None:
    """Raise `FaultsError` where the actors would not hang together, by themselves or with the others."""
    after = {actor.id: actor for actor in actors}
    shelf = Overlay(after, StoredActors(connection))
    faults = [
        fault
        for actor in after.values()
        if not actor.same_as
        for found in (
            faults_of(actor, book.actor_types),
            shared_faults(actor, shelf),
            relation_faults(actor, shelf),
        )
        for fault in found
    ]
    if faults:
        message = "nothing was changed"
        stays = next(actor.id for actor in after.values() if not actor.same_as)
        raise FaultsError(message, [fault.under(stays) for fault in faults])


def _with(aliases: Iterable[Alias], more: Iterable[Alias], name: str) -> tuple[Alias, ...]:
    """Return aliases with more of them; what says nothing that is not said already is left out."""
    kept = list(aliases)
    for one in more:
        always = {fold(other.name) for other in kept if other.first is None and other.last is None}
        if fold(one.name) not in always | {fold(name)}:
            kept.append(one)
    return tuple(kept)


def _joined(survivor: Actor, gone: Actor) -> tuple[ActorRelation, ...]:
    """Return the relations of both, without those between the two."""
    both = (*survivor.relations, *gone.relations)
    return tuple(dict.fromkeys(one for one in both if one.to not in {survivor.id, gone.id}))
