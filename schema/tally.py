"""From claims to one low, best and high: the named rules by which differing counts are settled.

A voice is whoever speaks: a ministry, a hospital, or the outlet (a wire agency for its copies)
where nobody is named. A voice counts once, with its latest word; "at least" bounds only from
below; unknown adds nothing. None of this depends on the order in which claims arrive.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from eventbook.schema.codebook_parts import CountMerge
from eventbook.schema.counts import Amount, CountedGroup, Counting

FRESH = timedelta(days=1)
"""A claim this much older than the newest is still a rival of it; an older one has been overtaken."""
UNKNOWN = Amount()
"""What is known where nobody counts."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One claim, with the voice it came from and the day it was true as of."""

    voice: str
    day: date
    amount: Amount
    kind: Counting = Counting.CUMULATIVE
    of: CountedGroup | None = None


def settle(claims: Iterable[Spoken], how: CountMerge) -> Amount:
    """Return the one amount of many claims about one count; unknown where nothing is known."""
    known = [claim for claim in claims if claim.amount.known]
    if len(known) < 2:  # noqa: PLR2004  most counts are told once or not at all
        return _alone(known[0].amount) if known else UNKNOWN
    latest = [claim for voice in sorted({claim.voice for claim in known}) for claim in _latest(known, voice)]
    if not latest:
        return UNKNOWN
    rivals = latest
    if how is CountMerge.NEWEST_LOWEST:
        newest = max(claim.day for claim in latest)
        rivals = [claim for claim in latest if newest - claim.day <= FRESH]
    best = _best([claim.amount for claim in rivals], how)
    low = _lowest([claim.amount for claim in rivals])
    is_open = any(claim.amount.high_open for claim in latest)
    high = None if is_open else _highest([claim.amount for claim in latest])
    return Amount(low=low, best=best, high=high, high_open=is_open)


def _alone(amount: Amount) -> Amount:
    """Return what is settled where one claim is all there is."""
    low, high = _lowest([amount]), None if amount.high_open else _highest([amount])
    if (low, high) == (amount.low, amount.high):
        return amount
    return Amount(low=low, best=amount.best, high=high, high_open=amount.high_open)


def _best(amounts: Sequence[Amount], how: CountMerge) -> int | None:
    """Return the lowest (or highest) credible figure: one that no "at least" contradicts, if there is one."""
    floors = [amount.best for amount in amounts if _only_floor(amount) and amount.best is not None]
    exact = [amount.best for amount in amounts if not _only_floor(amount) and amount.best is not None]
    if not exact:
        return max(floors, default=None)
    if how is CountMerge.HIGHEST:
        return max(exact + floors)
    return min([best for best in exact if best >= max(floors, default=0)] or exact)


def _only_floor(amount: Amount) -> bool:
    return amount.high_open and amount.low == amount.best


def _lowest(amounts: Sequence[Amount]) -> int | None:
    """Return the lowest figure that anyone names, or None where nobody bounds the count from below."""
    if all(amount.low is None for amount in amounts):
        return None
    return min(bound for amount in amounts for bound in (amount.low, amount.best) if bound is not None)


def _highest(amounts: Sequence[Amount]) -> int | None:
    """Return the highest figure that anyone names, or None where nobody bounds the count from above."""
    if all(amount.high is None for amount in amounts):
        return None
    bounds = (bound for amount in amounts for bound in (amount.low, amount.best, amount.high))
    return max(bound for bound in bounds if bound is not None)


def _latest(claims: Sequence[Spoken], voice: str) -> list[Spoken]:
    """Return a voice's last word: its latest total plus what it added since, as at most one claim.

    A group it counts ("five of them civilians") is a part of its total and never replaces it;
    where it gives no total, the latest counts of its groups are summed.
    """
    mine = [claim for claim in claims if claim.voice == voice]
    total: Amount | None = None
    groups: dict[CountedGroup, Amount] = {}
    more: Amount | None = None
    for day in sorted({claim.day for claim in mine}):
        said = [claim for claim in mine if claim.day == day]
        whole, parts = _said([claim for claim in said if claim.kind is Counting.CUMULATIVE])
        new, new_parts = _said([claim for claim in said if claim.kind is Counting.NEW])
        groups |= parts
        total = whole or total
        if new is None and total is None:
            groups |= {group: _sum([groups.get(group), part]) or part for group, part in new_parts.items()}
        elif total is None:
            more = _sum([more, new])
        else:
            total = _sum([total, new or _sum(new_parts.values())])
    last = max((claim.day for claim in mine), default=date.min)
    amount = total or _sum([*groups.values(), more])
    return [] if amount is None else [Spoken(voice, last, amount)]


def _said(claims: Sequence[Spoken]) -> tuple[Amount | None, dict[CountedGroup, Amount]]:
    """Return the total that a voice gave on one day, and what it gave for each group."""
    totals = [claim.amount for claim in claims if claim.of is None]
    groups = sorted({claim.of for claim in claims if claim.of is not None})
    parts = {group: _spread([claim.amount for claim in claims if claim.of is group]) for group in groups}
    return _spread(totals) if totals else None, parts


def _sum(amounts: Iterable[Amount | None]) -> Amount | None:
    """Return the sum of the amounts that there are, or None where there is none."""
    whole: Amount | None = None
    for amount in amounts:
        if amount is not None:
            whole = amount if whole is None else whole + amount
    return whole


def _spread(amounts: Sequence[Amount]) -> Amount:
    """Return one amount that spans several said by one voice on one day; the lowest is best."""
    bests = [amount.best for amount in amounts if amount.best is not None]
    is_open = any(amount.high_open for amount in amounts)
    if len(set(amounts)) == 1:
        return amounts[0]
    return Amount(
        low=_lowest(amounts),
        best=min(bests, default=None),
        high=None if is_open else _highest(amounts),
        high_open=is_open,
    )
