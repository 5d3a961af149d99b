"""Weights learned from the candidate pairs themselves, without anyone saying which are the same.

Expectation-maximisation over three kinds of pairs (see `weights`), on the counts of patterns.
What makes the kinds tell themselves apart: pairs of strangers fill the window evenly in time
and share sides only by accident; pairs that look alike share sides and place as the same
incident does, but not its day and not its dead. So `alike` borrows its place weights from
`same` and its counts and wording from `other`. Levels stay in order (`isotonic`), and a level
that hardly any pair stands on keeps the first guess of `levels`.
"""

from dataclasses import dataclass

import numpy as np

from eventbook.datasets.matching.columns import Floats, Ints
from eventbook.datasets.matching.comparisons import unpacked
from eventbook.datasets.matching.isotonic import in_order
from eventbook.datasets.matching.levels import COMPARISONS, RARITY, SIDES, Comparison
from eventbook.datasets.matching.weights import LEARNED, Weights

ROUNDS = 200
SETTLED = 1e-3
"""Learning ends when no weight moves by more than this, or after so many rounds."""
TRUST = 1e-4
"""The share of all pairs that the first guess counts as."""
FREE = ("date", "type", "sides", "wording")
"""What look-alikes may have of their own."""
SHARED = ("place",)
"""What look-alikes have as the same incident has it; all else they have as strangers have it."""
ABSENT = -6.0
"""The log-odds of a pair that was never a candidate, and the least that any pair weighs."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """The patterns that occur: how often, and their level codes."""

    number: Floats
    codes: list[Ints]


def learn(patterns: Ints, number: Ints, note: str) -> Weights:
    """Return the weights that explain best how often each pattern occurs. `note` says what they rest on."""
    seen = _Seen(number.astype(np.float64), unpacked(patterns))
    priors, ratios = _maximise(seen, _first(seen))
    for _ in range(ROUNDS):
        before = np.concatenate(ratios)
        priors, ratios = _maximise(seen, _expect(seen, priors, ratios))
        if np.abs(np.concatenate(ratios) - before).max() < SETTLED:
            break
    levels = {
        one.name: {
            level: (round(float(row[0]), 3), round(float(row[1]), 3))
            for level, row in zip(one.levels, ratio, strict=True)
        }
        for one, ratio in zip(COMPARISONS, ratios, strict=True)
    }
    return Weights(
        version=LEARNED,
        learned=note,
        prior=round(float(priors[0]), 3),
        alike=round(float(priors[1]), 3),
        absent=ABSENT,
        levels=levels,
    )


def _first(seen: _Seen) -> Floats:
    """Return the share of each kind in every pattern that one would guess."""
    guess = np.full(len(seen.number), -3.0)
    for one, codes in zip(COMPARISONS, seen.codes, strict=True):
        guess += np.array(one.guess)[codes]
    same = 1 / (1 + np.exp(-guess))
    place = {one.name: codes for one, codes in zip(COMPARISONS, seen.codes, strict=True)}
    agreed = np.isin(place["sides"] // len(RARITY), [SIDES.index("both"), SIDES.index("generic")])
    alike = np.where(agreed & (place["date"] > 0), 0.3, 0.02) * (1 - same)
    return np.column_stack((same, alike, 1 - same - alike))


def _maximise(seen: _Seen, kinds: Floats) -> tuple[Floats, list[Floats]]:
    """Return the logs of the kinds' shares and the weights of all levels that fit the kinds best."""
    mass = seen.number[:, None] * kinds
    share = np.maximum(mass.sum(axis=0), 1e-9)
    priors = np.array([np.log(share[0] / share[2]), np.log(share[0] / share[1])])
    ratios = [_ratio(one, codes, mass) for one, codes in zip(COMPARISONS, seen.codes, strict=True)]
    return priors, ratios


def _ratio(one: Comparison, codes: Ints, mass: Floats) -> Floats:
    size = len(one.levels)
    count = np.column_stack([np.bincount(codes, mass[:, kind], size) for kind in range(3)])
    whole = np.maximum(count.sum(axis=0), 1e-9)
    other = (count[:, 2] / whole[2] + TRUST / size) / (1 + TRUST)
    guessed = np.exp(np.array(one.guess)) / np.exp(np.array(one.guess)).sum()
    same = (count[:, 0] / whole[0] + TRUST * guessed) / (1 + TRUST)
    trust: Floats = np.asarray(count[:, 0] + count[:, 2] + 1.0, dtype=np.float64)
    against_other = in_order(np.log(same / other), trust, one.chains)
    if one.name in SHARED:
        return np.column_stack((against_other, np.zeros(size)))
    if one.name not in FREE:
        return np.column_stack((against_other, against_other))
    alike = (count[:, 1] / whole[1] + TRUST * guessed) / (1 + TRUST)
    trust = np.asarray(count[:, 0] + count[:, 1] + 1.0, dtype=np.float64)
    return np.column_stack((against_other, in_order(np.log(same / alike), trust, one.chains)))


def _expect(seen: _Seen, priors: Floats, ratios: list[Floats]) -> Floats:
    """Return how likely each pattern is of each kind."""
    against = np.tile(priors, (len(seen.number), 1))
    for ratio, codes in zip(ratios, seen.codes, strict=True):
        against += ratio[codes]
    # Relative to `same`, the other two kinds weigh what they are ahead of it.
    ahead = np.column_stack((np.zeros(len(against)), -against[:, 1], -against[:, 0]))
    ahead -= ahead.max(axis=1, keepdims=True)
    likely = np.exp(ahead)
    return np.asarray(likely / likely.sum(axis=1, keepdims=True))
