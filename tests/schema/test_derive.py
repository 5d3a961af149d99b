from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_file import default_codebook
from eventbook.schema.context import Context
from eventbook.schema.derive import (
    actor_type,
    asked,
    date_precision,
    derived_value,
    interaction,
    published_day,
    type_columns,
)
from eventbook.schema.when import Lasting, SpanPart, When


def span(first: str | None, last: str, part: str = "whole", lasting: str = "within") -> When:
    day = date.fromisoformat
    return When(
        first=day(first) if first else None, last=day(last), part=SpanPart(part), lasting=Lasting(lasting)
    )


DAY, WEEK, MONTH = ("2021-05-03", "2021-05-03"), ("2021-05-03", "2021-05-09"), ("2021-05-01", "2021-05-31")


@pytest.mark.parametrize(
    ("when", "code", "published"),
    [
        (span(*DAY), 1, "2021-05-03"),
        (span("2021-05-03", "2021-05-04"), 2, "2021-05-03"),
        (span(*WEEK), 2, "2021-05-06"),
        (span("2021-05-03", "2021-05-10"), 3, "2021-05-06"),
        (span(*MONTH), 3, "2021-05-16"),
        (span("2021-02-01", "2021-02-28"), 3, "2021-02-14"),
        (span(*MONTH, "beginning"), 3, "2021-05-01"),
        (span(*MONTH, "end"), 3, "2021-05-31"),
        (span(*WEEK, "beginning"), 2, "2021-05-03"),
        (span(*WEEK, "end"), 2, "2021-05-09"),
        (span(*WEEK, lasting="throughout"), 1, "2021-05-03"),
        (span(*WEEK, "end", "throughout"), 1, "2021-05-09"),
        (span(None, "2021-05-09"), 3, "2021-05-09"),
        (span(None, "2021-05-09", "beginning"), 3, "2021-05-09"),
        (span("2021-05-01", "2021-06-01"), None, "2021-05-01"),
    ],
)
def test_precision_and_the_published_day_follow_from_the_span(
    book: Codebook, when: When, code: int | None, published: str
) -> None:
    step = date_precision(book, when)
    assert (step.code if step else None) == code
    assert published_day(book, when) == date.fromisoformat(published)


@given(
    st.dates(date(2020, 1, 1), date(2022, 1, 1)),
    st.dates(date(2020, 1, 1), date(2022, 1, 1)),
    st.sampled_from(SpanPart),
    st.sampled_from(Lasting),
)
def test_the_published_day_lies_in_the_span(one: date, other: date, part: SpanPart, lasting: Lasting) -> None:
    when = When(first=min(one, other), last=max(one, other), part=part, lasting=lasting)
    assert min(one, other) <= published_day(default_codebook(), when) <= max(one, other)


def test_parent_and_groups_follow_from_the_type(book: Codebook) -> None:
    assert type_columns(book, "Excessive force against protesters") == {
        "disorder_type": "Political violence; Demonstrations",
        "event_type": "Protests",
        "sub_event_type": "Excessive force against protesters",
    }


def test_an_army_abroad_is_external(context: Context) -> None:
    (army,) = context.registry.find("uga-army")
    day = date(2021, 1, 1)
    assert actor_type(context.book, army, day, "UGA") == "State forces"
    assert actor_type(context.book, army, day, "SOM") == "External/Other forces"


def test_rebels_abroad_stay_rebels(context: Context) -> None:
    (rebels,) = context.registry.find("karo")
    assert actor_type(context.book, rebels, date(2021, 1, 1), "SOM") == "Rebel group"


def test_a_force_of_no_known_home_is_nowhere_abroad(context: Context) -> None:
    (army,) = context.registry.find("uga-army")
    assert (
        actor_type(context.book, army.model_copy(update={"home": ()}), date(2021, 1, 1), "SOM")
        == "State forces"
    )


LABELS = st.none() | st.sampled_from(sorted(default_codebook().actor_types))


@given(LABELS, LABELS)
def test_the_interaction_does_not_depend_on_the_order_of_sides(one: str | None, other: str | None) -> None:
    book = default_codebook()
    assert interaction(book, one, other) == interaction(book, other, one)


def test_a_field_is_asked_for_where_its_conditions_hold(book: Codebook) -> None:
    issue = book.fields_by_name["issue"]
    assert asked(issue, {"event_type": "Riots"})
    assert not asked(issue, {"event_type": "Battles"})
    assert not asked(issue, {})


def test_a_value_is_derived_where_its_conditions_hold(book: Codebook) -> None:
    targeting = book.fields_by_name["civilian_targeting"]
    assert derived_value(targeting, {"event_type": "Violence against civilians"}) == "Civilian targeting"
    assert derived_value(targeting, {"event_type": "Battles"}) is None
