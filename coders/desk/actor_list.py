"""Actors as somebody types: every word typed begins a word of a name; only where none does, near spellings.

The words of all names are in memory, in order, so that a key press costs a look into a sorted list.
They are read anew when an actor was added or changed.
"""

import re
import threading
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, func, select

from eventbook.coders.actors.actor_search import ActorSearch, Hit, Wanted
from eventbook.coders.actors.actors import StoredActors
from eventbook.coders.desk.form_view import actor_row
from eventbook.coders.store.name_index import indexed_names
from eventbook.coders.store.records import Kind
from eventbook.coders.store.tables import RECORD
from eventbook.schema.codebook import Codebook
from eventbook.schema.registry import Registry, generic_actors
from eventbook.schema.text import fold
from eventbook.schema.who import Actor, Standing

LIMIT = 12
LOOKED_AT = 400
"""Names that begin so are many at the first letter; so many are looked at, the shortest first."""

Row = dict[str, Any]


class NameWords:
    """Names by the words in them."""

    def __init__(self, names: Iterator[tuple[str, str]]) -> None:
        """Take (folded name, actor id)."""
        self._names = sorted(set(names), key=lambda pair: (len(pair[0]), pair))
        entries = ((word, at) for at, (name, _) in enumerate(self._names) for word in words_of(name))
        self._entries = sorted(entries)
        self._words = [word for word, _ in self._entries]

    def beginning(self, typed: str) -> Iterator[tuple[str, str]]:
        """Yield (folded name, actor id) of names in which every typed word begins a word, shortest names first."""
        asked = sorted(words_of(fold(typed)), key=len, reverse=True)
        if not asked:
            return
        first = bisect_left(self._words, asked[0])
        last = bisect_left(self._words, asked[0] + "\U0010ffff")
        for at in sorted({at for _, at in self._entries[first:last]}):
            name, actor = self._names[at]
            if all(any(word.startswith(one) for word in words_of(name)) for one in asked[1:]):
                yield name, actor


def words_of(name: str) -> list[str]:
    """Return the words of a folded name."""
    return re.findall(r"\w+", name)


class ActorList:
    """The registry as the desk's lists ask it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: object = None
        self._words = NameWords(iter(()))
        self._near: ActorSearch | None = None
        self._rank: dict[str, int] = {}

    def find(self, connection: Connection, book: Codebook, typed: str, wanted: Wanted) -> list[Row]:
        """Return who may be meant, the likeliest first; those at home in the wanted country before others."""
        rank = self._refresh(connection, book)
        registry = Registry(StoredActors(connection), book)
        found: dict[str, Hit] = {}
        for name, actor_id in self._words.beginning(typed):
            actor = registry.get(actor_id)
            if actor is None or actor.standing is Standing.REJECTED:
                continue
            old = found.get(actor.id)
            score = _score(actor, name, typed, wanted) - rank.get(actor.id, 0) / 1000
            if old is None or old.score < score:
                own = fold(actor.name_on(wanted.day)) == name
                found[actor.id] = Hit(actor, actor.name, score, "name" if own else "another name")
            if len(found) >= LOOKED_AT:
                break
        hits = sorted(found.values(), key=lambda hit: (-hit.score, hit.actor.name))[:LIMIT]
        return [_row(hit, wanted) for hit in hits or self._alike(connection, typed, wanted)]

    def _alike(self, connection: Connection, typed: str, wanted: Wanted) -> tuple[Hit, ...]:
        with self._lock:
            if self._near is None:
                return ()
            self._near.on(connection)
            return self._near.find(typed, Wanted(day=wanted.day), LIMIT)

    def _refresh(self, connection: Connection, book: Codebook) -> dict[str, int]:
        """Read the names anew where an actor changed; return the place of each made actor in the codebook."""
        counted = select(func.count(), func.max(RECORD.c.at)).where(RECORD.c.kind == Kind.ACTOR)
        now = (book.id, tuple(connection.execute(counted).one()))
        with self._lock:
            if self._seen != now:
                made = list(generic_actors(book))
                names = [*indexed_names(connection, Kind.ACTOR), *((fold(one.name), one.id) for one in made)]
                self._words = NameWords(iter(names))
                self._rank = {one.id: at for at, one in enumerate(made)}
                self._near = ActorSearch(connection, book)
                self._seen = now
            return self._rank


def _score(actor: Actor, name: str, typed: str, wanted: Wanted) -> float:
    """Return how likely an actor is meant: at home where it happened, a name that begins so, a short one."""
    here = 4.0 if wanted.country and wanted.country in actor.home else 0.0
    begins = 2.0 if name.startswith(fold(typed)) else 0.0
    then = 1.0 if wanted.day is None or actor.known_as(name, wanted.day) else 0.0
    return here + begins + then - (0.0 if not actor.identified else len(name) / 200)


def _row(hit: Hit, wanted: Wanted) -> Row:
    label = hit.actor.name_on(wanted.day)
    return {**actor_row(hit.actor), "label": label, "why": hit.reason, "as": hit.name}
