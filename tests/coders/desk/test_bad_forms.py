"""The table of bad sheets again: desk, file check and build tell of each by the same rules."""

import json
import runpy
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from eventbook.coders.sheets.sheet_check import check_file
from eventbook.coders.sheets.sheet_file import SheetFile, read_sheet
from eventbook.coders.store.forms import load_form
from eventbook.coders.store.records import Kind, bodies
from eventbook.coders.store.store import open_store
from eventbook.coders.workspace.gather import gather
from eventbook.coders.workspace.surroundings import surroundings
from eventbook.coders.workspace.workspace import workspace_codebook
from eventbook.datasets.matching.prepare import prepare
from eventbook.schema.build_input import BuildInput, Report
from eventbook.schema.plain_values import is_list, is_mapping
from eventbook.schema.problem import RULES, Severity
from eventbook.schema.session import Workplace
from eventbook.schema.where import Place

Browser = Any
Bad = Any
"""The browser of conftest and a row of the table, which tests cannot import."""

SHEETS = runpy.run_path(str(Path(__file__).parents[1] / "test_bad_sheets.py"))
NOT_ONE_FORM = {"yaml-key-twice", "yaml-alias", "yaml-unreadable", "form-twice", "event-twice", "sheet-empty"}
"""What only a file, or only several forms together, can get wrong."""
OF_A_SHEET = {"relation-unknown", "split-stray"}
"""What a build finds out otherwise, because it sees all forms at once."""


def table() -> list[Bad]:
    return [bad for bad in SHEETS["TABLE"] if bad.rule not in NOT_ONE_FORM]


def entry_of(text: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return the head of a sheet and its one event; nothing where that is not what it has."""
    raw = read_sheet(text.encode(), "bad.yaml").raw
    events: object = raw.get("events")
    first: object = events[0] if is_list(events) and events else None
    head = {name: value for name, value in raw.items() if name not in {"events", "corroborations"}}
    return head, first if is_mapping(first) and "corroborations" not in raw else {}


def written_at_the_desk() -> list[tuple[Bad, Mapping[str, Any]]]:
    """Return the rows that are about what a coder writes in a form: head, id and base are the page's own."""
    good_head, good = entry_of(SHEETS["GOOD"])
    found: list[tuple[Bad, Mapping[str, Any]]] = []
    for bad in table():
        head, entry = entry_of(bad.text)
        if head == good_head and entry and all(entry.get(name) == good[name] for name in ("form", "base")):
            found.append(
                (bad, {name: value for name, value in entry.items() if name not in {"form", "base"}})
            )
    return found


def file_rules(place: Workplace, sheet: str, form: str, entry: Mapping[str, Any]) -> set[str]:
    """Return by which rules the file check tells of this entry, in the sheet that the desk has."""
    with open_store(place.store).reading() as connection:
        base = load_form(connection, form)
        assert base is not None
        body = {"form": form, "base": base.head.n, **entry}
        head = {"sheet": sheet, "article": "78be5f5a9efa01da", "coder": "amira"}
        file = SheetFile("bad.yaml", {**head, "codebook": "political-violence 1.0.0", "events": [body]})
        around = surroundings(connection, workspace_codebook(place))
        return {one.rule for one in check_file(connection, file, around, lambda _: None).problems}


def built_rules(place: Workplace, given: BuildInput, form: str) -> str:
    """Return why a build would leave the form out, had somebody accepted it as it stands."""
    with open_store(place.store).reading() as connection:
        stored = load_form(connection, form)
        places = [Place.model_validate(body) for body in bodies(connection, Kind.PLACE).values()]
    assert stored is not None
    head = stored.head
    report = Report(
        id=form,
        revision=head.n,
        sheet=stored.sheet,
        article=stored.article,
        coder=stored.coder,
        codebook=head.codebook,
        accepted_at=head.at,
        form=head.form,
        alias=form,
    )
    filled = replace(given, reports=(report,), places=tuple(places))
    return "; ".join(one.reason for one in prepare(filled).left_out)


def told(answer: Mapping[str, Any], form: str) -> set[str]:
    problems: Iterable[Mapping[str, Any]] = answer["problems"][form]["open"]
    return {str(one["rule"]) for one in problems}


def test_the_table_gives_the_same_rules_at_the_desk_in_a_file_and_in_a_build(
    browser: Browser, place: Workplace
) -> None:
    sheet = browser.open("78be5f5a9efa01da")
    form, base, names, given = f"{sheet}-1", 1, set[str](), gather(place)
    assert len(written_at_the_desk()) >= 30
    for bad, entry in written_at_the_desk():
        plain = json.loads(json.dumps(entry).replace("kampala-test-1", form))
        answer = browser.save(sheet, base, {**dict.fromkeys(names), **plain})
        base, names = answer["form"]["base"], set(plain)
        assert bad.rule in told(answer, form), bad.name
        assert told(answer, form) == file_rules(place, sheet, form, plain), bad.name
        known = RULES.get(bad.rule)
        if known and known.severity is Severity.ERROR and bad.rule not in OF_A_SHEET:
            reason = built_rules(place, given, form)
            assert f"[{bad.rule}]" in reason or "is not a choice" in reason, (bad.name, reason)


def test_the_page_tells_of_a_problem_at_its_field_by_its_rule(page: Page) -> None:
    page.locator("button.article", has_text="Ambush at a ford").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("body.open")
    for field, typed, rule in (
        ("when", "someday", "date-unreadable"),
        ("where", "Xanadu, Chad", "field-missing"),
        ("side1", "Nobody in particular", "actor-unknown"),
    ):
        page.locator(f".field[data-name={field}] input").first.focus()
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
        expect(page.locator(f".field[data-name={field}] code.rule").first).to_have_text(rule)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".field[data-name=sub_event_type] code.rule")).to_have_text("required")
    expect(page.locator("#submitted")).to_be_hidden()
