"""Which number belongs to which cue: the one that stands nearest, on the side on which the cue's words are counted.

Behind "killed", before "died". What is between them may be people, not another number or a verb of saying; an aside
("including four women") counts some of those again and is stepped over.
"""

from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from eventbook.coders.reading.amounts import Amount
from eventbook.coders.reading.count_words import CountWords, Hit, Token
from eventbook.coders.reading.stances import BARRIERS, COMMAS, Stances

AFTER, BEFORE, TOLL, RISEN = 8, 4, 8, 25
"""Tokens at most between a number and a cue behind it, before it, a toll before it, and one that has risen to it."""

_DASHES = frozenset("-\u2013\u2014")
NOUN = 4
"""How much farther a number counts as from a noun of people ("200 protesters") than from a verb."""

PEOPLE = 3
"""Words that tell whose losses a count is, at most."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A cue with its number: how far apart, and the tokens of whose losses it is."""

    cue: Hit
    amount: Amount
    distance: int
    whose: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Counted:
    """The tokens of a text with the amounts in it and what is said of them; `grown` are those of verbs of a change."""

    tokens: Sequence[Token]
    numbers: Sequence[Amount]
    said: Stances
    words: CountWords
    grown: Container[int] = frozenset[int]()

    def between(self, first: int, last: int) -> list[Token]:
        """Return the tokens from one to before another, asides left out."""
        return [self.tokens[at] for at in range(first, last) if not self.said.aside[at]]

    def number_from(self, token: int) -> int:
        """Return which amount is the first that does not begin before a token."""
        return bisect_left(self.numbers, token, key=lambda one: one.first)

    def people(self, first: int, last: int) -> tuple[int, int]:
        """Return the first and last of the words of people that begin here, a small word before them left out."""
        words = self.words
        while first < last and self.tokens[first].word in words.lists["link"]:
            first += 1
        end = first
        while end < last and end - first < PEOPLE and words.may_be_people(self.tokens[end].word):
            if self.said.aside[end] or self.tokens[end].joined in words.lists["and"]:
                break
            end += 1
        return first, end


def pairs(text: Counted, cues: Sequence[Hit]) -> list[Pair]:
    """Return each cue with its nearest number; a number that two cues of one count want goes to the nearer."""
    best: dict[tuple[int, str], Pair] = {}
    own: dict[tuple[int, str], Pair] = {}
    for cue in cues:
        pair = _nearest(text, cue, text.number_from(cue.first))
        same = (cue.first, cue.meaning.value)
        if pair and (same not in own or pair.distance < own[same].distance):
            own[same] = pair
    for pair in own.values():
        cue = pair.cue
        key = (pair.amount.first, cue.meaning.value)
        if key not in best or pair.distance < best[key].distance:
            best[key] = pair
    kept: dict[int, Pair] = {}
    for pair in sorted(best.values(), key=lambda pair: pair.distance):
        kept.setdefault(pair.amount.first, pair)
    return list(kept.values())


def _nearest(text: Counted, cue: Hit, at: int) -> Pair | None:
    """Return a cue with its number; `at` is the first amount that does not begin before it."""
    side = cue.meaning.side
    found: list[Pair | None] = []
    if side in {"before", "both", "toll"}:
        ahead = (one for one in text.numbers[at : at + 3] if one.first >= cue.last)
        follows = next((one for one in ahead if side != "toll" or not one.indefinite), None)
        found += [_before(text, follows, cue)] if follows else []
        risen = _risen(text, cue, at) if side == "toll" else None
        found = [risen] if risen else found
    if side in {"after", "both", "noun", "loss"}:
        leads = next(_leading(text, cue, at, indefinite=False), None)
        loose = next(_leading(text, cue, at, indefinite=True), None)
        found += [_after(text, one, cue) for one in (leads, loose) if one]
    right = [pair for pair in found if pair is not None]
    return min(right, key=lambda pair: (pair.distance, pair.amount.indefinite), default=None)


def _leading(text: Counted, cue: Hit, at: int, *, indefinite: bool) -> Iterator[Amount]:
    """Yield the amounts shortly before a cue, the nearest first, with "a" and "an" only where that is asked."""
    # Without articles, in Russian and Ukrainian, there are no participles such as "the seven killed" among these.
    finite = {"after"} if text.words.lists["one"] else {"after", "both"}
    while at > 0 and len(text.between(text.numbers[at - 1].last, cue.first)) <= AFTER:
        at -= 1
        one = text.numbers[at]
        if one.whole and cue.meaning.side in finite:  # "one of the seven died" is one
            continue
        if one.last <= cue.first and (indefinite or not one.indefinite):
            yield one


def _before(text: Counted, amount: Amount, cue: Hit) -> Pair | None:
    """Return a cue with the number behind it, where only small words and people stand between them."""
    most = TOLL if cue.meaning.side == "toll" else BEFORE
    if amount.first - cue.last > most:
        return None
    between = text.between(cue.last, amount.first)
    if any(one.word in BARRIERS for one in between):
        return None
    if cue.meaning.side != "toll" and any(one.word not in text.words.lists["between"] for one in between):
        return None
    dashes = sum(one.word in _DASHES for one in between)  # "5 died — 12 wounded", but "the dead — 5"
    return Pair(cue, amount, len(between) + dashes, text.people(amount.last, len(text.tokens)))


def _risen(text: Counted, cue: Hit, at: int) -> Pair | None:
    """Return a toll with the number that it came to: "the number of dead in the town has risen to 120"."""
    for one in text.numbers[at : at + 6]:
        if one.indefinite:
            continue
        between = text.tokens[cue.last : one.first]
        if len(between) > RISEN or any(token.word in BARRIERS for token in between):
            return None
        if any(verb in text.grown for verb in range(max(cue.last, one.first - PEOPLE), one.first)):
            return Pair(cue, one, TOLL // 2, text.people(one.last, len(text.tokens)))
    return None


def _after(text: Counted, amount: Amount, cue: Hit) -> Pair | None:
    """Return a cue with the number before it, where no verb of saying and no full stop stands between them."""
    between = text.between(amount.last, cue.first)
    barred = any(one.word in BARRIERS or one.word in text.words.lists["block"] for one in between)
    if len(between) > AFTER or barred or (amount.indefinite and len(between) > PEOPLE):
        return None
    commas = sum(one.word in COMMAS for one in between)
    if commas > 1 or (amount.nought and not amount.of and not _of_nobody(text, between)):
        return None
    if _known_already(text, amount, cue):
        return None
    whose = text.people(amount.last, cue.first)
    if cue.meaning.side in {"noun", "loss"}:
        fits = amount.nought == (cue.meaning.side == "loss")
        return Pair(cue, amount, len(between) + NOUN, (whose[0], cue.last)) if fits else None
    return Pair(cue, amount, len(between) + commas - (whose[1] - whose[0]) // 2, whose)


def _known_already(text: Counted, amount: Amount, cue: Hit) -> bool:
    """Tell whether a cue speaks of those told before: in "two riders brought the dead" nobody is counted."""
    the, among = text.words.lists["the"], text.words.lists["among"]
    if cue.first - 1 < amount.last or text.tokens[cue.first - 1].word not in the:
        return False
    return text.tokens[cue.first - 2].word not in among


def _of_nobody(text: Counted, between: Sequence[Token]) -> bool:
    """Tell whether "no" counts what the cue tells of: only people and auxiliary verbs stand between them.

    "No soldier was killed" does, "no arrests followed the deaths" does not.
    """
    words = [one.word for one in between if one.word not in text.words.lists["aux"]]
    return len(words) <= PEOPLE and (not words or words[-1] in text.words.people)
