from collections.abc import Mapping
from itertools import combinations
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from eventbook.datasets.incidents import Undecided, incidents, undecided
from eventbook.datasets.links import Links, Pair, ordered

ABSENT = -6.0
SURE = 4.5
NAMES = [f"r{number}" for number in range(8)]
PAIRS = list(combinations(NAMES, 2))

WEIGHTS = st.dictionaries(st.sampled_from(PAIRS), st.floats(-20, 20), max_size=28)
SOME = st.lists(st.sampled_from(PAIRS), max_size=6, unique=True)
GROUPS = st.lists(st.sets(st.sampled_from(NAMES), min_size=2, max_size=4).map(sorted).map(tuple), max_size=3)


def free(*together: Pair, apart: tuple[Pair, ...] = (), before: tuple[tuple[str, ...], ...] = ()) -> Links:
    return Links(together, frozenset(apart), before)


def found(
    weights: Mapping[Pair, float], links: Links, names: list[str] = NAMES
) -> tuple[tuple[str, ...], ...]:
    return incidents(names, weights, links, threshold=SURE, absent=ABSENT)


def home_of(groups: tuple[tuple[str, ...], ...]) -> dict[str, int]:
    return {name: index for index, group in enumerate(groups) for name in group}


def connected(pairs: list[Pair]) -> dict[str, str]:
    """Return which of the names each name hangs together with, by the first of them."""
    home = {name: name for name in NAMES}
    for one, other in pairs:
        old, new = sorted((home[one], home[other]))[::-1]
        home = {name: new if place == old else place for name, place in home.items()}
    return home


def agreeing(together: list[Pair], apart: list[Pair]) -> bool:
    """Tell whether the links contradict each other nowhere (`links` refuses those that do)."""
    home = connected(together)
    return all(home[one] != home[other] for one, other in apart)


@settings(max_examples=150, deadline=None)
@given(WEIGHTS, SOME, SOME, GROUPS)
def test_what_must_be_together_is_and_what_must_be_apart_is_whatever_the_weights(
    weights: dict[Pair, float], together: list[Pair], apart: list[Pair], before: list[tuple[str, ...]]
) -> None:
    assume(agreeing(together, apart))
    groups = found(weights, free(*together, apart=tuple(apart), before=tuple(before)))
    home = home_of(groups)
    assert sorted(home) == NAMES
    assert all(home[one] == home[other] for one, other in together)
    assert all(home[one] != home[other] for one, other in apart)


@settings(max_examples=60, deadline=None)
@given(WEIGHTS, SOME, SOME, GROUPS, st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(
    weights: dict[Pair, float],
    together: list[Pair],
    apart: list[Pair],
    before: list[tuple[str, ...]],
    dice: Random,
) -> None:
    assume(agreeing(together, apart))
    straight = found(weights, free(*together, apart=tuple(apart), before=tuple(before)))
    names, items = [*NAMES], [*weights.items()]
    for one in (names, items):
        dice.shuffle(one)
    mixed = Links(tuple(together), frozenset(apart), tuple(before))
    assert found(dict(items), mixed, names) == straight


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(PAIRS), st.sampled_from([5.0, 6.0, -1.0]), max_size=20))
def test_no_group_joins_that_is_less_sure_than_asked(weights: dict[Pair, float]) -> None:
    groups = found(weights, free())
    for one, other in combinations(groups, 2):
        between = [weights.get(ordered(a, b), ABSENT) for a in one for b in other]
        assert sum(between) / len(between) < SURE + 1e-6


def test_a_vague_report_does_not_chain_two_incidents() -> None:
    weights = {("r0", "r1"): 6.0, ("r1", "r2"): 6.0, ("r0", "r2"): -8.0}
    assert found(weights, free(), ["r0", "r1", "r2"]) == (("r0", "r1"), ("r2",))


def test_a_vague_report_does_not_chain_what_was_told_apart() -> None:
    weights = {("r0", "r1"): 12.0, ("r1", "r2"): 12.0, ("r0", "r2"): 12.0}
    groups = found(weights, free(apart=(("r0", "r2"),)), ["r0", "r1", "r2"])
    assert groups == (("r0", "r1"), ("r2",))


def test_the_best_pair_joins_first() -> None:
    weights = {("r0", "r1"): 5.0, ("r1", "r2"): 9.0}
    assert found(weights, free(apart=(("r0", "r2"),)), ["r0", "r1", "r2"]) == (("r0",), ("r1", "r2"))


def test_of_two_equal_pairs_the_first_in_id_order_joins() -> None:
    weights = {("r1", "r2"): 6.0, ("r0", "r1"): 6.0}
    for _ in range(3):
        assert found(weights, free(apart=(("r0", "r2"),)), ["r2", "r1", "r0"]) == (("r0", "r1"), ("r2",))


def test_floats_that_differ_only_by_rounding_are_a_tie() -> None:
    weights = {("r0", "r1"): 0.1 + 0.2 + 5, ("r1", "r2"): 0.3 + 5}
    assert found(weights, free(apart=(("r0", "r2"),)), ["r0", "r1", "r2"]) == (("r0", "r1"), ("r2",))


def test_a_pair_that_was_never_a_candidate_counts_against_a_group() -> None:
    weights = {("r0", "r1"): 9.0, ("r1", "r2"): 9.0, ("r2", "r3"): 9.0}
    assert found(weights, free(), NAMES[:4]) == (("r0", "r1"), ("r2", "r3"))


def test_a_judgement_joins_what_no_weight_would() -> None:
    assert found({("r0", "r1"): -50.0}, free(("r0", "r1")), ["r0", "r1"]) == (("r0", "r1"),)


def test_the_incident_of_the_release_before_stays_without_any_weight() -> None:
    assert found({}, free(before=(("r0", "r1", "r2"),)), NAMES[:3]) == (("r0", "r1", "r2"),)


def test_a_judgement_breaks_the_incident_of_the_release_before() -> None:
    links = free(apart=(("r0", "r1"),), before=(("r0", "r1"),))
    assert found({("r0", "r1"): 15.0}, links, ["r0", "r1"]) == (("r0",), ("r1",))


def test_the_rest_of_an_incident_stays_together_when_one_report_is_judged_out_of_it() -> None:
    links = free(apart=(("r0", "r1"), ("r0", "r2")), before=(("r0", "r1", "r2"),))
    assert found({}, links, NAMES[:3]) == (("r0",), ("r1", "r2"))


def test_a_judgement_beats_the_release_before_where_both_pull_at_one_report() -> None:
    links = free(("r1", "r2"), apart=(("r0", "r2"),), before=(("r0", "r1"),))
    assert found({("r0", "r1"): 15.0}, links, NAMES[:3]) == (("r0",), ("r1", "r2"))


def test_no_report_is_lost_where_there_is_nothing_to_join() -> None:
    assert found({}, free()) == tuple((name,) for name in NAMES)
    assert found({}, free(), []) == ()


@pytest.mark.parametrize(
    ("weight", "links", "judged", "waits"),
    [
        pytest.param(1.0, free(), [], True, id="nobody has looked"),
        pytest.param(-5.0, free(), [], False, id="too unlikely"),
        pytest.param(1.0, free(), [("r1", "r0")], False, id="a person has judged it"),
        pytest.param(1.0, free(apart=(("r0", "r1"),)), [], False, id="told apart"),
    ],
)
def test_a_pair_waits_for_a_person(weight: float, links: Links, judged: list[Pair], *, waits: bool) -> None:
    pairs = undecided((("r0",), ("r1",)), {("r0", "r1"): weight}, links, judged, -3.0)
    assert bool(pairs) is waits


def test_a_pair_whose_incidents_are_kept_apart_by_other_reports_does_not_wait() -> None:
    groups = (("r0", "r2"), ("r1",))
    assert undecided(groups, {("r0", "r1"): 1.0}, free(apart=(("r1", "r2"),)), [], -3.0) == ()


def test_a_pair_within_one_incident_does_not_wait() -> None:
    assert undecided((("r0", "r1"),), {("r0", "r1"): 1.0}, free(), [], -3.0) == ()


def test_the_pair_nearest_to_even_odds_comes_first() -> None:
    weights = {("r0", "r1"): 4.0, ("r2", "r3"): -0.5, ("r4", "r5"): 0.5}
    groups = tuple((name,) for name in NAMES)
    assert [one.one for one in undecided(groups, weights, free(), [], -3.0)] == ["r2", "r4", "r0"]
    assert undecided(groups, weights, free(), [], -3.0)[0] == Undecided("r2", "r3", -0.5)
