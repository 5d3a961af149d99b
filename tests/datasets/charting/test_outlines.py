from itertools import pairwise

from eventbook.datasets.charting.outlines import LEAP, cut, rings


def test_countries_have_closed_outlines_within_the_world() -> None:
    for detail, least in (("coarse", 250), ("fine", 1300)):
        found = rings(detail)
        assert len(found) > least
        assert all(-90 <= latitude <= 90 for ring in found for _, latitude in ring)


def test_no_outline_leaps_from_one_edge_of_the_world_to_the_other() -> None:
    for ring in rings("coarse"):
        assert all(abs(x - before) <= LEAP for (before, _), (x, _) in pairwise(ring))


def test_a_ring_is_cut_to_its_part_within_the_box() -> None:
    square = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]
    assert sorted(cut(square, 5, 5, 20, 20)) == [(5.0, 5.0), (5.0, 10.0), (10.0, 5.0), (10.0, 10.0)]
    assert sorted(cut(square, -1, -1, 11, 11)) == sorted(square)
    assert cut(square, 20, 20, 30, 30) == []
