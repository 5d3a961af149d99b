"""The words of counts of each language, read from `words/counts/`, found in a text the longest first."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from eventbook.coders.reading.role_words import roles
from eventbook.coders.reading.told import VOWELS, same_width
from eventbook.coders.reading.word_file import word_file

LANGUAGES = ("en", "fr", "es", "pt", "uk", "ru", "ar")
COUNTED = ("deaths", "injuries", "abducted", "bodies", "crowd")
SCOPING = frozenset(
    {
        "negates",
        "without",
        "lacks",
        "affirms",
        "qualifier",
        "denies",
        "asserts",
        "doubts",
        "perhaps",
        "ends",
        "relative",
        "granted",
        "parts",
        "earlier",
        "nature",
        "refutes",
    }
)
"""What the words around have a say in; see `stances.py`."""
_STANCES = ("negates", "denies", "doubts", "perhaps")
_SAID = (*sorted(SCOPING - {"qualifier"}), "claims", "nought", "anyone", "grew", "half")
_LISTS = (
    "and",
    "swallows",
    "aux",
    "animals",
    "the",
    "among",
    *_STANCES,
    "link",
    "range",
    "between_two",
    "one",
    "between",
    "block",
    "stop",
    "unlike_before",
    "unlike_after",
    "years",
    "fractions",
    "others",
)
TOKEN = re.compile(
    r"\d+(?:[.,\u00a0\u202f\u066c ]\d{3})+(?!\d)|\d+(?:[.,\u066b]\d+)?"
    rf"|(?:[^\W\d_]|[{VOWELS}])+(?:'[^\W\d_]+)*'?|[^\s\w]"
)
_SIGNS = re.compile(f"[{VOWELS}]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign in lower case without accents, with its place; `joined` was cut off before it."""

    start: int
    end: int
    word: str
    joined: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a listed word is: of which list, and the value or the side that the list gives it."""

    role: str
    value: str = ""
    side: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """Tokens `first` to before `last` that are a listed word, and what it is."""

    first: int
    last: int
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class CountWords:
    """The words of a language, by the first word of each entry; and its plain lists."""

    entries: dict[str, tuple[tuple[tuple[str, ...], Meaning], ...]]
    lists: dict[str, frozenset[str]]
    joined: tuple[str, ...] = ()
    known: frozenset[str] = field(default=frozenset())
    people: frozenset[str] = field(default=frozenset())

    def may_be_people(self, word: str) -> bool:
        """Tell whether a word may be one of those that say who was counted."""
        stops = (self.lists[name] for name in ("stop", "block", "aux", *_STANCES))
        return word[0].isalpha() and not any(word in listed for listed in stops)

    def tokens(self, plain: str) -> list[Token]:
        """Return the tokens of a text; a letter that its script joins to a known word is cut off."""
        return [
            self._cut(Token(one.start(), one.end(), _SIGNS.sub("", one.group()) or one.group()))
            for one in TOKEN.finditer(plain)
        ]

    def _cut(self, token: Token) -> Token:
        word = token.word
        for letter in self.joined:
            rest = word[len(letter) :]
            if word.startswith(letter) and word not in self.known and rest in self.known:
                return Token(token.start + len(letter), token.end, rest, letter)
        return token

    def hits(self, tokens: Sequence[Token]) -> Iterator[Hit]:
        """Yield the listed words among tokens; all that begin at a token, the longest first."""
        for first, token in enumerate(tokens):
            for words, meaning in self.entries.get(token.word, ()):
                last = first + len(words)
                if tuple(one.word for one in tokens[first:last]) == words:
                    yield Hit(first, last, meaning)


@cache
def count_words(language: str) -> CountWords:
    """Return the words of counts of a language; those of English where it has none."""
    code = language if language in LANGUAGES else "en"
    raw = {**word_file(f"counts/{code}"), **word_file(f"stances/{code}")}
    entries: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
    for words, meaning in _entries(raw):
        parts = tuple(TOKEN.findall(same_width(words)))
        entries.setdefault(parts[0], []).append((parts, meaning))
    sorted_entries = {
        key: tuple(sorted(listed, key=lambda entry: -len(entry[0]))) for key, listed in entries.items()
    }
    lists = {name: frozenset(same_width(word) for word in raw.get(name, ())) for name in _LISTS}
    lists |= {name: frozenset(raw.get(name, ())) for name in ("verbal", "plural")}
    known = frozenset(part for listed in entries.values() for parts, _ in listed for part in parts)
    known = known.union(*lists.values())
    people = frozenset(
        same_width(word) for role in roles() for word in word_file(f"roles/{code}").get(role, ())
    )
    return CountWords(sorted_entries, lists, tuple(map(same_width, raw.get("joined", ()))), known, people)


def _entries(raw: dict[str, Any]) -> Iterator[tuple[str, Meaning]]:
    for role in ("number", "unit", "vague", "about", "qualifier", "none", "unclear"):
        for value, words in raw.get(role, {}).items():
            yield from ((word, Meaning(role, value)) for word in words)
    for role in _SAID:
        yield from ((word, Meaning(role)) for word in raw.get(role, ()))
    for counted, numbers in raw.get("dual", {}).items():
        for value, words in numbers.items():
            yield from ((word, Meaning("dual", value, counted)) for word in words)
    for counted in COUNTED:
        for side, words in raw.get(counted, {}).items():
            yield from ((word, Meaning("cue", counted, side)) for word in words)
