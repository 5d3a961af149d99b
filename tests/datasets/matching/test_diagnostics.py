from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest

from eventbook.datasets.matching.columns import columns_of
from eventbook.datasets.matching.diagnostics import Missed, diagnosed, judged_shares, missed_pairs
from eventbook.datasets.matching.features import FEATURES
from eventbook.datasets.matching.incidents import Edges
from eventbook.datasets.matching.surroundings import surroundings
from eventbook.datasets.matching.weights import shipped_weights
from eventbook.datasets.plan import Window

NONE = Missed(0, 0, 0.0)


def reports(days: list[int]) -> pa.Table:
    """Return reports of one town on these days that agree in all else."""
    rows = [
        {
            "report_id": f"r{number:03}",
            "first": date(2021, 1, 1) + timedelta(day),
            "last": date(2021, 1, 1) + timedelta(day),
            "latitude": 1.0,
            "longitude": 2.0,
            "radius_km": 3.0,
            "type": "clash",
            "actor1": "a",
            "actor2": "b",
            "identified1": True,
            "identified2": True,
        }
        for number, day in enumerate(days)
    ]
    return pa.Table.from_pylist(rows, schema=FEATURES)


def test_every_pair_and_every_report_is_counted_once() -> None:
    edges = Edges(np.array([0, 1, 3]), np.array([1, 2, 4]), np.array([5.0, -0.5, 2.0]))
    found = diagnosed(np.array([0, 0, 2, 3, 3]), edges, 10, NONE, (None, None))
    assert sum(found.weighed.values()) == found.pairs == 10
    assert sum(size * times for size, times in found.sizes.items()) == found.reports == 5
    assert (found.merged, found.grey) == (2, 2)
    assert 0.9 < found.precision < 1


def test_the_window_misses_what_lies_just_outside_it() -> None:
    around = surroundings(columns_of(reports([0, 5, 30])))
    found = missed_pairs(around, Window(3, 10), shipped_weights())
    assert (found.reports, found.outside) == (3, 1)
    assert 0 < found.expected < 1
    assert missed_pairs(around, Window(5, 10), shipped_weights()).outside == 0


def test_no_reports_miss_nothing() -> None:
    assert missed_pairs(surroundings(columns_of(reports([]))), Window(), shipped_weights()) == NONE


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
    assert "99.3% of 1 joined pairs are right" in line
    assert "they join 50% (9% to 91%) of what is the same" in line
