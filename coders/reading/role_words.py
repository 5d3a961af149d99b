"""Who takes part, by role: soldiers, police, gunmen, villagers; found in a text, the longest words first.

The words stand in `words/roles/` by language, what registries and codebooks call each role in `words/actors.toml`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from eventbook.coders.reading.told import Told, Word
from eventbook.coders.reading.word_file import word_file
from eventbook.schema.text import name_key

LANGUAGES = ("en", "fr", "es", "pt", "uk", "ru", "ar")
_LISTS = ("side_words", "group", "called", "does", "done", "by", "not_before", "abroad")


@dataclass(frozen=True, slots=True)
class Role:
    """What a role is called: names of registries, and generic actors of codebooks; `{country}` is a country's name."""

    name: str
    names: tuple[str, ...]
    generic: tuple[str, ...]
    side: int


@dataclass(frozen=True, slots=True)
class RoleWords:
    """Keys of words by role, the countries of those that have one, and the other lists of a language."""

    roles: dict[str, str]
    lists: dict[str, frozenset[str]]
    longest: dict[str, int]
    homes: dict[str, str]

    def role(self, words: Sequence[Word], first: int) -> tuple[int, str] | None:
        """Return the last word and the role of the longest words of a role that begin at a word."""
        longest = self.longest.get(words[first].key, 0)
        for last in range(min(first + longest, len(words)) - 1, first - 1, -1):
            found = self.roles.get(" ".join(word.key for word in words[first : last + 1]))
            if found:
                return last, found
        return None

    def ends(self, name: str, words: Sequence[Word]) -> bool:
        """Tell whether words end in an entry of a list."""
        keys = [word.key for word in words]
        return any(" ".join(keys[at:]) in self.lists[name] for at in range(max(0, len(keys) - 4), len(keys)))

    def begins(self, name: str, words: Sequence[Word]) -> bool:
        """Tell whether words begin with an entry of a list."""
        keys = [word.key for word in words]
        return any(" ".join(keys[:end]) in self.lists[name] for end in range(1, min(4, len(keys)) + 1))


@dataclass(frozen=True, slots=True)
class RoleMention:
    """Words `first` to `last` that tell a role."""

    first: int
    last: int
    role: str


@cache
def roles() -> dict[str, Role]:
    """Return the roles by name."""
    return {name: _role(name, raw) for name, raw in word_file("actors").items()}


def _role(name: str, raw: dict[str, Any]) -> Role:
    return Role(name, tuple(raw["names"]), tuple(raw["generic"]), raw["side"])


@cache
def role_words(language: str) -> RoleWords:
    """Return the words of a language; those of English where it has none."""
    raw = word_file(f"roles/{language if language in LANGUAGES else 'en'}")
    by_key = {
        name_key(word): role for role, words in raw.items() if role not in {*_LISTS, "home"} for word in words
    }
    lists = {name: frozenset(map(name_key, raw.get(name, ()))) for name in _LISTS}
    longest: dict[str, int] = {}
    for key in by_key:
        begin = key.split()[0]
        longest[begin] = max(longest.get(begin, 0), key.count(" ") + 1)
    homes = {name_key(word): country for country, words in raw.get("home", {}).items() for word in words}
    return RoleWords(by_key, lists, longest, homes)


def role_mentions(told: Told) -> list[RoleMention]:
    """Return where the text tells a role, in order."""
    listed, words = role_words(told.language), told.words
    found: list[RoleMention] = []
    first = 0
    while first < len(words):
        hit = listed.role(words, first)
        if hit and told.joined(first, hit[0]):
            found.append(RoleMention(first, *hit))
            first = hit[0]
        first += 1
    return found
