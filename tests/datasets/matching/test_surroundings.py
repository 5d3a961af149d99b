import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from eventbook.datasets.matching.levels import RARITY
from eventbook.datasets.matching.surroundings import step

BOUNDS = np.array([1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8])


@given(st.lists(st.one_of(st.floats(0, 1000), st.sampled_from([0.0, *BOUNDS.tolist()]))))
def test_a_rate_is_on_the_step_whose_bound_it_does_not_reach(rates: list[float]) -> None:
    given = np.array(rates, dtype=np.float64)
    assert step(given).tolist() == np.searchsorted(BOUNDS, given, side="right").tolist()


def test_the_names_of_the_steps_are_their_bounds() -> None:
    bounds = ["/".join(str(end) for end in bound.as_integer_ratio()).removesuffix("/1") for bound in BOUNDS]
    assert tuple(bounds) == RARITY[:-1]
