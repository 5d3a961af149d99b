"""Days that only date the text or a picture: in a dateline ("LAGOS, May 15 (Reuters) -") or an archive's caption.

They say when it was written or taken. An event may have happened on such a day, but these words do not say so.
"""

import re

from eventbook.coders.reading.told import Told

_TOP = 600
"""Characters from the top within which a dateline may stand."""

_HEAD = 60
"""Characters at most between the beginning of its line and the day."""

_TAIL = re.compile(
    r"(?:/\w+)?(?:,? ?\d{4})?(?:\s*[(/][^)/\n]{2,40}[)/])?\s*(?:--|[-\u2013\u2014])\s|(?:,? ?\d{4})?\s*\([^)\n]{2,40}\)"
)
_CAPTION = re.compile(
    r"\W{0,3}(?:FILE|ARCHIV\w*|ARQUIVO|\u0410\u0420\u0425\u0418\u0412|\u0410\u0420\u0425\u0406\u0412)\b",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[-\u2013\u2014:]")
_ARABIC = re.compile("[\u0621-\u064a]")
_MOST = 4
"""Words before the day in a dateline at most."""


def dates_text(told: Told, start: int, end: int) -> str:
    """Return "dateline" or "caption" where a day from `start` to before `end` only dates the text, else nothing."""
    begin = told.text.rfind("\n", 0, start) + 1
    head = told.text[begin:start]
    if _CAPTION.match(head) and _SIGNS.search(head[:40]):
        return "caption"
    named = begin < _TOP and _names_only(head.strip())
    return "dateline" if named and _TAIL.match(told.text, end) else ""


def _names_only(head: str) -> bool:
    """Tell whether before the day stands a place and nothing else: capitalised words, with a comma or bracket."""
    words = re.findall(r"[^\W\d_]+", head)
    if not 0 < len(words) <= _MOST or len(head) > _HEAD or head[-1] not in ",(\u060c-\u2013\u2014":
        return words == [head] and (head.isupper() or bool(_ARABIC.match(head)))  # "LAGOS May 15 (Reuters)"
    return all(word[0].isupper() or _ARABIC.match(word) or len(word) <= 2 for word in words)  # noqa: PLR2004  "de"
