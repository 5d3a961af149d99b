from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from eventbook.datasets.candidates import candidate_pairs
from eventbook.datasets.features import features
from eventbook.datasets.plan import Window
from eventbook.datasets.weights import (
    EXACT_KM,
    REGION_KM,
    compare,
    probability,
    probability_of,
    score,
    shipped_weights,
)

if TYPE_CHECKING:
    from tests.datasets.conftest import Coded, World

WIDE = Window(days=10, slack_km=10_000)
GUNMEN = "Unidentified Armed Group (Uganda)"


def levels(world: "World", one: "Coded", other: "Coded") -> dict[str, str]:
    """Return the level of each comparison of two reports."""
    context = world.context
    articles = {one.article.id: one.article, other.article.id: other.article}
    table = features(world.prepared([one, other]), world.book, context.registry, context.gazetteer, articles)
    return {name: str(found[0]) for name, found in compare(table, candidate_pairs(table, WIDE)).items()}


@pytest.mark.parametrize(
    ("comparison", "level", "one", "other"),
    [
        ("date", "same-day", {}, {}),
        ("date", "overlap", {"when": {"first": "2021-11-15", "last": "2021-11-17"}}, {}),
        ("date", "one-day", {"when": "2021-11-15"}, {}),
        ("date", "two-days", {"when": "2021-11-14"}, {}),
        ("date", "further", {"when": "2021-11-13"}, {}),
        ("place", "same-place", {}, {}),
        ("place", "neighbouring", {"where": {"place": "beta", "precision": 1}}, {}),
        ("place", "compatible", {"where": {"place": "north", "precision": 3}}, {}),
        ("place", "apart", {"where": {"place": "gamma", "precision": 1}}, {}),
        ("type", "same", {}, {}),
        ("type", "parent", {"sub_event_type": "Government regains territory"}, {}),
        ("type", "different", {"sub_event_type": "Agreement", "counts": None}, {}),
        ("side1", "same", {}, {}),
        ("side1", "different", {"side1": "hill"}, {}),
        ("side1", "open", {"side1": GUNMEN}, {}),
        ("side1", "generic", {"side1": GUNMEN}, {"side1": GUNMEN}),
        ("count", "equal", {}, {}),
        ("count", "unknown", {"counts": None}, {}),
        ("wording", "nothing", {"notes": "Mortars landed beside sleeping cattle."}, {}),
        ("wording", "much", {}, {}),
        ("source", "same-voice", {}, {}),
    ],
)
def test_a_pair_stands_on_the_level_that_it_has_earned(
    world: "World", comparison: str, level: str, one: dict[str, Any], other: dict[str, Any]
) -> None:
    assert levels(world, world.coded("r1", **one), world.coded("r2", **other))[comparison] == level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("3", "3", "equal"),
        ("none", "none", "nought"),
        ("3", "5", "close"),
        ("3", "50", "different"),
        ("at least 3", "50", "close"),
        ("at least 50", "3", "different"),
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


def test_two_coders_of_one_article_are_seen(world: "World") -> None:
    article = world.article("shared")
    one, other = world.coded("r1", article), world.coded("r2", article)
    assert levels(world, one, other)["source"] == "same-article"


def test_sides_are_compared_as_they_fit_best(world: "World") -> None:
    found = levels(world, world.coded("r1"), world.coded("r2", side1="army", side2="karo"))
    assert (found["side1"], found["side2"]) == ("same", "same")


def test_every_level_has_a_weight_and_the_weights_add_up(world: "World") -> None:
    weights = shipped_weights()
    found = levels(world, world.coded("r1"), world.coded("r2", when="2021-11-15"))
    total = score({name: np.array([level], dtype=object) for name, level in found.items()}, weights)
    by_hand = weights.prior + sum(weights.of(name)[level] for name, level in found.items())
    assert total.tolist() == [pytest.approx(by_hand)]


def test_the_weights_come_from_a_file_that_ships_with_the_program() -> None:
    weights = shipped_weights()
    assert weights.version == "2026.11"
    assert weights.prior < 0
    assert weights.of("side1") == weights.of("side2") == weights.side


def test_log_odds_are_probabilities() -> None:
    assert probability_of(0.0) == 0.5
    assert probability(np.array([4.59512])).tolist() == [pytest.approx(0.99)]


def test_an_exact_place_is_finer_than_a_region(world: "World") -> None:
    steps = [step.km for step in world.book.places.precision]
    assert steps[0] <= EXACT_KM < REGION_KM <= steps[-1]
