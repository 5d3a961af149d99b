from collections.abc import Iterable, Mapping
from itertools import combinations
from random import Random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from eventbook.datasets.matching.columns import Ints
from eventbook.datasets.matching.incidents import Bound, Edges, agglomerate, undecided
from eventbook.datasets.matching.links import Links, Pair, ordered
from eventbook.datasets.matching.matching import grouped

ABSENT = -6.0
SURE = 4.5
NAMES = [f"r{number}" for number in range(8)]
PAIRS = list(combinations(NAMES, 2))

WEIGHTS = st.dictionaries(st.sampled_from(PAIRS), st.floats(-20, 20), max_size=28)
SOME = st.lists(st.sampled_from(PAIRS), max_size=6, unique=True)
GROUPS = st.lists(st.sets(st.sampled_from(NAMES), min_size=2, max_size=4).map(sorted).map(tuple), max_size=3)


def free(*together: Pair, apart: tuple[Pair, ...] = (), before: tuple[tuple[str, ...], ...] = ()) -> Links:
    return Links(together, frozenset(apart), before)


def ends(pairs: Iterable[Pair], number: Mapping[str, int]) -> tuple[Ints, Ints]:
    rows = np.array([(number[one], number[other]) for one, other in pairs], dtype=np.int64).reshape(-1, 2)
    return rows[:, 0], rows[:, 1]


def found(
    weights: Mapping[Pair, float], links: Links, names: list[str] = NAMES
) -> tuple[tuple[str, ...], ...]:
    """Return the incidents; reports are numbered in the order of their ids, as the table has them."""
    number = {name: row for row, name in enumerate(sorted(names))}
    edges = Edges(*ends(weights, number), np.array([*weights.values()], dtype=np.float64))
    groups = tuple(tuple(number[name] for name in group) for group in links.before)
    bound = Bound(ends(links.together, number), ends(links.apart, number), groups)
    home = agglomerate(len(names), edges, bound, threshold=SURE, absent=ABSENT)
    return grouped(sorted(names), home)


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


def waiting(weights: Mapping[Pair, float], links: Links, judged: list[Pair], home: list[int]) -> list[Pair]:
    """Return the pairs that wait, likelier than -3, where the reports are in these incidents."""
    number = {name: row for row, name in enumerate(NAMES)}
    edges = Edges(*ends(weights, number), np.array([*weights.values()], dtype=np.float64))
    rows = undecided(np.array(home), edges, ends(links.apart, number), ends(judged, number), -3.0)
    return [(NAMES[edges.left[row]], NAMES[edges.right[row]]) for row in rows.tolist()]


ALONE = list(range(8))


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
    assert bool(waiting({("r0", "r1"): weight}, links, judged, ALONE)) is waits


def test_a_pair_whose_incidents_are_kept_apart_by_other_reports_does_not_wait() -> None:
    home = [0, 1, 0, 3, 4, 5, 6, 7]
    assert waiting({("r0", "r1"): 1.0}, free(apart=(("r1", "r2"),)), [], home) == []


def test_a_pair_within_one_incident_does_not_wait() -> None:
    assert waiting({("r0", "r1"): 1.0}, free(), [], [0, 0, 2, 3, 4, 5, 6, 7]) == []


def test_the_pair_nearest_to_even_odds_comes_first() -> None:
    weights = {("r0", "r1"): 4.0, ("r2", "r3"): -0.5, ("r4", "r5"): 0.5}
    assert [one for one, _ in waiting(weights, free(), [], ALONE)] == ["r2", "r4", "r0"]


def joined_one_by_one(weights: Mapping[Pair, float], apart: frozenset[Pair]) -> tuple[tuple[str, ...], ...]:
    """Join the two groups with the best mean, one step at a time: slow, and plainly right."""
    groups: list[tuple[str, ...]] = [(name,) for name in NAMES]
    while True:
        steps: list[tuple[float, tuple[str, ...], tuple[str, ...]]] = []
        for one, other in combinations(sorted(groups), 2):
            between = [ordered(a, b) for a in one for b in other]
            mean = round(sum(weights.get(pair, ABSENT) for pair in between) / len(between), 9)
            if mean >= SURE and not apart & set(between):
                steps.append((-mean, one, other))
        if not steps:
            return tuple(sorted(groups))
        _, one, other = min(steps)
        groups = [group for group in groups if group not in {one, other}]
        groups.append(tuple(sorted(one + other)))


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(PAIRS), st.floats(0, 12), max_size=28), SOME)
def test_joining_in_rounds_gives_what_joining_one_by_one_gives(
    weights: dict[Pair, float], apart: list[Pair]
) -> None:
    assume(len({round(weight, 6) for weight in weights.values()}) == len(weights))
    assert found(weights, free(apart=tuple(apart))) == joined_one_by_one(weights, frozenset(apart))
