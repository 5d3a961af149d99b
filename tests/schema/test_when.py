from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from functools import reduce
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from eventbook.schema.reading import read
from eventbook.schema.when import DayPart, Lasting, SpanPart, When

_WHEN = TypeAdapter(When)
DAYS = st.dates(date(2020, 1, 1), date(2020, 3, 1))


@st.composite
def spans(draw: st.DrawFn) -> When:
    last = draw(DAYS)
    first = draw(st.none() | st.integers(0, 40).map(lambda days: last - timedelta(days)))
    return When(
        first=first,
        last=last,
        lasting=draw(st.sampled_from(Lasting)),
        part=draw(st.sampled_from(SpanPart)),
        time=draw(st.none() | st.sampled_from(DayPart)),
    )


def rules_of(raw: object) -> list[str]:
    _, problems = read(_WHEN.validate_python, raw)
    return [problem.rule for problem in problems]


NOON = datetime(2021, 11, 7, 12, tzinfo=timezone(timedelta(hours=3)))


@pytest.mark.parametrize(
    ("raw", "first", "last"),
    [
        ("2021-11-07", "2021-11-07", "2021-11-07"),
        (" 2021-11-07 ", "2021-11-07", "2021-11-07"),
        (date(2021, 11, 7), "2021-11-07", "2021-11-07"),
        (NOON, "2021-11-07", "2021-11-07"),
        ({"first": "2021-11-07"}, "2021-11-07", "2021-11-07"),
        ({"last": "2021-11-07"}, "2021-11-07", "2021-11-07"),
        ({"first": "2021-11-01", "last": "2021-11-07"}, "2021-11-01", "2021-11-07"),
        ({"first": date(2021, 11, 1), "last": "2021-11-07"}, "2021-11-01", "2021-11-07"),
        ({"first": "unknown", "last": "2021-11-07"}, None, "2021-11-07"),
        ({"first": "2024-02-29"}, "2024-02-29", "2024-02-29"),
    ],
)
def test_a_day_or_a_span_is_read(raw: object, first: str | None, last: str) -> None:
    when, problems = read(_WHEN.validate_python, raw)
    assert not problems
    assert when == When(first=date.fromisoformat(first) if first else None, last=date.fromisoformat(last))


@pytest.mark.parametrize(
    "raw",
    [
        "last week",
        "7/11/2021",
        "2021-02-29",
        "2021-13-01",
        "20211107",
        "2021-W45-7",
        "0021-1-1",
        "",
        2021,
        20.5,
        True,
    ],
)
def test_what_is_no_day_in_year_month_day_is_refused(raw: object) -> None:
    assert rules_of(raw) == ["date-unreadable"]


@pytest.mark.parametrize(
    "raw", [{"first": "soon", "last": "2021-11-07"}, {"first": "2021-11-07", "last": ""}]
)
def test_each_end_of_a_span_is_a_day(raw: Mapping[str, Any]) -> None:
    assert rules_of(raw) == ["date-unreadable"]


def test_only_the_first_day_may_be_unknown() -> None:
    assert rules_of({"first": "2021-11-07", "last": "unknown"}) == ["value-unreadable"]
    assert rules_of("unknown") == ["value-unreadable"]


def test_a_span_does_not_end_before_it_begins() -> None:
    assert rules_of({"first": "2021-11-08", "last": "2021-11-07"}) == ["span-reversed"]


def test_reading_leaves_what_was_written_alone() -> None:
    raw = {"first": "2021-11-07"}
    read(_WHEN.validate_python, raw)
    assert raw == {"first": "2021-11-07"}


def test_days_count_both_ends() -> None:
    assert When(first=date(2021, 11, 1), last=date(2021, 11, 7)).days == 7
    assert When(first=date(2021, 11, 1), last=date(2021, 11, 1)).days == 1
    assert When(first=None, last=date(2021, 11, 1)).days is None


def test_of_two_middle_days_the_earlier_is_taken() -> None:
    assert When(first=date(2021, 11, 1), last=date(2021, 11, 4)).middle == date(2021, 11, 2)
    assert When(first=date(2021, 11, 1), last=date(2021, 11, 5)).middle == date(2021, 11, 3)


def test_where_the_first_day_is_unknown_the_last_stands_for_the_middle() -> None:
    assert When(first=None, last=date(2021, 11, 4)).middle == date(2021, 11, 4)


@given(spans(), spans())
def test_widening_is_commutative(one: When, other: When) -> None:
    assert one | other == other | one


@given(spans(), spans(), spans())
def test_widening_is_associative(one: When, other: When, third: When) -> None:
    assert (one | other) | third == one | (other | third)


@given(spans())
def test_widening_by_itself_changes_nothing(one: When) -> None:
    assert one | one == one


@given(st.lists(spans(), min_size=1, max_size=5))
def test_widening_covers_all_and_no_more(every: list[When]) -> None:
    wide = reduce(lambda one, other: one | other, every)
    assert wide.last == max(one.last for one in every)
    firsts = [one.first for one in every]
    known = [first for first in firsts if first is not None]
    assert wide.first == (min(known) if len(known) == len(firsts) else None)


def test_the_end_of_two_months_is_not_the_end_of_both_together() -> None:
    may = When(first=date(2021, 5, 1), last=date(2021, 5, 31), part=SpanPart.END)
    june = When(first=date(2021, 6, 1), last=date(2021, 6, 30), part=SpanPart.END)
    assert (may | june).part is SpanPart.WHOLE
    assert (may | may).part is SpanPart.END


def test_reports_that_differ_about_the_hour_leave_it_unknown() -> None:
    night = When(first=date(2021, 5, 1), last=date(2021, 5, 1), time=DayPart.NIGHT)
    morning = night.model_copy(update={"time": DayPart.MORNING})
    assert (night | morning).time is None


@given(spans())
def test_a_span_survives_writing_and_reading(one: When) -> None:
    when, problems = read(_WHEN.validate_python, one.model_dump(mode="json"))
    assert (when, problems) == (one, [])
