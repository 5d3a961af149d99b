from collections.abc import Callable
from typing import Any

import pytest

from eventbook.schema.context import Context
from eventbook.schema.sheet import CheckedSheet, check_sheet

Maker = Callable[..., dict[str, Any]]


def told(checked: CheckedSheet) -> list[tuple[str, str]]:
    return [(problem.where, problem.rule) for problem in checked.problems]


def test_a_good_sheet_is_acceptable(context: Context, sheet: Maker) -> None:
    checked = check_sheet(sheet(), context)
    assert checked.acceptable
    assert [(entry.head.form, entry.head.base, entry.path) for entry in checked.entries] == [
        ("kampala-amira-1", 0, ("events", 0))
    ]


def test_a_sheet_may_say_that_there_is_nothing_to_code_and_why(context: Context, sheet: Maker) -> None:
    checked = check_sheet(sheet(events=[], nothing_to_code="a film review"), context)
    assert checked.acceptable
    assert checked.entries == ()


def test_an_article_is_named_by_its_id_or_its_whole_hash(context: Context, sheet: Maker) -> None:
    assert context.article is not None
    assert check_sheet(sheet(article=context.article.sha256), context).acceptable


def test_problems_are_told_from_the_root_of_the_sheet(context: Context, sheet: Maker, event: Maker) -> None:
    bad = event(form="amira-2", when="Tuesday")
    assert told(check_sheet(sheet(events=[event(form="amira-1"), bad]), context)) == [
        ("events[1].when", "date-unreadable")
    ]


def test_one_bad_entry_hides_no_other(context: Context, sheet: Maker, event: Maker) -> None:
    entries = [event(form="amira-1"), "an event", event(form="amira-3", when="Tuesday")]
    checked = check_sheet(sheet(events=entries), context)
    assert told(checked) == [("events[1]", "value-unreadable"), ("events[2].when", "date-unreadable")]
    assert [entry.head.form for entry in checked.entries] == ["amira-1", "amira-3"]


@pytest.mark.parametrize("events", [5, "one", {"form": "amira-1"}])
def test_events_that_are_no_list_are_told_once(context: Context, sheet: Maker, events: object) -> None:
    assert told(check_sheet(sheet(events=events), context)) == [("events", "value-unreadable")]


def test_a_fault_in_the_head_hides_nothing_in_the_events(
    context: Context, sheet: Maker, event: Maker
) -> None:
    checked = check_sheet(sheet(coder="a b", events=[event(form="amira-1", when="Tuesday")]), context)
    assert told(checked) == [("coder", "value-unreadable"), ("events[0].when", "date-unreadable")]
    assert checked.head is None
    assert not checked.acceptable


def test_an_unknown_field_of_the_sheet_is_told_the_nearest(context: Context, sheet: Maker) -> None:
    (problem,) = check_sheet(sheet(corroboration=[]), context).problems
    assert problem.advice == "did you mean 'corroborations'?"


def test_an_entry_needs_an_id(context: Context, sheet: Maker, event: Maker) -> None:
    assert told(check_sheet(sheet(events=[event()]), context)) == [("events[0].form", "field-missing")]
    assert told(check_sheet(sheet(events=[event(form="A 1")]), context)) == [
        ("events[0].form", "value-unreadable")
    ]


def test_a_corroboration_among_the_events_is_told_so(context: Context, sheet: Maker) -> None:
    entry = {"form": "amira-1", "event": "jonas-1", "notes": "It tells of it too."}
    assert told(check_sheet(sheet(events=[entry]), context)) == [
        ("events[0].event", "corroborated-event-missing")
    ]


def test_two_forms_of_one_event_are_allowed_with_a_reason(
    context: Context, sheet: Maker, event: Maker
) -> None:
    two = [event(form="amira-1"), event(form="amira-2", waive={"event-twice": "two clashes, an hour apart"})]
    assert check_sheet(sheet(events=two), context).acceptable


@pytest.mark.parametrize(
    "change", [{"when": "2021-11-15"}, {"side2": "Kivu Resistance"}, {"weapons": ["drones"]}]
)
def test_events_that_differ_are_two(
    context: Context, sheet: Maker, event: Maker, change: dict[str, object]
) -> None:
    two = [event(form="amira-1"), event(form="amira-2", **change)]
    assert "event-twice" not in {rule for _, rule in told(check_sheet(sheet(events=two), context))}


def test_the_order_of_sides_makes_no_second_event(context: Context, sheet: Maker, event: Maker) -> None:
    good = event()
    swapped = event(form="amira-2", side1=good["side2"], side2=good["side1"])
    checked = check_sheet(sheet(events=[event(form="amira-1"), swapped]), context)
    assert ("events[1]", "event-twice") in told(checked)


def test_an_empty_sheet_is_told_what_it_misses(context: Context) -> None:
    assert {where for where, _ in told(check_sheet({}, context))} == {"sheet", "article", "coder", "codebook"}


def test_the_messages_for_a_bad_sheet_are_the_agreed_ones(
    context: Context, sheet: Maker, event: Maker, golden: Callable[[str, str], None]
) -> None:
    bad = sheet(
        article="0" * 16,
        codebook="political-violence 0.9.0",
        nothing_to_code="a film review",
        events=[event(form="amira-1"), event(form="amira-1"), 7, event(form="amira-4", where=None)],
        corroborations=[event(form="amira-5", when="2021-11-15")],
        comment="?",
    )
    golden("schema/bad_sheet.txt", "".join(f"{problem}\n" for problem in check_sheet(bad, context).problems))
