"""Why a pair of reports weighs what it weighs: the level it stands on under every comparison."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pyarrow as pa

from eventbook.datasets.candidates import candidate_pairs
from eventbook.datasets.features import features
from eventbook.datasets.links import Pair
from eventbook.datasets.plan import Window
from eventbook.datasets.prepare import Prepared
from eventbook.datasets.weights import compare, shipped_weights
from eventbook.schema.article import Article
from eventbook.schema.context import Context


@dataclass(frozen=True, slots=True)
class Level:
    """One comparison of a pair: the level it stands on and what that adds to the log-odds."""

    comparison: str
    level: str
    weight: float


def levels_of(
    pair: Pair, prepared: Prepared, articles: Mapping[str, Article], context: Context
) -> tuple[Level, ...]:
    """Return the levels of a candidate pair, the heaviest for or against first; the prior is the rest."""
    kept = {*pair, *(prepared.roots[key] for key in pair if key in prepared.roots)}
    few = replace(prepared, reports={key: prepared.reports[key] for key in kept})
    table = features(few, context.book, context.registry, context.gazetteer, articles)
    ids = table["report_id"].to_pylist()
    ends = {ids.index(pair[0]), ids.index(pair[1])}
    pairs = candidate_pairs(table, Window())
    mine = [
        {left, right} == ends
        for left, right in zip(pairs["left"].to_pylist(), pairs["right"].to_pylist(), strict=True)
    ]
    found = compare(table, pairs.filter(pa.array(mine, pa.bool_())))
    weights = shipped_weights()
    levels = [
        Level(name, level[0], weights.of(name)[level[0]]) for name, level in found.items() if len(level)
    ]
    return tuple(sorted(levels, key=lambda one: (-abs(one.weight), one.comparison)))
