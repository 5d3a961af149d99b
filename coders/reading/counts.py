"""How many were killed, hurt, taken or marched: each cue with the number that is meant by it, and whose they are.

A number belongs to the cue that stands nearest, on the side on which its words are counted: behind "killed",
before "died". What is between them may be people, not another number or a verb of saying.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from eventbook.coders.reading.amounts import Amount, amounts
from eventbook.coders.reading.candidate import Candidate, CandidateKind
from eventbook.coders.reading.count_words import CountWords, Hit, Token, count_words
from eventbook.coders.reading.told import Told

AFTER, BEFORE, TOLL = 8, 4, 6
"""Tokens at most between a number and a cue behind it, before it, and a toll before it."""

NOUN = 4
"""How much farther a number counts as from a noun of people ("200 protesters") than from a verb."""

PEOPLE = 3
"""Words that tell whose losses a count is, at most."""

_BARRIERS = frozenset(".;:!?\u061f\u2026")
_COMMAS = frozenset(',\u060c()\u201c\u201d"\u00ab\u00bb')


@dataclass(frozen=True, slots=True)
class Pair:
    """A cue with its number: how far apart, and the tokens of whose losses it is."""

    cue: Hit
    amount: Amount
    distance: int
    whose: tuple[int, int]


def counts(told: Told) -> list[Candidate]:
    """Return the counts that a text tells, in order."""
    words = count_words(told.language)
    tokens = words.tokens(told.plain)
    hits = list(words.hits(tokens))
    numbers = amounts(tokens, hits, words)
    cues = _longest([hit for hit in hits if hit.meaning.role == "cue"])
    cued = {at for hit in cues if hit.meaning.side != "noun" for at in range(hit.first, hit.last)}
    found = [_counted(told, tokens, pair, words, cued) for pair in _pairs(tokens, numbers, cues, words)]
    found += [_without(told, tokens, hit) for hit in hits if hit.meaning.role in {"none", "unclear", "dual"}]
    taken: dict[tuple[int, str], Candidate] = {}
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        taken.setdefault((one.start, one.value["what"]), one)
    return sorted(taken.values(), key=lambda one: (one.start, one.end))


def _longest(cues: list[Hit]) -> list[Hit]:
    """Return the cues of which none lies within another one of the same count; both sides of one are kept."""
    return [
        one
        for one in cues
        if not any(
            other.first <= one.first
            and one.last <= other.last
            and other.last - other.first > one.last - one.first
            and other.meaning.value == one.meaning.value
            for other in cues
        )
    ]


def _pairs(tokens: Sequence[Token], numbers: list[Amount], cues: list[Hit], words: CountWords) -> list[Pair]:
    """Return each cue with its nearest number; a number that two cues of one count want goes to the nearer."""
    best: dict[tuple[int, str], Pair] = {}
    for cue in cues:
        pair = _nearest(tokens, numbers, cue, words)
        if pair is None:
            continue
        key = (pair.amount.first, cue.meaning.value)
        if key not in best or pair.distance < best[key].distance:
            best[key] = pair
    kept: dict[int, Pair] = {}
    for pair in sorted(best.values(), key=lambda pair: pair.distance):
        kept.setdefault(pair.amount.first, pair)
    return list(kept.values())


def _nearest(tokens: Sequence[Token], numbers: list[Amount], cue: Hit, words: CountWords) -> Pair | None:
    side = cue.meaning.side
    found: list[Pair | None] = []
    if side in {"before", "both", "toll"}:
        follows = next((one for one in numbers if one.first >= cue.last), None)
        found += [_before(tokens, follows, cue, words)] if follows else []
    if side in {"after", "both", "noun"}:
        leads = next((one for one in reversed(numbers) if one.last <= cue.first and not one.indefinite), None)
        loose = next((one for one in reversed(numbers) if one.last <= cue.first), None)
        for one in {leads, loose} - {None}:
            found += [_after(tokens, one, cue, words)] if one else []
    right = [pair for pair in found if pair is not None]
    return min(right, key=lambda pair: (pair.distance, pair.amount.indefinite), default=None)


def _before(tokens: Sequence[Token], amount: Amount, cue: Hit, words: CountWords) -> Pair | None:
    """Return a cue with the number behind it, where only small words and people stand between them."""
    between = tokens[cue.last : amount.first]
    most = TOLL if cue.meaning.side == "toll" else BEFORE
    if len(between) > most or any(one.word in _BARRIERS for one in between):
        return None
    if cue.meaning.side != "toll" and any(one.word not in words.lists["between"] for one in between):
        return None
    return Pair(cue, amount, len(between), _people(tokens, amount.last, len(tokens), words))


def _is_people(token: Token, words: CountWords) -> bool:
    word = token.word
    return word[0].isalpha() and word not in words.lists["stop"] and word not in words.lists["block"]


def _after(tokens: Sequence[Token], amount: Amount, cue: Hit, words: CountWords) -> Pair | None:
    """Return a cue with the number before it, where no verb of saying and no full stop stands between them."""
    between = tokens[amount.last : cue.first]
    barred = any(one.word in _BARRIERS or one.word in words.lists["block"] for one in between)
    if len(between) > AFTER or barred or (amount.indefinite and len(between) > PEOPLE):
        return None
    commas = sum(one.word in _COMMAS for one in between)
    if commas > 1:
        return None
    if cue.meaning.side == "noun":
        return Pair(
            cue, amount, len(between) + NOUN, (_people(tokens, amount.last, cue.last, words)[0], cue.last)
        )
    whose = _people(tokens, amount.last, cue.first, words)
    return Pair(cue, amount, len(between) + commas - (whose[1] - whose[0]) // 2, whose)


def _people(tokens: Sequence[Token], first: int, last: int, words: CountWords) -> tuple[int, int]:
    """Return the first and last of the words of people that begin here, a small word before them left out."""
    while first < last and tokens[first].word in words.lists["link"]:
        first += 1
    end = first
    while end < last and end - first < PEOPLE and _is_people(tokens[end], words):
        end += 1
    return first, end


def _counted(told: Told, tokens: Sequence[Token], pair: Pair, words: CountWords, cued: set[int]) -> Candidate:
    """Return the candidate of a pair; two numbers joined by "and" before one cue are added."""
    first, count = pair.amount.first, pair.amount.count
    amount, cue, whose = pair.amount, pair.cue, pair.whose
    joined = _joined(tokens, pair, words, cued)
    if joined:
        first, count, whose = joined
    start = min(tokens[first].start, tokens[cue.first].start)
    end = max(tokens[amount.last - 1].end, tokens[cue.last - 1].end)
    people = told.text[tokens[whose[0]].start : tokens[whose[1] - 1].end] if whose[1] > whose[0] else ""
    end = max(end, tokens[whose[1] - 1].end) if whose[1] > amount.last else end
    what = cue.meaning.value
    says = f"“{told.text[tokens[cue.first].start : tokens[cue.last - 1].end]}” with {count}"
    sure = round(max(0.3, 0.9 - 0.06 * pair.distance - 0.3 * amount.indefinite), 2)
    return _candidate(told, (start, end), what, count, (sure, says, people))


def _joined(
    tokens: Sequence[Token], pair: Pair, words: CountWords, cued: set[int]
) -> tuple[int, str, tuple[int, int]] | None:
    """Return the sum of "two women and a child": its first token, the sum, and the tokens of people."""
    amount = pair.amount
    if (
        pair.cue.first < amount.first
        or amount.number is None
        or tokens[amount.first - 1].word not in words.lists["and"]
    ):
        return None
    for back in range(2, 2 + PEOPLE):
        at = amount.first - back
        one = tokens[at].word if at >= 0 else ""
        number = next((hit for hit in words.hits(tokens[at : at + 1]) if hit.meaning.role == "number"), None)
        if number or one.isdecimal():
            value = int(number.meaning.value) if number else int(one)
            people = back > 2  # noqa: PLR2004  something stands between the number and "and"
            return (at, str(value + amount.number), (at + 1, pair.whose[1])) if people else None
        if not one.isalpha() or one in words.lists["block"] or at in cued:
            return None
    return None


def _without(told: Told, tokens: Sequence[Token], hit: Hit) -> Candidate:
    """Return the candidate of words that tell a count by themselves: nobody, not known, two."""
    count = {"none": "none", "unclear": "unknown"}.get(hit.meaning.role, hit.meaning.value)
    what = hit.meaning.side if hit.meaning.role == "dual" else hit.meaning.value
    span = (tokens[hit.first].start, tokens[hit.last - 1].end)
    says = "the words alone tell no number" if count == "unknown" else f"“{told.text[slice(*span)]}”"
    return _candidate(told, span, what, count, (0.4 if count == "unknown" else 0.85, says, ""))


def _candidate(
    told: Told, span: tuple[int, int], what: str, count: str, about: tuple[float, str, str]
) -> Candidate:
    sure, says, people = about
    phrase = told.text[span[0] : span[1]]
    value: dict[str, Any] = {
        "what": what,
        "count": int(count) if count.isdecimal() else count,
        "phrase": phrase,
    }
    more = {"of": " ".join(people.split())} if people else {}
    return Candidate(
        CandidateKind.COUNT, *span, value, f"{what}: {count}", sure, " ".join(says.split()), more=more
    )
