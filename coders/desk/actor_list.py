"""Actors as somebody types: every word typed begins a word of a name; only where none does, near spellings.

The actors are in memory, with the words of all their names in order, so that a key press costs a look into a sorted
list. When an actor was added or changed, that one is read again.
"""

import re
import threading
from bisect import bisect_left, insort
from collections.abc import Collection, Iterable, Iterator
from heapq import heapify, heappop
from typing import Any

from sqlalchemy import Connection, select

from eventbook.coders.actors.actor_search import ActorSearch, Hit, Wanted
from eventbook.coders.actors.actors import StoredActors, load_actors
from eventbook.coders.desk.form_view import actor_row
from eventbook.coders.store.name_index import indexed_names
from eventbook.coders.store.records import Kind
from eventbook.coders.store.tables import ENTRY_NAME
from eventbook.schema.codebook import Codebook
from eventbook.schema.registry import generic_actors
from eventbook.schema.text import fold
from eventbook.schema.who import Actor, Standing

LIMIT = 12
LOOKED_AT = 400
"""Names that begin so are many at the first letter; so many are looked at, the shortest first."""

Row = dict[str, Any]
Named = tuple[str, str]
"""A folded name, and the id of the actor that bears it."""

MANY = 1000
"""From so many changed actors on all are read anew."""


class NameWords:
    """Names by the words in them."""

    def __init__(self, names: Iterable[Named]) -> None:
        self._entries = sorted(_entries(names))

    def changed(self, actors: Collection[str], names: Iterable[Named]) -> None:
        """Take these names for those that some actors had; whoever is looking sees the old ones or the new ones."""
        entries = [one for one in self._entries if one[-1] not in actors]
        for one in _entries(names):
            insort(entries, one)
        self._entries = entries

    def beginning(self, typed: str) -> Iterator[Named]:
        """Yield (folded name, actor id) of names in which every typed word begins a word, shortest names first."""
        entries, asked = self._entries, words_of(fold(typed))
        if not asked:
            return
        ranges = [
            (bisect_left(entries, (word,)), bisect_left(entries, (word + "\U0010ffff",))) for word in asked
        ]
        first, last = min(
            ranges, key=lambda ends: ends[1] - ends[0]
        )  # the rarest word leaves least to look at
        found = list({one[1:] for one in entries[first:last] if all(f" {word}" in one[3] for word in asked)})
        heapify(found)  # whoever asks wants the first few hundred of perhaps ten thousand
        while found:
            _, name, _, actor = heappop(found)
            yield name, actor


def _entries(names: Iterable[Named]) -> Iterator[tuple[str, int, str, str, str]]:
    """Yield each word of each name, with what puts the shortest name first, the name, and its words spaced alike."""
    for name, actor in set(names):
        words = words_of(name)
        spaced = f" {' '.join(words)}"
        for word in set(words):
            yield word, len(name), name, spaced, actor


def words_of(name: str) -> list[str]:
    """Return the words of a folded name."""
    return re.findall(r"\w+", name)


class ActorList:
    """The registry as the desk's lists ask it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: tuple[str, int] = ("", 0)
        self._words = NameWords(())
        self._known: dict[str, Actor] = {}
        self._rank: dict[str, int] = {}
        self._near: ActorSearch | None = None
        self._nearing = threading.Lock()

    def find(self, connection: Connection, book: Codebook, typed: str, wanted: Wanted) -> list[Row]:
        """Return who may be meant, the likeliest first; those at home in the wanted country before others."""
        self._refresh(connection, book)
        found: dict[str, Hit] = {}
        for name, actor_id in self._words.beginning(typed):
            actor = self._survivor(actor_id)
            if actor is None or actor.standing is Standing.REJECTED:
                continue
            old = found.get(actor.id)
            score = _score(actor, name, typed, wanted) - self._rank.get(actor.id, 0) / 1000
            if old is None or old.score < score:
                own = fold(actor.name_on(wanted.day)) == name
                found[actor.id] = Hit(actor, actor.name, score, "name" if own else "another name")
            if len(found) >= LOOKED_AT:
                break
        hits = sorted(found.values(), key=lambda hit: (-hit.score, hit.actor.name))[:LIMIT]
        return [_row(hit, wanted) for hit in hits or self._alike(connection, book, typed, wanted)]

    def _survivor(self, name: str) -> Actor | None:
        """Return the actor that an id stands for: after a merge the one that survived."""
        found, seen = self._known.get(name), {name}
        while found and found.same_as and found.same_as not in seen:
            seen.add(found.same_as)
            found = self._known.get(found.same_as)
        return found

    def _alike(self, connection: Connection, book: Codebook, typed: str, wanted: Wanted) -> tuple[Hit, ...]:
        with self._nearing:
            near = self._near = self._near or ActorSearch(connection, book)
            near.on(connection)
            return near.find(typed, Wanted(day=wanted.day), LIMIT)

    def _refresh(self, connection: Connection, book: Codebook) -> None:
        """Read what changed of the actors since it was last looked: all of them at first, else one or two."""
        newest = int(connection.exec_driver_sql("SELECT max(rowid) FROM record").scalar() or 0)
        with self._lock:
            before, seen = self._seen
            if (before, seen) == (book.id, newest):
                return
            changed = _changed(connection, seen) if before == book.id else None
            if changed is None or len(changed) > MANY:
                self._read_all(connection, book)
            elif changed:
                self._words.changed(changed, _names(connection, changed))
                self._known |= {one: actor for one in changed if (actor := StoredActors(connection).get(one))}
            if changed != set():
                self._near = None
            self._seen = (book.id, newest)

    def _read_all(self, connection: Connection, book: Codebook) -> None:
        made = list(generic_actors(book))
        known = {one.id: one for one in (*made, *load_actors(connection))}
        names = [*indexed_names(connection, Kind.ACTOR), *((fold(one.name), one.id) for one in made)]
        self._rank = {one.id: at for at, one in enumerate(made)}
        self._known, self._words = known, NameWords(names)


def _changed(connection: Connection, seen: int) -> set[str]:
    """Return the actors of which a revision was added after a row."""
    rows = connection.exec_driver_sql("SELECT kind, id FROM record WHERE rowid > ?", (seen,))
    return {str(row.id) for row in rows if row.kind == Kind.ACTOR}


def _names(connection: Connection, actors: Collection[str]) -> list[Named]:
    listed = select(ENTRY_NAME.c.key, ENTRY_NAME.c.id).where(
        ENTRY_NAME.c.kind == Kind.ACTOR, ENTRY_NAME.c.id.in_(actors)
    )
    return [(str(key), str(name)) for key, name in connection.execute(listed)]


def _score(actor: Actor, name: str, typed: str, wanted: Wanted) -> float:
    """Return how likely an actor is meant: at home where it happened, a name that begins so, a short one."""
    here = 4.0 if wanted.country and wanted.country in actor.home else 0.0
    begins = 2.0 if name.startswith(fold(typed)) else 0.0
    then = 1.0 if wanted.day is None or actor.known_as(name, wanted.day) else 0.0
    return here + begins + then - (0.0 if not actor.identified else len(name) / 200)


def _row(hit: Hit, wanted: Wanted) -> Row:
    label = hit.actor.name_on(wanted.day)
    return {**actor_row(hit.actor), "label": label, "why": hit.reason, "as": hit.name}
