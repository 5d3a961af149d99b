import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventbook.datasets.matching.order import order_of

NUMBERS = st.integers(0, 5) | st.integers(0, 1 << 40)


@given(st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), max_size=50))
def test_rows_are_sorted_by_the_first_key_first_and_stay_in_order_where_all_are_equal(
    rows: list[tuple[int, int, int]],
) -> None:
    keys = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    assert order_of(*keys).tolist() == sorted(range(len(rows)), key=lambda row: rows[row])


@pytest.mark.parametrize("kind", [np.int32, np.int8])
def test_small_numbers_do_for_keys(kind: type[np.integer]) -> None:
    assert order_of(np.array([1, 0, 1, 0], dtype=kind)).tolist() == [1, 3, 0, 2]
