import struct

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from eventbook.datasets.releases.geometry import GEOMETRY, with_points

degrees = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


@given(st.lists(degrees, max_size=20))
def test_a_point_says_what_longitude_and_latitude_say(points: list[tuple[float, float]]) -> None:
    table = pa.table(
        {
            "longitude": pa.array([x for x, _ in points], pa.float64()),
            "latitude": pa.array([y for _, y in points], pa.float64()),
        }
    )
    found = [struct.unpack("<BIdd", one) for one in with_points(table)[GEOMETRY].to_pylist()]
    assert found == [(1, 1, x, y) for x, y in points]


def test_a_row_without_coordinates_has_no_point() -> None:
    table = pa.table({"longitude": pa.array([None], pa.float64()), "latitude": pa.array([1.0])})
    assert with_points(table)[GEOMETRY].to_pylist() == [None]
