"""People whom a text names: a given name that is known, or a title, and the names behind it.

They are no places though they may be called like one; and where violence was done to them they are who it was done to.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from eventbook.coders.reading.candidate import Candidate, CandidateKind
from eventbook.coders.reading.deeds import side_of
from eventbook.coders.reading.place_words import place_words
from eventbook.coders.reading.role_words import role_words
from eventbook.coders.reading.told import Told
from eventbook.coders.reading.word_file import word_file
from eventbook.schema.codebook import Codebook
from eventbook.schema.countries import COUNTRIES
from eventbook.schema.registry import generic_named
from eventbook.schema.text import name_key

LONGEST = 5
"""Words of a person's name at most."""

CIVILIANS = "Civilians ({country})"
_JOINING = frozenset({"de", "del", "la", "al", "el", "bin", "ibn", "da", "dos", "van", "von"})


@dataclass(frozen=True, slots=True)
class Person:
    """Words `first` to `last` that name a person."""

    first: int
    last: int


def persons(told: Told) -> list[Person]:
    """Return the people that a text names, in order."""
    given, titles = _names()
    common = frozenset[str]() if told.shouted else place_words(told.language).lists["common"]
    found: list[Person] = []
    at = 0
    while at < len(told.words):
        word = told.words[at]
        last = at
        if word.capital and (word.key in titles or (word.key in given and word.key not in common)):
            last = _end(told, at)
            own = range(at + (word.key in titles), last + 1)
            known = len(own) > (word.key in given) and (
                not told.shouted
                or any(told.words[n].key in given for n in own)
                or (word.key in titles and len(own) > 1)
            )
            if known and len(own) > 0:
                found.append(Person(own.start, last))
            else:
                last = at
        at = last + 1
    return found


def _end(told: Told, first: int) -> int:
    """Return the last word of the name that begins at a word."""
    stop = _ordinary(told.language)
    last = at = first
    while at + 1 < len(told.words) and at + 1 - first < LONGEST and told.joined(at, at + 1):
        word = told.words[at + 1]
        if word.key not in _JOINING and (not word.capital or word.key in stop or not word.key.isalpha()):
            break
        at += 1
        last = at if word.key not in _JOINING else last
    return last


def person_candidates(
    told: Told, found: list[Person], violent: frozenset[int], country: str, book: Codebook
) -> Iterator[Candidate]:
    """Yield the people to whom something may have been done, in the sentences that tell of violence."""
    home = COUNTRIES.get(country)
    made = generic_named(book, CIVILIANS.replace("{country}", home.name)) if home else None
    for one in found:
        start, end = told.words[one.first].start, told.words[one.last].end
        if told.sentence_of(start)[0] not in violent:
            continue
        side = side_of(told, one.first, one.last)
        name = " ".join(told.text[start:end].split())
        value = made.name if made else None
        sure = 0.3 + 0.25 * (side == 2)  # noqa: PLR2004  the side
        more = {"side": side, "usual": 2, "person": name}
        label = f"{name} ({value})" if value else name
        says = "a person who is named where violence is told of"
        yield Candidate(CandidateKind.ACTOR, start, end, value, label, round(sure, 2), says, more=more)


@cache
def _names() -> tuple[frozenset[str], frozenset[str]]:
    listed = word_file("given_names")
    return frozenset(map(name_key, listed["names"])), frozenset(map(name_key, listed["titles"]))


@cache
def _ordinary(language: str) -> frozenset[str]:
    """Return the words that end a person's name."""
    roles, places = role_words(language).lists, place_words(language)
    small = frozenset(map(name_key, word_file("small").get(language, ())))
    return small | roles["does"] | roles["done"] | places.lists["at"] | places.days
