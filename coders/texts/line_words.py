"""The words by which a line of a text tells what it is, read from `line_words.toml` as patterns."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class LineWords:
    """Patterns, each to be matched at the start of a line."""

    furniture: re.Pattern[str]
    byline: re.Pattern[str]
    labels: dict[str, re.Pattern[str]]


@cache
def line_words() -> LineWords:
    """Return the patterns."""
    raw = tomllib.loads(
        files("eventbook.coders.texts").joinpath("line_words.toml").read_text(encoding="utf-8")
    )
    begins, whole = _any(raw["furniture"]), _any(raw["furniture_whole"])
    count = r"\d+ (?:responses?|comments?)\b"
    name = r"(?:\s*:\s*\S|\s+[A-Z\u00c0-\u00de\u0410-\u042f\u0600-\u06ff])"
    return LineWords(
        re.compile(rf"(?:{begins})|(?:{whole})$|{count}|\(c\) ?\d{{4}}", re.IGNORECASE),
        re.compile(rf"(?i:{_any(raw['byline'])}){name}"),
        {
            key: re.compile(rf"(?:{_any(words)})\s*:\s*(\S.*)", re.IGNORECASE)
            for key, words in raw["labels"].items()
        },
    )


def _any(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
