"""The words for days of each language, read from `words/dates/` as patterns.

A pattern is written as people write the phrase, with names in braces for lists of words: `last {weekday}`.
A number behind a name, as in `{day2}`, is for a second one in the same phrase.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from eventbook.coders.reading.told import same_width
from eventbook.coders.reading.word_file import word_file
from eventbook.schema.plain_values import is_mapping

LANGUAGES = ("en", "fr", "es", "pt", "uk", "ru", "ar")

_SHAPES = {
    "day": r"(?<!\d)[0-3\u0660-\u0663\u06f0-\u06f3]?\d(?![\d:])",
    "mon": r"[01\u0660\u0661\u06f0\u06f1]?\d",
    "year": r"(?:1[89]|20|\u0661[\u0668\u0669]|\u0662\u0660|\u06f1[\u06f8\u06f9]|\u06f2\u06f0)\d\d(?!\d)",
    "yy": r"'?\d\d(?= ?(?:--|$|[\])]))",
    "count": r"\d{1,3}",
}
_SLOT = re.compile(r"\{([a-z]+?)(\d?)\}")
_COUNTED = ("number", "count")


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """A pattern and what it means; `days` and `time` are of a meaning that is always the same."""

    pattern: re.Pattern[str]
    means: str
    days: int = 0
    time: str = ""


@dataclass(frozen=True, slots=True)
class DateWords:
    """The phrases of a language, and what its words stand for, by list."""

    phrases: tuple[DatePhrase, ...]
    values: dict[str, dict[str, str]]

    def value(self, name: str, written: str) -> str:
        """Return what a word of a list stands for; digits stand for themselves."""
        return self.values.get(name, {}).get(written, written)


@cache
def date_words(language: str) -> DateWords:
    """Return the words for days of a language; those of English where it has none."""
    code = language if language in LANGUAGES else "en"
    raw = word_file(f"dates/{code}")
    values: dict[str, dict[str, str]] = {
        name: {same_width(word): key for key, words in listed.items() for word in words}
        for name, listed in raw.items()
        if is_mapping(listed)
    }
    joined = same_width(raw.get("joined", ""))
    phrases = tuple(_phrases(one, values, joined) for one in raw["phrase"])
    return DateWords(tuple(one for several in phrases for one in several), values)


def _phrases(raw: dict[str, Any], values: dict[str, dict[str, str]], joined: str) -> list[DatePhrase]:
    """Return a pattern for each of the alternatives of a phrase, since no name may stand twice in one."""
    return [
        DatePhrase(_pattern(words, values, joined), raw["means"], raw.get("days", 0), raw.get("time", ""))
        for words in _alternatives(raw["words"])
    ]


def _alternatives(words: str) -> list[str]:
    """Return the parts between the bars that stand in no brackets."""
    depth, parts = 0, [""]
    for letter in words:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def _pattern(words: str, values: dict[str, dict[str, str]], joined: str) -> re.Pattern[str]:
    def slot(match: re.Match[str]) -> str:
        name, number = match.groups()
        listed = values.get(name, {})
        choices = [re.escape(word) for word in sorted(listed, key=len, reverse=True)]
        choices += [_SHAPES[name]] if name in _SHAPES else []
        choices += [r"\d{1,3}"] if name in _COUNTED else []
        return f"(?P<{name}{number}>{'|'.join(choices)})"

    return re.compile(rf"(?<!\w){joined}{_SLOT.sub(slot, same_width(words))}(?!\w)")
