import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventbook.datasets.matching.order import among, order_of, ranks

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


@given(st.lists(st.floats(-9, 9) | st.sampled_from([0.0, -0.0, 1.5])))
def test_ranks_are_in_the_order_of_the_values(values: list[float]) -> None:
    given = np.array(values, dtype=np.float64)
    found = ranks(given)
    assert found.tolist() == [sorted({*values}).index(value) for value in values]


@given(st.lists(st.integers(0, 9)), st.lists(st.integers(0, 9)))
def test_known_keys_are_told_from_others(keys: list[int], known: list[int]) -> None:
    found = among(np.array(keys, dtype=np.int64), np.array(known, dtype=np.int64))
    assert found.tolist() == [key in known for key in keys]
