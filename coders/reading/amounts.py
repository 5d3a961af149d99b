"""Amounts that a text tells: in figures and words, ranges, "at least", "dozens"; without years, ages and the like.

An amount is written as a sheet has it: `at least 30`, `3-5`, `about 2000`, `dozens`, `none`.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from eventbook.coders.reading.count_words import CountWords, Hit, Token
from eventbook.coders.reading.number_words import NumberReader
from eventbook.coders.reading.stances import COMMAS

_GROWN = 4
"""Tokens before "from" in which a verb may stand that tells of a change: "rose from 4 to 9" is 9."""

_RISEN = 8
"""Tokens before "to 27" in which such a verb may stand: in Russian "up to 27" has the same words."""

_OLDEST = 120

_FEW = {"several", "a few", "many"}
_VAGUE = {10: "dozens", 12: "dozens", 100: "hundreds", 1000: "thousands"}
"""What "several dozen", "a few hundred" are called."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Tokens `first` to before `last` that tell an amount; `number` where it is one number.

    `indefinite` is a mere "a"; `nought` counts nobody, `of` so many ("none of the 12"); `whole` are those of whom
    only some are meant ("one of the seven").
    """

    first: int
    last: int
    count: str
    number: int | None = None
    indefinite: bool = False
    unit: int = 1
    nought: bool = False
    of: bool = False
    whole: bool = False


def amounts(
    tokens: Sequence[Token], hits: Sequence[Hit], words: CountWords, other: Container[int] = frozenset()
) -> list[Amount]:
    """Return the amounts in order, those left out that are no count of people; `other` are offsets of other things."""
    at: dict[int, list[Hit]] = {}
    for hit in hits:
        at.setdefault(hit.first, []).append(hit)
    read = NumberReader(tokens, at, words)
    found: list[tuple[Amount, bool]] = []
    first = 0
    while first < len(tokens):
        one = None if tokens[first].start in other else _amount(first, read)
        if one is None:
            asked = read.hit(first, "affirms")  # "how many", "not only"
            first = asked.last if asked else first + 1
            continue
        found.append((_at_least(one, read), not _no_count(one, read)))
        first = one.last
    return _people(found, read)


def _people(found: Sequence[tuple[Amount, bool]], read: NumberReader) -> list[Amount]:
    """Return what counts people: in "aged 7, 9 and 12" and "7, 9 and 12 years" the others are ages too."""
    kept = [counts for _, counts in found]
    for at in range(1, len(found)):
        one = found[at][0]
        bare = one.last >= len(read.tokens) or not read.words.may_be_people(read.tokens[one.last].word)
        if not kept[at - 1] and bare and _listed(found[at - 1][0], one, read):
            kept[at] = False
    for at in range(len(found) - 1, 0, -1):
        one = found[at][0]
        years = one.last < len(read.tokens) and read.tokens[one.last].word in read.words.lists["years"]
        if not kept[at] and (years or not kept[min(at + 1, len(found) - 1)]):
            kept[at - 1] = kept[at - 1] and not _listed(found[at - 1][0], one, read)
    ends = {one.last for one, _ in found}
    people = (one for (one, _), counts in zip(found, kept, strict=True) if counts)
    return [replace(one, whole=True) if _whole(one, ends, read) else one for one in people]


def _listed(one: Amount, other: Amount, read: NumberReader) -> bool:
    """Tell whether nothing but a comma or an "and" stands between two numbers."""
    between = [token.word for token in read.tokens[one.last : other.first]]
    return len(between) == 1 and (between[0] in COMMAS or between[0] in read.words.lists["and"])


def _whole(one: Amount, ends: Container[int], read: NumberReader) -> bool:
    """Tell whether only some of these are meant: "one of the seven", "a third of the 90"."""
    first = one.first
    while first > 0 and read.tokens[first - 1].word in read.words.lists["swallows"]:
        first -= 1
    some = first in ends or (first > 0 and read.tokens[first - 1].word in read.words.lists["fractions"])
    return some and first < one.first


def _at_least(one: Amount, read: NumberReader) -> Amount:
    """Return an amount with the "at least" that stands behind it or its noun, as in Arabic."""
    if one.number is None or one.indefinite or one.count != str(one.number):
        return one
    for at in (one.last, one.last + 1):
        hit = read.hit(at, "qualifier")
        if hit and hit.meaning.value == "at least" and _bare(hit.last, read) is None:
            return replace(one, count=f"at least {one.number}")
        if at >= len(read.tokens) or not read.words.may_be_people(read.tokens[at].word):
            break
    return one


def _amount(first: int, read: NumberReader) -> Amount | None:
    """Return the amount that begins at a token, with what qualifies it."""
    if read.tokens[first].word in read.words.lists["between_two"]:
        pair = _range(first + 1, read, bound=True)
        if pair is None:
            return None
        grown = _grown(first, _GROWN, read)
        return replace(pair, first=first, count=pair.count.rpartition("-")[2] if grown else pair.count)
    qualifier = read.hit(first, "qualifier", "nought", "affirms")
    if qualifier and qualifier.meaning.role == "nought":
        return _nobody(qualifier, read)
    if qualifier and qualifier.meaning.role == "affirms":
        return None
    if qualifier:
        inner = _bare(qualifier.last, read)
        reached = qualifier.meaning.value == "up to" and _grown(first, _RISEN, read)
        how = "" if reached else qualifier.meaning.value
        return _qualified(first, how, inner) if inner else None
    unlike = first > 0 and read.tokens[first - 1].word in read.words.lists["unlike_before"]
    return (None if unlike else _range(first, read, bound=False)) or _bare(first, read)


def _grown(first: int, within: int, read: NumberReader) -> bool:
    """Tell whether a verb shortly before a token tells of a change."""
    return any(read.hit(at, "grew") for at in range(max(0, first - within), first))


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
    number = 12 if inner.count == "a dozen" and how == "at least" else inner.number
    count = f"{how} {number}".strip() if number is not None else inner.count
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
    figures = tokens[one.first].word[0].isdecimal() or tokens[one.first].word in words.lists["between_two"]
    if before and figures and _apposed(one, before, follows, read):
        return True
    if before and figures and (before.word in words.lists["unlike_before"] or before.word in "/:$€£№#"):
        return True
    beside = [other.word for other in (before, *after[:1]) if other]
    return figures and any(word[0].isdecimal() or word in {"/", ":"} for word in beside)


def _apposed(one: Amount, before: Token, follows: str, read: NumberReader) -> bool:
    """Tell whether a number is an age behind a name: "Ali, 52, was killed", "Ali (33)", and not "killed (12)"."""
    if before.word not in {",", "("} or follows not in {",", ")"} or (one.number or 0) > _OLDEST:
        return False
    return not any(read.hit(at, "cue") for at in range(max(0, one.first - 3), one.first - 1))


def _animals(after: Sequence[Token], words: CountWords) -> bool:
    """Tell whether animals are counted: "20 cows", "20 stolen goats", and not "20 cattle herders"."""
    kinds = words.lists["animals"]
    at = next((at for at, one in enumerate(after[:2]) if one.word in kinds), None)
    if at is None or (at and not words.may_be_people(after[0].word)):
        return False
    return not (at + 1 < len(after) and after[at + 1].word in words.people)
