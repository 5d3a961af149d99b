"""Evidence: the words of an article that a value was read from, tied to one field of one form.

The selectors are those of the W3C Web Annotation model: the exact words, what stands before
and after, and the position. Offsets count Unicode code points in one frozen text version.
People copy quotes by hand, so a quote is found whatever its line breaks and kinds of
quotation mark; what is stored is always the text's own words.
"""

import re
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from eventbook.schema.text import SAME_WIDTH

LONGEST_ADVISED = 400
"""Longer quotes get no suggestion: finding the nearest passage grows with their length."""
CONTEXT = 32
"""How many characters before and after a quote are kept to find it again."""

LONGEST = 5000
"""How many characters a quote may have, runs of spaces in the text included."""


class Quote(BaseModel):
    """Words of a text. Unanchored as written (`exact`, perhaps `prefix`); anchored once found.

    `start` and `end` are code-point offsets in text version `text` (`article/number`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    exact: str = Field(min_length=1, max_length=LONGEST)
    prefix: str = ""
    suffix: str = ""
    start: int | None = Field(default=None, ge=0)
    end: int | None = Field(default=None, ge=0)
    text: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _shorthand(cls, raw: Any) -> Any:  # noqa: ANN401  pydantic hands over whatever was written
        return {"exact": raw} if isinstance(raw, str) else raw


def _pattern(words: str) -> str:
    return r"\s+".join(re.escape(word) for word in words.translate(SAME_WIDTH).split())


@lru_cache(maxsize=16)  # a sheet seeks many quotes in one text
def _plain(text: str) -> str:
    return text.translate(SAME_WIDTH)


def places_of(words: str, text: str) -> list[tuple[int, int]]:
    """Return every (start, end) at which the words stand in the text, in order."""
    pattern = _pattern(words)
    if not pattern:
        return []
    seek, plain, hits = re.compile(pattern).search, _plain(text), list[tuple[int, int]]()
    found = seek(plain)
    while found:  # from one letter on, so that places that overlap ("ha ha" in "ha ha ha") are all found
        hits.append(found.span())
        found = seek(plain, found.start() + 1)
    return [(start, end) for start, end in hits if end - start <= LONGEST]


def anchor(quote: Quote, text: str, version: str) -> Quote | None:
    """Return the quote with the text's own words and offsets, or None where it does not stand.

    Of several places the one whose surroundings are most like the quote's prefix and suffix
    is taken, of these the one nearest to where it stood before, else the first.
    """
    hits = places_of(quote.exact, text)
    if not hits:
        return None
    before = quote.start or 0
    start, end = (
        hits[0]
        if len(hits) == 1
        else max(hits, key=lambda span: (_fit(quote, text, span), -abs(span[0] - before)))
    )
    return Quote(
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
        start=start,
        end=end,
        text=version,
    )


def _fit(quote: Quote, text: str, span: tuple[int, int]) -> int:
    """Count the characters that agree right before and right after a place."""
    before = " ".join(text[max(0, span[0] - 4 * CONTEXT) : span[0]].translate(SAME_WIDTH).split())
    after = " ".join(text[span[1] : span[1] + 4 * CONTEXT].translate(SAME_WIDTH).split())
    prefix = " ".join(quote.prefix.translate(SAME_WIDTH).split())
    suffix = " ".join(quote.suffix.translate(SAME_WIDTH).split())
    return _shared(before[::-1], prefix[::-1]) + _shared(after, suffix)


def _shared(one: str, other: str) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


@lru_cache(
    maxsize=256
)  # a form that is being filled in is checked at every field, its stray quotes each time
def nearest_passage(words: str, text: str) -> str:
    """Return the passage of the text most like the words, to suggest; empty where none is alike."""
    wanted = " ".join(words.split())
    matcher = (
        SequenceMatcher(None, text[:200_000], wanted, autojunk=False)
        if len(wanted) < LONGEST_ADVISED
        else None
    )
    if matcher is None:
        return ""
    block = matcher.find_longest_match()
    if block.size < max(6, len(wanted) // 4):
        return ""
    start = max(0, block.a - block.b)
    return " ".join(text[start : start + len(wanted)].split())
