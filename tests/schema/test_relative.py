from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventbook.schema.check import check_raw
from eventbook.schema.context import Context
from eventbook.schema.relative import meant
from eventbook.schema.when import SpanPart

Maker = Callable[..., dict[str, Any]]
WEDNESDAY = date(2021, 11, 17)
DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize(
    ("phrase", "first", "last"),
    [
        ("Tuesday", "2021-11-16", "2021-11-16"),
        ("on Wednesday morning", "2021-11-17", "2021-11-17"),
        ("last Wednesday", "2021-11-10", "2021-11-10"),
        ("Thursday", "2021-11-11", "2021-11-11"),
        ("yesterday", "2021-11-16", "2021-11-16"),
        ("the past few days", "2021-11-14", "2021-11-16"),
        ("last week", "2021-11-08", "2021-11-14"),
        ("over the weekend", "2021-11-13", "2021-11-14"),
        ("last month", "2021-10-01", "2021-10-31"),
        ("three days ago", "2021-11-14", "2021-11-14"),
        ("12 days ago", "2021-11-05", "2021-11-05"),
        ("in May", "2021-05-01", "2021-05-31"),
        ("December", "2020-12-01", "2020-12-31"),
    ],
)
def test_a_relative_date_counts_from_the_day_of_publication(phrase: str, first: str, last: str) -> None:
    when = meant(phrase, WEDNESDAY)
    assert when is not None
    assert (str(when.first), str(when.last), when.part) == (first, last, SpanPart.WHOLE)


@pytest.mark.parametrize(
    ("phrase", "part"), [("the end of May", "end"), ("early May", "beginning"), ("late May", "end")]
)
def test_the_beginning_and_the_end_of_a_month_keep_the_month(phrase: str, part: str) -> None:
    when = meant(phrase, WEDNESDAY)
    assert when is not None
    assert (str(when.first), str(when.last), when.part) == ("2021-05-01", "2021-05-31", part)


@pytest.mark.parametrize(
    "phrase", ["", "long ago", "the middle of May", "zero days ago", "Tuesday week", "0 days ago"]
)
def test_other_words_mean_no_day(phrase: str) -> None:
    assert meant(phrase, WEDNESDAY) is None


@given(
    published=DAYS, phrase=st.sampled_from(["Monday", "last Friday", "last week", "yesterday", "last month"])
)
def test_what_an_article_tells_of_does_not_lie_after_it(published: date, phrase: str) -> None:
    when = meant(phrase, published)
    assert when is not None
    assert when.first is not None
    assert when.first <= when.last <= published
    assert (published - when.first).days <= 62


@given(published=DAYS)
def test_a_weekday_is_the_latest_of_its_name(published: date) -> None:
    when = meant("Tuesday", published)
    assert when is not None
    assert when.last.weekday() == 1
    assert (published - when.last).days < 7


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("Tuesday", "in an article of 2021-11-17 that is: 2021-11-16"),
        ("last week", "in an article of 2021-11-17 that is: {first: 2021-11-08, last: 2021-11-14}"),
        ("end of May", "that is: {first: 2021-05-01, last: 2021-05-31, part: end}"),
        ("one fine day", "write year-month-day"),
    ],
)
def test_who_writes_a_relative_date_is_told_which_day_that_is(
    context: Context, event: Maker, written: str, advice: str
) -> None:
    (problem,) = check_raw(event(when=written), context).problems
    assert problem.rule == "date-unreadable"
    assert advice in problem.advice
