import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventbook.schema.distance import COMPASS, EARTH_KM, Point, bearing_of, km_between, offset, reach_km
from eventbook.schema.where import PlaceKind

POINTS = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
NEAR = 1e-6
HALF_WAY = EARTH_KM * 3.141592653589793


@given(one=POINTS, other=POINTS)
def test_distance_is_the_same_both_ways_and_never_more_than_half_round_the_earth(
    one: Point, other: Point
) -> None:
    there, back = km_between(one, other), km_between(other, one)
    assert there == pytest.approx(back, abs=NEAR)
    assert 0 <= there <= HALF_WAY + NEAR
    assert km_between(one, one) == 0


@given(one=POINTS, way=POINTS, other=POINTS)
def test_no_detour_is_shorter(one: Point, way: Point, other: Point) -> None:
    assert km_between(one, other) <= km_between(one, way) + km_between(way, other) + 1e-4


@given(longitude=st.floats(-180, 180), other=st.floats(-180, 180))
def test_at_a_pole_longitude_means_nothing(longitude: float, other: float) -> None:
    for pole in (90.0, -90.0):
        assert km_between((pole, longitude), (pole, other)) == pytest.approx(0, abs=NEAR)


@given(latitude=st.floats(-89, 89), step=st.floats(0, 5))
def test_the_date_line_is_no_gap(latitude: float, step: float) -> None:
    across = km_between((latitude, 180 - step), (latitude, -180 + step))
    assert across == pytest.approx(km_between((latitude, -step), (latitude, step)), abs=1e-5)


@given(
    point=st.tuples(st.floats(-89.9, 89.9), st.floats(-180, 180)),
    km=st.floats(0, 5000),
    way=st.floats(0, 360),
)
def test_an_offset_lies_as_far_as_it_says_and_on_the_earth(point: Point, km: float, way: float) -> None:
    there = offset(point, km, way)
    assert abs(there[0]) <= 90
    assert -180 <= there[1] <= 180
    assert km_between(point, there) == pytest.approx(km, abs=0.01)


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        ((36.1912, 44.0094), (33.3406, 44.4009), 319.0),  # Erbil to Baghdad
        ((0, 0), (0, 180), HALF_WAY),
        ((90, 0), (-90, 0), HALF_WAY),
    ],
)
def test_known_distances(one: Point, other: Point, km: float) -> None:
    assert km_between(one, other) == pytest.approx(km, rel=0.005)


def test_twenty_kilometres_north_of_a_town_is_a_point_due_north() -> None:
    latitude, longitude = offset((36.1912, 44.0094), 20, bearing_of("n"))
    assert longitude == pytest.approx(44.0094)
    assert latitude == pytest.approx(36.1912 + 20 / 111.195, abs=1e-4)
    assert [bearing_of(name) for name in COMPASS[::4]] == [0, 90, 180, 270]
    with pytest.raises(ValueError, match="not in tuple"):
        bearing_of("up")


def test_an_event_lies_as_far_off_as_the_vaguer_of_precision_and_place() -> None:
    assert reach_km(PlaceKind.TOWN, 3) == 3
    assert reach_km(PlaceKind.ADMIN1, 3) > reach_km(PlaceKind.ADMIN2, 3) > reach_km(PlaceKind.TOWN, 3)
    assert all(reach_km(kind, 9999) == 9999 for kind in PlaceKind)
