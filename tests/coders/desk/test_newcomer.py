"""What trips somebody who sees the desk for the first time, in a real browser by keys."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from eventbook.coders.store.forms import all_forms
from eventbook.coders.store.store import open_store

Running = Any
"""A running desk of conftest, which tests cannot import."""

DENIED = """Shots at a bus near Am Dahab

The army denied that 17 people were killed when gunmen fired on a bus near Am Dahab on Tuesday.
"""


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(40)


def opened(page: Page, title: str) -> None:
    page.locator("button.article", has_text=title).focus()
    press(page, "Enter")
    page.wait_for_selector("body.open")
    expect(page.locator("#reading-help")).to_contain_text("candidates")


def notes(page: Page) -> str:
    return page.locator("[data-name=notes] textarea").input_value()


@pytest.fixture
def second(page: Page) -> Iterator[Page]:
    """Return another tab of the same browser."""
    other = page.context.new_page()
    yield other
    other.close()


def test_an_article_without_a_day_is_taken_in_and_says_that_weekdays_mean_nothing(page: Page) -> None:
    press(page, "Alt+n")
    page.keyboard.insert_text(DENIED)
    press(page, "Control+Enter")
    outlet = page.locator("[name=outlet]")
    expect(outlet).to_be_focused()  # what is missing is in hand, and says so in words of the page
    expect(page.locator(".problem").first).to_contain_text("Name its outlet")
    expect(page.locator("#adding")).not_to_contain_text("--outlet")
    page.keyboard.type("Sahel Dispatch (sample)")
    press(page, "Tab")
    page.keyboard.type("unknown")
    press(page, "Control+Enter")
    expect(page.locator("#adding")).to_be_hidden()
    opened(page, "Shots at a bus")
    when = page.locator("[data-name=when]")
    when.locator("input").focus()
    expect(when.locator(".means")).to_contain_text("no day of publication")
    page.keyboard.type("tue")
    expect(when.locator(".means")).to_contain_text("no day of publication")
    expect(when.locator(".options")).to_be_hidden()
    page.locator("[data-name=counts] .combo input").focus()
    expect(page.locator("[data-name=counts] [aria-selected=true]")).to_contain_text("denied")
    press(page, "Enter")
    expect(page.locator("[data-name=counts] .stance")).to_have_text("denied, says the text")


def test_enter_takes_no_choice_that_neither_the_text_nor_the_hands_spoke_for(page: Page) -> None:
    opened(page, "Two villages")
    page.keyboard.type("peaceful")
    press(page, "Enter", "Escape")
    issue = page.locator("[data-name=issue] input")
    issue.focus()
    expect(page.locator("[data-name=issue] .options [role=option]").first).to_be_visible()
    expect(page.locator("[data-name=issue] [aria-selected=true]")).to_have_count(0)
    press(page, "Enter")
    assert issue.input_value() == ""
    expect(issue).not_to_be_focused()


def test_a_new_event_is_not_blamed_for_what_is_not_filled_in_yet(page: Page) -> None:
    page.goto(page.url.replace("view=todo", "view=mine"))
    opened(page, "Two villages")
    press(page, "Control+Enter")
    blamed = page.locator(".problem", has_text="When is not filled in")
    expect(blamed).to_be_visible()
    press(page, "Alt+n")
    expect(page.locator(".tab")).to_have_count(2)
    expect(page.locator(".problem").locator("visible=true")).to_have_count(0)


def test_of_two_tabs_the_first_stands_until_somebody_chooses(page: Page, second: Page) -> None:
    opened(page, "Ambush at a ford")
    second.goto(page.url)
    second.wait_for_selector("body.open")
    for tab, words in ((page, "the first"), (second, "the second")):
        tab.locator("[data-name=notes] textarea").focus()
        tab.keyboard.type(words)
        tab.wait_for_timeout(900)  # it is saved while it is being typed
    expect(second.locator(".conflict")).to_contain_text("Notes")
    press(second, "Tab")
    second.wait_for_selector("#state.saved")
    assert notes(second) == "the first"
    press(second, "F8", "Enter")
    expect(second.locator(".conflict")).to_have_count(0)
    second.wait_for_selector("#state.saved")
    assert notes(second) == "the second"


def test_a_browser_that_is_no_longer_known_is_told_what_to_do_and_loses_nothing(
    page: Page, second: Page, plains: Running
) -> None:
    opened(page, "Toll of Am Dahab")
    page.context.clear_cookies()
    page.locator("[data-name=notes] textarea").focus()
    page.keyboard.type("kept here")
    press(page, "Tab")
    expect(page.locator("#toast")).to_contain_text("start the desk again")
    second.goto(plains.desk.link())
    page.reload()
    page.wait_for_selector("body.open")
    page.wait_for_selector("#state.saved")
    with open_store(plains.place.store).reading() as connection:
        assert "kept here" in {form.head.form.notes for form in all_forms(connection)}
