from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventbook.datasets.matching.evidence import balance
from eventbook.datasets.matching.explain import ALIKE
from eventbook.datasets.matching.features import features
from eventbook.datasets.matching.matching import compared, weighed
from eventbook.datasets.matching.weights import shipped_weights
from eventbook.datasets.plan import Window

if TYPE_CHECKING:
    from tests.datasets.conftest import World

WINDOW = Window()
days = st.integers(1, 28).map(lambda day: f"2021-11-{day:02}")
said = st.tuples(
    days,
    st.sampled_from(["alpha", "beta", "gamma", "border", "north"]),
    st.sampled_from(["karo", "hill"]),
)


@given(reports=st.lists(said, min_size=2, max_size=8))
def test_any_pair_is_given_the_figures_that_matching_gave_it(
    world: "World", reports: list[tuple[str, str, str]]
) -> None:
    coded = [
        world.coded(f"r{n}", when=day, where={"place": place, "precision": 1}, side1=side)
        for n, (day, place, side) in enumerate(reports)
    ]
    prepared = world.prepared(coded)
    articles = {one.article.id: one.article for one in coded}
    table = features(prepared, world.book, world.context.registry, world.context.gazetteer, articles)
    weights, ids = shipped_weights(), table["report_id"].to_pylist()
    pairs = compared(table, WINDOW)
    known = {
        frozenset((ids[a], ids[b])) for a, b in zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)
    }
    edges, _ = weighed(pairs, weights)
    ends = zip(edges.left.tolist(), edges.right.tolist(), strict=True)
    heavy = {(ids[a], ids[b]): w for (a, b), w in zip(ends, edges.weight.tolist(), strict=True)}
    for one in balance(table, WINDOW, weights).weigh(list(combinations(ids, 2))):
        assert one.candidate == (frozenset(one.pair) in known)
        assert one.log_odds == pytest.approx(heavy.get(one.pair, weights.absent))
        assert one.prior + sum(level.weight for level in one.levels) == pytest.approx(one.sum, abs=0.01)
        assert one.levels[-1].comparison == ALIKE
