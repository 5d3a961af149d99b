"""The actors in the store: each a record with its whole history, looked up one by one.

A registry may hold tens of thousands of actors and a sheet names three, so nothing here reads
them all unless it is asked to. A revision may carry why it was made and what it rests on; that
is history, and no part of the actor.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from sqlalchemy import Connection

from eventbook.coders.store.name_index import entries_named, index_names, indexed_names
from eventbook.coders.store.records import Body, Kept, Kind, bodies, body_of, history, keep, newest
from eventbook.coders.store.stamp import Stamp
from eventbook.schema.actor_check import Overlay, relation_faults, shared_faults
from eventbook.schema.problem import Path, Problem, error
from eventbook.schema.text import fold
from eventbook.schema.who import Actor, Standing

ACTOR_STANDING = error("actor-standing", "only an actor that stands in the registry is changed there")

LEAST_ALIKE = 70.0
"""From 0 to 100, how like a written name a known one must be to be offered for it."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why an actor's entry was made or changed: a reason, and the words of an article where there are any."""

    why: str = ""
    article: str = ""
    quote: str = ""

    @property
    def body(self) -> Body:
        """The grounds as a part of a record's body; what is empty is left out."""
        listed = {"why": self.why, "article": self.article, "quote": self.quote}
        return {name: text for name, text in listed.items() if text}


NO_GROUNDS = Grounds()
_GROUNDS = frozenset(Grounds.__slots__)


@dataclass(frozen=True, slots=True)
class ActorRevision:
    """One revision of an actor: who made it, when (UTC) and on what grounds."""

    n: int
    author: str
    at: str
    actor: Actor
    grounds: Grounds


def actor_of(body: Body) -> Actor:
    """Return the actor that a record's body says."""
    return Actor.model_validate({name: value for name, value in body.items() if name not in _GROUNDS})


def keep_actor(connection: Connection, actor: Actor, by: Stamp, grounds: Grounds = NO_GROUNDS) -> Kept:
    """Make an actor's entry as given, with its names in the index; the same again is nothing new."""
    stored = newest(connection, Kind.ACTOR, actor.id)
    if stored is not None and actor_of(stored) == actor:
        return Kept.SAME
    kept = keep(connection, Kind.ACTOR, actor.id, {**body_of(actor), **grounds.body}, by)
    # Who was merged into another one gave it all names, and is found by its id alone.
    index_names(connection, Kind.ACTOR, actor.id, () if actor.same_as else actor.every_name)
    return kept


def load_actors(connection: Connection) -> tuple[Actor, ...]:
    """Return all actors as they now stand, by id, those proposed, refused and merged among them."""
    return tuple(actor_of(body) for body in bodies(connection, Kind.ACTOR).values())


def actor_history(connection: Connection, name: str) -> tuple[ActorRevision, ...]:
    """Return all revisions of an actor, oldest first; none where there is no such actor."""
    return tuple(
        ActorRevision(
            one.n,
            one.author,
            one.at,
            actor_of(one.body),
            Grounds(**{part: one.body[part] for part in Grounds.__slots__ if part in one.body}),
        )
        for one in history(connection, Kind.ACTOR, name)
    )


ReadActors = dict[str, Actor | None]
"""Actors by id as they were read; None for ids that are no actor's."""


class StoredActors:
    """The shelf of a store's actors, as they stand in one transaction."""

    def __init__(self, connection: Connection, read: ReadActors | None = None) -> None:
        """Take a connection, and what was read of the same state before; nothing is read before it is asked for."""
        self._connection = connection
        self._read: ReadActors = {} if read is None else read

    def get(self, actor: str) -> Actor | None:
        """Return the entry of this id."""
        if actor not in self._read:
            body = newest(self._connection, Kind.ACTOR, actor)
            self._read[actor] = None if body is None else actor_of(body)
        return self._read[actor]

    def named(self, key: str) -> tuple[Actor, ...]:
        """Return the entries of a folded name, by id."""
        return tuple(self.every(entries_named(self._connection, Kind.ACTOR, key)))

    def every(self, names: Iterable[str]) -> Iterable[Actor]:
        """Yield the entries of these ids, of those that are there."""
        for name in names:
            actor = self.get(name)
            if actor is not None:
                yield actor

    def like(self, written: str) -> str:
        """Return the present name of the entry whose name is most like a written one, or nothing."""
        names = indexed_names(self._connection, Kind.ACTOR)
        keys = [key for key, _ in names]
        hit = process.extractOne(fold(written), keys, scorer=fuzz.ratio, score_cutoff=LEAST_ALIKE)
        actor = self.get(names[hit[2]][1]) if hit else None
        return actor.name if actor else ""


def clashes_of(connection: Connection, incoming: Sequence[tuple[Path, Actor]]) -> Iterator[Problem]:
    """Yield what keeps actors from being entries beside those that there are, each with where it stands."""
    stored = StoredActors(connection)
    after = Overlay({actor.id: actor for _, actor in incoming}, stored)
    for path, actor in incoming:
        before = stored.get(actor.id)
        if before and before.same_as:
            says = f"'{actor.id}' was merged into '{before.same_as}'"
            yield ACTOR_STANDING.at((*path, "id"), says, f"change {before.same_as} instead")
        elif actor.standing is not Standing.REGISTERED or actor.same_as:
            says = f"'{actor.id}' is not an entry of the registry: it is {actor.standing}"
            advice = "a manager settles it: see `eventbook actors proposals`"
            yield ACTOR_STANDING.at((*path, "id"), says, advice)
        yield from shared_faults(actor, after, path)
        yield from relation_faults(actor, after, path)
