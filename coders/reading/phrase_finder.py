"""Finding many listed phrases in a text at once: by their first word, the longest phrase first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from eventbook.coders.reading.told import Told
from eventbook.schema.text import name_key


@dataclass(frozen=True, slots=True)
class PhraseHit:
    """Words `first` to `last` of a text that are a phrase, and what that stands for."""

    first: int
    last: int
    stands: str


class PhraseFinder:
    """Phrases by the keys of their words."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        """Take phrases, each with what it stands for; the first of two that are alike stands."""
        self._by_first: dict[str, dict[tuple[str, ...], str]] = {}
        for phrase, stands in phrases:
            words = tuple(name_key(phrase).split())
            if words:
                self._by_first.setdefault(words[0], {}).setdefault(words, stands)
        self._lengths = {
            first: sorted({len(words) for words in listed}, reverse=True)
            for first, listed in self._by_first.items()
        }

    def find(self, told: Told) -> Iterator[PhraseHit]:
        """Yield the phrases of a text in order, none within another one."""
        keys = [word.key for word in told.words]
        at = 0
        while at < len(keys):
            listed = self._by_first.get(keys[at], {})
            for length in self._lengths.get(keys[at], ()):
                stands = listed.get(tuple(keys[at : at + length]))
                if stands is not None and at + length <= len(keys) and told.joined(at, at + length - 1):
                    yield PhraseHit(at, at + length - 1, stands)
                    at += length - 1
                    break
            at += 1
