import numpy as np
import pytest

from eventbook.datasets.matching.diagnostics import diagnosed, judged_shares
from eventbook.datasets.matching.incidents import Edges
from eventbook.datasets.matching.missed import Missed

NONE = Missed(0, 0, 0.0)


def test_every_pair_and_every_report_is_counted_once() -> None:
    edges = Edges(np.array([0, 1, 3]), np.array([1, 2, 4]), np.array([5.0, -0.5, 2.0]))
    found = diagnosed(np.array([0, 0, 2, 3, 3]), edges, 10, NONE, (None, None))
    assert sum(found.weighed.values()) == found.pairs == 10
    assert sum(size * times for size, times in found.sizes.items()) == found.reports == 5
    assert (found.merged, found.grey) == (2, 2)
    assert 0.9 < found.precision < 1


@pytest.mark.parametrize(("right", "low", "high"), [(0, 0.0, 0.278), (5, 0.237, 0.763), (10, 0.722, 1.0)])
def test_a_share_has_the_interval_of_wilson(right: int, low: float, high: float) -> None:
    precision, _ = judged_shares(np.full(10, 5.0), np.arange(10) < right, 4.0)
    assert precision is not None
    assert precision.low == pytest.approx(low, abs=1e-3)
    assert precision.high == pytest.approx(high, abs=1e-3)


def test_nothing_judged_gives_no_share() -> None:
    assert judged_shares(np.empty(0), np.empty(0, dtype=np.bool_), 0.0) == (None, None)


def test_the_short_form_says_pairs_doubts_and_what_to_expect() -> None:
    edges = Edges(np.array([0]), np.array([1]), np.array([5.0]))
    shares = judged_shares(np.array([5.0, 1.0]), np.array([True, True]), 4.0)
    line = diagnosed(np.array([0, 0]), edges, 1, NONE, shares).line
    assert "compared 1 pair, 0 of them in doubt; the largest incident has 2 reports" in line
    assert "99.3% of 1 joined pair is right" in line
    assert "they join 50% (9% to 91%) of what is the same" in line
