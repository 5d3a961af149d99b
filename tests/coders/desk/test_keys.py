"""Articles coded in a real browser, by keys alone; every key that goes down is counted."""

from typing import Any

from playwright.sync_api import Page, expect

from eventbook.coders.store.forms import StoredForm, all_forms
from eventbook.coders.store.store import open_store
from eventbook.schema.form import Status

Running = Any
"""A running desk of conftest, which tests cannot import."""

SAVED = "#state.saved"


class Hands:
    """What a coder's hands do: keys, and looking where they are."""

    def __init__(self, page: Page) -> None:
        """Take the page."""
        self.page = page

    def press(self, *keys: str) -> None:
        """Press keys one after the other, faster than a person."""
        for key in keys:
            self.page.keyboard.press(key)
            self.page.wait_for_timeout(25)

    def write(self, text: str) -> None:
        """Write letters."""
        self.page.keyboard.type(text, delay=15)

    def choose(self, wanted: str) -> None:
        """Walk down the list that is open to what is wanted, and take it."""
        lit = self.page.locator(".options:not([hidden]) [aria-selected=true]")
        expect(lit).to_have_count(1)
        for _ in range(12):
            if wanted in (lit.text_content() or ""):
                break
            self.press("ArrowDown")
        expect(lit).to_contain_text(wanted)
        self.press("Enter")

    def are_at(self, field: str) -> None:
        """See that a field is in hand."""
        expect(self.page.locator(f".form:last-child .field[data-name={field}]:focus-within")).to_have_count(1)

    def rest(self) -> None:
        """Wait until all is saved."""
        self.page.wait_for_selector(SAVED)

    @property
    def pressed(self) -> dict[str, int]:
        """How many keys went down: without modifiers, and with each of them; and what a pointer did."""
        counted: dict[str, int] = self.page.evaluate("window.presses")
        return counted


def enter(page: Page, title: str) -> Hands:
    """Open an article from the worklist and wait for the reading help."""
    page.locator("button.article", has_text=title).focus()
    hands = Hands(page)
    hands.press("Enter")
    read(page)
    return hands


def read(page: Page) -> None:
    """Wait until the page is open and the reading help has read."""
    page.wait_for_selector("body.open")
    expect(page.locator("#reading-help")).to_contain_text("candidates")


def code_the_battle(hands: Hands) -> None:
    for wanted in ("Armed clash", "on Monday morning", "Am Dahab", "Front for the Renewal", "Chadian army"):
        hands.choose(wanted)
    hands.are_at("counts")
    hands.choose("deaths: 9")
    hands.choose("injuries: 14")
    hands.rest()


def code_the_shooting(hands: Hands) -> None:
    hands.press("Alt+n")
    expect(hands.page.locator(".tab")).to_have_count(2)
    for wanted in ("Attack", "on Tuesday", "Goz Amir", "gunmen", "traders"):
        hands.choose(wanted)
    hands.are_at("counts")
    hands.choose("deaths: 6")
    hands.rest()


def forms_in(plains: Running) -> list[StoredForm]:
    with open_store(plains.place.store).reading() as connection:
        return [form for form in all_forms(connection) if form.status is not Status.WITHDRAWN]


def test_two_events_a_doubt_and_a_corroboration_take_a_hundred_keys_and_no_pointer(
    page: Page, plains: Running
) -> None:
    hands = enter(page, "Ambush at a ford")
    code_the_battle(hands)
    code_the_shooting(hands)
    hands.press("Alt+ArrowUp", "Alt+ArrowUp")
    hands.are_at("side1")
    two_events = hands.pressed["chorded"]
    hands.press("Alt+d", "Enter")  # the first reason offered: the article leaves it open
    hands.rest()
    expect(page.locator("#problems")).to_have_class("count fine")
    hands.press("Control+Enter")
    expect(page.locator("#on")).to_be_focused()
    add_to_it_from_the_second_article(page, hands)
    assert hands.pressed["pointer"] == 0
    assert two_events <= 80
    assert hands.pressed["chorded"] <= 100
    battle, shooting, addition = forms_in(plains)
    assert {form.status for form in (battle, shooting, addition)} == {Status.SUBMITTED}
    assert {"when", "where", "sub_event_type", "side1"} <= set(battle.head.form.evidence)
    assert {"when", "where", "sub_event_type", "side1"} <= set(shooting.head.form.evidence)
    assert all(claim.phrase for form in (battle, shooting, addition) for claim in form.head.form.counts)
    assert [doubt.field for doubt in shooting.head.form.doubts] == ["side1"]
    assert addition.head.form.event == battle.id
    assert [str(claim.count) for claim in addition.head.form.counts] == ["11"]


def add_to_it_from_the_second_article(page: Page, hands: Hands) -> None:
    """Go on to the next article that waits, which tells of the battle too, and add only its toll."""
    page.goto(f"{page.url.partition('/sheets')[0]}/?view=todo")  # the samples wait before it
    page.wait_for_selector("button.article")
    page.locator("button.article", has_text="Toll of Am Dahab").focus()
    hands.press("Enter")
    read(page)
    hands.press("Alt+o")
    page.wait_for_selector("#asking[open]")
    hands.press("Enter", "Enter")  # the likeliest event is offered first
    hands.are_at("counts")
    hands.press("Enter")
    hands.rest()
    hands.press("Control+Enter")
    expect(page.locator("#on")).to_be_focused()


def test_a_copied_event_takes_twenty_keys(page: Page, plains: Running) -> None:
    hands = enter(page, "Two villages raided")
    for wanted in ("Attack", "on Sunday", "Bir Talha", "Gunmen", "civilians"):
        hands.choose(wanted)
    hands.are_at("counts")
    hands.choose("deaths: 4")
    hands.rest()
    before = hands.pressed["chorded"]
    hands.press("Alt+c", "Alt+ArrowDown", "ArrowDown")
    hands.choose("Goz Amir")  # another place, with its words
    hands.are_at("side1")
    hands.press("Alt+ArrowDown", "Alt+ArrowDown")  # the same sides
    hands.choose("deaths: 7")
    hands.rest()
    assert hands.pressed["chorded"] - before <= 20
    assert hands.pressed["pointer"] == 0
    expect(page.locator("#problems")).to_have_class("count fine")
    first, second = (form.head.form for form in forms_in(plains) if form.sheet.startswith("two-villages"))
    assert [str(claim.count) for form in (first, second) for claim in form.counts] == ["4", "7"]
    assert first.where != second.where
    assert first.evidence["where"] != second.evidence["where"]
    assert first.evidence["when"] == second.evidence["when"]


def test_what_was_hit_is_offered_with_its_words(page: Page, plains: Running) -> None:
    page.goto(page.url.replace("view=todo", "view=all"))
    page.wait_for_selector("button.article")
    hands = enter(page, "Ambush at a ford")
    hands.press("Alt+n")
    expect(page.locator(".tab[aria-selected=true]")).to_contain_text("new event")
    hands.choose("Attack")
    hands.are_at("when")
    target = page.locator(".form:last-child .field[data-name=target] input")
    target.focus()
    expect(target).to_have_attribute("aria-expanded", "true")
    hands.choose("market")
    hands.rest()
    told = next(form.head.form for form in reversed(forms_in(plains)) if form.head.form.values.get("target"))
    assert [quote.exact for quote in told.evidence["target"]] != []
