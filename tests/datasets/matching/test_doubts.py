import numpy as np

from eventbook.datasets.matching.columns import Ints
from eventbook.datasets.matching.doubts import CHECK, doubts
from eventbook.datasets.matching.incidents import Edges

NOBODY = (np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))


def asked(
    home: list[int], pairs: list[tuple[int, int, float]], judged: list[tuple[int, int]] | None = None
) -> list[tuple[int, int]]:
    """Return the pairs that a person is asked about, in order."""
    left, right, weight = (np.array(column) for column in zip(*pairs, strict=True))
    edges = Edges(left.astype(np.int64), right.astype(np.int64), weight.astype(np.float64))
    ends: Ints = np.array(judged or [], dtype=np.int64).reshape(-1, 2)
    rows = doubts(np.array(home), edges, NOBODY, (ends[:, 0], ends[:, 1]), -3.0)
    return list(zip(edges.left[rows].tolist(), edges.right[rows].tolist(), strict=True))


def test_the_pair_whose_answer_settles_most_is_asked_first() -> None:
    pairs = [(0, 6, 0.5), (1, 7, 0.5), (4, 5, 0.0)]
    assert asked([0, 0, 0, 0, 4, 5, 6, 6], pairs)[0] in {(0, 6), (1, 7)}


def test_a_second_pair_of_the_same_two_groups_comes_last() -> None:
    pairs = [(0, 2, 0.5), (1, 3, 0.2), (4, 5, 0.0)]
    assert asked([0, 0, 2, 2, 4, 5], pairs) == [(0, 2), (4, 5), (1, 3)]


def test_what_was_joined_with_doubt_is_asked_and_what_was_judged_is_not() -> None:
    pairs = [(0, 1, 0.2), (2, 3, 0.2), (4, 5, 8.0)]
    assert asked([0, 0, 2, 2, 4, 4], pairs, [(2, 3)]) == [(0, 1)]


def test_every_so_manieth_question_is_on_a_pair_that_seems_certain() -> None:
    doubtful = [(2 * number, 2 * number + 1, 0.1) for number in range(40)]
    certain = [(100 + 2 * number, 101 + 2 * number, 8.0) for number in range(40)]
    home = list(range(200))
    for one, other, _ in certain:
        home[other] = one
    order = asked(home, doubtful + certain)
    sure = [place for place, pair in enumerate(order) if pair[0] >= 100]
    assert sure == [CHECK - 1, 2 * CHECK - 1, 3 * CHECK - 1, 4 * CHECK - 1]


def test_the_order_does_not_hang_on_the_order_of_the_pairs() -> None:
    pairs = [(0, 2, 0.5), (1, 3, 0.5), (4, 5, 0.5), (6, 7, -0.5)]
    home = [0, 0, 2, 2, 4, 5, 6, 7]
    assert asked(home, pairs) == asked(home, pairs[::-1])
