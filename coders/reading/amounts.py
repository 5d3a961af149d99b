"""Amounts that a text tells: in figures and words, ranges, "at least", "dozens"; without years, ages and the like.

An amount is written as a sheet has it: `at least 30`, `3-5`, `about 2000`, `dozens`, `none`.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from eventbook.coders.reading.count_words import CountWords, Hit, Token
from eventbook.coders.reading.number_words import NumberReader

_GROWN = 4
"""Tokens before "from" in which a verb may stand that tells of a change: "rose from 4 to 9" is 9."""

_FEW = {"several", "a few", "many"}
_VAGUE = {10: "dozens", 12: "dozens", 100: "hundreds", 1000: "thousands"}
"""What "several dozen", "a few hundred" are called."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Tokens `first` to before `last` that tell an amount; `number` where it is one number.

    `indefinite` is a mere "a"; `nought` counts nobody, `of` so many ("none of the 12").
    """

    first: int
    last: int
    count: str
    number: int | None = None
    indefinite: bool = False
    unit: int = 1
    nought: bool = False
    of: bool = False


def amounts(
    tokens: Sequence[Token], hits: Sequence[Hit], words: CountWords, other: Container[int] = frozenset()
) -> list[Amount]:
    """Return the amounts in order, those left out that are no count of people; `other` are offsets of other things."""
    at: dict[int, list[Hit]] = {}
    for hit in hits:
        at.setdefault(hit.first, []).append(hit)
    read = NumberReader(tokens, at, words)
    found: list[Amount] = []
    first = 0
    while first < len(tokens):
        one = None if tokens[first].start in other else _amount(first, read)
        if one is None:
            asked = read.hit(first, "affirms")  # "how many", "not only"
            first = asked.last if asked else first + 1
            continue
        if not _no_count(one, read):
            found.append(one)
        first = one.last
    return found


def _amount(first: int, read: NumberReader) -> Amount | None:
    """Return the amount that begins at a token, with what qualifies it."""
    if read.tokens[first].word in read.words.lists["between_two"]:
        pair = _range(first + 1, read, bound=True)
        if pair is None:
            return None
        before = range(max(0, first - _GROWN), first)
        grown = any(read.hit(at, "grew") for at in before)
        return replace(pair, first=first, count=pair.count.rpartition("-")[2] if grown else pair.count)
    qualifier = read.hit(first, "qualifier", "nought", "affirms")
    if qualifier and qualifier.meaning.role == "nought":
        return _nobody(qualifier, read)
    if qualifier and qualifier.meaning.role == "affirms":
        return None
    if qualifier:
        inner = _bare(qualifier.last, read)
        return _qualified(first, qualifier.meaning.value, inner) if inner else None
    unlike = first > 0 and read.tokens[first - 1].word in read.words.lists["unlike_before"]
    return (None if unlike else _range(first, read, bound=False)) or _bare(first, read)


def _nobody(nought: Hit, read: NumberReader) -> Amount:
    """Return "none", with the number of those of whom it is none: "not one of the 40"."""
    last = nought.last
    while last < len(read.tokens) and read.tokens[last].word in read.words.lists["swallows"]:
        last += 1
    inner = _bare(last, read) if nought.last < last < len(read.tokens) else None
    if inner is None or inner.indefinite:
        return Amount(nought.first, last, "none", 0, nought=True, of=last > nought.last)
    return Amount(nought.first, inner.last, "none", 0, nought=True, of=True)


def _qualified(first: int, how: str, inner: Amount) -> Amount:
    """Return an amount with its qualifier; a vague word stays as it is."""
    count = f"{how} {inner.number}" if inner.number is not None else inner.count
    return Amount(first, inner.last, count, inner.number)


def _range(first: int, read: NumberReader, *, bound: bool) -> Amount | None:
    """Return the range that begins at a token: "ten to fifteen", "two to three dozen", `bound` also "30 and 35"."""
    low = _bare(first, read)
    if low is None or low.number is None or low.last >= len(read.tokens):
        return None
    token, ands = read.tokens[low.last], read.words.lists["and"]
    by = bound and token.joined in ands
    if not by and (token.word not in read.words.lists["range"] or (token.word in ands and not bound)):
        return None
    high = _bare(low.last + (not by), read)
    if high is None or high.number is None:
        return None
    shared = high.unit if low.unit == 1 and low.number * high.unit < high.number else 1
    if high.number <= low.number * shared:
        return None
    return Amount(first, high.last, f"{low.number * shared}-{high.number}")


def _bare(first: int, read: NumberReader) -> Amount | None:
    """Return the amount without a qualifier that begins at a token."""
    if first >= len(read.tokens):
        return None
    loose = read.hit(first, "vague", "about")
    if loose:
        return _loose(loose, read)
    number = read.number(first)
    one = read.tokens[first].word in read.words.lists["one"]
    if number:
        count = f"about {number.value}" if number.loose else str(number.value)
        return Amount(first, number.last, count, number.value, one and number.value == 1, number.unit)
    return Amount(first, first + 1, "1", 1, indefinite=True) if one else None


def _loose(loose: Hit, read: NumberReader) -> Amount:
    """Return the amount of "dozens", "a dozen and a half", "several hundred"."""
    value = loose.meaning.value
    unit, half = read.hit(loose.last, "unit"), read.hit(loose.last, "half")
    if value in _FEW and unit:
        return Amount(loose.first, unit.last, _VAGUE.get(int(unit.meaning.value), value))
    if half and (value == "a dozen" or value.isdecimal()):
        size = 12 if value == "a dozen" else int(value)
        return Amount(loose.first, half.last, f"about {size * 3 // 2}", size * 3 // 2)
    if value.isdecimal():
        return Amount(loose.first, loose.last, f"about {value}", int(value))
    return Amount(loose.first, loose.last, value)


def _no_count(one: Amount, read: NumberReader) -> bool:
    """Tell whether a number is a year, an age, a share, a distance, a telephone number: nobody is counted."""
    if one.nought:
        return False
    tokens, words = read.tokens, read.words
    before = tokens[one.first - 1] if one.first else None
    after = tokens[one.last : one.last + 3]
    follows = after[0].word if after else ""
    if follows == "-" and len(after) > 1:
        follows = after[1].word
    if follows in words.lists["unlike_after"] or _animals(after, words):
        return True
    figures = tokens[one.first].word[0].isdecimal()
    if before and figures and (before.word in words.lists["unlike_before"] or before.word in "/:$€£№#"):
        return True
    beside = [other.word for other in (before, *after[:1]) if other]
    return figures and any(word[0].isdecimal() or word in {"/", ":"} for word in beside)


def _animals(after: Sequence[Token], words: CountWords) -> bool:
    """Tell whether animals are counted: "20 cows", "20 stolen goats", and not "20 cattle herders"."""
    kinds = words.lists["animals"]
    at = next((at for at, one in enumerate(after[:2]) if one.word in kinds), None)
    if at is None or (at and not words.may_be_people(after[0].word)):
        return False
    return not (at + 1 < len(after) and after[at + 1].word in words.people)
