"""Which countries a text speaks of: by their names and by those of their people, in its language.

They are no candidates for a place by themselves; they say which of two towns of one name is meant.
"""

from dataclasses import dataclass
from functools import cache

from eventbook.coders.reading.told import Told
from eventbook.coders.reading.word_file import word_file
from eventbook.schema.countries import COUNTRIES
from eventbook.schema.text import name_key

_ENDING = 5
"""Letters of an ending at most."""

_LONGEST = 5
"""Words of a country's name at most."""

_SHORTEST_STEM = 3


@dataclass(frozen=True, slots=True)
class CountryMention:
    """Words that name a country or its people; `people` tells which."""

    start: int
    end: int
    country: str
    people: bool


@dataclass(frozen=True, slots=True)
class CountryWords:
    """Names of countries and of people by key, and stems of either."""

    names: dict[str, str]
    people: dict[str, str]
    stems: dict[str, str]
    begins: frozenset[str]

    def find(self, key: str) -> tuple[str, bool] | None:
        """Return the country of a name, and whether it is of its people."""
        if key in self.names:
            return self.names[key], False
        if key in self.people:
            return self.people[key], True
        for length in range(len(key), max(_SHORTEST_STEM, len(key) - _ENDING) - 1, -1):
            if key[:length] in self.stems:
                return self.stems[key[:length]], length < len(key)
        return None


@cache
def country_words(language: str) -> CountryWords:
    """Return the names of a language, and those of English."""
    names = {name_key(country.name): country.iso3 for country in COUNTRIES.values()}
    people: dict[str, str] = {}
    stems: dict[str, str] = {}
    listed = word_file("countries")
    for code in dict.fromkeys(("en", language)):
        for country, words in listed.get(code, {}).items():
            for word in words:
                if word.endswith("*"):
                    stems[name_key(word[:-1])] = country
                else:
                    people[name_key(word)] = country
    every = (*names, *people, *stems)
    return CountryWords(names, people, stems, frozenset(key.split()[0] for key in every if " " in key))


def country_mentions(told: Told) -> list[CountryMention]:
    """Return where the text names countries or their people, in order, the longest name at each place."""
    words, known = told.words, country_words(told.language)
    found: list[CountryMention] = []
    first = 0
    while first < len(words):
        step = 1
        longest = _LONGEST if words[first].key in known.begins else 1
        for last in range(min(first + longest, len(words)) - 1, first - 1, -1):
            key = " ".join(one.key for one in words[first : last + 1])
            hit = known.find(key)
            if hit and told.joined(first, last) and _written(told, first, key):
                found.append(CountryMention(words[first].start, words[last].end, *hit))
                step = last - first + 1
                break
        first += step
    return found


def _written(told: Told, first: int, key: str) -> bool:
    """Tell whether a word that is also an ordinary one is written as a name: "us" is not the US."""
    if key in {"us", "uk"}:
        word = told.words[first]
        return not told.shouted and told.text[word.start : word.end].isupper()
    return told.words[first].capital or told.language != "en" or told.shouted
