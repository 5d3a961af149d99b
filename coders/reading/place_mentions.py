"""Where a text names a place: runs of words that some place is called by, the longest first."""

from collections.abc import Container, Iterator
from dataclasses import dataclass

from eventbook.coders.reading.inflection import variants
from eventbook.coders.reading.place_names import Bearer, PlaceNames
from eventbook.coders.reading.place_words import PlaceWords, place_words
from eventbook.coders.reading.told import Told, Word

LONGEST = 5
"""Words of a name at most."""

SHORTEST = 3
"""Letters of a name at least, in scripts that write vowels."""

_BARE = 2


@dataclass(frozen=True, slots=True)
class Mention:
    """Words `first` to `last` that places are called by, those places, and the name's key as they have it."""

    start: int
    end: int
    first: int
    last: int
    key: str
    bearers: tuple[Bearer, ...]


def mentions(told: Told, names: PlaceNames, taken: Container[int] = frozenset()) -> list[Mention]:
    """Return where the text names places, in order, none within another one or where something else is named.

    `taken` are offsets at which a name of something else begins or goes on.
    """
    runs = [run for run in _runs(told) if told.words[run[0]].start not in taken]
    forms = {run: list(variants(run[2], told.language)) for run in runs}
    known = names.bearers({form for listed in forms.values() for form, _ in listed})
    found: list[Mention] = []
    end = 0
    for run in runs:
        first, last, _ = run
        start = told.words[first].start
        hit = next(((form, cut) for form, cut in forms[run] if form in known), None)
        if start >= end and hit:
            form, cut = hit
            end = told.words[last].end
            found.append(Mention(start + cut, end, first, last, form, names.with_towns(known[form])))
    return found


def asked_keys(told: Told) -> set[str]:
    """Return all keys that are looked up for a text."""
    return {form for _, _, key in _runs(told) for form, _ in variants(key, told.language)}


def _runs(told: Told) -> Iterator[tuple[int, int, str]]:
    """Yield runs of words that may be a name: the first and last word's numbers, and the key; longest first."""
    words, small = told.words, place_words(told.language)
    ordinary = small.lists["common"] | small.lists["at"] | small.lists["skip"] | small.days
    plain = small.small if told.shouted else frozenset[str]()
    for first, word in enumerate(words):
        cased = word.key.isascii() or word.capital
        if (
            not word.key
            or word.key in plain
            or (cased and not word.capital)
            or (not word.capital and not _uncased(word.key))
        ):
            continue
        for last in range(min(first + LONGEST, len(words)) - 1, first - 1, -1):
            key = " ".join(one.key for one in words[first : last + 1])
            short = SHORTEST if key.isascii() else _BARE
            if len(key) < short or not told.joined(first, last) or (cased and not _named(words[last], small)):
                continue
            if told.shouted and (words[last].key in plain or (first == last and word.key in ordinary)):
                continue
            yield first, last, key


def _named(word: Word, small: PlaceWords) -> bool:
    """Tell whether a name may end in a word: with its capital, or as the word for its province."""
    return word.capital or (not word.key.isascii() and word.key in small.lists["region_after"])


def _uncased(key: str) -> bool:
    return not ("\u0400" <= key[0] <= "\u04ff" or "\u0370" <= key[0] <= "\u03ff")
