"""Places that no list has, offered for adding: "the village of Bir Talha", "Baghdad's Green Zone", "this capital".

Outside cities the lists of the world are thin, and what they lack is often just where it happened. A part of a city is
written after it, as the guide asks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from eventbook.coders.reading.candidate import Candidate, CandidateKind
from eventbook.coders.reading.place_words import PlaceWords, place_words
from eventbook.coders.reading.role_words import role_words
from eventbook.coders.reading.told import Told
from eventbook.coders.reading.word_file import word_file
from eventbook.schema.text import name_key

LONGEST = 4
_OWNED = 4
"""Words at most between a city and its part: "Baghdad's heavily fortified Green Zone"."""

_JOINING = frozenset({"de", "del", "la", "las", "los", "el", "al", "do", "da", "du"})


def unknown_places(
    told: Told, known: Sequence[Candidate], taken: set[int], others: set[int], codes: Sequence[int]
) -> Iterator[Candidate]:
    """Yield what seems to name a place and is in no list.

    `known` are the places that were found, `others` the offsets of places' names within names of other things.
    """
    words = place_words(told.language)
    used = taken | {at for one in known for at in range(one.start, one.end)}
    cities = {one.end: one for one in known if one.value is not None and not one.more.get("dateline")}
    yield from _here(told, known, words)
    at = 0
    while at < len(told.words):
        last = _run(told, at, used)
        if last is None:
            at += 1
            continue
        city = _city(told, at, last, cities)
        if city is not None:
            yield _part(told, (at, last), city)
        elif told.words[last].start not in others and _told_as_place(told, at, last, words):
            yield _unknown(told, (at, last), codes)
        at = last + 1


def _run(told: Told, first: int, used: set[int]) -> int | None:
    """Return the last word of the run of name-like words that begins at a word."""
    if not _name_like(told, first, used):
        return None
    last = at = first
    while at + 1 < len(told.words) and at + 1 - first < LONGEST and told.joined(at, at + 1):
        joining = told.words[at + 1].key in _JOINING
        if not joining and not _name_like(told, at + 1, used):
            break
        at += 1
        last = at if not joining else last
    return last


def _name_like(told: Told, at: int, used: set[int]) -> bool:
    word = told.words[at]
    plain = word.key in _ordinary(told.language) or word.key in told.small
    return word.capital and word.start not in used and word.key.isalpha() and len(word.key) > 2 and not plain  # noqa: PLR2004


@cache
def _ordinary(language: str) -> frozenset[str]:
    """Return the words that are part of no place's name."""
    lists = place_words(language).lists
    small = frozenset(map(name_key, word_file("small").get(language, ())))
    around = lists["common"] | lists["at"] | lists["skip"] | lists["unknown_of"] | place_words(language).days
    return around | small | role_words(language).roles.keys()


def _told_as_place(told: Told, first: int, last: int, words: PlaceWords) -> bool:
    """Tell whether the words around a run say that it is a place."""
    before = [word.key for word in told.before(first, 4)]
    after = [word.key for word in told.after(last, 1)]
    alone = len(before) > 0 and before[-1] in {"in", "near", "outside"}
    if alone and told.shouted:  # "in response" is capitals too
        before = []
    return words.ends("of_unknown", before) or words.begins("unknown_of", after)


def _city(told: Told, first: int, last: int, cities: dict[int, Candidate]) -> Candidate | None:
    """Return the city of which a run is told to be a part: "CITY's Green Zone", "the Green Zone in CITY"."""
    if last == first or told.shouted:
        return None
    start = told.words[first].start
    for end, city in cities.items():
        owned = told.plain[end : end + 2] == "'s" and start - end > 0
        if owned and len([word for word in told.words if end + 2 <= word.start < start]) <= _OWNED:
            between = told.text[end + 2 : start]
            if between == between.lower() and not set(between) & set(".,;:"):
                return city
        if told.plain[told.words[last].end : city.start] == " in ":
            return city
    return None


def _part(told: Told, run: tuple[int, int], city: Candidate) -> Candidate:
    start, end = told.words[run[0]].start, told.words[run[1]].end
    name, _, rest = city.label.partition(", ")
    label = f"{name} - {told.text[start:end]}, {rest.rpartition(', ')[2] or rest}"
    more = {"precision": city.more["precision"], "within": city.more.get("id", "")}
    says = f"a part of {name} that is in no list: add it"
    return Candidate(CandidateKind.WHERE, start, end, None, label, 0.6, says, more=more)


def _unknown(told: Told, run: tuple[int, int], codes: Sequence[int]) -> Candidate:
    start, end = told.words[run[0]].start, told.words[run[1]].end
    label = " ".join(told.text[start:end].split())
    says = "it stands where a place would, and is in no list: add it"
    return Candidate(CandidateKind.WHERE, start, end, None, label, 0.35, says, more={"precision": codes[0]})


def _here(told: Told, known: Sequence[Candidate], words: PlaceWords) -> Iterator[Candidate]:
    """Yield the dateline's town where the text says "this city"."""
    town = next((one for one in known if one.more.get("dateline") and one.value is not None), None)
    for first in range(len(told.words) - 1) if town else ():
        pair = told.words[first : first + 2]
        if f"{pair[0].key} {pair[1].key}" in words.lists["here"] and town:
            more = {name: value for name, value in town.more.items() if name != "dateline"}
            says = "the town of the dateline, if that is the one"
            yield replace(
                town, start=pair[0].start, end=pair[1].end, confidence=0.4, reason=says, more=more, choice=""
            )
