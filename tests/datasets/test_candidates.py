from collections.abc import Sequence
from datetime import date, timedelta
from math import cos, dist, radians, sin
from random import Random
from typing import NamedTuple

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventbook.datasets.candidates import candidate_pairs
from eventbook.datasets.plan import Window
from eventbook.schema.distance import EARTH_KM

DAY = date(2021, 11, 16)
TYPES = {"first": pa.date32(), "last": pa.date32()}


class Spot(NamedTuple):
    """What a pair is found by."""

    latitude: float
    longitude: float
    first: date
    last: date
    radius_km: float


def spot(latitude: float = 0.0, longitude: float = 0.0, first: int = 0, days: int = 1, km: float = 3) -> Spot:
    """Make a spot `first` days after the first day that lasts for some days."""
    start = DAY + timedelta(first)
    return Spot(latitude, longitude, start, start + timedelta(days - 1), km)


def table(spots: Sequence[Spot]) -> pa.Table:
    """Return spots as the columns that the search reads."""
    return pa.table(
        {
            name: pa.array([getattr(one, name) for one in spots], TYPES.get(name, pa.float64()))
            for name in Spot._fields
        }
    )


def found(spots: Sequence[Spot], window: Window) -> list[tuple[int, int]]:
    """Return the candidate pairs as row numbers."""
    pairs = candidate_pairs(table(spots), window)
    return list(zip(pairs["left"].to_pylist(), pairs["right"].to_pylist(), strict=True))


def is_pair(one: Spot, other: Spot, window: Window) -> bool:
    """Say what the design says, one pair at a time."""
    gap = max((one.first - other.last).days, (other.first - one.last).days, 0)
    return gap <= window.days and chord(one, other) <= one.radius_km + other.radius_km + window.slack_km


def chord(one: Spot, other: Spot) -> float:
    """Return the distance through the earth in km."""
    return EARTH_KM * dist(on_sphere(one), on_sphere(other))


def on_sphere(one: Spot) -> tuple[float, float, float]:
    lat, lon = radians(one.latitude), radians(one.longitude)
    return cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)


# Around the poles, the date line and the null point, close enough together to meet.
CENTRES = st.sampled_from(
    [(0.0, 0.0), (0.0, 180.0), (0.0, -179.99), (89.9, 10.0), (89.95, -170.0), (-90.0, 0.0)]
)


def around(centre: tuple[float, float], off: tuple[float, float], first: int, days: int, km: float) -> Spot:
    """Make a spot some degrees off a centre."""
    latitude, longitude = centre[0] + off[0], centre[1] + off[1]
    return spot(min(90, max(-90, latitude)), min(180, max(-180, longitude)), first, days, km)


SPOTS = st.builds(
    around,
    CENTRES,
    st.tuples(st.floats(-1.5, 1.5), st.floats(-1.5, 1.5)),
    st.integers(0, 60),
    st.sampled_from([1, 1, 2, 7, 8, 31, 32, 90]),
    st.sampled_from([3.0, 15.0, 120.0]),
)
WINDOWS = st.builds(Window, st.sampled_from([0.0, 1.0, 3.0, 10.0]), st.sampled_from([0.0, 10.0, 50.0]))


@settings(max_examples=80, deadline=None)
@given(st.lists(SPOTS, max_size=14), WINDOWS)
def test_the_pairs_are_those_that_a_search_of_all_pairs_finds(spots: list[Spot], window: Window) -> None:
    wanted = [
        (left, right)
        for right in range(len(spots))
        for left in range(right)
        if is_pair(spots[left], spots[right], window)
    ]
    assert found(spots, window) == sorted(wanted)


@settings(max_examples=30, deadline=None)
@given(st.lists(SPOTS, min_size=2, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_reports_does_not_change_the_pairs(spots: list[Spot], dice: Random) -> None:
    order = list(range(len(spots)))
    dice.shuffle(order)
    mixed = found([spots[row] for row in order], Window())
    back = sorted(tuple(sorted((order[left], order[right]))) for left, right in mixed)
    assert back == found(spots, Window())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(spot(0, 179.99), spot(0, -179.99), id="across the date line"),
        pytest.param(spot(89.99, 0), spot(89.99, 180), id="across the pole"),
        pytest.param(spot(0, 0, km=120), spot(0, 1.1), id="a town and the province it lies in"),
        pytest.param(spot(days=31), spot(first=33), id="a month and a day soon after it"),
        pytest.param(spot(first=-40, days=90), spot(), id="a long span around a day"),
        pytest.param(spot(), spot(), id="the same place and day"),
    ],
)
def test_a_pair_is_found(one: Spot, other: Spot) -> None:
    assert found([one, other], Window()) == [(0, 1)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(spot(), spot(first=4), id="a day too late"),
        pytest.param(spot(), spot(0, 0.2), id="six kilometres too far"),
        pytest.param(spot(days=7), spot(first=10), id="a day after the window of a week"),
    ],
)
def test_what_lies_outside_the_window_is_no_pair(one: Spot, other: Spot) -> None:
    assert found([one, other], Window()) == []


@pytest.mark.parametrize("spots", [[], [spot()]])
def test_nought_or_one_report_makes_no_pair(spots: list[Spot]) -> None:
    pairs = candidate_pairs(table(spots), Window())
    assert (pairs.num_rows, pairs.column_names) == (0, ["left", "right", "km", "gap_days"])


def test_distance_and_gap_come_with_a_pair() -> None:
    pairs = candidate_pairs(table([spot(days=3), spot(0, 0.1, first=4)]), Window())
    assert pairs["gap_days"].to_pylist() == [2.0]
    assert pairs["km"].to_pylist()[0] == pytest.approx(11.12, abs=0.01)
