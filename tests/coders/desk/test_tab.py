"""The tests of the desk's pages share a tab, and none sees what another left in it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from playwright.sync_api import Page

LEAVE = "() => { localStorage.setItem('left', 'x'); sessionStorage.setItem('left', 'x'); window.left = 'x'; }"
FOUND = "() => [localStorage.getItem('left'), sessionStorage.getItem('left'), window.left ?? null]"


def test_a_tab_that_was_used_knows_nothing(
    page_at: Callable[[Any], AbstractContextManager[Page]],
    plains: Any,  # noqa: ANN401  a running desk, of conftest
) -> None:
    with page_at(plains) as page:
        assert (
            page.locator("link[rel=icon]").count() == 1
        )  # what is asked for without one is no fault in conftest
        page.evaluate(LEAVE)
        (before,) = page.context.cookies()
    with page_at(plains) as page:
        assert page.evaluate(FOUND) == [None, None, None]
        (now,) = page.context.cookies()
    assert now.get("value") != before.get("value")
