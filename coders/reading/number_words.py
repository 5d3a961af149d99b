"""Numbers as a text spells them: "two thousand three hundred", "25", "10 mil", "a dozen and a half"."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eventbook.coders.reading.count_words import CountWords, Hit, Token

_TEN, _TWENTY, _HUNDRED, _THOUSAND = 10, 20, 100, 1000
_GROUP, _LONGEST = 3, 7
"""Digits between the signs in a number, and of a number of people at most."""

_LOOSE = {10, 12, 20}
"""Units in which nobody counts exactly."""

_FRACTION = re.compile(r"(\d+)[.,](\d)")


@dataclass(frozen=True, slots=True)
class Number:
    """A number up to before token `last`; `unit` is the last thing it counts in ("three dozen"), then it is `loose`."""

    value: int
    last: int
    unit: int = 1
    loose: bool = False


@dataclass(frozen=True, slots=True)
class NumberReader:
    """The tokens of a text with what begins at each, to read numbers from."""

    tokens: Sequence[Token]
    at: Mapping[int, Sequence[Hit]]
    words: CountWords

    def hit(self, at: int, *roles: str) -> Hit | None:
        """Return the longest listed words of some roles that begin at a token."""
        return next((one for one in self.at.get(at, ()) if one.meaning.role in roles), None)

    def number(self, first: int) -> Number | None:
        """Return the number that begins at a token, in figures or words."""
        word = self.tokens[first].word
        if not word[0].isdecimal():
            return self._spelt(first)
        value, unit = figure(word), self.hit(first + 1, "unit")
        part = _FRACTION.fullmatch(word)
        if unit and part and int(unit.meaning.value) >= _HUNDRED:
            tenths = int(part[1]) * 10 + int(part[2])
            return Number(tenths * int(unit.meaning.value) // 10, unit.last, int(unit.meaning.value))
        if value is None or unit is None:
            return None if value is None else Number(value, first + 1)
        size = int(unit.meaning.value)
        return Number(value * size, unit.last, size, size in _LOOSE)

    def _spelt(self, first: int) -> Number | None:
        """Return the number that words spell: what counts thousands is put aside, and the rest is added up."""
        whole, now, last, unit = 0, 0, first, 1
        while hit := self._next(last, now, whole, begun=last > first):
            value = int(hit.meaning.value)
            if hit.meaning.role == "unit" and last == first:
                break
            if value >= _THOUSAND:
                whole, now, unit = whole + max(1, now) * value, 0, value
            elif value == _HUNDRED or (hit.meaning.role == "unit"):
                now, unit = max(1, now) * value, value
            else:
                now = now + value
            last = hit.last
        if last == first:
            return None
        half = self.hit(last, "half") if unit in _LOOSE else None
        return Number(
            whole + now + (unit // 2 if half else 0), half.last if half else last, unit, unit in _LOOSE
        )

    def _next(self, at: int, now: int, whole: int, *, begun: bool) -> Hit | None:
        """Return the next word of a number that so far is `now`; "and" and a hyphen may stand before it."""
        if at >= len(self.tokens):
            return None
        if begun and (
            self.tokens[at].word == "-"
            or ((now or whole) and self.tokens[at].word in self.words.lists["and"])
        ):
            at += 1
        elif begun and (hit := self.hit(at, "unit")):
            return hit
        hit = self.hit(at, "number")
        if hit is None or not begun:
            return hit
        value = int(hit.meaning.value)
        joined = self.tokens[at].joined
        return (
            hit
            if _fits(now, value) or (joined and now < _TEN and value in range(_TWENTY, _HUNDRED, _TEN))
            else None
        )


def _fits(now: int, value: int) -> bool:
    """Tell whether a number may go on so: "twenty two", "hundred five", "soixante-dix", "thousand three"."""
    tens = now % _HUNDRED
    if value in {_HUNDRED, _THOUSAND}:
        return value == _THOUSAND or now < _TEN
    if tens in {60, 80} and value in range(_TEN, _TWENTY):  # in French
        return True
    return now == 0 or (
        now > value and (tens == 0 or (tens >= _TWENTY and tens % _TEN == 0 and value < _TEN))
    )


def figure(word: str) -> int | None:
    """Return a number in figures; None for fractions and what is too long to count people."""
    groups = "".join(one if one.isdecimal() else " " for one in word).split()
    if not groups or not word[0].isdecimal() or any(len(part) != _GROUP for part in groups[1:]):
        return None
    digits = "".join(str(unicodedata.digit(one)) for part in groups for one in part)
    return int(digits) if len(digits) <= _LONGEST and (digits[0] != "0" or digits == "0") else None
