"""Weights learned from the candidate pairs themselves, without anyone saying which are the same.

Expectation-maximisation over three kinds of pairs (see `weights`), on the counts of patterns.
What makes the kinds tell themselves apart: pairs of strangers fill the window evenly in time
and share sides only by accident; pairs that look alike share place and type as the same
incident does, but not its day and not its dead. So `alike` borrows what its place, type and
kinds weigh from `same`, and its counts and names from `other`. Levels stay in order (`isotonic`),
and a level that hardly any pair stands on keeps the first guess of `levels`.

Shares add up to one within a stratum of levels: how rare sides are is counted in a region where
a place is known no better, which the level of the place says already. Without strata the kinds
are drawn to whatever comparisons have in common, and the weights come out far too sure.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from eventbook.datasets.matching.columns import Floats, Ints
from eventbook.datasets.matching.comparisons import unpacked
from eventbook.datasets.matching.isotonic import in_order
from eventbook.datasets.matching.levels import COMPARISONS, RARITY, SIDES, SIZES, Comparison
from eventbook.datasets.matching.weights import LEARNED, Weights

ROUNDS = 200
SETTLED = 5e-3
"""Learning ends when no weight moves by more than this, or after so many rounds."""
SAMPLE = 300_000
"""From more pairs than this, every so-manieth in order of patterns is learned from: more teach no more."""
TRUST = 1e-4
"""The share of all pairs that the first guess counts as."""
FREE = ("date", "sides", "wording", "names")
"""What look-alikes may have of their own."""
SHARED = ("place", "type", "kinds")
"""What look-alikes have as the same incident has it; all else they have as strangers have it."""
ABSENT = -6.0
"""The log-odds of a pair that was never a candidate, and the least that any pair weighs."""
_STARTS = np.concatenate(([0], np.cumsum(SIZES)))[:-1]


@dataclass(frozen=True, slots=True)
class _Seen:
    """The patterns that occur: how often, their level codes, and a one for every level that each is on."""

    number: Floats
    codes: list[Ints]
    marks: csr_array


def learn(patterns: Ints, number: Ints, most: float, note: str) -> Weights:
    """Return the weights that explain best how often each pattern occurs. `note` says what they rest on.

    No more than `most` pairs are believed to be of the same incident. Where the same people fight at the same
    place every day, nearly all candidate pairs look alike, and without a bound the likeliest account of them is
    that all are one.
    """
    seen, bound = _sampled(patterns, number), most / max(int(number.sum()), 1)
    priors, ratios = _maximise(seen, _first(seen), bound)
    for _ in range(ROUNDS):
        before = ratios
        priors, ratios = _maximise(seen, _expect(seen, priors, ratios), bound)
        if np.abs(ratios - before).max() < SETTLED:
            break
    rows = iter(np.round(ratios, 3).tolist())
    return Weights(
        version=LEARNED,
        learned=note,
        prior=round(float(priors[0]), 3),
        alike=round(float(priors[1]), 3),
        absent=ABSENT,
        levels={one.name: {level: tuple(next(rows)) for level in one.levels} for one in COMPARISONS},
    )


def _sampled(patterns: Ints, number: Ints) -> _Seen:
    """Return the patterns and how often each occurs, thinned out where there are many pairs."""
    step = max(1, -(-int(number.sum()) // SAMPLE))
    order = np.argsort(patterns, kind="stable")
    taken = np.diff(np.cumsum(number[order]) // step, prepend=0)
    patterns, taken = patterns[order][taken > 0], taken[taken > 0]
    codes = unpacked(patterns)
    levels = np.column_stack([code + start for code, start in zip(codes, _STARTS, strict=True)])
    ones = np.ones(levels.size)
    ends = np.arange(len(patterns) + 1) * len(SIZES)
    marks = csr_array((ones, levels.ravel(), ends), shape=(len(patterns), sum(SIZES)))
    return _Seen(taken.astype(np.float64), codes, marks)


def _first(seen: _Seen) -> Floats:
    """Return the share of each kind in every pattern that one would guess."""
    guess = seen.marks @ np.concatenate([one.guess for one in COMPARISONS]) - 3.0
    same = 1 / (1 + np.exp(-guess))
    at = {one.name: codes for one, codes in zip(COMPARISONS, seen.codes, strict=True)}
    fit = at["sides"] // len(RARITY) % len(SIDES)
    agreed = np.isin(fit, [SIDES.index("both"), SIDES.index("generic")])
    alike = np.where(agreed & (at["date"] > 0), 0.3, 0.02) * (1 - same)
    return np.column_stack((same, alike, 1 - same - alike))


def _maximise(seen: _Seen, kinds: Floats, bound: float) -> tuple[Floats, Floats]:
    """Return the logs of the kinds' shares and the weights of all levels that fit the kinds best.

    No more than the share `bound` of all pairs is taken for the same incident.
    """
    mass = seen.number[:, None] * kinds
    share = mass.sum(axis=0) / seen.number.sum()
    same = min(share[0], bound)
    share = np.maximum(np.append(same, share[1:] * (1 - same) / max(1 - share[0], 1e-9)), 1e-9)
    priors = np.array([np.log(share[0] / share[2]), np.log(share[0] / share[1])])
    counts = np.split(seen.marks.T @ mass, _STARTS[1:])
    return priors, np.vstack([_ratio(one, count) for one, count in zip(COMPARISONS, counts, strict=True)])


def _ratio(one: Comparison, count: Floats) -> Floats:
    """Return a comparison's weights from how many pairs of each kind stand on its levels."""
    size, strata = len(one.levels), np.array(one.strata)
    share = count / np.maximum(_summed(count, strata), 1e-9)
    guessed = TRUST / size * np.exp(np.array(one.guess))
    other = share[:, 2] + TRUST / size
    same = share[:, 0] + guessed
    against_other = in_order(np.log(same / other), count[:, 0] + count[:, 2] + 1.0, one.chains)
    if one.name in SHARED:
        return np.column_stack((against_other, np.zeros(size)))
    if one.name not in FREE:
        return np.column_stack((against_other, against_other))
    alike = share[:, 1] + TRUST / size
    against_alike = in_order(np.log(same / alike), count[:, 0] + count[:, 1] + 1.0, one.chains)
    return np.column_stack((against_other, against_alike))


def _summed(table: Floats, strata: Ints) -> Floats:
    """Return for each row the sum of all rows of its stratum."""
    sums = np.stack([table[strata == number].sum(axis=0) for number in range(int(strata.max()) + 1)])
    return np.asarray(sums[strata])


def _expect(seen: _Seen, priors: Floats, ratios: Floats) -> Floats:
    """Return how likely each pattern is of each kind."""
    against = seen.marks @ ratios + priors
    # Relative to `same`, the other two kinds weigh what they are ahead of it. Kinds are rows here: sums over
    # three columns take numpy ten times as long.
    ahead = np.stack((np.zeros(len(against)), -against[:, 1], -against[:, 0]))
    ahead -= ahead.max(axis=0)
    likely = np.exp(ahead)
    return np.ascontiguousarray((likely / likely.sum(axis=0)).T)
