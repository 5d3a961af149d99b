# ruff: noqa: RUF001  names and quotes in other scripts are the point

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from eventbook.schema.codebook import Codebook
from eventbook.schema.counts import Amount
from eventbook.schema.reading import read

_AMOUNT = TypeAdapter(Amount)
NUMBERS = st.none() | st.integers(0, 50)
ANY_AMOUNT = st.builds(Amount, low=NUMBERS, best=NUMBERS, high=NUMBERS)
OPEN = st.builds(Amount, low=NUMBERS, best=NUMBERS, high_open=st.just(value=True))
AMOUNTS = ANY_AMOUNT | OPEN
ORDERED = AMOUNTS.filter(lambda amount: amount.in_order)

X = "open"
PHRASES: list[tuple[object, int | None, int | None, int | str | None]] = [
    (3, 3, 3, 3),
    (0, 0, 0, 0),
    ("3", 3, 3, 3),
    ("0", 0, 0, 0),
    (" 3 ", 3, 3, 3),
    ("exactly 7", 7, 7, 7),
    ("Exactly 7", 7, 7, 7),
    ("127", 127, 127, 127),
    ("1,500", 1500, 1500, 1500),
    ("1 500", 1500, 1500, 1500),
    ("1\u00a0500", 1500, 1500, 1500),
    ("1\u202f500", 1500, 1500, 1500),
    ("1,000,000", 1_000_000, 1_000_000, 1_000_000),
    ("٣", 3, 3, 3),
    ("３", 3, 3, 3),
    ("3-5", 3, 3, 5),
    ("3 - 5", 3, 3, 5),
    ("3–5", 3, 3, 5),
    ("3—5", 3, 3, 5),
    ("3 to 5", 3, 3, 5),
    ("1,000 to 1,500", 1000, 1000, 1500),
    ("5-3", 5, 5, 3),
    ("at least 3", 3, 3, X),
    ("At least  3", 3, 3, X),
    ("AT LEAST 1,200", 1200, 1200, X),
    ("at least 0", 0, 0, X),
    ("more than 3", 4, 4, X),
    ("over 100", 101, 101, X),
    ("up to 5", None, None, 5),
    ("at most 5", None, None, 5),
    ("about 20", None, 20, None),
    ("around 20", None, 20, None),
    ("some 20", None, 20, None),
    ("nearly 20", None, 20, None),
    ("none", 0, 0, 0),
    ("None", 0, 0, 0),
    ("zero", 0, 0, 0),
    ("nobody", 0, 0, 0),
    ("unknown", None, None, None),
    ("Unknown", None, None, None),
    ("dozens", 12, 12, X),
    ("Dozens", 12, 12, X),
    ("tens", 10, 10, X),
    ("hundreds", 100, 100, X),
    ("several", 3, 3, X),
    ("a few", 3, 3, X),
    ("many", 3, 3, X),
    ("scores", 20, 20, X),
    ("thousands", 1000, 1000, X),
    ("tens of thousands", 10_000, 10_000, X),
    ("hundreds of thousands", 100_000, 100_000, X),
    ({"low": 1, "best": 2, "high": 3}, 1, 2, 3),
    ({"low": 1, "high": "open"}, 1, None, X),
    ({"best": 2}, None, 2, None),
    ({}, None, None, None),
]


@pytest.mark.parametrize(("written", "low", "best", "high"), PHRASES)
def test_a_written_count_has_these_bounds(
    book: Codebook, written: object, low: int | None, best: int | None, high: int | str | None
) -> None:
    amount, problems = read(_AMOUNT.validate_python, written, (), book.vague_words)
    assert not problems
    assert amount is not None
    assert (amount.low, amount.best, X if amount.high_open else amount.high) == (low, best, high)


def test_the_table_of_phrases_is_a_wide_one() -> None:
    assert len(PHRASES) >= 40


@pytest.mark.parametrize(
    "written",
    [
        "casualties",
        "",
        "-3",
        -3,
        "3.5",
        3.5,
        True,
        "three",
        "3 dead",
        "3-",
        "at least",
        "1,50",
        "12345678901",
        "1e3",
    ],
)
def test_what_is_no_count_is_refused(book: Codebook, written: object) -> None:
    _, problems = read(_AMOUNT.validate_python, written, (), book.vague_words)
    assert [problem.rule for problem in problems] == ["count-unreadable"]
    assert "dozens" in problems[0].advice


@pytest.mark.parametrize("written", [{"low": -1}, {"best": "many"}, {"high": "opened"}, [3], None])
def test_bounds_are_whole_numbers_from_nought(written: object) -> None:
    _, problems = read(_AMOUNT.validate_python, written)
    assert [problem.rule for problem in problems] == ["value-unreadable"]


def test_vague_words_are_the_codebooks_and_nobody_elses() -> None:
    _, problems = read(_AMOUNT.validate_python, "dozens")
    assert [problem.rule for problem in problems] == ["count-unreadable"]


def test_a_vague_word_may_have_a_low_of_its_own() -> None:
    amount, _ = read(_AMOUNT.validate_python, "lots", (), {"lots": (5, 9)})
    assert amount == Amount(low=5, best=9, high_open=True)


def test_unknown_is_not_nought() -> None:
    unknown, _ = read(_AMOUNT.validate_python, "unknown")
    nought, _ = read(_AMOUNT.validate_python, "none")
    assert unknown == Amount()
    assert unknown != nought
    assert unknown is not None
    assert not unknown.known
    assert nought is not None
    assert nought.known


def test_unknown_added_to_a_number_leaves_the_top_unknown() -> None:
    three = Amount(low=3, best=3, high=3)
    assert three + Amount() == Amount(low=3, best=3, high=None)


def test_an_open_bound_stays_open_in_a_sum() -> None:
    three = Amount(low=3, best=3, high=3)
    assert (three + Amount(low=1, best=1, high_open=True)).high_open


def test_what_is_sure_of_one_part_counts_towards_the_best_of_the_whole() -> None:
    assert Amount(best=3) + Amount(low=5) == Amount(low=5, best=8)


@given(AMOUNTS, AMOUNTS)
def test_addition_is_commutative(one: Amount, other: Amount) -> None:
    assert one + other == other + one


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_addition_is_associative(one: Amount, other: Amount, third: Amount) -> None:
    assert (one + other) + third == one + (other + third)


@given(st.integers(0, 50), st.integers(0, 50))
def test_known_numbers_add_up(one: int, other: int) -> None:
    total = Amount(low=one, best=one, high=one) + Amount(low=other, best=other, high=other)
    assert (total.low, total.best, total.high) == (one + other,) * 3


@given(ORDERED, ORDERED)
def test_the_sum_of_ordered_bounds_is_ordered(one: Amount, other: Amount) -> None:
    assert (one + other).in_order


@given(AMOUNTS)
def test_an_amount_survives_writing_and_reading(amount: Amount) -> None:
    assert read(_AMOUNT.validate_python, amount.model_dump(mode="json")) == (amount, [])


@pytest.mark.parametrize("written", ["3", "0", "at least 3", "unknown"])
def test_a_plain_count_prints_as_it_is_written(written: str) -> None:
    amount, _ = read(_AMOUNT.validate_python, written)
    assert str(amount) == written


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("3-5", "3-5"),
        ("up to 5", "up to 5"),
        ("about 20", "about 20"),
        ("5-3", "5/5/3"),
    ],
)
def test_bounds_print_as_a_coder_writes_them_and_with_slashes_where_nobody_would(
    written: str, shown: str
) -> None:
    amount, _ = read(_AMOUNT.validate_python, written)
    assert str(amount) == shown
