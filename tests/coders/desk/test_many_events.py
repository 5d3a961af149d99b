"""Several events of one article, in a real browser by keys: begun without a server, put in order, split over days."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from eventbook.coders.drafts.stored_sheet import load_filled
from eventbook.coders.store.forms import load_sheets
from eventbook.coders.store.store import open_store

Running = Any
"""A running desk of conftest, which tests cannot import."""


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(40)


def typed(page: Page, text: str) -> None:
    page.keyboard.type(text, delay=10)
    press(page, "Enter", "Escape")


def types_in_order(run: Running) -> list[str]:
    with open_store(run.place.store).reading() as connection:
        (sheet,) = load_sheets(connection)
        forms = load_filled(connection, sheet.id).forms
    return [str(form.head.form.values.get("sub_event_type", "")) for form in forms]


def test_events_are_begun_without_a_server_put_in_order_and_split_over_days(
    desk_on: Callable[[Any], AbstractContextManager[Any]],
    page_at: Callable[[Any], AbstractContextManager[Page]],
    tmp_path: Path,
    copy_of_samples: Callable[[Path], Path],
    workplace: Callable[[Path], Any],
) -> None:
    with desk_on(workplace(copy_of_samples(tmp_path / "work"))) as run, page_at(run) as page:
        page.locator("button.article", has_text="Suicide bombers").focus()
        press(page, "Enter")
        page.wait_for_selector("body.open")
        typed(page, "suicide bomb")
        page.wait_for_selector("#state.saved")
        page.route("**/api/**", lambda route: route.abort())  # the server is away
        press(page, "Alt+n")
        expect(page.locator("#tabs .tab")).to_have_count(2)
        typed(page, "attack")
        expect(page.locator("#state")).to_have_class("state offline")
        page.unroute("**/api/**")
        page.wait_for_selector("#state.saved", timeout=15_000)
        assert types_in_order(run) == ["Suicide bomb", "Attack"]
        press(page, "Alt+Shift+PageUp")
        expect(page.locator("#tabs .tab").first).to_contain_text("Attack")
        page.wait_for_selector("#state.saved")
        assert types_in_order(run) == ["Attack", "Suicide bomb"]
        press(page, "Alt+p")
        page.wait_for_selector("#asking[open]")
        page.keyboard.type("14-16 nov")
        press(page, "Enter", "Enter")
        expect(page.locator("#tabs .tab")).to_have_count(4)
        page.wait_for_selector("#state.saved")
        assert types_in_order(run).count("Attack") == 3
        press(page, "Alt+z")  # what one key did, one key undoes
        expect(page.locator("#tabs .tab")).to_have_count(2)
        page.wait_for_selector("#state.saved")
        assert types_in_order(run) == ["Attack", "Suicide bomb"]
        expect(page.locator("#tabs .tab").first).not_to_contain_text("14 Nov")
