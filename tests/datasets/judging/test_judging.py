from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from eventbook.datasets.judging.judging import Sitting
from eventbook.schema.judgement import Verdict

WORDS = [*Verdict, None]


@st.composite
def sittings(draw: st.DrawFn) -> Sitting:
    """Draw a few incidents of a few reports, some pairs between them open, some kept apart."""
    reports = [f"r{number}" for number in range(draw(st.integers(2, 7)))]
    home = {report: draw(st.integers(0, 4)) for report in reports}
    between = [pair for pair in combinations(reports, 2) if home[pair[0]] != home[pair[1]]]
    apart = frozenset(draw(st.lists(st.sampled_from(between), max_size=2)) if between else ())
    kept = {frozenset((home[one], home[other])) for one, other in apart}
    usable = [pair for pair in between if frozenset((home[pair[0]], home[pair[1]])) not in kept]
    return Sitting(tuple(usable), home, apart)


def walk(sitting: Sitting, words: list[Verdict | None]) -> list[Sitting]:
    way = [sitting]
    for word in words:
        if way[-1].waiting:
            way.append(way[-1].took(way[-1].waiting[0], word))
    return way


@given(sittings(), st.lists(st.sampled_from(WORDS), max_size=6))
def test_going_back_is_exact_step_by_step(sitting: Sitting, words: list[Verdict | None]) -> None:
    way = walk(sitting, words)
    for before, after in pairwise(way):
        assert after.back() == before
        assert after.back().waiting == before.waiting


@given(sittings(), st.lists(st.sampled_from(WORDS), max_size=6))
def test_a_pair_is_asked_once_and_only_while_a_word_could_change_something(
    sitting: Sitting, words: list[Verdict | None]
) -> None:
    last = walk(sitting, words)[-1]
    asked = [step.pair for step in last.steps]
    assert len(asked) == len(set(asked))
    assert not set(asked) & set(last.waiting)
    told = {step.pair for step in last.steps if step.verdict is Verdict.SAME}
    for one, other in last.waiting:
        assert not any({one, other} == set(pair) for pair in told)


@given(sittings())
def test_what_a_word_is_said_to_settle_is_what_it_settles(sitting: Sitting) -> None:
    for pair in sitting.waiting:
        left = [len(sitting.took(pair, word).waiting) for word in (Verdict.SAME, Verdict.DIFFERENT)]
        assert sitting.settles(pair) == len(sitting.waiting) - 1 - min(left)


def test_a_sure_word_settles_every_pair_between_the_two_incidents() -> None:
    home = {"a1": 0, "a2": 0, "b1": 1, "b2": 1, "c": 2}
    pairs = (("a1", "b1"), ("a1", "b2"), ("a2", "b1"), ("a1", "c"), ("b1", "c"))
    start = Sitting(pairs, home)
    assert start.place == (1, 5)
    assert start.settles(("a1", "b1")) == 2
    same = start.took(("a1", "b1"), Verdict.SAME)
    assert same.waiting == (("a1", "c"), ("b1", "c"))
    apart = same.took(("a1", "c"), Verdict.DIFFERENT)
    assert apart.waiting == ()
    assert apart.place == (3, 2)


def test_what_is_apart_from_one_is_apart_from_what_is_the_same_as_it() -> None:
    home = {"a": 0, "b": 1, "c": 2}
    start = Sitting((("a", "b"), ("b", "c")), home, frozenset({("a", "c")}))
    assert start.took(("a", "b"), Verdict.SAME).waiting == ()


def test_an_unsure_word_and_passing_over_settle_nothing() -> None:
    start = Sitting((("a1", "b1"), ("a1", "b2")), {"a1": 0, "b1": 1, "b2": 1})
    for word in (Verdict.UNSURE, None):
        assert start.took(("a1", "b1"), word).waiting == (("a1", "b2"),)
