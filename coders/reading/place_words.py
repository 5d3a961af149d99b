"""The words around names of places in each language, read from `words/places/`, in the form of keys."""

from dataclasses import dataclass
from functools import cache

from eventbook.coders.reading.date_words import date_words
from eventbook.coders.reading.word_file import word_file
from eventbook.schema.text import name_key

LANGUAGES = ("en", "fr", "es", "pt", "uk", "ru", "ar")


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Lists of keys by what they say; see the files. `days` are months and weekdays, `small` small words."""

    lists: dict[str, frozenset[str]]
    days: frozenset[str]
    small: frozenset[str] = frozenset()

    def ends(self, name: str, words: list[str]) -> bool:
        """Tell whether words end in an entry of a list."""
        listed = self.lists[name]
        return any(" ".join(words[at:]) in listed for at in range(max(0, len(words) - 5), len(words)))

    def begins(self, name: str, words: list[str]) -> bool:
        """Tell whether words begin with an entry of a list."""
        listed = self.lists[name]
        return any(" ".join(words[:end]) in listed for end in range(1, min(4, len(words)) + 1))


@cache
def place_words(language: str) -> PlaceWords:
    """Return the words of a language; those of English where it has none."""
    code = language if language in LANGUAGES else "en"
    lists = {name: frozenset(map(name_key, words)) for name, words in word_file(f"places/{code}").items()}
    values = date_words(code).values
    days = frozenset(name_key(word) for name in ("month", "weekday") for word in values.get(name, {}))
    return PlaceWords(lists, days, frozenset(map(name_key, word_file("small").get(code, ()))))
