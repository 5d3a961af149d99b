"""Things that were hit: bridges, embassies, markets; in the sentences that tell of violence.

The value is the codebook's kind of target where it has such a field; the label is what the text says, with the words
that go before it: "Las Canas bridge".
"""

from collections.abc import Iterator
from functools import cache

from eventbook.coders.reading.candidate import Candidate, CandidateKind
from eventbook.coders.reading.deeds import side_of
from eventbook.coders.reading.phrase_finder import PhraseFinder
from eventbook.coders.reading.place_words import place_words
from eventbook.coders.reading.role_words import role_words
from eventbook.coders.reading.told import Told, Word
from eventbook.coders.reading.word_file import word_file
from eventbook.schema.codebook import Codebook
from eventbook.schema.text import name_key

FIELD = "target"
"""The field of a codebook that takes kinds of targets."""

_BEFORE, _OBJECT = 3, 8
"""Words before a thing that may be part of its name, and behind a strike in which what it struck is named."""


def target_candidates(
    told: Told, book: Codebook, violent: frozenset[int], taken: set[int]
) -> Iterator[Candidate]:
    """Yield the things that may have been hit."""
    field = book.fields_by_name.get(FIELD)
    known = {choice.code for choice in field.choices} if field else set[str]()
    for hit in _finder(told.language).find(told):
        start, end = told.words[hit.first].start, told.words[hit.last].end
        if start in taken or told.sentence_of(start)[0] not in violent:
            continue
        first = _widened(told, hit.first)
        side = side_of(told, first, hit.last)
        label = " ".join(told.text[told.words[first].start : end].split())
        value = next((kind for kind in word_file("targets")[hit.stands]["kinds"] if kind in known), None)
        sure = 0.35 + 0.3 * (side == 2) + 0.1 * (first < hit.first)  # noqa: PLR2004  the side
        says = f"a thing that may have been hit: {hit.stands}"
        yield Candidate(
            CandidateKind.TARGET, told.words[first].start, end, value, label, round(sure, 2), says,
            more={"category": hit.stands},
        )  # fmt: skip


def struck_candidates(told: Told, taken: set[int]) -> Iterator[Candidate]:
    """Yield what is told to have been struck and is no listed thing: "an attack on shops and the cement plant".

    `taken` are the offsets of all that was found: people, places, things.
    """
    listed = role_words(told.language)
    for hit in _strikes(told.language).find(told):
        for words in _objects(told, hit.last):
            if any(word.start in taken or word.key in listed.roles for word in words):
                continue
            if told.language == "en" and words[-1].key.endswith("ing"):  # "burned houses, shooting"
                continue
            if all(len(word.key) == 1 for word in words):  # "an attack on the U.S. convoy"
                continue
            start, last = words[0].start, words[-1].end
            label = " ".join(told.text[start:last].split())
            says = "it stands where what was struck does"
            yield Candidate(CandidateKind.TARGET, start, last, None, label, 0.35, says, more={"category": ""})


def _objects(told: Told, last: int) -> Iterator[list[Word]]:
    """Yield the words of each thing behind a strike, as far as "and" joins them."""
    small = _stop(told.language) | _small(told.language)
    ands = place_words(told.language).lists["and"]
    lists = role_words(told.language).lists
    deeds = lists["does"] | lists["done"]
    words: list[Word] = []
    for word in told.after(last, _OBJECT):
        if word.key in deeds:
            break
        if word.key in small or word.key.isdigit():
            if words and word.key not in ands:
                break
            yield from [words] if words else ()
            words = []
        else:
            words.append(word)
    yield from [words] if words else ()


def _widened(told: Told, first: int) -> int:
    """Return the word with which the name of a thing begins: capitalised words and joined ones before it."""
    stop = _stop(told.language)
    at = first
    while at > 0 and first - at < _BEFORE and told.joined(at - 1, at):
        word = told.words[at - 1]
        if word.key in stop or not (word.capital or told.shouted) or word.key.isdigit():
            break
        at -= 1
    return at


@cache
def _stop(language: str) -> frozenset[str]:
    """Return the words that are no part of a thing's name."""
    roles, places = role_words(language).lists, place_words(language).lists
    small = frozenset(map(name_key, word_file("languages").get(language, ())))
    return (
        small
        | roles["does"]
        | roles["done"]
        | roles["by"]
        | places["at"]
        | places["and"]
        | {"a", "an", "its", "his"}
    )


@cache
def _small(language: str) -> frozenset[str]:
    return frozenset(map(name_key, word_file("small").get(language, ())))


@cache
def _strikes(language: str) -> PhraseFinder:
    return PhraseFinder([(phrase, "") for phrase in word_file("strikes").get(language, ())])


@cache
def _finder(language: str) -> PhraseFinder:
    listed = word_file("targets").items()
    return PhraseFinder([(word, name) for name, raw in listed for word in raw.get(language, raw["en"])])
