"""Articles and names that mean harm are inert on every page, and offsets are exact in every script."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from eventbook.coders.actors.actors import keep_actor
from eventbook.coders.intake.articles import keep_article
from eventbook.coders.store.forms import all_forms
from eventbook.coders.store.stamp import stamp
from eventbook.coders.store.store import open_store
from eventbook.schema.article import Publication
from eventbook.schema.session import Workplace
from eventbook.schema.who import Actor, TypePeriod

Running = Any
Browser = Any
"""A running desk and the browser of conftest, which tests cannot import."""
Opener = Callable[[Running], AbstractContextManager[Page]]

HARM = "<script>window.harmed=1</script><img src=x onerror='window.harmed=1'><svg onload=window.harmed=1>"
TITLE = f"{HARM} \u202egnihtemos\u202c"
TEXT = f"""{HARM}
javascript:window.harmed=1 {{{{7*7}}}} ${{window.harmed=1}} </textarea></script><base href=//evil.example>
Before \u202ereversed\u202c after.
"""
SCRIPTS = {
    # Signs that look like others are the point here.
    "Arabic": ("قُتل ثلاثة جنود في دارفور مساء الثلاثاء، بحسب الشرطة.", "ثلاثة جنود"),
    "Ukrainian": ("У Краматорську загинули п’ятеро людей, сказав мер.", "п’ятеро людей"),  # noqa: RUF001
    "Chinese": ("周二上午在喀土穆有九人死亡，警方说。", "九人死亡"),  # noqa: RUF001
    "emoji": ("🔥🔥 Fire 👨‍👩‍👧 in 𝕂ampala: 𝟛 dead 😢, police said 🚓 on Tuesday.", "dead 😢, police"),  # noqa: RUF001
}


@pytest.fixture(scope="module")
def hostile(
    desk_on: Callable[[Workplace], Any],
    tmp_path_factory: pytest.TempPathFactory,
    copy_of_samples: Callable[[Path], Path],
) -> Iterator[Running]:
    """Run a desk with articles and an actor that mean harm."""
    place = Workplace(copy_of_samples(tmp_path_factory.mktemp("hostile") / "work"))
    by = stamp("setup")
    with open_store(place.store).writing() as connection:
        for title, text in [(TITLE, TEXT), *((f"In {name}", text) for name, (text, _) in SCRIPTS.items())]:
            one = Publication(outlet="Sample Wire", published=date(2024, 7, 3), title=title[:900])
            keep_article(connection, text.encode(), one, by)
        names = Actor(id="harm", name=f"{HARM}"[:250], types=(TypePeriod(type="Rebel group"),))
        keep_actor(connection, names, by)
        big = ("Nobody was hurt on Monday. " * 40 + "\n") * 4600
        one = Publication(outlet="Sample Wire", published=date(2024, 7, 3), title="Five megabytes")
        keep_article(connection, big.encode(), one, by)
    with desk_on(place) as run:
        yield run


def test_a_text_with_a_nul_is_refused_in_words(browser: Browser) -> None:
    told = browser.post("/api/articles", {"text": "a\0b", "outlet": "Sample Wire", "published": "2024-07-03"})
    assert told["problems"][0]["rule"] == "article-unreadable"


def test_what_is_no_request_of_the_page_is_refused_in_words(browser: Browser) -> None:
    sheet = browser.open("78be5f5a9efa01da")
    path = f"/api/sheets/{sheet}/forms/{sheet}-1"
    bodies: list[dict[str, Any]] = [
        {},
        {"base": -1, "fields": {}},
        {"base": "1", "fields": {}},
        {"base": 1, "fields": []},
    ]
    for body in bodies:
        assert browser.post(path, body, status=400)["fault"]
    odd: dict[str, Any] = {
        "notes": "half \ud83d",
        "evidence": 7,
        "counts": {"a": [{}]},
        "__proto__": {"x": 1},
        "when": ["x"] * 50,
    }
    assert browser.save(sheet, 1, odd)["form"]["fields"]["notes"] == "half \ufffd"
    assert browser.get(f"/api/sheets/{sheet}")["forms"][0]["fields"]["evidence"] == 7


def opened(page: Page, title: str) -> None:
    page.locator("button.article", has_text=title).first.click()
    page.wait_for_selector("body.open", timeout=60_000)


def harmed(page: Page) -> object:
    return page.evaluate("window.harmed ?? null")


def test_an_article_that_means_harm_is_only_text(page_at: Opener, hostile: Running) -> None:
    with page_at(hostile) as page:
        opened(page, "window.harmed")
        assert page.evaluate("document.querySelector('#text').textContent").startswith(HARM)
        assert "Before \ufffdreversed" in page.evaluate("document.querySelector('#text').textContent")
        assert page.locator("#text script, #text img, #text svg, #about-article script").count() == 0
        box = page.locator(".field[data-name=side1] input").first
        box.focus()
        page.keyboard.type("<script>window", delay=20)
        expect(page.locator(".options:not([hidden]) [role=option]").first).to_contain_text("window.harmed")
        page.keyboard.press("Enter")
        page.locator(".field[data-name=notes] textarea").fill(f"{HARM}\u202e")
        page.keyboard.press("Tab")
        expect(page.locator(".field[data-name=notes] code.rule")).to_have_text("hidden-characters")
        page.keyboard.press("Control+k")
        expect(page.locator("#palette[open]")).to_be_visible()
        assert page.locator("form script, .field script, .field img").count() == 0
        assert harmed(page) is None


def test_five_megabytes_open_and_take_letters(page_at: Opener, hostile: Running) -> None:
    with page_at(hostile) as page:
        opened(page, "Five megabytes")
        page.keyboard.type("att")
        expect(page.locator(".options [aria-selected=true]")).to_contain_text("Attack")


@pytest.mark.parametrize("script", SCRIPTS)
def test_selected_words_are_kept_at_their_code_points(page_at: Opener, hostile: Running, script: str) -> None:
    text, words = SCRIPTS[script]
    with page_at(hostile) as page:
        opened(page, f"In {script}")
        page.locator(".field[data-name=notes] textarea").fill("what happened")
        page.keyboard.press("F2")
        page.keyboard.insert_text(words)
        page.keyboard.press("Enter")
        expect(page.locator(".field[data-name=notes] .quote")).to_contain_text(words)
        page.wait_for_selector("#state.saved")
        form = page.url.rpartition("/")[2]
    with open_store(hostile.place.store).reading() as connection:
        told = next(one.head.form for one in all_forms(connection) if one.sheet == form)
    (quote,) = told.evidence["notes"]
    assert quote.start is not None
    assert (quote.exact, text[quote.start : quote.end]) == (quote.exact, quote.exact)
    assert words in quote.exact
