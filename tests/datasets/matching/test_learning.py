"""Weights are learned on a small made-up set whose truth is known, without looking at the truth."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.special import expit

from eventbook.datasets.matching.columns import Ints
from eventbook.datasets.matching.comparisons import unpacked
from eventbook.datasets.matching.learning import learn
from eventbook.datasets.matching.levels import COMPARISONS, SIZES
from eventbook.datasets.matching.weights import Weights, log_odds

NAMES = [one.name for one in COMPARISONS]
# How often each level of these comparisons is seen for: the same incident, a look-alike, strangers.
KINDS = {
    "date": {
        "same-day": (60, 5, 14),
        "one-day": (35, 45, 28),
        "two-days": (4, 40, 28),
        "three-days": (1, 10, 30),
    },
    "place": {"close": (80, 80, 3), "near": (20, 20, 12), "neighbouring": (0, 0, 85)},
    "type": {"same": (88, 88, 15), "different": (12, 12, 85)},
    "sides": {"both 1/16": (65, 65, 1), "one-and-open 1/16": (30, 30, 4), "neither 1/16": (5, 5, 95)},
    "count": {"equal-some": (55, 8, 8), "far": (45, 92, 92)},
}
SHARE = (0.2, 0.1, 0.7)


def drawn(size: int = 40_000, share: tuple[float, ...] = SHARE) -> tuple[Ints, Ints]:
    """Return the patterns of so many pairs, and the kind of each."""
    dice = np.random.default_rng(5)
    kind = dice.choice(3, size, p=share)
    code = np.zeros(size, dtype=np.int64)
    for one, width in zip(COMPARISONS, SIZES, strict=True):
        levels = KINDS.get(one.name, {one.levels[-1]: (1, 1, 1)})
        table = np.array([*levels.values()], dtype=np.float64).T
        chosen = np.array([one.levels.index(level) for level in levels])
        steps = np.cumsum(table / table.sum(axis=1, keepdims=True), axis=1)[kind]
        code = code * width + chosen[(dice.random(size)[:, None] > steps).sum(axis=1)]
    return code, kind


@pytest.fixture(scope="module")
def learned() -> tuple[Weights, Ints, Ints]:
    """Return weights, and the patterns and kinds they were learned from; the kinds were not shown."""
    code, kind = drawn()
    return learn(*np.unique(code, return_counts=True), 10_000, "a test"), code, kind


def test_the_same_incidents_are_found_without_being_told_which_they_are(
    learned: tuple[Weights, Ints, Ints],
) -> None:
    weights, code, kind = learned
    likely = log_odds(code, weights) > 0
    assert (kind[likely] == 0).mean() > 0.85
    assert likely[kind == 0].mean() > 0.75


def test_closer_is_never_worse(learned: tuple[Weights, Ints, Ints]) -> None:
    for one in COMPARISONS:
        table = learned[0].of(one.name)
        for chain in one.chains:
            for closer, further in pairwise(chain):
                assert (table[closer] >= table[further]).all(), (one.name, one.levels[closer])


def test_a_share_of_sides_says_more_against_strangers_than_against_look_alikes(
    learned: tuple[Weights, Ints, Ints],
) -> None:
    against_strangers, against_alikes = learned[0].levels["sides"]["both 1/16"]
    assert against_strangers > against_alikes + 1


def test_learning_again_gives_the_same_bytes(learned: tuple[Weights, Ints, Ints]) -> None:
    weights, code, _ = learned
    again = learn(
        *np.unique(np.random.default_rng(2).permutation(code), return_counts=True), 10_000, "a test"
    )
    assert again.as_toml() == weights.as_toml()


def test_a_level_that_no_pair_stands_on_keeps_the_order_of_the_first_guess(
    learned: tuple[Weights, Ints, Ints],
) -> None:
    wording = learned[0].of("wording")[:, 0]
    assert wording[0] > wording[1] > wording[2] > wording[3]


def test_every_pattern_names_a_level_of_every_comparison() -> None:
    codes = unpacked(drawn(100)[0])
    assert [len(codes), *(bool((code < size).all()) for code, size in zip(codes, SIZES, strict=True))] == [
        len(NAMES), *[True] * len(NAMES)
    ]  # fmt: skip


def test_where_nearly_all_pairs_look_alike_no_more_are_taken_for_the_same_than_reports_have() -> None:
    code, kind = drawn(share=(0.02, 0.9, 0.08))
    table = np.unique(code, return_counts=True)
    expected = [
        float(expit(log_odds(code, learn(*table, reports, "a test"))).sum()) for reports in (1_000, 40_000)
    ]
    true = int((kind == 0).sum())
    assert expected[0] < 3 * true < expected[1]
