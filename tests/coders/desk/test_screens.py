"""Every screen of the desk judged by axe, from left to right and from right to left, light and dark."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect

AXE = Path(__file__).parents[2] / "vendored" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
JUDGE = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})"


def faults(page: Page, rules: list[str]) -> list[str]:
    """Return what axe finds wrong on a screen that is serious, each with its first place."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate(JUDGE, rules)
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:120]}"
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
    ]


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(30)


def screens(page: Page) -> Iterator[str]:
    """Go through the screens by keys, naming each."""
    yield "worklist"
    press(page, "Alt+n")
    page.wait_for_selector("#adding[open]")
    yield "adding articles"
    press(page, "Escape")
    page.locator("button.article").first.focus()
    press(page, "Enter")
    page.wait_for_selector("body.open")
    expect(page.locator("#reading-help")).to_contain_text("reading help")
    yield "an empty form"
    page.keyboard.type("att")
    yield "a list"
    press(page, "Enter", "Escape")
    page.keyboard.type("someday")
    press(page, "Tab")
    page.wait_for_selector("code.rule")
    yield "a form with problems"
    press(page, "Alt+d")
    yield "a doubt"
    press(page, "Escape", "F2")
    yield "words"
    press(page, "Escape", "F1")
    yield "the codebook"
    press(page, "F1", "Alt+h")
    yield "the keys"
    press(page, "Escape", "Control+k")
    yield "the commands"
    press(page, "Escape", "Alt+o")
    page.wait_for_selector("#asking[open]")
    yield "the same event"
    press(page, "Escape", "Alt+n")
    page.wait_for_selector(".tab + .tab")
    press(page, "Alt+b")
    yield "side by side"
    press(page, "Alt+b")
    page.locator(".field[data-name=where] input").first.focus()
    page.keyboard.type("Nowhere at all")
    page.locator(".options li", has_text="Nowhere at all").click()
    page.wait_for_selector("#asking .leaflet-interactive, #asking .leaflet-pane path")
    yield "a new place"


WHOLE: ViewportSize = {"width": 1440, "height": 900}
WIDER = """() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth ? ['the page scrolls sideways'] : [];
}"""
ZOOMED: ViewportSize = {"width": 720, "height": 450}
"""What a window of 1440 by 900 has left at 200 %."""

CUT = """() => [...document.querySelectorAll('.bar, .forms, .form, .field, .text, footer, .asked, dialog[open]')]
    .filter((box) => box.offsetParent && box.scrollWidth > box.clientWidth + 1)
    .map((box) => box.className || box.tagName)"""
OUTSIDE = """() => [...document.querySelectorAll('button, input, textarea, select, h1, .says')]
    .filter((one) => one.offsetParent && !one.closest('.unseen, .leaflet-container'))
    .filter((one) => { const box = one.getBoundingClientRect(); return box.left < -1 || box.right > innerWidth + 1; })
    .map((one) => one.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize(
    ("direction", "theme", "rules"), [("ltr", "light", RULES), ("rtl", "dark", ["color-contrast"])]
)
def test_no_screen_has_a_serious_fault_and_at_twice_the_size_none_loses_anything_or_scrolls_sideways(
    page_in: Callable[[str, str], Any], direction: str, theme: str, rules: list[str]
) -> None:
    told: dict[str, list[str]] = {}
    with page_in(direction, theme) as page:
        page.set_viewport_size(ZOOMED)
        for screen in screens(page):
            told[f"{screen}, twice the size"] = page.evaluate(CUT) + page.evaluate(OUTSIDE)
            page.set_viewport_size(WHOLE)
            told[screen] = faults(page, rules) + page.evaluate(WIDER)
            page.set_viewport_size(ZOOMED)
        assert {screen: found for screen, found in told.items() if found} == {}
        assert len(told) == 2 * 13
