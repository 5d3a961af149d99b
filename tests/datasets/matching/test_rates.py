from collections.abc import Mapping
from datetime import date, timedelta

import pyarrow as pa
import pytest

from eventbook.datasets.matching.columns import columns_of
from eventbook.datasets.matching.features import FEATURES
from eventbook.datasets.matching.rates import Rates, rates

DAY = date(2021, 6, 1)


def around(*rows: Mapping[str, object], coarse: bool = False) -> Rates:
    """Return the rates around reports that tell of nothing but these."""
    whole = [
        {"report_id": f"r{n:03}", "first": DAY, "last": DAY, "latitude": 0.1, "longitude": 0.1,
         "radius_km": 3.0, "actor1": "a", "actor2": "b", **row}
        for n, row in enumerate(rows)
    ]  # fmt: skip
    return rates(columns_of(pa.Table.from_pylist(whole, schema=FEATURES)), coarse=coarse)


def test_two_reports_alone_name_nothing_that_is_common() -> None:
    assert around({}, {}).both.tolist() == [0, 0]


def test_the_same_two_sides_are_counted_whichever_comes_first() -> None:
    found = around(*({"actor1": "b", "actor2": "a"} if n % 2 else {} for n in range(32)))
    assert found.both.tolist() == [pytest.approx(1.0)] * 32


def test_what_is_months_away_or_in_another_town_does_not_count() -> None:
    later = {"first": DAY + timedelta(90), "last": DAY + timedelta(90)}
    rows: list[Mapping[str, object]] = [*[{}] * 4, *[later] * 9, *[{"latitude": 5.0}] * 9]
    found = around(*rows)
    assert found.any[0] == pytest.approx(2 / 31)


def test_a_region_is_counted_as_a_whole() -> None:
    rows: list[Mapping[str, object]] = [{"region": "north", "latitude": float(n)} for n in range(10)]
    assert around(*rows).any.max() == 0
    assert around(*rows, coarse=True).any[0] == pytest.approx(8 / 30)


def test_one_side_is_counted_in_either_place() -> None:
    found = around(*({"actor1": "b", "actor2": f"x{n}"} if n % 2 else {} for n in range(32)))
    assert found.each[0].tolist() == [pytest.approx(14 / 30), pytest.approx(30 / 30)]
