from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations, pairwise, permutations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventbook.datasets.matching.links import ContradictionError, latest_verdicts, links, ordered
from eventbook.schema.judgement import Judgement, Verdict

if TYPE_CHECKING:
    from tests.datasets.conftest import World

SAME, DIFFERENT, UNSURE = Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def word(one: str, other: str, verdict: Verdict, hour: int = 0) -> Judgement:
    return Judgement(one=one, other=other, verdict=verdict, by="amira", at=NOON + timedelta(hours=hour))


def test_two_forms_of_one_sheet_are_apart(world: "World") -> None:
    coded = [world.coded(key, sheet="s") for key in ("r1", "r2", "r3")] + [world.coded("r4")]
    found = links(world.prepared(coded), [], {})
    assert found.apart == {("r1", "r2"), ("r1", "r3"), ("r2", "r3")}
    assert found.together == ()


def test_a_judgement_overrides_the_sheet(world: "World") -> None:
    prepared = world.prepared([world.coded(key, sheet="s") for key in ("r1", "r2")])
    found = links(prepared, [word("r2", "r1", SAME)], {})
    assert (found.together, found.apart) == ((("r1", "r2"),), frozenset())


def test_a_chain_of_judgements_overrides_the_sheet(world: "World") -> None:
    prepared = world.prepared([*(world.coded(key, sheet="s") for key in ("r1", "r2")), world.coded("r3")])
    assert links(prepared, [word("r1", "r3", SAME), word("r3", "r2", SAME)], {}).apart == frozenset()


def test_a_corroboration_is_together_with_its_root(world: "World") -> None:
    coded = [world.coded("r1"), world.coded("r2", event="r1"), world.coded("r3", event="r2")]
    assert links(world.prepared(coded), [], {}).together == (("r1", "r2"), ("r1", "r3"))


def test_a_judgement_overrides_a_corroboration(world: "World") -> None:
    prepared = world.prepared([world.coded("r1"), world.coded("r2", event="r1")])
    found = links(prepared, [word("r1", "r2", DIFFERENT)], {})
    assert (found.together, found.apart) == ((), frozenset({("r1", "r2")}))


def test_a_contradiction_names_the_whole_chain(world: "World") -> None:
    prepared = world.prepared([world.coded(f"r{number}") for number in range(1, 5)])
    words = [
        word("r1", "r2", SAME),
        word("r3", "r2", SAME),
        word("r3", "r4", SAME),
        word("r4", "r1", DIFFERENT),
    ]
    for mixed in permutations(words):
        with pytest.raises(ContradictionError, match="r1 = r2 = r3 = r4, but r1 and r4") as caught:
            links(prepared, mixed, {})
        assert (caught.value.chain, caught.value.different) == (("r1", "r2", "r3", "r4"), ("r1", "r4"))


def test_the_shortest_chain_is_named(world: "World") -> None:
    prepared = world.prepared([world.coded(f"r{number}") for number in range(1, 5)])
    words = [word("r1", "r2", SAME), word("r2", "r3", SAME), word("r3", "r4", SAME), word("r2", "r4", SAME)]
    with pytest.raises(ContradictionError) as caught:
        links(prepared, [*words, word("r1", "r4", DIFFERENT)], {})
    assert caught.value.chain == ("r1", "r2", "r4")


def test_a_judgement_that_is_taken_back_contradicts_nothing(world: "World") -> None:
    prepared = world.prepared([world.coded(key) for key in ("r1", "r2", "r3")])
    words = [word("r1", "r2", SAME), word("r2", "r3", SAME), word("r1", "r3", DIFFERENT)]
    found = links(prepared, [*words, word("r3", "r1", UNSURE, 1)], {})
    assert (found.together, found.apart) == ((("r1", "r2"), ("r2", "r3")), frozenset())


def test_the_last_word_on_a_pair_counts_whatever_order_words_came_in() -> None:
    words = [word("a", "b", SAME), word("b", "a", DIFFERENT, 1), word("a", "b", UNSURE, 2)]
    for mixed in permutations(words):
        assert latest_verdicts(mixed)[("a", "b")].verdict is UNSURE


def test_judgements_on_reports_that_are_not_in_the_build_say_nothing(world: "World") -> None:
    found = links(world.prepared([world.coded("r1")]), [word("r1", "gone", DIFFERENT)], {})
    assert (found.together, found.apart) == ((), frozenset())


def test_a_judgement_that_is_taken_back_no_longer_ties_what_the_release_before_joined(world: "World") -> None:
    prepared = world.prepared([world.coded(name) for name in ("r1", "r2", "r3")])
    before = {"UGA1/0": tuple((key, report.content) for key, report in prepared.reports.items())}
    assert links(prepared, [], before).before == (("r1", "r2", "r3"),)
    assert links(prepared, [word("r1", "r2", UNSURE)], before).before == ()


def test_reports_that_have_not_changed_stay_with_their_incident_of_the_release_before(world: "World") -> None:
    prepared = world.prepared([world.coded(key) for key in ("r1", "r2", "r3", "r4")])
    content = {key: report.content for key, report in prepared.reports.items()}
    before = {
        "UGA1/0": (("r3", content["r3"]), ("r1", content["r1"]), ("r2", "something else")),
        "UGA2/0": (("r4", content["r4"]), ("gone", "…")),
    }
    assert links(prepared, [], before).before == (("r1", "r3"),)


def test_a_pair_has_the_smaller_id_first() -> None:
    assert ordered("b", "a") == ordered("a", "b") == ("a", "b")


def test_a_hundred_sheets_with_a_thousand_forms_are_linked_in_a_moment(world: "World") -> None:
    base = world.prepared([world.coded("r")])
    report = base.reports["r"]
    reports = {f"r{number:04}": report for number in range(1000)}
    renamed = {key: replace(report, id=key, sheet=f"s{number // 10}") for number, key in enumerate(reports)}
    words = [word(f"r{number:04}", f"r{number + 10:04}", SAME) for number in range(0, 980, 10)]
    found = links(replace(base, reports=renamed), words, {})
    assert len(found.apart) == 100 * 45


PAIRS = st.lists(st.sampled_from(list(combinations("abcdefgh", 2))))


@settings(max_examples=60, deadline=None)
@given(pairs=PAIRS, different=PAIRS)
def test_a_contradiction_is_found_where_a_chain_leads_from_one_to_the_other_and_nowhere_else(
    world: "World", pairs: list[tuple[str, str]], different: list[tuple[str, str]]
) -> None:
    base = world.prepared([world.coded("r")])
    reports = {key: replace(base.reports["r"], id=key, sheet=key) for key in "abcdefgh"}
    home = {key: key for key in reports}
    for one, other in set(pairs) - set(different):
        home = {key: home[one] if place == home[other] else place for key, place in home.items()}
    words = [word(*pair, SAME) for pair in pairs] + [word(*pair, DIFFERENT, 1) for pair in different]
    contradicted = [pair for pair in different if home[pair[0]] == home[pair[1]]]
    if not contradicted:
        assert links(replace(base, reports=reports), words, {}).apart == set(different)
        return
    with pytest.raises(ContradictionError) as caught:
        links(replace(base, reports=reports), words, {})
    chain = caught.value.chain
    assert caught.value.different == (chain[0], chain[-1]) == min(contradicted)
    assert all(ordered(*step) in set(pairs) - set(different) for step in pairwise(chain))
