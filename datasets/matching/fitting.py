"""The weights of a dataset that has too few pairs to learn its own: the shipped ones, fitted to it.

The shipped weights come from a made-up world in which little happens twice. They are fitted in two ways. The more
pairs a dataset has, the nearer they move to what its pairs teach. And the prior is lowered until the weights claim
no more pairs of the same incident than there can be. That is one for each report, as where weights are learned; or
more, where very many reports tell of an incident: as many as the weights claim, less what they claim of pairs that
cannot be the same (`decoys`). A prior moves all pairs alike, so closer is still never worse.
"""

from collections.abc import Callable

from scipy.special import expit

from eventbook.datasets.matching.columns import Floats, Ints
from eventbook.datasets.matching.decoys import Decoys
from eventbook.datasets.matching.learning import learn
from eventbook.datasets.matching.weights import Weights, log_odds

MOST_OF_ONE = 5.0
"""The most that a learned level counts for: it may rest on a handful of pairs, and none is sure beyond 150 to one."""
LEAST = 2_000
"""From so many candidate pairs on, what they teach is heard."""
HALF = 20_000
"""At so many candidate pairs, what they teach counts for as much as the shipped weights."""
BURSTS = 1.5
"""How many times as many pairs look alike within days of each other as a week apart, since fights come in bursts.

This, and the numbers of pairs above, were chosen on the years of real events that docs/matching.md names.
"""
_STEPS = 40
_FURTHEST = 20.0


def fitted(shipped: Weights, seen: tuple[Ints, Ints], reports: int, look: Callable[[], Decoys]) -> Weights:
    """Return the shipped weights fitted to the patterns of the candidate pairs of so many reports.

    `look` finds the decoys; they are not asked for where the weights claim no more than there can be.
    """
    patterns, number = seen
    pairs, weights, most = int(number.sum()), shipped, float(reports)
    claimed = _claimed(shipped, patterns, number)
    if claimed > most:
        far = look()
        most = max(most, claimed - BURSTS * _claimed(shipped, far.patterns, far.number))
    if pairs >= LEAST:
        own = learn(patterns, number, most, "").limited(MOST_OF_ONE)
        note = f"{shipped.learned}; fitted to {pairs} candidate pairs"
        weights = _between(shipped, own, pairs / (pairs + HALF)).model_copy(update={"learned": note})
    return _held(weights, patterns, number, most)


def _claimed(weights: Weights, patterns: Ints, number: Ints | Floats, lower: float = 0.0) -> float:
    """Return how many of the pairs are of the same incident by the weights."""
    return float(number @ expit(log_odds(patterns, weights) - lower))


def _between(one: Weights, other: Weights, share: float) -> Weights:
    """Return weights that lie by so large a share of the way from one to the other."""

    def mixed(start: float, end: float) -> float:
        return round((1 - share) * start + share * end, 3)

    levels = {
        name: {
            level: (
                mixed(pair[0], other.levels[name][level][0]),
                mixed(pair[1], other.levels[name][level][1]),
            )
            for level, pair in table.items()
        }
        for name, table in one.levels.items()
    }
    priors = {"prior": mixed(one.prior, other.prior), "alike": mixed(one.alike, other.alike)}
    return one.model_copy(update={**priors, "levels": levels})


def _held(weights: Weights, patterns: Ints, number: Ints, most: float) -> Weights:
    """Return the weights with the prior lowered as far as they claim more than so many pairs."""
    if _claimed(weights, patterns, number) <= most:
        return weights
    low, high = 0.0, _FURTHEST
    for _ in range(_STEPS):
        middle = (low + high) / 2
        too_much = _claimed(weights, patterns, number, middle) > most
        low, high = (middle, high) if too_much else (low, middle)
    lower = {"prior": round(weights.prior - high, 3), "alike": round(weights.alike - high, 3)}
    note = f"{weights.learned}; held to {round(most)} pairs of one incident"
    return weights.model_copy(update={**lower, "learned": note})
