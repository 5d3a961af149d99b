import numpy as np
import pytest

from eventbook.datasets.matching.explain import ALIKE, levels_of
from eventbook.datasets.matching.levels import COMPARISONS, SIZES
from eventbook.datasets.matching.weights import log_odds, shipped_weights


def pattern(**levels: str) -> int:
    """Return the number of a pattern; a comparison that is not named stands on its first level."""
    code = 0
    for one, size in zip(COMPARISONS, SIZES, strict=True):
        code = code * size + one.levels.index(levels.get(one.name, one.levels[0]))
    return code


@pytest.mark.parametrize("date", ["same-day", "two-days"])
def test_the_lines_and_the_prior_add_up_to_the_log_odds_of_the_pair(date: str) -> None:
    weights, code = shipped_weights(), pattern(date=date)
    lines = levels_of(code, weights)
    total = weights.prior + sum(line.weight for line in lines)
    assert total == pytest.approx(float(log_odds(np.array([code]), weights)[0]), abs=0.001)


def test_the_heaviest_line_comes_first_and_every_comparison_has_one() -> None:
    lines = levels_of(pattern(), shipped_weights())
    assert [abs(line.weight) for line in lines] == sorted((abs(line.weight) for line in lines), reverse=True)
    assert {line.comparison for line in lines} == {ALIKE, *(one.name for one in COMPARISONS)}


def test_what_may_be_two_like_incidents_never_speaks_for_one() -> None:
    lines = {line.comparison: line.weight for line in levels_of(pattern(date="two-days"), shipped_weights())}
    assert lines[ALIKE] < 0
