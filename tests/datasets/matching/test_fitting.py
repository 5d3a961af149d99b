"""The shipped weights fitted to a dataset of few pairs: `fitting.py`."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.special import expit

from eventbook.datasets.matching import fitting
from eventbook.datasets.matching.decoys import Decoys
from eventbook.datasets.matching.fitting import BURSTS, HALF, MOST_OF_ONE, fitted
from eventbook.datasets.matching.levels import COMPARISONS, SIZES
from eventbook.datasets.matching.weights import Weights, log_odds, shipped_weights

SHIPPED = shipped_weights()
NONE = Decoys(np.empty(0, dtype=np.int64), np.empty(0))


def pattern(**levels: str) -> int:
    """Return the pattern of a pair: `unknown`, or the furthest level, where nothing is said."""
    code = 0
    for one, size in zip(COMPARISONS, SIZES, strict=True):
        code = code * size + one.levels.index(levels.get(one.name, one.levels[-1]))
    return code


SURE = pattern(
    date="same-day",
    place="same-place",
    type="same",
    sides="both 1/16",
    count="equal-some",
    source="different",
)
DOUBTED = pattern(
    date="one-day",
    place="same-place",
    type="same-common",
    sides="both 1/2",
    count="equal-few",
    source="different",
)
FAR = pattern(
    date="three-days", place="near", type="different", sides="neither 1", count="far", source="different"
)


def seen(sure: int, doubted: int, far: int) -> tuple[np.ndarray, np.ndarray]:
    patterns = np.array([SURE, DOUBTED, FAR], dtype=np.int64)
    order = np.argsort(patterns)
    return patterns[order], np.array([sure, doubted, far], dtype=np.int64)[order]


def claimed(weights: Weights, pairs: tuple[np.ndarray, np.ndarray]) -> float:
    return float(pairs[1] @ expit(log_odds(pairs[0], weights)))


def none() -> Decoys:
    pytest.fail("the decoys were asked for")


def like(pairs: tuple[np.ndarray, np.ndarray], times: float) -> Decoys:
    return Decoys(pairs[0], pairs[1] * times)


def test_weights_that_claim_no_more_than_a_pair_for_each_report_stay() -> None:
    assert fitted(SHIPPED, seen(40, 40, 500), 100, none) == SHIPPED


def test_incidents_that_many_reports_tell_are_no_reason_to_hold_back() -> None:
    assert fitted(SHIPPED, seen(300, 20, 100), 100, lambda: NONE) == SHIPPED


def test_what_is_claimed_of_decoys_is_not_believed_of_pairs() -> None:
    pairs = seen(100, 900, 500)
    far = like(pairs, 0.2)
    found = fitted(SHIPPED, pairs, 100, lambda: far)
    assert found.version == SHIPPED.version
    assert found.levels == SHIPPED.levels
    assert found.learned.startswith(f"{SHIPPED.learned}; held to ")
    rest = claimed(SHIPPED, pairs) - BURSTS * claimed(SHIPPED, (far.patterns, far.number))
    assert claimed(found, pairs) == pytest.approx(rest, rel=0.01)
    assert found.prior < SHIPPED.prior
    assert found.prior - SHIPPED.prior == pytest.approx(found.alike - SHIPPED.alike)


def test_one_pair_for_each_report_is_always_believed() -> None:
    pairs = seen(100, 900, 500)
    found = fitted(SHIPPED, pairs, 400, lambda: like(pairs, 1.0))
    assert claimed(found, pairs) == pytest.approx(400, rel=0.01)


def test_many_pairs_move_the_weights_towards_what_they_teach() -> None:
    few, many = (
        fitted(SHIPPED, seen(*(part * times for part in (8, 2, 90))), 20 * times, lambda: NONE)
        for times in (30, 200)
    )
    assert "20000 candidate pairs" in many.learned
    assert SHIPPED.learned in many.learned
    moved = [abs(one.prior - SHIPPED.prior) for one in (few, many)]
    assert 0 < moved[0] < moved[1]
    assert HALF == 20_000


def test_what_is_learned_counts_for_so_much_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "HALF", 0)
    found = fitted(SHIPPED, seen(1000, 10, 99_000), 2000, lambda: NONE)
    assert (
        max(weight for table in found.levels.values() for pair in table.values() for weight in pair)
        == MOST_OF_ONE
    )


def test_closer_is_never_worse_in_fitted_weights() -> None:
    dice = np.random.default_rng(5)
    codes = np.stack([dice.integers(0, size, 4000) for size in SIZES])
    code = np.zeros(4000, dtype=np.int64)
    for size, row in zip(SIZES, codes, strict=True):
        code = code * size + row
    patterns, number = np.unique(code, return_counts=True)
    found = fitted(SHIPPED, (patterns, number), 50, lambda: NONE)
    for one in COMPARISONS:
        for chain in one.chains:
            for closer, further in pairwise(chain):
                assert (found.of(one.name)[closer] >= found.of(one.name)[further]).all()
