from itertools import pairwise

import numpy as np
import pytest

from eventbook.datasets.matching.columns import Bools, Ints
from eventbook.datasets.matching.levels import COMPARISONS, SIZES
from eventbook.datasets.matching.tuning import LEAST, tuned
from eventbook.datasets.matching.weights import LEARNED, Weights, log_odds, shipped_weights


def judged(number: int) -> tuple[Ints, Bools]:
    """Return patterns and verdicts: people find that equal deaths say all, and the day says nothing."""
    dice = np.random.default_rng(4)
    codes = [np.full(number, size - 1) for size in SIZES]
    names = [one.name for one in COMPARISONS]
    equal = dice.random(number) < 0.5
    codes[names.index("count")] = np.where(equal, 1, 6)
    codes[names.index("date")] = dice.integers(0, 4, number)
    codes[names.index("place")] = np.zeros(number, dtype=np.int64)
    codes[names.index("sides")] = np.zeros(number, dtype=np.int64)
    code = np.zeros(number, dtype=np.int64)
    for size, level in zip(SIZES, codes, strict=True):
        code = code * size + level
    return code, equal


def test_weights_move_towards_what_people_say() -> None:
    patterns, equal = judged(400)

    def gap(weights: Weights) -> float:
        odds = log_odds(patterns, weights)
        return float(odds[equal].mean() - odds[~equal].mean())

    shipped = shipped_weights()
    found = tuned(shipped, patterns, equal)
    assert gap(tuned(shipped, patterns, ~equal)) < gap(shipped) < gap(found)
    assert found.version == LEARNED
    assert found.learned.endswith("; improved by 400 judgements")


def test_how_many_of_the_asked_are_the_same_says_nothing_of_others() -> None:
    patterns, _ = judged(400)
    shipped = shipped_weights()
    for verdict in (True, False):
        found = tuned(shipped, patterns, np.full(len(patterns), verdict))
        assert (found.prior, found.alike) == (shipped.prior, shipped.alike)
        assert np.abs(log_odds(patterns, found) - log_odds(patterns, shipped)).max() < 1


def test_weights_learned_from_the_reports_move_less() -> None:
    patterns, equal = judged(400)
    shipped = shipped_weights()
    learned = shipped.model_copy(update={"version": LEARNED})

    def moved(weights: Weights) -> float:
        change = log_odds(patterns, tuned(weights, patterns, ~equal)) - log_odds(patterns, weights)
        return float(np.abs(change).max())

    assert moved(learned) < moved(shipped)


def test_a_few_words_change_nothing() -> None:
    patterns, same = judged(LEAST - 1)
    assert tuned(shipped_weights(), patterns, same) == shipped_weights()


@pytest.mark.parametrize("number", [LEAST, 400])
def test_closer_is_still_never_worse(number: int) -> None:
    patterns, same = judged(number)
    found = tuned(shipped_weights(), patterns, ~same)
    for one in COMPARISONS:
        table = found.of(one.name)
        for chain in one.chains:
            assert all((table[closer] >= table[further]).all() for closer, further in pairwise(chain))


def test_a_level_that_nobody_judged_keeps_its_weight() -> None:
    patterns, same = judged(400)
    before, after = shipped_weights().levels["type"], tuned(shipped_weights(), patterns, same).levels["type"]
    assert after["same-rare"][0] == before["same-rare"][0]
