import re
from datetime import date

import numpy as np
import pytest

from eventbook.datasets.charting.drawn import Drawn
from eventbook.datasets.charting.time_chart import EPOCH, name_of, time_chart


def on(*days: date, kind: int = 0) -> Drawn:
    """Make events of days."""
    size, nowhere = len(days), np.full(len(days), np.nan)
    numbers = np.array([(day - EPOCH).days for day in days], dtype=np.int64)
    return Drawn(
        nowhere, nowhere, numbers, np.full(size, kind, dtype=np.int64), np.zeros(size, dtype=np.int64)
    )


@pytest.mark.parametrize(
    ("last", "first_bar"),
    [(date(2020, 3, 1), "2020-01-15"), (date(2021, 6, 1), "2020-01"), (date(2045, 6, 1), "2020")],
)
def test_bars_are_days_months_or_years_as_the_span_allows(last: date, first_bar: str) -> None:
    titles = re.findall(r"<title>(.*?)\n", time_chart(on(date(2020, 1, 15), last), ("Battles",), "x"))
    assert titles[0] == first_bar


def test_a_bar_says_how_many_of_each_kind() -> None:
    text = time_chart(on(date(2020, 1, 1), date(2020, 1, 1), kind=1), ("Battles", "<Protests>"), "x")
    assert "2020-01-01\n&lt;Protests&gt;: 2" in text
    assert 'class="kind-1"' in text


def test_days_before_1970_and_no_days_at_all_are_charts_too() -> None:
    assert "1914" in time_chart(on(date(1914, 7, 28), date(2020, 1, 1)), ("Battles",), "x")
    assert "<rect" not in time_chart(on(), ("Battles",), "x")


def test_a_year_has_four_digits() -> None:
    assert name_of((25, 3)) == "0025-03"
