"""What the window may have missed, looked for at once or part by part: `missed.py`."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest

from eventbook.datasets.matching.features import FEATURES
from eventbook.datasets.matching.matching import found_in
from eventbook.datasets.matching.missed import Missed, every_how_many, missed
from eventbook.datasets.matching.weights import shipped_weights
from eventbook.datasets.matching.workers import Shop
from eventbook.datasets.plan import Window


def reports(days: list[int], towns: list[int] | None = None, longest: int = 0) -> pa.Table:
    """Return reports that agree in all but day and town; towns are a degree apart, spans so many days longer."""
    rows = [
        {
            "report_id": f"r{number:03}",
            "first": date(2021, 1, 1) + timedelta(day),
            "last": date(2021, 1, 1) + timedelta(day + longest),
            "latitude": 1.0 + town,
            "longitude": 2.0,
            "radius_km": 3.0,
            "type": "clash",
            "actor1": "a",
            "actor2": "b",
            "identified1": True,
            "identified2": True,
        }
        for number, (day, town) in enumerate(zip(days, towns or [0] * len(days), strict=True))
    ]
    return pa.Table.from_pylist(rows, schema=FEATURES)


def found(table: pa.Table, window: Window) -> Missed:
    return missed(found_in(table, window).looked, shipped_weights(), table.num_rows)


def test_the_window_misses_what_lies_just_outside_it() -> None:
    table = reports([0, 5, 30])
    one = found(table, Window(3, 10))
    assert (one.reports, one.outside) == (3, 1)
    assert 0 < one.expected < 1
    assert found(table, Window(5, 10)).outside == 0


def test_no_reports_miss_nothing() -> None:
    assert found(reports([]), Window()) == Missed(0, 0, 0.0)


def far_apart(size: int) -> pa.Table:
    """Return reports of many days in four countries that lie too far from each other to meet."""
    dice = np.random.default_rng(3)
    table = reports(dice.integers(0, 400, size).tolist())
    country = dice.integers(0, 4, size)
    for name, column in (
        ("latitude", pa.array(country * 10 + dice.normal(1.0, 0.2, size))),
        ("country", pa.array([f"C{one}" for one in country.tolist()])),
    ):
        table = table.set_column(FEATURES.names.index(name), name, column)
    return table


def test_where_parts_do_not_meet_they_see_around_all_their_reports_what_is_seen_at_once() -> None:
    table = far_apart(800)
    whole = found_in(table, Window()).looked
    parts = Shop(workers=1, small=0).compare(table, Window()).looked
    assert whole.reports == parts.reports == 800
    assert len(whole.patterns) > 200
    assert whole.patterns.tolist() == parts.patterns.tolist()


def test_of_many_reports_some_runs_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eventbook.datasets.matching.missed.ENOUGH", 100)
    monkeypatch.setattr("eventbook.datasets.matching.missed.RUN", 10)
    table = far_apart(800)
    whole = found_in(table, Window()).looked
    parts = Shop(workers=1, small=0).compare(table, Window()).looked
    assert whole.reports == 100
    assert 70 <= parts.reports <= 130
    assert len(whole.patterns) > 0 < len(parts.patterns)


@pytest.mark.parametrize(("reports", "every"), [(0, 1), (3999, 1), (4000, 2), (10_000, 4), (10**7, 4096)])
def test_how_many_runs_are_looked_at_seldom_changes(reports: int, every: int) -> None:
    assert every_how_many(reports) == every
