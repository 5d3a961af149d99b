from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from eventbook.datasets.matching.isotonic import falling, in_order

VALUES = st.lists(st.tuples(st.floats(-9, 9), st.floats(0.1, 50)), min_size=1, max_size=12)


@given(VALUES)
def test_what_comes_out_never_rises_and_keeps_the_mean(rows: list[tuple[float, float]]) -> None:
    values, trust = np.array(rows).T
    found = falling(values, trust)
    assert all(before >= after for before, after in pairwise(found.tolist()))
    assert np.isclose((found * trust).sum(), (values * trust).sum())


@given(VALUES)
def test_what_falls_already_is_left_alone(rows: list[tuple[float, float]]) -> None:
    values, trust = np.array(rows).T
    values = np.sort(values)[::-1]
    assert falling(values, trust).tolist() == values.tolist()


def test_the_level_with_more_pairs_moves_less() -> None:
    assert falling(np.array([0.0, 1.0]), np.array([1.0, 3.0])).tolist() == [0.75, 0.75]


@given(st.lists(st.floats(-9, 9), min_size=5, max_size=5))
def test_every_chain_falls_though_two_share_a_level(values: list[float]) -> None:
    chains = [(0, 1, 4), (2, 3, 4)]
    found = in_order(np.array(values), np.ones(5), chains)
    assert all(found[a] >= found[b] for chain in chains for a, b in pairwise(chain))
