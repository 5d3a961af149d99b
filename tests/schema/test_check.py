from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from eventbook.schema.article import Article
from eventbook.schema.check import check_form, check_raw
from eventbook.schema.codebook_file import default_codebook
from eventbook.schema.context import Context
from eventbook.schema.form_reading import form_as_written, form_fields
from eventbook.schema.problem import Severity
from eventbook.schema.registry import Registry
from eventbook.schema.where import Gazetteer

Maker = Callable[..., dict[str, Any]]
REASON = {"same-sides": "two factions of it fought"}


def test_a_good_form_is_acceptable(context: Context, event: Maker) -> None:
    checked = check_raw(event(), context)
    assert checked.acceptable
    assert (checked.problems, checked.waived, checked.errors) == ((), (), ())


def test_a_warning_is_open_until_it_is_waived_with_a_reason(context: Context, event: Maker) -> None:
    checked = check_raw(event(side2="KR"), context)
    assert [problem.rule for problem in checked.problems] == ["same-sides"]
    assert checked.errors == ()
    assert not checked.acceptable


def test_a_waived_warning_is_kept_and_stops_nothing(context: Context, event: Maker) -> None:
    checked = check_raw(event(side2="KR", waive=REASON), context)
    assert checked.acceptable
    assert [problem.rule for problem in checked.waived] == ["same-sides"]


def test_an_error_cannot_be_waived(context: Context, event: Maker) -> None:
    checked = check_raw(event(when="2021-11-18", waive={"date-after-publication": "it did"}), context)
    assert [problem.rule for problem in checked.errors] == ["date-after-publication", "waive-stray"]
    assert checked.waived == ()


def test_an_error_of_the_codebook_cannot_be_waived(context: Context, event: Maker) -> None:
    checked = check_raw(event(side2="Civilians (Uganda)", waive={"civilians-in-battle": "so"}), context)
    assert {problem.rule for problem in checked.errors} == {"civilians-in-battle", "waive-stray"}


def test_a_warning_of_the_codebook_can_be_waived(context: Context, event: Maker) -> None:
    where = {"place": "uga-kampala", "precision": 3}
    checked = check_raw(event(where=where, waive={"region-only": "no town is named"}), context)
    assert checked.acceptable
    assert [problem.rule for problem in checked.waived] == ["region-only"]


def test_a_field_that_cannot_be_read_is_not_also_missing(context: Context, event: Maker) -> None:
    for name, bad in (("when", "Tuesday"), ("where", 5), ("side1", 5), ("side2", 5), ("sub_event_type", "x")):
        problems = check_raw(event(**{name: bad}), context).problems
        assert [problem.path[0] for problem in problems] == [name]


def test_a_quote_that_cannot_be_read_does_not_make_every_quote_missing(
    context: Context, event: Maker
) -> None:
    problems = check_raw(event(evidence={"when": {"exact": "x", "prefiks": ""}}), context).problems
    assert [problem.rule for problem in problems] == ["field-unknown"]


def test_checking_a_checked_form_finds_the_same(context: Context, event: Maker) -> None:
    for raw in (event(), event(side2="KR"), event(side1="Nobody", where=None, when="2021-11-18")):
        checked = check_raw(raw, context)
        assert check_form(checked.form, context) == checked
        assert check_raw(form_as_written(checked.form), context) == checked


JUNK = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.lists(st.text(max_size=3))
)
RAW = st.dictionaries(st.sampled_from(form_fields(default_codebook())), JUNK)


@settings(max_examples=40)
@given(RAW)
def test_whatever_is_written_is_told_and_never_raises(raw: dict[str, Any]) -> None:
    book = default_codebook()
    article: Article | None = None
    checked = check_raw(raw, Context(book, EMPTY, Gazetteer(()), article))
    assert all(problem.severity is Severity.WARNING for problem in checked.waived)
    assert set(checked.errors) <= set(checked.problems)


EMPTY = Registry((), default_codebook())
