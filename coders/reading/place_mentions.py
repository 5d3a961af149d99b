"""Where a text names a place: runs of words that some place is called by, the longest first."""

from collections.abc import Iterator
from dataclasses import dataclass

from eventbook.coders.reading.place_names import Bearer, PlaceNames
from eventbook.coders.reading.told import Told

LONGEST = 5
"""Words of a name at most."""

SHORTEST = 3
"""Letters of a name at least, in scripts that write vowels."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that places are called by, and those places."""

    start: int
    end: int
    bearers: tuple[Bearer, ...]


def mentions(told: Told, names: PlaceNames) -> list[Mention]:
    """Return where the text names places, in order, none within another one."""
    runs = list(_runs(told))
    known = names.bearers({key for _, _, key in runs})
    found: list[Mention] = []
    end = 0
    for first, last, key in runs:
        start = told.words[first].start
        if start >= end and key in known:
            end = told.words[last].end
            found.append(Mention(start, end, known[key]))
    return found


def _runs(told: Told) -> Iterator[tuple[int, int, str]]:
    """Yield runs of words that may be a name: the first and last word's numbers, and the key; longest first."""
    words = told.words
    for first, word in enumerate(words):
        if not word.capital and word.key.isascii():
            continue
        for last in range(min(first + LONGEST, len(words)) - 1, first - 1, -1):
            key = " ".join(one.key for one in words[first : last + 1])
            if len(key) >= SHORTEST and _joined(told, first, last):
                yield first, last, key


def _joined(told: Told, first: int, last: int) -> bool:
    """Tell whether nothing but a space or hyphen stands between the words."""
    words = told.words
    return all(
        words[at + 1].start - words[at].end == 1 and told.text[words[at].end] in " -\u2011\n"
        for at in range(first, last)
    )
