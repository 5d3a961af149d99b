"""What a text says of a count besides the number: that it is not so, that somebody denies it, or that nobody is sure.

Each word that says so reaches as far as its clause: "denied that 17 were killed" denies the 17, "denied a part in the
attack that killed 17" does not. The words of each language stand in `words/stances/`; what reaches how far is one rule
for all of them.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from eventbook.coders.reading.count_words import SCOPING, CountWords, Hit, Token

REACH, NEAR, AT_ONCE = 25, 5, 3
"""Tokens that a denial reaches at most; a negation or a "may"; and within which "that" follows its verb."""

BARRIERS = frozenset(".;:!?\u061f\u2026")
COMMAS = frozenset(',\u060c()\u201c\u201d"\u00ab\u00bb')
_FAR, _SHORT = {"denies": "denied", "doubts": "suspected", "asserts": "claimed"}, {"perhaps": "suspected"}
_OTHER = {"earlier": "earlier", "nature": "nature", "refutes": "denied"}
_BY = frozenset({"by"})
_ASIDE = 12
"""Tokens of an aside ("including four women") at most."""


@dataclass(frozen=True, slots=True)
class Stances:
    """For each token whether it is negated, told as lacking or in an aside; and how certain it is, `by` which words."""

    negated: list[bool]
    lacking: list[bool]
    certainty: list[str]
    aside: list[bool]
    by: list[Hit | None]

    def saying(self, tokens: Iterable[int], certainty: str) -> Hit | None:
        """Return the words that say of some of these tokens that they are so certain."""
        return next((self.by[at] for at in tokens if certainty and self.certainty[at] == certainty), None)

    def least(self, tokens: Iterable[int]) -> str:
        """Return the least certainty that some of these tokens have; nothing where all are told plainly."""
        found = {self.certainty[at] for at in tokens}
        return next(
            (one for one in ("denied", "suspected", "nature", "earlier", "claimed") if one in found), ""
        )


@dataclass(frozen=True, slots=True)
class Around:
    """What begins at which token, where telling ends ("reports that"), where cues begin, and the words for "and"."""

    at: Mapping[int, Hit]
    told: Container[int]
    cues: Container[int]
    ands: Container[str]

    def role(self, at: int) -> str:
        """Return what the word at a token is, as far as it has a say."""
        return self.at[at].meaning.role if at in self.at else ""


def stances(tokens: Sequence[Token], hits: Sequence[Hit], words: CountWords) -> Stances:
    """Return what is said of each token of a text."""
    seen = Stances(
        [False] * len(tokens),
        [False] * len(tokens),
        [""] * len(tokens),
        [False] * len(tokens),
        [None] * len(tokens),
    )
    scoping = (hit for hit in hits if hit.meaning.role in SCOPING)
    at = {hit.first: hit for hit in sorted(scoping, key=lambda hit: hit.last)}
    told = {hit.last for hit in hits if hit.meaning.role == "claims"}
    cues = {hit.first for hit in hits if hit.meaning.role == "cue" and hit.meaning.side != "noun"}
    idle = 0
    for first in sorted(at):
        hit = at[first]
        if first >= idle:  # else a longer entry holds it: "no more than"
            idle = hit.last
            _reach(seen, tokens, hit, Around(at, told, cues, words.lists["and"]))
    return seen


def _reach(seen: Stances, tokens: Sequence[Token], hit: Hit, around: Around) -> None:
    """Mark what a word says something about."""
    first, role = hit.first, hit.meaning.role
    if role == "lacks":
        _mark(seen.negated, range(_begin(tokens, first), first))
    if role in {"negates", "lacks"}:
        _mark(seen.negated, range(hit.last, _end(tokens, hit, around)))
    elif seen.negated[first]:  # "has not denied", "not without victims"
        seen.negated[first : _end(tokens, hit, around)] = [False] * (_end(tokens, hit, around) - first)
    elif role == "without":
        _mark(seen.lacking, range(hit.last, _end(tokens, hit, around)))
    elif role == "denies" and (told := _told_before(tokens, hit, around)) is not None:
        _say(seen, hit, told, _FAR[role])
    elif role in _FAR:
        _say(seen, hit, range(first, _clause(tokens, hit, around)), _FAR[role])
    elif role in _OTHER:
        _say(seen, hit, _elsewhere(tokens, hit, around), _OTHER[role])
    elif role in _SHORT:
        _say(seen, hit, range(first, _end(tokens, hit, around)), _SHORT[role])
    elif role == "parts":
        numbered = first > 1 and tokens[first - 2].word in COMMAS  # ", three of them soldiers,"
        _mark(seen.aside, range(first - numbered, _aside(tokens, first, around.cues)))


def _mark(marks: list[bool], where: range) -> None:
    for at in where:
        marks[at] = True


def _say(seen: Stances, hit: Hit, where: range, what: str) -> None:
    """Write what a word says where nothing less certain is said: what is denied stays so."""
    for at in where:
        if seen.certainty[at] != "denied":
            seen.certainty[at], seen.by[at] = what, hit


def _end(tokens: Sequence[Token], hit: Hit, around: Around) -> int:
    """Return where what is near to a word ends: at a sign, an "and", or a new clause."""
    last = min(hit.last + NEAR, len(tokens))
    for now in range(hit.last, last):
        word = tokens[now].word
        breaks = around.role(now) in {"ends", "relative", "granted"}
        if word in BARRIERS or word in COMMAS or word in around.ands or breaks:
            return now
    return last


def _begin(tokens: Sequence[Token], first: int) -> int:
    """Return where the words begin that a word behind them negates."""
    begin = first
    while begin > max(0, first - NEAR) and tokens[begin - 1].word not in BARRIERS | COMMAS:
        begin -= 1
    return begin


def _told_before(tokens: Sequence[Token], hit: Hit, around: Around) -> range | None:
    """Return what stands before a denial that ends its clause: "reports that 30 died were denied".

    Of "the attack, which they denied, killed 12" that is nothing: no telling is denied. None where it goes on.
    """
    follows = [token.word for token in tokens[hit.last : hit.last + 1]]
    goes_on = (
        follows == [","] and around.role(hit.last + 1) == "relative"
    )  # in Russian a comma stands before "that"
    if goes_on or (follows and follows[0] not in BARRIERS | COMMAS | _BY):
        return None
    begin = _start(tokens, hit.first)
    told = any(at in around.told for at in range(begin, hit.first))
    return range(begin, hit.first) if told else range(0)


def _clause(tokens: Sequence[Token], hit: Hit, around: Around) -> int:
    """Return where ends what a denial or doubt is about."""
    last = min(hit.last + REACH, len(tokens))
    for now in range(hit.last, last):
        role = around.role(now)
        begins = now - hit.last <= AT_ONCE or now in around.told
        if tokens[now].word in BARRIERS or role in {"ends", "granted"} or (role == "relative" and not begins):
            return now
    return last


def _start(tokens: Sequence[Token], first: int) -> int:
    """Return where the sentence of a token begins, as far as a denial reaches."""
    begin = first
    while begin > max(0, first - REACH) and tokens[begin - 1].word not in BARRIERS:
        begin -= 1
    return begin


def _elsewhere(tokens: Sequence[Token], hit: Hit, around: Around) -> range:
    """Return what is told of a disaster or a novel, the whole sentence; or of "a year after", up to a comma.

    Of "dismissed it as propaganda" that is what was said before.
    """
    if hit.meaning.role == "refutes":
        return range(_start(tokens, hit.first), hit.first)
    last = _clause(tokens, hit, around)
    if hit.meaning.role == "nature":
        return range(_start(tokens, hit.first), last)
    return range(hit.first, next((at for at in range(hit.last, last) if tokens[at].word in COMMAS), last))


def _aside(tokens: Sequence[Token], first: int, cues: Container[int]) -> int:
    """Return where an aside ends: behind the next comma, at the end of the sentence or at a cue of its own."""
    last = min(first + _ASIDE, len(tokens))
    for now in range(first, last):
        figures = tokens[now - 1].word.isdecimal() and any(
            token.word.isdecimal() for token in tokens[now + 1 : now + 2]
        )
        if tokens[now].word in COMMAS and not figures:  # "including three children aged 7, 9 and 12,"
            return now + 1
        if tokens[now].word in BARRIERS or now in cues:
            return now
    return last
