from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest

from eventbook.datasets.matching.candidates import REGION_KM, candidate_pairs, search_of
from eventbook.datasets.matching.columns import columns_of
from eventbook.datasets.matching.comparisons import EXACT_KM, patterns, unpacked
from eventbook.datasets.matching.features import FEATURES, features
from eventbook.datasets.matching.levels import COMPARISONS, SIZES
from eventbook.datasets.matching.surroundings import surroundings
from eventbook.datasets.plan import Window

if TYPE_CHECKING:
    from tests.datasets.conftest import Coded, World

WIDE = Window(days=10, slack_km=10_000)
GUNMEN = "Unidentified Armed Group (Uganda)"
BETA: dict[str, Any] = {"where": {"place": "beta", "precision": 1}}


def levels(world: "World", one: "Coded", other: "Coded") -> dict[str, str]:
    """Return the level of each comparison of two reports."""
    context = world.context
    articles = {one.article.id: one.article, other.article.id: other.article}
    table = features(world.prepared([one, other]), world.book, context.registry, context.gazetteer, articles)
    return levels_of(table)


def levels_of(table: pa.Table) -> dict[str, str]:
    columns = columns_of(table)
    pairs = candidate_pairs(search_of(columns, WIDE), (0, 2))
    codes = unpacked(patterns(surroundings(columns), pairs))
    return {one.name: one.levels[code[0]] for one, code in zip(COMPARISONS, codes, strict=True)}


@pytest.mark.parametrize(
    ("comparison", "level", "one", "other"),
    [
        ("date", "same-day", {}, {}),
        ("date", "overlap", {"when": {"first": "2021-11-15", "last": "2021-11-17"}}, {}),
        ("date", "one-day", {"when": "2021-11-15"}, {}),
        ("date", "two-days", {"when": "2021-11-14"}, {}),
        ("date", "three-days", {"when": "2021-11-13"}, {}),
        ("date", "further", {"when": "2021-11-12"}, {}),
        ("place", "same-place", {}, {}),
        ("place", "neighbouring", BETA, {}),
        ("place", "around", {"where": {"place": "beta", "precision": 2}}, {}),
        ("place", "in-region", {"where": {"place": "north", "precision": 3}}, {}),
        ("place", "same-region", {"where": {"place": "north", "precision": 3}},
         {"where": {"place": "north", "precision": 3}}),
        ("place", "apart", {"where": {"place": "gamma", "precision": 1}}, {}),
        ("type", "same-common", {}, {}),
        ("type", "parent", {"sub_event_type": "Government regains territory"}, {}),
        ("type", "different", {"sub_event_type": "Agreement", "counts": None}, {}),
        ("sides", "both 1/16", {}, {}),
        ("sides", "both 1/16", {}, {"side1": "army", "side2": "karo"}),
        ("sides", "one-of-two 1/16", {"side1": "hill"}, {}),
        ("sides", "one-and-open 1/16", {"side1": GUNMEN}, {}),
        ("sides", "one-and-generic 1/16", {"side1": GUNMEN}, {"side1": GUNMEN}),
        ("sides", "neither 1/16", {"side1": "hill", "side2": "kenya-army"}, {}),
        ("wording", "nothing", {"notes": "Mortars landed beside sleeping cattle."}, {}),
        ("wording", "much", {}, {}),
        ("source", "same-voice", {}, {}),
    ],
)  # fmt: skip
def test_a_pair_stands_on_the_level_that_it_has_earned(
    world: "World", comparison: str, level: str, one: dict[str, Any], other: dict[str, Any]
) -> None:
    straight = levels(world, world.coded("r1", **one), world.coded("r2", **other))
    crossed = levels(world, world.coded("r1", **other), world.coded("r2", **one))
    assert (straight[comparison], crossed[comparison]) == (level, level)


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("3", "3", "equal-few"),
        ("5", "5", "equal-some"),
        ("40", "40", "equal-many"),
        ("none", "none", "both-nought"),
        ("none", "3", "nought-and-few"),
        ("none", "30", "nought-and-more"),
        ("3", "5", "close"),
        ("3", "50", "far"),
        ("at least 3", "50", "above"),
        ("at least 50", "3", "far"),
        ("unknown", "50", "unknown"),
    ],
)
def test_counts_are_close_within_a_factor_of_two_or_above_an_at_least(
    world: "World", one: str, other: str, level: str
) -> None:
    said = [
        world.coded(key, counts=[{"what": "deaths", "count": count, "phrase": "people were killed"}])
        for key, count in (("r1", one), ("r2", other))
    ]
    assert levels(world, *said)["count"] == level
    assert levels(world, *reversed(said))["count"] == level


@pytest.mark.parametrize(("first", "later", "level"), [("10", "30", "grown"), ("30", "10", "far")])
def test_a_toll_may_grow_but_does_not_shrink(world: "World", first: str, later: str, level: str) -> None:
    said = [
        world.coded(
            key,
            world.article(key, published=day),
            counts=[{"what": "deaths", "count": count, "phrase": "people were killed"}],
        )
        for key, day, count in (("r1", "2021-11-17", first), ("r2", "2021-11-19", later))
    ]
    assert levels(world, *said)["count"] == level


def test_two_coders_of_one_article_are_seen(world: "World") -> None:
    article = world.article("shared")
    one, other = world.coded("r1", article), world.coded("r2", article)
    assert levels(world, one, other)["source"] == "same-article"


def test_packing_and_unpacking_a_pattern_is_identity() -> None:
    dice = np.random.default_rng(1)
    codes = [dice.integers(0, size, 50) for size in SIZES]
    packed = np.zeros(50, dtype=np.int64)
    for size, code in zip(SIZES, codes, strict=True):
        packed = packed * size + code
    assert all((one == other).all() for one, other in zip(unpacked(packed), codes, strict=True))


def test_an_exact_place_is_finer_than_a_region(world: "World") -> None:
    steps = [step.km for step in world.book.places.precision]
    assert steps[0] <= EXACT_KM < REGION_KM <= steps[-1]


@pytest.mark.parametrize(("country", "level"), [("UGA", "in-region"), ("KEN", "reachable")])
def test_a_country_holds_its_own_towns_and_no_others(world: "World", country: str, level: str) -> None:
    context, coded = world.context, [world.coded("r1"), world.coded("r2")]
    articles = {one.article.id: one.article for one in coded}
    table = features(world.prepared(coded), world.book, context.registry, context.gazetteer, articles)
    town, whole = table.to_pylist()
    whole |= {"place_id": "whole", "country": country, "region": f"{country}/*", "radius_km": 400.0}
    assert levels_of(pa.Table.from_pylist([town, whole], schema=FEATURES))["place"] == level
