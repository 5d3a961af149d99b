from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from math import cos, dist, radians, sin
from random import Random
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventbook.datasets.matching.candidates import Pairs, Search, candidate_pairs, search_of, slabs
from eventbook.datasets.matching.columns import columns_of
from eventbook.datasets.matching.features import FEATURES
from eventbook.datasets.plan import Window
from eventbook.schema.distance import EARTH_KM

DAY = date(2021, 11, 16)


class Spot(NamedTuple):
    """What a pair is found by."""

    latitude: float
    longitude: float
    first: date
    last: date
    radius_km: float
    region: str = ""
    actor1: str | None = None
    actor2: str | None = None
    identified1: bool | None = None
    identified2: bool | None = None


def spot(latitude: float = 0.0, longitude: float = 0.0, first: int = 0, days: int = 1, km: float = 3) -> Spot:
    """Make a spot `first` days after the first day that lasts for some days."""
    start = DAY + timedelta(first)
    return Spot(latitude, longitude, start, start + timedelta(days - 1), km)


def named(one: str, other: str) -> Spot:
    """Make a spot where two identified sides met."""
    return spot()._replace(actor1=one, actor2=other, identified1=True, identified2=True)


def table(spots: Sequence[Spot]) -> pa.Table:
    """Return spots as a table of features that says nothing else."""
    rows = [
        {"report_id": f"r{number:03}", **spot._asdict(), "region": spot.region or None}
        for number, spot in enumerate(spots)
    ]
    return pa.Table.from_pylist(rows, schema=FEATURES)


def search(spots: Sequence[Spot], window: Window, *, crowded: bool = False) -> tuple[Search, Pairs]:
    """Return the search and the pairs it finds in one slab."""
    columns = columns_of(table(spots))
    asked = search_of(columns, window, np.full(columns.size, crowded))
    return asked, candidate_pairs(asked, (0, columns.size))


def found(spots: Sequence[Spot], window: Window, *, crowded: bool = False) -> list[tuple[int, int]]:
    """Return the candidate pairs as numbers of spots."""
    asked, pairs = search(spots, window, crowded=crowded)
    ends = asked.columns.row[np.column_stack((pairs.left, pairs.right))]
    return sorted((min(one), max(one)) for one in ends.tolist())


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
    assert found(spots, Window()) == []


def test_distance_and_gap_come_with_a_pair() -> None:
    _, pairs = search([spot(days=3), spot(0, 0.1, first=4)], Window())
    assert pairs.gap.tolist() == [2.0]
    assert pairs.km.tolist()[0] == pytest.approx(11.12, abs=0.01)


def test_a_report_known_by_its_region_meets_all_that_lie_there_however_far() -> None:
    province, town, elsewhere = spot(km=120), spot(0, 4), spot(0, 4)
    spots = [
        province._replace(region="north"),
        town._replace(region="north"),
        elsewhere._replace(region="south"),
    ]
    assert found(spots, Window()) == [(0, 1), (1, 2)]


@settings(max_examples=30, deadline=None)
@given(st.lists(SPOTS, max_size=14), st.integers(1, 5))
def test_cutting_the_time_into_slabs_changes_nothing(spots: list[Spot], width: int) -> None:
    columns = columns_of(table(spots))
    asked = search_of(columns, Window())
    cuts = [(start, min(start + width, columns.size)) for start in range(0, columns.size, width)]
    parts = [candidate_pairs(asked, cut) for cut in cuts]
    pairs = sorted(
        zip(
            *(
                np.concatenate([np.empty(0, int), *ends]).tolist()
                for ends in ([part.left for part in parts], [part.right for part in parts])
            ),
            strict=True,
        )
    )
    whole = candidate_pairs(asked, (0, columns.size)) if columns.size else None
    assert pairs == (list(zip(whole.left.tolist(), whole.right.tolist(), strict=True)) if whole else [])


def test_slabs_cover_every_report_once() -> None:
    cuts = list(slabs(120_001))
    assert (cuts[0][0], cuts[-1][1]) == (0, 120_001)
    assert all(before[1] == after[0] for before, after in pairwise(cuts))


@pytest.mark.parametrize(
    ("one", "other", "pair"),
    [
        pytest.param(named("a", "b"), named("b", "c"), True, id="a side in common"),
        pytest.param(named("a", "b"), named("c", "d"), False, id="strangers"),
        pytest.param(named("a", "b"), spot(), True, id="nobody is named"),
    ],
)
def test_in_a_crowd_a_pair_has_something_in_common(one: Spot, other: Spot, *, pair: bool) -> None:
    assert (found([one, other], Window(), crowded=True) == [(0, 1)]) is pair
    assert found([one, other], Window()) == [(0, 1)]


def test_a_thousand_reports_of_one_city_on_one_day_do_not_explode() -> None:
    spots = [named(f"a{number}", f"b{number // 4}") for number in range(1000)]
    assert len(found(spots, Window(), crowded=True)) == 250 * 6
