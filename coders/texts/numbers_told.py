"""The numbers that a text tells, in its order: digits of any script, and number words of several languages.

They decide whether two texts that are nearly alike tell the same: "three killed" and "five killed"
are two reports, and folding one into the other would lose a death toll. The words stand in
`number_words.toml`.
"""

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

_TOKEN = re.compile(r"\d+(?:[.,\u066b\u066c\u00a0\u202f]\d+)*|[^\W\d_]+(?:['\u2019][^\W\d_]+)?")


def numbers_told(text: str) -> tuple[str, ...]:
    """Return the numbers that a text tells, in order, each as ASCII digits."""
    words = number_words()
    found: list[str] = []
    for match in _TOKEN.finditer(unicodedata.normalize("NFC", text).casefold()):
        token = match.group()
        if token[0].isdecimal():
            digits = "".join(str(unicodedata.digit(one)) for one in token if one.isdecimal())
            found.append(digits.lstrip("0") or "0")
        elif token in words:
            found.append(words[token])
    return tuple(found)


@cache
def number_words() -> dict[str, str]:
    """Return what each number word means, as ASCII digits."""
    text = files("eventbook.coders.texts").joinpath("number_words.toml").read_text(encoding="utf-8")
    return {word.casefold(): value for value, words in tomllib.loads(text).items() for word in words}
