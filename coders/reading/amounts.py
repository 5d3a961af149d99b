"""Amounts that a text tells: in figures and words, ranges, "at least", "dozens"; without years, ages and the like.

An amount is written as a sheet has it: `at least 30`, `3-5`, `about 2000`, `dozens`.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eventbook.coders.reading.count_words import CountWords, Hit, Token

_HUNDRED, _THOUSAND = 100, 1000
_LONGEST = 7
"""Digits of a number of people at most."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Tokens `first` to before `last` that tell an amount; `number` where it is one number; `bare` without figures."""

    first: int
    last: int
    count: str
    number: int | None = None
    indefinite: bool = False


def amounts(tokens: Sequence[Token], hits: Sequence[Hit], words: CountWords) -> list[Amount]:
    """Return the amounts in order, those left out that are no count of people."""
    at: dict[int, list[Hit]] = {}
    for hit in hits:
        at.setdefault(hit.first, []).append(hit)
    found: list[Amount] = []
    first = 0
    while first < len(tokens):
        one = _amount(first, tokens, at, words)
        if one is None:
            first += 1
            continue
        if not _no_count(one, tokens, words):
            found.append(one)
        first = one.last
    return found


def _amount(
    first: int, tokens: Sequence[Token], at: Mapping[int, list[Hit]], words: CountWords
) -> Amount | None:
    """Return the amount that begins at a token, with what qualifies it."""
    between = tokens[first].word in words.lists["between_two"]
    if between:
        pair = _range(first + 1, tokens, at, words)
        return Amount(first, pair.last, pair.count) if pair else None
    qualifier = next((hit for hit in at.get(first, ()) if hit.meaning.role == "qualifier"), None)
    if qualifier:
        inner = _bare(qualifier.last, tokens, at, words)
        return _qualified(first, qualifier.meaning.value, inner) if inner else None
    return _range(first, tokens, at, words) or _bare(first, tokens, at, words)


def _qualified(first: int, how: str, inner: Amount) -> Amount:
    """Return an amount with its qualifier; a vague word stays as it is."""
    count = f"{how} {inner.number}" if inner.number is not None else inner.count
    return Amount(first, inner.last, count, inner.number)


def _range(
    first: int, tokens: Sequence[Token], at: Mapping[int, list[Hit]], words: CountWords
) -> Amount | None:
    """Return the range that begins at a token: "30 and 35", "ten to fifteen"."""
    low = _bare(first, tokens, at, words)
    if low is None or low.number is None or low.last >= len(tokens):
        return None
    joined = tokens[low.last].word
    if joined not in words.lists["range"]:
        return None
    bound = tokens[first - 1].word in words.lists["between_two"] if first else False
    if joined in words.lists["and"] and not bound:
        return None
    high = _bare(low.last + 1, tokens, at, words)
    if high is None or high.number is None or high.number <= low.number:
        return None
    return Amount(first, high.last, f"{low.number}-{high.number}")


def _bare(
    first: int, tokens: Sequence[Token], at: Mapping[int, list[Hit]], words: CountWords
) -> Amount | None:
    """Return the amount without a qualifier that begins at a token."""
    if first >= len(tokens):
        return None
    loose = next((hit for hit in at.get(first, ()) if hit.meaning.role in {"vague", "about"}), None)
    if loose:
        value = loose.meaning.value
        vague = loose.meaning.role == "vague"
        return Amount(first, loose.last, value if vague else f"about {value}", None if vague else int(value))
    figure = _figure(tokens[first].word)
    if figure is not None:
        return Amount(first, first + 1, str(figure), figure)
    number, last = _spelt(first, tokens, at)
    if last > first:
        return Amount(first, last, str(number), number, tokens[first].word in words.lists["one"])
    article = tokens[first].word in words.lists["one"]
    return Amount(first, first + 1, "1", 1, indefinite=True) if article else None


def _figure(word: str) -> int | None:
    """Return a number in figures; None for fractions and what is too long to count people."""
    if not word[0].isdecimal():
        return None
    groups = [part for part in _parts(word) if part]
    if len(groups) > 1 and any(len(part) != 3 for part in groups[1:]):  # noqa: PLR2004  thousands
        return None
    digits = "".join(str(unicodedata.digit(one)) for part in groups for one in part)
    return int(digits) if len(digits) <= _LONGEST and (digits[0] != "0" or digits == "0") else None


def _parts(word: str) -> list[str]:
    return "".join(one if one.isdecimal() else " " for one in word).split()


def _spelt(first: int, tokens: Sequence[Token], at: Mapping[int, list[Hit]]) -> tuple[int, int]:
    """Return the number that words spell from a token on, and the token after it."""
    total, last = 0, first
    while last < len(tokens):
        hit = next((one for one in at.get(last, ()) if one.meaning.role == "number"), None)
        if hit is None:
            hyphen = last > first and tokens[last].word == "-" and total % 10 == 0
            if hyphen and any(one.meaning.role == "number" for one in at.get(last + 1, ())):
                last += 1
                continue
            break
        value = int(hit.meaning.value)
        if last > first and value not in {_HUNDRED, _THOUSAND} and not _fits(total, value):
            break
        total = max(1, total) * value if value in {_HUNDRED, _THOUSAND} else total + value
        last = hit.last
    return total, last


def _fits(total: int, value: int) -> bool:
    """Tell whether a smaller number may follow a larger one as in "twenty two", "hundred five"."""
    return total > value and (total % 100 == 0 or (total % 10 == 0 and value < 10))  # noqa: PLR2004  decimals


def _no_count(one: Amount, tokens: Sequence[Token], words: CountWords) -> bool:
    """Tell whether a number is a year, an age, a share, a distance, a telephone number: nobody is counted."""
    before = tokens[one.first - 1] if one.first else None
    after = tokens[one.last : one.last + 2]
    follows = after[0].word if after else ""
    if follows == "-" and len(after) > 1:
        follows = after[1].word
    if follows in words.lists["unlike_after"]:
        return True
    figures = tokens[one.first].word[0].isdecimal()
    if before and figures and (before.word in words.lists["unlike_before"] or before.word in "/:$€£№#"):
        return True
    beside = [other.word for other in (before, *after[:1]) if other]
    return figures and any(word[0].isdecimal() or word in {"/", ":"} for word in beside)
