"""Whether a weekday is told of as one to come: "the march is planned for Saturday", "on Saturday they will march".

Of a plan and of somebody's saying, that counts which stands nearer before the day: "said on Saturday that it will"
tells when it was said.
"""

import re
from functools import cache

from eventbook.coders.reading.told import Told, same_width
from eventbook.coders.reading.word_file import word_file

LANGUAGES = ("en", "fr", "es", "pt", "uk", "ru", "ar")
_BEFORE, _BEHIND, _OPENS = 80, 60, 4
"""Letters before and behind a day that are looked at, and that may stand before one that opens its sentence."""

_SIGNS = re.compile(r"[,;:\u060c\u061b()]")


def is_coming(told: Told, start: int, end: int) -> bool:
    """Tell whether the words around a day tell of a plan."""
    coming, said = _patterns(told.language)
    first, last = told.sentence_of(start)
    before = _SIGNS.split(told.plain[max(first, start - _BEFORE) : start])[-1]
    plans = [match.start() for match in coming.finditer(before)]
    tellings = [match.start() for match in said.finditer(before)]
    if plans or tellings:
        return bool(plans) and (not tellings or plans[-1] > tellings[-1])
    behind = _SIGNS.split(told.plain[end : min(last, end + _BEHIND)].lstrip(" ,\u060c"))[0]
    return start - first <= _OPENS and bool(coming.search(behind))


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    code = language if language in LANGUAGES else "en"
    said = [re.escape(same_width(word)) for word in word_file(f"attribution/{code}")["said"]]
    coming = [same_width(word) for word in word_file(f"dates/{code}")["coming"]]
    return _words(coming), _words(said)


def _words(patterns: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)")
