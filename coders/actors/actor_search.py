"""Finding actors by what somebody has: a name, a part of it, initials, another spelling or script.

Each hit says why it is one, so that a reader can judge it; nothing here settles who is meant.
Only names are compared, which come from the index; an actor is read when it is a hit.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from anyascii import anyascii
from rapidfuzz import fuzz, process
from sqlalchemy import Connection

from eventbook.coders.actors.actors import StoredActors
from eventbook.coders.store.name_index import indexed_names
from eventbook.coders.store.records import Kind
from eventbook.schema.codebook import Codebook
from eventbook.schema.countries import COUNTRIES
from eventbook.schema.registry import Registry
from eventbook.schema.text import fold
from eventbook.schema.who import Actor, Standing

LEAST_ALIKE = 70.0
"""From 0 to 100, how like the words a name must be to count as a misspelling of them."""

LEAST_WORD = 75.0
"""The same for one word of several."""

FALLS_SHORT = 20.0
"""How much less alike than the best hit another one may be and still be shown."""

LEAST_SKELETON = 85.0
"""How like the consonants of the words those of a name must be, where the script leaves vowels out."""

_VOWELLESS = re.compile(r"[\u0590-\u07ff]")
_ARTICLE = re.compile(r"\b\u0627\u0644(?=\w)")  # whose first letter is lost on the way to Latin ones
_SOUNDS = str.maketrans({"q": "k", "c": "k", "p": "b", "v": "f", "z": "s", "g": "j", "x": "k"})

_ENGLISH = {"a", "and", "for", "of", "the", "to"}
_OTHERS = {"al", "da", "das", "de", "del", "der", "des", "di", "do", "du", "e", "el", "et", "la", "le", "les"}
SMALL_WORDS = frozenset(_ENGLISH | _OTHERS | {"und", "y"})
"""Words that initials leave out more often than not."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What hits are narrowed to: a home country (alpha-3), a day on which the name held, a type."""

    country: str = ""
    day: date | None = None
    type: str = ""


ANYONE = Wanted()


@dataclass(frozen=True, slots=True)
class Hit:
    """An actor that may be meant: the name that is alike, how alike (0 to 100) and in what way."""

    actor: Actor
    name: str
    score: float
    reason: str


def latin(name: str) -> str:
    """Return a name folded, in plain Latin letters."""
    return fold(anyascii(name))


def initials(key: str, *, small: bool) -> str:
    """Return the first letters of a folded name's words, with or without the small words."""
    return "".join(word[0] for word in _words(key) if small or word not in SMALL_WORDS)


def skeleton(plain: str) -> str:
    """Return the consonants of a name's words as another script has them too: articles, vowels and h left out."""
    words = (re.sub(r"^[ae]l", "", word) for word in _words(plain.replace("-", " ")))
    kept = (re.sub(r"[aeiouyhw_\W]", "", word).translate(_SOUNDS) for word in words)
    return " ".join(re.sub(r"(.)\1+", r"\1", word) for word in kept if word)


def _words(plain: str) -> list[str]:
    return re.findall(r"\w+", plain.replace("'", ""))


class ActorSearch:
    """The names of a registry, ready to be asked many times; within another transaction after `on`."""

    def __init__(self, connection: Connection, book: Codebook) -> None:
        """Read the names of the store; those that the codebook's rules make are added."""
        self._book = book
        self.on(connection)
        self._bearers: dict[str, list[str]] = {}
        for key, actor in indexed_names(connection, Kind.ACTOR):
            self._bearers.setdefault(key, []).append(actor)
        for generic in book.generic_actor:
            for country in COUNTRIES.values() if "{country}" in generic.name else (None,):
                name = generic.name.replace("{country}", country.name if country else "")
                self._bearers.setdefault(fold(name), []).append(name)

    def on(self, connection: Connection) -> None:
        """Read the actors that are hits in this transaction; the names stay those that were read at first."""
        self._registry = Registry(StoredActors(connection), self._book)

    @cached_property
    def _latin(self) -> dict[str, list[str]]:
        """The names by what they are in Latin letters."""
        found: dict[str, list[str]] = {}
        for key in self._bearers:
            found.setdefault(key if key.isascii() else latin(key), []).append(key)
        return found

    @cached_property
    def _initials(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for key in self._latin:
            for short in {initials(key, small=True), initials(key, small=False)}:
                if len(short) > 1:
                    found.setdefault(short, []).append(key)
        return found

    def find(self, words: str, wanted: Wanted = ANYONE, limit: int = 10) -> tuple[Hit, ...]:
        """Return who may be meant, the likeliest first, each actor once."""
        best: dict[str, Hit] = {}
        for key, score, reason in self._alike(words):
            for actor in self._actors(key):
                known = best.get(actor.id)
                if known is not None and known.score >= score:
                    continue
                if _fits(actor, key, wanted):
                    own = fold(actor.name_on(wanted.day)) == key
                    says = "another name" if reason == "name" and not own else reason
                    rank = score - (0.0 if own else 0.5) - (0.0 if actor.identified else 0.25)
                    best[actor.id] = Hit(actor, _written(actor, key), round(rank, 2), says)
        ranked = sorted(best.values(), key=lambda hit: (-hit.score, hit.actor.id))
        return tuple(hit for hit in ranked if hit.score >= ranked[0].score - FALLS_SHORT)[:limit]

    def find_each(
        self, names: Iterable[str], wanted: Wanted = ANYONE
    ) -> Iterator[tuple[str, tuple[Hit, ...]]]:
        """Yield for each of many names who may be meant by it."""
        for name in names:
            yield name, self.find(name, wanted)

    def _alike(self, words: str) -> Iterator[tuple[str, float, str]]:
        """Yield names that are like the words: the name folded, how alike (0 to 100), in what way."""
        key, plain = fold(words), latin(words)
        if key in self._bearers:
            yield key, 100.0, "name"
        yield from ((other, 96.0, "other script") for other in self._latin.get(plain, ()))
        short = plain.replace(".", "").replace(" ", "")
        near = [(other, 90.0, "initials") for other in self._initials.get(short, ())]
        near += [(other, 78.0, "initials") for other in self._spelt_out(plain)]
        near += self._by_words(plain)
        near += [
            (other, 88.0, "written together") for other in self._together.get(plain.replace(" ", ""), ())
        ]
        near += self._by_skeleton(words)
        hits = process.extract(
            plain, list(self._latin), scorer=fuzz.token_sort_ratio, limit=20, score_cutoff=LEAST_ALIKE
        )
        near += [(other, score * 0.88, "alike") for other, score, _ in hits]
        for other, score, reason in near:
            yield from ((name, score, reason) for name in self._latin.get(other, ()))

    def _spelt_out(self, plain: str) -> list[str]:
        """Return the known short names that are the initials of the words."""
        return [
            short
            for short in dict.fromkeys((initials(plain, small=True), initials(plain, small=False)))
            if len(short) > 1 and short in self._latin
        ]

    def _by_skeleton(self, words: str) -> list[tuple[str, float, str]]:
        """Return the names with the same consonants as words of a script that leaves vowels out."""
        if not _VOWELLESS.search(words):
            return []
        asked = skeleton(latin(_ARTICLE.sub("", words)))
        hits = process.extract(
            asked, list(self._skeletons), scorer=fuzz.token_set_ratio, limit=12, score_cutoff=LEAST_SKELETON
        )
        whole = fuzz.ratio
        return [
            (name, score * 0.7 + whole(asked, known) * 0.15, "other script")
            for known, score, _ in hits
            for name in self._skeletons[known]
        ] + [
            (name, 84.0, "other script")
            for known, names in self._skeletons.items()
            if known.replace(" ", "") == asked.replace(" ", "")
            for name in names
        ]

    @cached_property
    def _skeletons(self) -> dict[str, list[str]]:
        """The names in Latin letters by their consonants."""
        found: dict[str, list[str]] = {}
        for name in self._latin:
            found.setdefault(skeleton(name), []).append(name)
        found.pop("", None)
        return found

    @cached_property
    def _together(self) -> dict[str, list[str]]:
        """The names in Latin letters by what they are without spaces, where they have some or might."""
        found: dict[str, list[str]] = {}
        for name in self._latin:
            found.setdefault(name.replace(" ", ""), []).append(name)
        return found

    def _by_words(self, plain: str) -> list[tuple[str, float, str]]:
        """Return the names that have a word for each of the words, or one spelt nearly like it."""
        total: dict[str, float] = {}
        words = _words(plain)
        for at, word in enumerate(words):
            alike = process.extract(
                word, list(self._vocabulary), scorer=fuzz.ratio, limit=30, score_cutoff=LEAST_WORD
            )
            best: dict[str, float] = {}
            for known, score, _ in alike:
                for name in self._vocabulary[known]:
                    best[name] = max(best.get(name, 0.0), float(score))
            total = {
                name: total.get(name, 0.0) + score for name, score in best.items() if at == 0 or name in total
            }
        found: list[tuple[str, float, str]] = []
        for name, score in total.items():
            mean, share = score / len(words), min(1.0, sum(map(len, words)) / len("".join(_words(name))))
            says = "words" if mean == 100.0 else "alike"  # noqa: PLR2004  all words are there as they are
            found.append((name, mean * (0.75 + 0.13 * share), says))
        return found

    @cached_property
    def _vocabulary(self) -> dict[str, list[str]]:
        """The names in Latin letters by each word in them."""
        found: dict[str, list[str]] = {}
        for name in self._latin:
            for word in dict.fromkeys(_words(name)):
                found.setdefault(word, []).append(name)
        return found

    def _actors(self, key: str) -> Iterator[Actor]:
        for name in self._bearers.get(key, ()):
            found = self._registry.get(name) or next(iter(self._registry.find(name)), None)
            if found is not None and found.standing is not Standing.REJECTED:
                yield found


def _fits(actor: Actor, key: str, wanted: Wanted) -> bool:
    if wanted.country and wanted.country not in actor.home:
        return False
    if wanted.type and wanted.type not in {period.type for period in actor.types}:
        return False
    return wanted.day is None or actor.known_as(key, wanted.day)


def _written(actor: Actor, key: str) -> str:
    """Return the actor's name of this folded form as it is written."""
    return next((name for name in actor.every_name if fold(name) == key), actor.name)
