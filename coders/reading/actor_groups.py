"""Groups that a text names and the registry lacks, offered as proposals; and those it has, spelt otherwise.

A run of capitalised words is a group's name where it ends in a word for one ("Front", "Brigade") or stands behind one
("the militia Asa'ib Ahl al-Haq"). In a text in capitals only the words for groups tell.
"""

import re
from collections.abc import Iterator
from functools import cache

from rapidfuzz import fuzz, process

from eventbook.coders.reading.actor_names import ActorNames
from eventbook.coders.reading.candidate import Candidate, CandidateKind
from eventbook.coders.reading.country_words import country_words
from eventbook.coders.reading.deeds import side_of
from eventbook.coders.reading.place_words import place_words
from eventbook.coders.reading.role_words import role_words
from eventbook.coders.reading.told import Told, Word
from eventbook.coders.reading.word_file import word_file
from eventbook.schema.text import name_key

ALIKE = 86.0
"""Likeness in per cent from which a capitalised run is taken for a registered name, spelt otherwise."""

LONGEST = 8
_SHORTEST = 5
_PARTICLES = frozenset(
    {
        "al",
        "el",
        "ul",
        "ud",
        "al-",
        "of",
        "for",
        "the",
        "de",
        "des",
        "du",
        "la",
        "del",
        "da",
        "do",
        "and",
        "y",
        "e",
        "et",
        "wal",
        "bin",
    }
)
_OF = frozenset({"of", "de", "del", "for", "the", "la"})
_NAMING = frozenset(
    {"national", "armed", "union", "army", "command", "group", "general", "political", "military", "public"}
)
"""Small words that names of groups have in them all the same."""

_BRACKETED = re.compile(r"\s*[(\[]([A-Z][A-Z0-9-]{1,9})[)\]]")


def group_candidates(told: Told, names: ActorNames, taken: set[int]) -> Iterator[Candidate]:
    """Yield the groups that are named; `taken` are offsets that belong to other names."""
    for first, last in _runs(told, taken):
        words = told.words
        start, end = words[first].start, words[last].end
        key = " ".join(word.key for word in words[first : last + 1])
        label = " ".join(told.text[start:end].split())
        side = side_of(told, first, last)
        more: dict[str, object] = {"side": side, "usual": 1}
        known = _alike(key, names)
        if known:
            name, likeness = known
            says = f"spelt nearly as the registry's “{name}” ({likeness:.0f} %)"
            for actor in names.actors(name):
                sure = round(0.5 + (likeness - ALIKE) / 50, 2)
                value = actor.name_on(told.facts.published)
                yield Candidate(
                    CandidateKind.ACTOR, start, end, value, value, sure, says, "", {"id": actor.id, **more}
                )
        elif _is_group(told, first, last):
            short = _BRACKETED.match(told.text, end)
            more |= {"aliases": [short[1]]} if short else {}
            says = "a group's name that the registry lacks: propose it"
            sure = 0.55 + 0.1 * bool(side)
            yield Candidate(CandidateKind.ACTOR, start, end, None, label, round(sure, 2), says, more=more)


def _is_group(told: Told, first: int, last: int) -> bool:
    """Tell whether a run is a group's name: it has a word for one, and more; or it is called one."""
    listed = role_words(told.language)
    words = told.words[first : last + 1]
    has = any(word.key in listed.lists["group"] for word in words)
    # One word of another kind at least, or it says no more than "the Army".
    own = [word for word in words if word.key not in listed.lists["group"] and word.key not in listed.roles]
    ordinary = country_words(told.language)
    own = [word for word in own if word.key not in _PARTICLES and not ordinary.find(word.key)]
    if has and own:
        return True
    return bool(own) and not told.shouted and listed.ends("called", told.before(first, 3))


def _runs(told: Told, taken: set[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last words of runs that may be a name."""
    words = told.words
    first = 0
    while first < len(words):
        if not _begins(told, first, taken):
            first += 1
            continue
        last = at = first
        while at + 1 < len(words) and at + 1 - first < LONGEST and told.joined(at, at + 1):
            follows = words[at + 1]
            joining = follows.key in (_PARTICLES if not told.shouted else _OF)
            if follows.start in taken or not (_capital(told, follows) or joining):
                break
            at += 1
            last = at if not joining else last
        if last > first or len(words[first].key) >= _SHORTEST:
            yield first, last
        first = last + 1


def _begins(told: Told, first: int, taken: set[int]) -> bool:
    word = told.words[first]
    if word.start in taken or word.key in _PARTICLES | place_words(told.language).days or not word.key:
        return False
    opening = told.sentence_of(word.start)[0] >= word.start - 1
    return _capital(told, word) and not (opening and word.key in _ordinary(told.language))


def _capital(told: Told, word: Word) -> bool:
    """Tell whether a word may be part of a name: by its capital, or in capitals by being no small word."""
    if told.shouted:
        return word.key.isalpha() and word.key not in _unnamed(told.language)
    return word.capital


@cache
def _unnamed(language: str) -> frozenset[str]:
    """Return the words that end a name where capitals do not tell."""
    listed = role_words(language).lists
    return (
        _ordinary(language) | (_small(language) - listed["group"] - _NAMING) | listed["does"] | listed["done"]
    )


@cache
def _small(language: str) -> frozenset[str]:
    """Return the words that are part of no name, where capitals do not tell."""
    return frozenset(map(name_key, word_file("small").get(language, ())))


@cache
def _ordinary(language: str) -> frozenset[str]:
    """Return the small words of a language, which begin sentences and no names."""
    lists = place_words(language).lists
    small = frozenset(map(name_key, word_file("languages").get(language, ())))
    return (
        small
        | lists["at"]
        | lists["skip"]
        | place_words(language).days
        | {"have", "has", "had", "been", "also"}
    )


def _alike(key: str, names: ActorNames) -> tuple[str, float] | None:
    """Return the registered name that a run is spelt nearly like, and how alike they are."""
    if len(key) < _SHORTEST:
        return None
    choices = names.like(key)
    hit = process.extractOne(key, choices, scorer=fuzz.ratio, score_cutoff=ALIKE) if choices else None
    return (str(hit[0]), float(hit[1])) if hit else None
