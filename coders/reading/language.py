"""Which language a text is in, where nobody said: by its script and its small words.

Only languages that the word lists know are told apart; whatever else is read as English, which does no
harm where names are concerned.
"""

import re
from collections import Counter
from functools import cache

from eventbook.coders.reading.word_file import word_file
from eventbook.schema.text import fold

_LOOKED_AT = 3000
_WORD = re.compile(r"[^\W\d_]+")
_UKRAINIAN = set("іїєґ")


def language_of(text: str) -> str:
    """Return the language code of a text."""
    begin = text[:_LOOKED_AT].casefold()
    scripts = Counter(_script(letter) for letter in begin if letter.isalpha())
    script = scripts.most_common(1)[0][0] if scripts else "latin"
    if script == "arabic":
        return "ar"
    if script == "cyrillic":
        return "uk" if _UKRAINIAN & set(begin) else "ru"
    told = Counter(code for word in _WORD.findall(begin) for code in _small_words().get(fold(word), ()))
    return told.most_common(1)[0][0] if told else "en"


def _script(letter: str) -> str:
    if "\u0600" <= letter <= "\u06ff":
        return "arabic"
    return "cyrillic" if "\u0400" <= letter <= "\u04ff" else "latin"


@cache
def _small_words() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for code, words in word_file("languages").items():
        for word in words:
            found[fold(word)] = (*found.get(fold(word), ()), code)
    return found
