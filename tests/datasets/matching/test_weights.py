from itertools import pairwise

import numpy as np
import pytest

from eventbook.datasets.matching.levels import COMPARISONS, SIZES
from eventbook.datasets.matching.weights import (
    LEARNED,
    log_odds,
    pinned_weights,
    probability_of,
    read_weights,
    saved_weights,
    shipped_weights,
    sums,
)


def pattern(**levels: str) -> int:
    """Return the number of a pattern; a comparison that is not named stands on its last level."""
    code = 0
    for one, size in zip(COMPARISONS, SIZES, strict=True):
        code = code * size + one.levels.index(levels.get(one.name, one.levels[-1]))
    return code


def test_the_weights_of_a_pair_add_up() -> None:
    weights = shipped_weights()
    found = sums(np.array([pattern(date="same-day")]), weights)[0]
    chosen = {one.name: one.levels[-1] for one in COMPARISONS} | {"date": "same-day"}
    for column, start in enumerate((weights.prior, weights.alike)):
        by_hand = start + sum(weights.levels[name][level][column] for name, level in chosen.items())
        assert found[column] == pytest.approx(by_hand)


def test_a_pair_is_no_likelier_than_either_other_explanation_allows() -> None:
    patterns = np.array([pattern(), pattern(date="same-day", count="equal-many", sides="both 1/16")])
    weights = shipped_weights()
    assert (log_odds(patterns, weights) <= sums(patterns, weights).min(axis=1)).all()


@pytest.mark.parametrize("comparison", COMPARISONS, ids=lambda one: one.name)
def test_closer_is_never_worse_in_the_shipped_weights(comparison: object) -> None:
    one = next(known for known in COMPARISONS if known is comparison)
    table = shipped_weights().of(one.name)
    for chain in one.chains:
        for closer, further in pairwise(chain):
            assert (table[closer] >= table[further]).all()


def test_the_file_says_all_of_the_weights_and_where_they_come_from() -> None:
    weights = shipped_weights()
    assert read_weights(weights.as_toml()) == weights
    assert "made-up reports" in weights.learned


def test_only_weights_learned_from_many_pairs_are_reused_from_a_release() -> None:
    shipped = shipped_weights()
    learned = shipped.model_copy(update={"version": LEARNED, "learned": "learned from 30000 candidate pairs"})
    assert pinned_weights(learned.model_dump(mode="json")) == learned
    assert pinned_weights(shipped.model_dump(mode="json")) is None
    assert pinned_weights({"version": "2026.11", "prior": -3.0}) is None


def test_weights_that_judgements_moved_are_read_but_not_handed_on() -> None:
    judged = shipped_weights().model_copy(update={"version": LEARNED})
    assert saved_weights(judged.model_dump(mode="json")) == judged
    assert pinned_weights(judged.model_dump(mode="json")) is None
    fitted = shipped_weights().model_copy(update={"prior": -4.0})
    assert saved_weights(fitted.model_dump(mode="json")) == fitted
    assert pinned_weights(fitted.model_dump(mode="json")) is None
    assert saved_weights({**fitted.model_dump(mode="json"), "version": "2026.11"}) is None


def test_limited_weights_have_no_level_above_the_limit_and_stay_in_order() -> None:
    limited = shipped_weights().limited(2.0)
    for one in COMPARISONS:
        table = limited.of(one.name)
        assert (table <= 2.0).all()
        assert (table == np.minimum(shipped_weights().of(one.name), 2.0)).all()


def test_log_odds_are_probabilities() -> None:
    assert probability_of(0.0) == 0.5
    assert probability_of(4.59512) == pytest.approx(0.99)
