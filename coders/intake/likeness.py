"""Whether two texts are printings of one story, and whether they tell the same.

Alike is not the same: a copy with another toll, or a daily bulletin with another town, is a
report of its own. So nearly alike texts fold only where no number and no name contradicts;
else they stay two articles, and each says which it resembles. The verdict does not depend on
which came first.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from eventbook.coders.intake.fingerprint import body_words, share, threes, words_of
from eventbook.coders.texts.numbers_told import numbers_told
from eventbook.schema.text_parts import Marks, PartKind, text_of

ALIKE = 0.55
"""Texts that share so much of their threes of words are alike: four of five sentences, for instance."""

SHORTEST = 25
"""Of texts with fewer words only those with the very same words are alike enough to fold."""

_NAME = re.compile(r"(?<=[a-z\u00df-\u00ff\u0430-\u044f,;0-9]\s)[A-Z\u00c0-\u00de\u0410-\u042f][\w'\u2019-]+")
_SENTENCE = re.compile(r"(?<=[.!?\u2026\u061f\u06d4\u0964])[\"'\u201d\u2019)]*\s+|\n+|(?<=\u3002)")
_REWORDED = 0.5
"""Two sentences that share so much of their words are one sentence, changed; less, and they are two."""
_SHOWN = 4


class Verdict(StrEnum):
    """What two texts are to each other."""

    APART = "apart"
    SAME = "same"
    RESEMBLES = "resembles"


@dataclass(frozen=True, slots=True)
class Told:
    """What of a text is compared: the threes of words of its body, its numbers in order, its sentences."""

    shingles: frozenset[str]
    words: int
    numbers: tuple[str, ...]
    headline: frozenset[str]
    sentences: frozenset[str]
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Likeness:
    """The verdict on two texts, how alike they are (0 to 1), and where they resemble only, why they are two."""

    verdict: Verdict
    share: float
    why: str = ""


def told_of(text: str, marks: Marks, *, confidential: bool = False) -> Told:
    """Return what of a text is compared with others."""
    words = body_words(text, marks)
    body = text_of(text, marks.parts, PartKind.BODY) or text
    headline = text_of(text, marks.parts, PartKind.HEADLINE) if marks.parts else ""
    sentences = frozenset(" ".join(one.split()) for one in _SENTENCE.split(body) if one.strip())
    return Told(
        threes(words),
        len(words),
        numbers_told(body),
        frozenset(numbers_told(headline)),
        sentences,
        confidential,
    )


def likeness(one: Told, other: Told) -> Likeness:
    """Return whether two texts fold into one article, only resemble each other, or neither."""
    alike = share(one.shingles, other.shingles)
    if alike < ALIKE:
        return Likeness(Verdict.APART, alike)
    why = _contradiction(one, other, alike)
    return Likeness(Verdict.RESEMBLES if why else Verdict.SAME, alike, why)


def _contradiction(one: Told, other: Told, alike: float) -> str:
    if one.confidential != other.confidential:
        return "one of them is confidential"
    if one.numbers != other.numbers:
        return f"numbers differ: {_difference(one.numbers, other.numbers)}"
    known = frozenset(one.numbers) | (one.headline & other.headline)
    if (one.headline | other.headline) - known:
        return (
            f"numbers in the headlines differ: {', '.join(sorted((one.headline | other.headline) - known))}"
        )
    names = _other_names(one.sentences - other.sentences, other.sentences - one.sentences)
    if names:
        return f"names differ: {names}"
    if min(one.words, other.words) < SHORTEST and alike < 1:
        return "both are short and a word differs"
    return ""


def _other_names(mine: frozenset[str], theirs: frozenset[str]) -> str:
    """Return the names that stand in the place of others in a sentence that is else the same."""
    for one in sorted(mine):
        for other in sorted(theirs):
            words, others = frozenset(words_of(one)), frozenset(words_of(other))
            names, those = _names(one) - _names(other), _names(other) - _names(one)
            if names and those and len(words & others) >= _REWORDED * len(words | others):
                return " / ".join(sorted(", ".join(sorted(side)[:_SHOWN]) for side in (names, those)))
    return ""


def _names(sentence: str) -> frozenset[str]:
    """Return the words of a sentence that begin with a capital within it; none of one all in capitals."""
    return frozenset(_NAME.findall(sentence)) if sentence != sentence.upper() else frozenset()


def _difference(one: tuple[str, ...], other: tuple[str, ...]) -> str:
    """Return what the two tell differently, without what they share at start and end, the same both ways round."""
    start = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    tail = 0
    while tail < min(len(one), len(other)) - start and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    sides = sorted(", ".join(side[start : len(side) - tail][:_SHOWN]) or "none" for side in (one, other))
    return " / ".join(sides)
