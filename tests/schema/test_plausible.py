from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from eventbook.schema.article import Article, Publication
from eventbook.schema.check import check_raw
from eventbook.schema.codebook_parts import Dates
from eventbook.schema.context import Context

Maker = Callable[..., dict[str, Any]]


def dated(context: Context, day: date) -> Context:
    assert isinstance(context.article, Article)
    printed = (Publication(outlet="wire", published=day),)
    return replace(context, article=context.article.model_copy(update={"publications": printed}))


def told(context: Context, raw: dict[str, Any]) -> dict[str, str]:
    return {one.rule: one.message for one in check_raw(raw, context).problems}


@pytest.mark.parametrize(("year", "told_so"), [(25, True), (1899, True), (1900, False), (2021, False)])
def test_an_article_dated_before_the_codebooks_time_is_an_error(
    context: Context, event: Maker, year: int, *, told_so: bool
) -> None:
    found = told(dated(context, date(year, 11, 17)), event())
    assert ("publication-too-early" in found) is told_so


def test_an_event_long_before_its_article_asks_for_a_reason(context: Context, event: Maker) -> None:
    early = event(when="2012-11-16", counts=None)
    assert told(context, early) == {"date-long-before": "2012-11-16 lies 3288 days before the article"}
    assert told(context, {**early, "waive": {"date-long-before": "a trial told of it"}}) == {}


def test_a_codebook_may_allow_any_time_between(context: Context, event: Maker) -> None:
    free = Dates(precision=context.book.dates.precision)
    patient = replace(context, book=context.book.model_copy(update={"dates": free}))
    assert told(patient, event(when="2012-11-16", counts=None)) == {}


@pytest.mark.parametrize(
    ("what", "phrase", "told_so"),
    [
        ("deaths", "three CASUALTIES", True),
        ("deaths", "three people were killed", False),
        ("injuries", "three casualties", False),
    ],
)
def test_casualties_alone_are_not_deaths(
    context: Context, event: Maker, what: str, phrase: str, *, told_so: bool
) -> None:
    raw = event(counts=[{"what": what, "count": 3, "phrase": phrase}])
    assert ("phrase-unclear" in told(context, raw)) is told_so


@pytest.mark.parametrize(
    ("count", "phrase", "told_so"),
    [
        ("10", "30 were hurt", True),
        ("1200", "1,200 were hurt", False),
        ("3-5", "between 3 and 5 dead", False),
        ("4", "four were killed on Road 66", True),
        ("12", "dozens were killed", False),
        ("unknown", "30 were hurt", False),
        ("30", "قتل ٣٠ شخصا", False),
    ],
)
def test_a_number_is_the_one_that_its_words_give_in_digits(
    context: Context, event: Maker, count: str, phrase: str, *, told_so: bool
) -> None:
    raw = event(counts=[{"what": "deaths", "count": count, "phrase": phrase}])
    assert ("phrase-other-number" in told(context, raw)) is told_so


def test_a_number_in_a_phrase_may_be_another_counts(context: Context, event: Maker) -> None:
    phrase = "at least one dead and 127 injured"
    deaths = {"what": "deaths", "count": "at least 1", "phrase": phrase}
    injuries = {"what": "injuries", "count": 127, "phrase": phrase}
    assert "phrase-other-number" not in told(context, event(counts=[deaths, injuries]))
    assert "phrase-other-number" in told(context, event(counts=[deaths, injuries | {"count": 12}]))
