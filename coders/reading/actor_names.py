"""The names of a registry's actors, as texts spell them: every name and alias, acronyms, parts of `ACRONYM: Name`.

Only names are held; an actor is read from the store when one of its names was found.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from eventbook.schema.text import consonants, name_key
from eventbook.schema.who import Actor

_YEARS = re.compile(r"\s*\((?:\d{4})?\s*-\s*(?:\d{4})?\)\s*$")
_POSSESSIVE = re.compile(r"['\u2019][sS]\b")
_NUMBERED = re.compile(r"\b([A-Z]{1,4})-?(\d{1,3})\b")
MOST_WORDS = 12
"""Words of a name at most that are looked for."""

_KEPT = 5
_SHORT = 6
"""Letters of an acronym at most."""


@dataclass(frozen=True, slots=True)
class ActorNames:
    """Ids of actors by the keys of their names; `longest` is the most words that one has, by its first."""

    ids: dict[str, tuple[str, ...]]
    find: Callable[[str], Actor | None]
    longest: dict[str, int] = field(default_factory=dict[str, int])
    ends: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def like(self, key: str) -> list[str]:
        """Return the keys among which a misspelt one is looked for: with its beginning, end or consonants."""
        return list(dict.fromkeys(name for end in _ends(key) for name in self.ends.get(end, ())))

    def actors(self, key: str) -> tuple[Actor, ...]:
        """Return the actors of this name."""
        found = (self.find(one) for one in self.ids.get(key, ()))
        return tuple({one.id: one for one in found if one is not None}.values())


def actor_names(names: Iterable[tuple[str, str]], find: Callable[[str], Actor | None]) -> ActorNames:
    """Return the names of a registry, given as (name, id of who bears it)."""
    ids: dict[str, dict[str, None]] = {}
    longest: dict[str, int] = {}
    for name, actor in names:
        for key in dict.fromkeys(name_key(way) for spelling in spellings(name) for way in _ways(spelling)):
            if len(key) > 1:
                ids.setdefault(key, {})[actor] = None
                begin = key.split()[0]
                longest[begin] = min(MOST_WORDS, max(longest.get(begin, 0), key.count(" ") + 1))
    ends: dict[str, list[str]] = {}
    for key in ids:
        for end in _ends(key):
            ends.setdefault(end, []).append(key)
    return ActorNames({key: tuple(found) for key, found in ids.items()}, find, longest, ends)


def _ways(spelling: str) -> Iterable[str]:
    """Yield a name as texts write it: "Lord's" is read as "Lord", and M23 may be "M-23"."""
    yield spelling
    yield _POSSESSIVE.sub("", spelling)
    yield _NUMBERED.sub(r"\1 \2", spelling)


def _ends(key: str) -> tuple[str, ...]:
    """Return what a misspelling keeps of a name, one of them at least."""
    return f"^{key[:_KEPT]}", f"{key[-_KEPT:]}$", consonants(key)


def spellings(name: str) -> Iterable[str]:
    """Yield what a text may call a registered name: without its years, and either side of `ACRONYM: Full Name`."""
    bare = _YEARS.sub("", name)
    yield bare
    short, colon, full = bare.partition(": ")
    if colon and len(short) <= _SHORT * 2 and short.isupper():
        yield short
        yield full
    elif colon and short and " " not in short:
        yield from (short, full)
