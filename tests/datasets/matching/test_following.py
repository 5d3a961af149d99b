from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventbook.datasets.matching import following as module
from eventbook.datasets.matching.following import following

ROWS = st.lists(st.integers(0, 40), unique=True, max_size=20).map(sorted)


def array(numbers: Sequence[object]) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    return np.array(numbers, dtype=np.int64)


@pytest.mark.parametrize("block", [1, 7, 1 << 16])
@settings(max_examples=60, deadline=None)
@given(ROWS, ROWS, st.data())
def test_the_pairs_are_those_that_looking_at_all_of_them_finds(
    block: int, one: list[int], other: list[int], data: st.DataObject
) -> None:
    single = st.lists(st.integers(0, 3), min_size=1, max_size=1)
    double = st.lists(st.integers(-1, 3), unique=True, min_size=2, max_size=2)
    kinds = data.draw(st.sampled_from([(single, double), (double, single)]))
    numbers, shared = (
        data.draw(st.lists(kind, min_size=len(rows), max_size=len(rows)))
        for kind, rows in zip(kinds, (one, other), strict=True)
    )
    until = data.draw(st.lists(st.integers(0, 45), min_size=len(one), max_size=len(one)))
    wanted = [
        (left, right)
        for left, mine, end in zip(one, numbers, until, strict=True)
        for right, theirs in zip(other, shared, strict=True)
        if left < right < end and {*mine} & {*theirs} - {-1}
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BLOCK", block)
        columns = [
            array(several).reshape(len(rows), -1).T if rows else array([])
            for several, rows in ((numbers, one), (shared, other))
        ]
        blocks = following(array(one), columns[0], array(other), columns[1], array(until))
        found = [pair for left, right in blocks for pair in zip(left.tolist(), right.tolist(), strict=True)]
    assert sorted(found) == sorted(wanted)


def test_a_negative_number_is_shared_with_nobody() -> None:
    shared = array([-1, -1])[None]
    assert not [*following(array([0]), array([0]), array([1, 2]), shared, array([3]))]


def test_pairs_come_in_blocks_so_that_memory_stays_bounded() -> None:
    rows = np.arange(3000)
    numbers = np.zeros(3000, dtype=np.int64)
    sizes = [len(left) for left, _ in following(rows, numbers, rows, numbers[None], np.full(3000, 3000))]
    assert sum(sizes) == 3000 * 2999 // 2
    assert max(sizes) < module.BLOCK + 3000
