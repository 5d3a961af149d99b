from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventbook.schema.codebook_parts import CountMerge
from eventbook.schema.counts import Amount, CountedGroup, Counting
from eventbook.schema.tally import Spoken, settle

DAY = date(2021, 11, 16)
NEWEST = CountMerge.NEWEST_LOWEST
CIVILIANS, SIDE1 = CountedGroup.CIVILIANS, CountedGroup.SIDE1
UNKNOWN = Amount()


def exact(number: int) -> Amount:
    return Amount(low=number, best=number, high=number)


def least(number: int) -> Amount:
    return Amount(low=number, best=number, high_open=True)


def said(voice: str, amount: Amount, after: int = 0, of: CountedGroup | None = None) -> Spoken:
    return Spoken(voice, DAY + timedelta(after), amount, of=of)


def added(voice: str, amount: Amount, after: int = 0, of: CountedGroup | None = None) -> Spoken:
    return Spoken(voice, DAY + timedelta(after), amount, Counting.NEW, of)


ORDERED = (
    st.builds(exact, st.integers(0, 30))
    | st.builds(least, st.integers(0, 30))
    | st.tuples(*[st.integers(0, 30)] * 3).map(sorted).map(lambda x: Amount(low=x[0], best=x[1], high=x[2]))
    | st.builds(Amount, high=st.integers(0, 30))
    | st.builds(Amount, best=st.integers(0, 30))
    | st.just(UNKNOWN)
)
CLAIMS = st.lists(
    st.builds(
        Spoken,
        st.sampled_from(["", "police", "hospital", "rebels"]),
        st.integers(0, 4).map(lambda days: DAY + timedelta(days)),
        ORDERED,
        st.sampled_from(Counting),
        st.none() | st.sampled_from(CountedGroup),
    ),
    max_size=8,
)
HOW = st.sampled_from(CountMerge)


@given(CLAIMS, HOW, st.randoms(use_true_random=False))
def test_the_order_of_claims_does_not_matter(claims: list[Spoken], how: CountMerge, dice: Random) -> None:
    mixed = [*claims]
    dice.shuffle(mixed)
    assert settle(mixed, how) == settle(claims, how)


@given(CLAIMS, HOW, st.integers(1, 4))
def test_five_copies_of_one_voice_are_one_voice(claims: list[Spoken], how: CountMerge, times: int) -> None:
    assert settle(claims * times, how) == settle(claims, how)


@given(CLAIMS, HOW)
def test_unknown_adds_nothing(claims: list[Spoken], how: CountMerge) -> None:
    assert settle([*claims, said("somebody", UNKNOWN, 9)], how) == settle(claims, how)


@settings(max_examples=200)
@given(CLAIMS, HOW)
def test_low_best_and_high_stand_in_order_where_each_claim_does(
    claims: list[Spoken], how: CountMerge
) -> None:
    assert settle(claims, how).in_order


@given(CLAIMS, HOW)
def test_an_open_claim_leaves_no_highest_figure(claims: list[Spoken], how: CountMerge) -> None:
    assert settle([*claims, said("last", least(3), 9)], how).high is None


@given(st.integers(0, 30), HOW)
def test_one_exact_claim_is_the_count(number: int, how: CountMerge) -> None:
    assert settle([said("police", exact(number))], how) == exact(number)


def test_no_claim_is_unknown_and_not_nought() -> None:
    assert settle([], NEWEST) == UNKNOWN
    assert settle([said("police", UNKNOWN)], NEWEST) == UNKNOWN
    assert settle([said("police", exact(0))], NEWEST) == exact(0)


def test_a_speakers_latest_word_counts() -> None:
    assert settle([said("police", exact(3)), said("police", exact(9), 5)], NEWEST) == exact(9)
    assert settle([said("police", exact(9)), said("police", exact(3), 5)], NEWEST) == exact(3)


def test_what_is_new_adds_to_what_the_speaker_said_before() -> None:
    assert settle([said("police", exact(3)), added("police", exact(2), 1)], NEWEST) == exact(5)


def test_a_later_total_holds_what_was_new_before_it() -> None:
    claims = [said("police", exact(3)), added("police", exact(2), 1), said("police", exact(6), 2)]
    assert settle(claims, NEWEST) == exact(6)


def test_groups_are_summed_where_there_is_no_total() -> None:
    claims = [said("police", exact(3), of=CIVILIANS), said("police", exact(4), of=SIDE1)]
    assert settle(claims, NEWEST) == exact(7)


def test_groups_of_a_total_are_counted_once() -> None:
    claims = [said("police", exact(7)), said("police", exact(3), of=CIVILIANS)]
    assert settle(claims, NEWEST) == exact(7)


def test_a_group_counted_later_does_not_replace_the_total() -> None:
    claims = [said("police", exact(10)), said("police", exact(5), 1, of=CIVILIANS)]
    assert settle(claims, NEWEST) == exact(10)


def test_groups_counted_on_different_days_are_summed_at_their_latest() -> None:
    claims = [
        said("police", exact(3), of=CIVILIANS),
        said("police", exact(4), 1, of=SIDE1),
        said("police", exact(5), 2, of=CIVILIANS),
    ]
    assert settle(claims, NEWEST) == exact(9)


def test_new_members_of_a_group_add_to_the_total() -> None:
    claims = [said("police", exact(10)), added("police", exact(2), 1, of=CIVILIANS)]
    assert settle(claims, NEWEST) == exact(12)


def test_a_new_total_adds_to_the_groups() -> None:
    claims = [said("police", exact(3), of=CIVILIANS), added("police", exact(2), 1)]
    assert settle(claims, NEWEST) == exact(5)


def test_at_least_bounds_only_from_below() -> None:
    assert settle([said("police", least(3)), said("hospital", exact(9))], NEWEST) == Amount(
        low=3, best=9, high_open=True
    )
    assert settle([said("police", least(3))], NEWEST) == least(3)


def test_a_figure_that_at_least_contradicts_is_not_the_best() -> None:
    claims = [said("police", least(5)), said("hospital", exact(3)), said("mayor", exact(8))]
    assert settle(claims, NEWEST).best == 8


def test_of_fresh_figures_the_lowest_is_best_and_the_range_is_kept() -> None:
    claims = [said("police", exact(3)), said("rebels", exact(9), 1)]
    assert settle(claims, NEWEST) == Amount(low=3, best=3, high=9)


def test_a_figure_overtaken_by_newer_ones_is_no_rival_of_theirs() -> None:
    claims = [said("police", exact(3)), said("hospital", exact(9), 5)]
    assert settle(claims, NEWEST) == exact(9)


HIGHEST: list[tuple[CountMerge, int]] = [(CountMerge.LOWEST, 3), (CountMerge.HIGHEST, 9), (NEWEST, 9)]


@pytest.mark.parametrize(("how", "best"), HIGHEST)
def test_each_named_rule_settles_in_its_own_way(how: CountMerge, best: int) -> None:
    assert settle([said("police", exact(3)), said("hospital", exact(9), 5)], how).best == best


MAKERS: list[Callable[[int], Amount]] = [exact, least]


@pytest.mark.parametrize("make", MAKERS)
def test_two_figures_of_one_speaker_on_one_day_span_both(make: Callable[[int], Amount]) -> None:
    settled = settle([said("police", make(3)), said("police", make(5))], NEWEST)
    assert (settled.low, settled.best) == (3, 3)
