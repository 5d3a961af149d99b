"""How many were killed, hurt, taken or marched: each cue with the number that is meant by it, and whose they are.

What is negated is none, or is not offered. What is denied, feared, rumoured or only expected is offered as such.
"""

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from typing import Any

from eventbook.coders.reading.amounts import Amount, amounts
from eventbook.coders.reading.candidate import Candidate, CandidateKind
from eventbook.coders.reading.count_pairs import PEOPLE, Counted, Pair, pairs
from eventbook.coders.reading.count_words import LANGUAGES, CountWords, Hit, Token, count_words
from eventbook.coders.reading.stances import COMMAS, Stances, stances
from eventbook.coders.reading.told import Told

_SURE = {"": 1.0, "claimed": 0.8, "suspected": 0.6, "denied": 0.4, "nature": 0.4, "earlier": 0.4}
"""How much of its confidence a count keeps that is told as such."""

_SAYS = {
    "claimed": "claimed",
    "suspected": "not sure",
    "denied": "denied",
    "nature": "no violence?",
    "earlier": "another event",
}
_PLAIN = ("", (0, 0))
_NOBODY = 3
"""Tokens behind a negated verb within which "anyone" stands: "did not kill anyone"."""


def counts(told: Told, dated: Sequence[tuple[int, int]] = ()) -> list[Candidate]:
    """Return the counts that a text tells, in order; `dated` are the spans of words for days."""
    if told.language not in LANGUAGES:
        return []  # in a German text "die" is no death
    words = count_words(told.language)
    tokens = words.tokens(told.plain)
    other = frozenset(at for start, end in dated for at in range(start, end))
    hits = [
        hit  # the month May is no "may"
        for hit in words.hits(tokens)
        if hit.meaning.role != "perhaps" or tokens[hit.first].start not in other
    ]
    said = stances(tokens, hits, words)
    numbers = _meant(amounts(tokens, hits, words, other), tokens, said, words)
    grown = frozenset(hit.last - 1 for hit in hits if hit.meaning.role == "grew")
    text = Counted(tokens, numbers, said, words, grown)
    cues = _longest(
        [hit for hit in hits if hit.meaning.role == "cue" and tokens[hit.first].start not in other]
    )
    paired = pairs(text, cues)
    owned = {pair.amount.first for pair in paired}
    found = [_counted(told, text, pair, owned) for pair in paired if _holds(text, pair)]
    found += [_without(told, text, hit) for hit in hits if hit.meaning.role in {"none", "dual"}]
    vague = (hit for hit in hits if hit.meaning.role == "unclear" and not said.negated[hit.first])
    found += [_without(told, text, hit) for hit in vague]
    found += [_nobody(told, text, span, what) for span, what in _negated(text, hits, cues, paired)]
    return _apart(found)


def _meant(
    found: Sequence[Amount], tokens: Sequence[Token], said: Stances, words: CountWords
) -> list[Amount]:
    """Return the amounts that are meant: none in an aside, and not the 12 of "5 soldiers, not 12, were killed"."""
    kept: list[Amount] = []
    for one in found:
        refused = one.first > 0 and not one.nought and tokens[one.first - 1].word in words.lists["negates"]
        if refused:
            ends = one.last < len(tokens) and tokens[one.last].word in COMMAS
            said.aside[one.first - 1 : one.last + ends] = [True] * (one.last + ends - one.first + 1)
        elif not said.aside[one.first]:
            kept.append(one)
    return kept


def _apart(found: Sequence[Candidate]) -> list[Candidate]:
    """Return candidates in order, without those that say "none" or "unknown" within the words of another one."""
    kept: list[Candidate] = []
    last: dict[str, Candidate] = {}
    for one in sorted(found, key=lambda one: (one.start, -one.end, one.value["count"] == "unknown")):
        what, before = one.value["what"], last.get(one.value["what"])
        empty = {"none", "unknown"} & {str(one.value["count"]), str(before.value["count"] if before else "")}
        if before and (one.start == before.start or (one.start < before.end and empty)):
            continue
        last[what] = one
        kept.append(one)
    return sorted(kept, key=lambda one: (one.start, one.end))


def _holds(text: Counted, pair: Pair) -> bool:
    """Tell whether a number is told of a cue at all: not where the cue is negated, nor for a rally of one."""
    negated = any(text.said.negated[at] for at in range(pair.cue.first, pair.cue.last))
    alone = pair.cue.meaning.value == "crowd" and pair.amount.number == 1
    return not alone and (pair.amount.nought or not negated)


def _negated(
    text: Counted, hits: Sequence[Hit], cues: Sequence[Hit], paired: Sequence[Pair]
) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield the tokens of what tells that there were none: "made no victims", "did not kill anyone"."""
    told = {hit.first for hit in hits if hit.meaning.role == "claims"}  # "no reports of victims" says nothing
    anyone = {hit.first for hit in hits if hit.meaning.role == "anyone"}
    numbered = {pair.cue.first for pair in paired if not pair.amount.indefinite}
    for cue in cues:
        loss = cue.meaning.side == "loss"
        lacking = text.said.negated[cue.first] or (loss and text.said.lacking[cue.first])
        if not lacking or cue.first in numbered or cue.meaning.side == "noun":
            continue
        if any(at in told for at in range(cue.first - _NOBODY, cue.first)):
            continue
        nobody = next((at for at in range(cue.last, cue.last + _NOBODY) if at in anyone), None)
        if loss or nobody is not None:
            yield (cue.first, cue.last if nobody is None else nobody + 1), cue.meaning.value


def _longest(cues: Sequence[Hit]) -> list[Hit]:
    """Return the cues of which none lies within another one of the same count; both sides of one are kept."""
    kept: list[Hit] = []
    reach: dict[str, tuple[int, int]] = {}
    for one in sorted(cues, key=lambda hit: (hit.first, -hit.last)):
        first, last = reach.get(one.meaning.value, (0, 0))
        if last < one.last:
            reach[one.meaning.value] = (one.first, one.last)
        if last < one.last or (first, last) == (one.first, one.last):
            kept.append(one)
    return kept


def _counted(told: Told, text: Counted, pair: Pair, owned: Container[int]) -> Candidate:
    """Return the candidate of a pair; two numbers joined by "and" before one cue are added."""
    tokens = text.tokens
    first, count = pair.amount.first, pair.amount.count
    amount, cue, whose = pair.amount, pair.cue, pair.whose
    joined = _joined(told, text, pair, owned)
    further = _further(text, pair, owned)
    if joined:
        first, count, whose = joined
    elif further:
        count, whose = further
    start = min(tokens[first].start, tokens[cue.first].start)
    end = max(tokens[amount.last - 1].end, tokens[cue.last - 1].end)
    people = told.text[tokens[whose[0]].start : tokens[whose[1] - 1].end] if whose[1] > whose[0] else ""
    end = max(end, tokens[whose[1] - 1].end) if whose[1] > amount.last else end
    what = cue.meaning.value
    says = f"“{told.text[tokens[cue.first].start : tokens[cue.last - 1].end]}” with {count}"
    own = [*range(first, amount.last), *range(cue.first, cue.last)]
    doubt = _doubt(text, own)
    sure = max(0.3, 0.9 - 0.06 * pair.distance - 0.3 * amount.indefinite) * _SURE[doubt[0]]
    return _candidate(told, (start, end), (what, count), (round(sure, 2), says, people), doubt)


def _joined(
    told: Told, text: Counted, pair: Pair, owned: Container[int]
) -> tuple[int, str, tuple[int, int]] | None:
    """Return the sum of "two women and a child": its first token, the sum, and the tokens of people."""
    amount, words = pair.amount, text.words
    at = text.number_from(amount.first)
    if pair.cue.first < amount.first or not amount.number or pair.whose[0] == pair.whose[1]:
        return None
    found: tuple[int, str, tuple[int, int]] | None = None
    total, links = amount, words.lists["and"]
    while at and (other := text.numbers[at - 1]).number and other.first not in owned:
        between = [one.word for one in text.tokens[other.last : total.first]]
        if len(between) < 2 or between[-1] not in links or not _named(told, text, other, total.first - 1):  # noqa: PLR2004  people and a link
            break
        total = replace(
            total, first=other.first, count=_sum(other, total), number=other.number + (total.number or 0)
        )
        found = other.first, total.count, (other.last, pair.whose[1])
        at, links = at - 1, COMMAS
    return found


def _named(told: Told, text: Counted, one: Amount, last: int) -> bool:
    """Tell whether nothing but people stand behind a number: in "40 survived and 3 were killed" a verb does."""
    words, run = text.words, text.tokens[one.last : last]
    if len(run) > PEOPLE:
        return False
    plural = words.lists["plural"] if one.number != 1 else frozenset[str]()
    several = not plural
    for token in run:
        written = told.text[token.start : token.end]
        people = token.word in words.people
        several |= people or written[0].isupper() or _ends_as(written.casefold(), plural)
        small = token.word in words.lists["stop"] and token.word not in words.lists["link"]
        barred = not token.word.isalpha() or token.word in words.lists["block"] or small
        if not people and (barred or _ends_as(written.casefold(), words.lists["verbal"])):
            return False
    return several


def _ends_as(word: str, listed: Container[str]) -> bool:
    """Tell whether a word is listed, or ends as an entry with a hyphen before it says."""
    return word in listed or any(f"-{word[at:]}" in listed for at in range(1, len(word)))


def _sum(one: Amount, other: Amount) -> str:
    """Return the sum of two amounts, "at least" where one of them is so."""
    how = next((bound for bound in (_bound(one), _bound(other)) if bound), "")
    return f"{how}{(one.number or 0) + (other.number or 0)}"


def _bound(one: Amount) -> str:
    return one.count.removesuffix(str(one.number))


def _further(text: Counted, pair: Pair, owned: Container[int]) -> tuple[str, tuple[int, int]] | None:
    """Return the sum of "killed a woman and her two children" and the tokens of people; nothing else may follow."""
    tokens, words, (first, at) = text.tokens, text.words, pair.whose
    alone = first == at and not pair.amount.indefinite  # "killed himself and six others"
    if pair.cue.first > pair.amount.first or not pair.amount.number or alone:
        return None
    total, ends = pair.amount, False
    while (
        at < len(tokens) and not ends and (tokens[at].word in COMMAS or tokens[at].word in words.lists["and"])
    ):
        begin = text.number_from(at + 1)
        other = next((one for one in text.numbers[begin : begin + 1] if one.first <= at + PEOPLE), None)
        if other is None or not other.number or other.first in owned:
            return None
        ends = tokens[at].word in words.lists["and"]
        whose = text.people(other.last, len(tokens))
        if not any(tokens[n].word in words.people | words.lists["others"] for n in range(*whose)):
            return None
        total = replace(total, count=_sum(total, other), number=(total.number or 0) + other.number)
        at = whose[1]
    after = tokens[at].word if at < len(tokens) else "."
    ends = ends and (
        not after[0].isalpha() or (after in words.lists["stop"] and after not in words.lists["aux"])
    )
    return (total.count, (first, at)) if ends else None


def _without(told: Told, text: Counted, hit: Hit) -> Candidate:
    """Return the candidate of words that tell a count by themselves: nobody, not known, two."""
    count = {"none": "none", "unclear": "unknown"}.get(hit.meaning.role, hit.meaning.value)
    what = hit.meaning.side if hit.meaning.role == "dual" else hit.meaning.value
    span = (text.tokens[hit.first].start, text.tokens[hit.last - 1].end)
    says = "the words alone tell no number" if count == "unknown" else f"“{told.text[slice(*span)]}”"
    doubt = _doubt(text, range(hit.first, hit.last))
    return _candidate(told, span, (what, count), (0.4 if count == "unknown" else 0.85, says, ""), doubt)


def _nobody(told: Told, text: Counted, run: tuple[int, int], what: str) -> Candidate:
    """Return the candidate of a negated cue: none."""
    span = (text.tokens[run[0]].start, text.tokens[run[1] - 1].end)
    return _candidate(
        told, span, (what, "none"), (0.7, f"“{told.text[slice(*span)]}” is negated", ""), _PLAIN
    )


def _doubt(text: Counted, own: Sequence[int]) -> tuple[str, tuple[int, int]]:
    """Return how certain tokens are, and where the words stand that say so."""
    certainty = text.said.least(own)
    hit = text.said.saying(own, certainty)
    return (certainty, (text.tokens[hit.first].start, text.tokens[hit.last - 1].end)) if hit else _PLAIN


def _candidate(
    told: Told,
    span: tuple[int, int],
    counted: tuple[str, str],
    about: tuple[float, str, str],
    doubt: tuple[str, tuple[int, int]],
) -> Candidate:
    """Return a candidate; the phrase of a count that is denied or the like has the words that say so."""
    (what, count), (sure, says, people), (certainty, by) = counted, about, doubt
    said = (min(span[0], by[0]), max(span[1], by[1])) if certainty else span
    phrase = told.text[slice(*said)]
    value: dict[str, Any] = {
        "what": what,
        "count": int(count) if count.isdecimal() else count,
        "phrase": phrase,
    }
    more: dict[str, Any] = {"of": " ".join(people.split())} if people else {}
    more |= {"certainty": certainty, "said": said} if certainty else {}
    label = f"{what}: {count}" + (f" ({_SAYS[certainty]})" if certainty else "")
    return Candidate(CandidateKind.COUNT, *span, value, label, sure, " ".join(says.split()), more=more)
