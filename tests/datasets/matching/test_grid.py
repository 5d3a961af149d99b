from math import degrees

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventbook.datasets.matching.columns import on_sphere
from eventbook.datasets.matching.grid import NOWHERE, grid_of
from eventbook.schema.distance import EARTH_KM

LATITUDES = st.one_of(st.floats(-90, 90), st.sampled_from([-90.0, -89.99, 0.0, 89.99, 90.0]))
LONGITUDES = st.one_of(st.floats(-180, 180), st.sampled_from([-180.0, -179.999, 0.0, 179.999, 180.0]))
POINTS = st.tuples(LATITUDES, LONGITUDES)
KM = st.one_of(st.integers(1, 50), st.integers(50, 13_000))


def beside(point: tuple[float, float], km: float, turn: float) -> tuple[float, float]:
    """Return the point that far off, as the crow flies through the earth, in a direction in radians."""
    start = on_sphere(np.array([point]))[0] / EARTH_KM
    east = np.array([-np.sin(np.radians(point[1])), np.cos(np.radians(point[1])), 0])
    way = np.cos(turn) * east + np.sin(turn) * np.cross(start, east)
    angle = 2 * np.arcsin(min(km / (2 * EARTH_KM), 1.0))
    x, y, z = np.cos(angle) * start + np.sin(angle) * way
    return degrees(np.arcsin(np.clip(z, -1, 1))), degrees(np.arctan2(y, x))


def meets(one: tuple[float, float], other: tuple[float, float], km: int) -> bool:
    """Say whether the cell of one point is among those around the other."""
    grid = grid_of(km)
    return bool((grid.around(np.array([other])) == grid.own(np.array([one]))).any())


@settings(max_examples=500, deadline=None)
@given(POINTS, KM, st.floats(0, 1), st.floats(0, 2 * np.pi))
def test_what_lies_within_the_distance_lies_in_a_cell_around(
    point: tuple[float, float], km: int, share: float, turn: float
) -> None:
    other = beside(point, km * share, turn)
    assert meets(point, other, km)
    assert meets(other, point, km)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param((0.0, -180.0), (0.0, 180.0), id="one meridian with two names"),
        pytest.param((90.0, 0.0), (90.0, 135.0), id="one pole with many longitudes"),
        pytest.param((-89.99, 10.0), (-89.99, -170.0), id="across the pole"),
        pytest.param((60.0, 179.99), (60.0, -179.99), id="across the date line"),
    ],
)
def test_points_of_one_place_meet_whatever_they_are_called(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    assert meets(one, other, 5)
    assert meets(other, one, 5)


@settings(max_examples=100, deadline=None)
@given(st.lists(POINTS, min_size=1, max_size=20), KM)
def test_no_cell_stands_twice_around_a_point(points: list[tuple[float, float]], km: int) -> None:
    grid = grid_of(km)
    for cells in grid.around(np.array(points)).T.tolist():
        known = [cell for cell in cells if cell != NOWHERE]
        assert len(known) == len(set(known))
        assert min(known) >= 0


def test_cells_keep_far_points_apart() -> None:
    assert not meets((10.0, 10.0), (10.0, 11.0), 20)
    assert not meets((10.0, 10.0), (11.0, 10.0), 20)
    assert not meets((60.0, 10.0), (60.0, 12.0), 20)
