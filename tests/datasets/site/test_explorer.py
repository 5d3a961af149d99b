"""The explorer in a real browser: what people do with it, from first view to download."""

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.datasets.site.conftest import Visit

PICTURE = "() => document.querySelector('#map').toDataURL()"


def test_the_first_view_shows_all_events_and_says_what_is_not_known(visit: "Visit") -> None:
    visit.explore()
    assert visit.found == 28
    assert "no figure: the true sum is higher" in visit.page.inner_text("#found")
    assert "coded selectively" in visit.page.inner_text("#selective")
    assert visit.page.locator("#list tbody tr").count() == 28
    assert "Kramatorsk, Ukraine" in visit.page.inner_text("#list")


def test_every_part_of_the_filter_narrows_what_is_found_and_stands_in_the_link(visit: "Visit") -> None:
    visit.explore()
    page = visit.page
    page.check("input[name=country][value=TCD]")
    visit.settle()
    assert visit.found == 6
    page.check("input[name=type][value=Battles]")
    visit.settle()
    assert visit.found == 3
    page.fill("input[name=atleast]", "12")
    page.press("input[name=atleast]", "Enter")
    expect(visit.page.locator("#found strong").first).to_have_text("2")
    page.fill("input[name=from]", "2024-06-20")
    page.dispatch_event("input[name=from]", "change")
    expect(visit.page.locator("#found strong").first).to_have_text("1")
    link = page.evaluate("location.hash")
    assert link == "#release=2026.11.1&country=TCD&from=2024-06-20&type=Battles&atleast=12"
    visit.explore(link)
    assert visit.found == 1
    assert page.input_value("input[name=from]") == "2024-06-20"
    assert page.is_checked("input[name=country][value=TCD]")


def test_an_actor_is_found_by_part_of_its_name(visit: "Visit") -> None:
    visit.explore("#actor=renewal")
    assert visit.found == 5
    assert visit.page.locator("#by-actor button").count() > 1


def test_back_undoes_a_filter(visit: "Visit") -> None:
    visit.explore("#release=2026.11.1")
    visit.page.check("input[name=country][value=UGA]")
    expect(visit.page.locator("#found strong").first).to_have_text("2")
    visit.page.go_back()
    expect(visit.page.locator("#found strong").first).to_have_text("28")
    assert not visit.page.is_checked("input[name=country][value=UGA]")


@pytest.mark.parametrize("fragment", ["#release=2026.11.1&event=SOM1", "#release=2026.11.1&event=SOM1&row=0"])
def test_an_event_opens_with_its_sources_and_the_words_behind_each_value(
    visit: "Visit", fragment: str
) -> None:
    visit.explore(fragment)
    box = visit.page.locator("dialog[open]")
    assert "Mogadishu - Zobe" in box.locator("h2").inner_text()
    assert "It holds 121 names" in box.inner_text()
    assert "no upper bound" in box.inner_text()
    assert box.locator(".sources li").count() >= 3


def test_an_event_that_is_not_there_is_said_not_to_be(visit: "Visit") -> None:
    visit.explore("#release=2026.11.1&event=XXX999")
    assert "This release has no event XXX999" in visit.page.inner_text("dialog[open]")


def test_an_earlier_release_is_explored_the_same_way(visit: "Visit") -> None:
    visit.explore("#release=2026.11.0")
    assert visit.found == 26
    visit.page.select_option("#release", "2026.11.1")
    expect(visit.page.locator("#found strong").first).to_have_text("28")


def test_what_is_found_can_be_saved_as_csv_and_as_geojson(visit: "Visit") -> None:
    visit.explore("#country=UGA")
    with visit.page.expect_download() as saved:
        visit.page.click("#save-csv")
    text = saved.value.path().read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["location"] for row in rows] == [
        "Kampala - Central Police Station",
        "Kampala - Parliamentary Avenue",
    ]
    assert {row["country"] for row in rows} == {"Uganda"}
    with visit.page.expect_download() as saved:
        visit.page.click("#save-geojson")
    features = json.loads(saved.value.path().read_text("utf-8"))["features"]
    assert [one["properties"]["event_id"] for one in features] == [row["event_id"] for row in rows]
    assert features[0]["geometry"]["type"] == "Point"


def test_the_link_is_copied(visit: "Visit") -> None:
    visit.explore("#country=UGA")
    visit.page.click("#share")
    expect(visit.page.locator("#says")).to_have_text("The link is copied.")
    assert visit.page.evaluate("navigator.clipboard.readText()").endswith("#release=2026.11.1&country=UGA")


def test_all_can_be_done_from_the_keyboard(visit: "Visit") -> None:
    visit.explore("#country=UGA")
    page = visit.page
    page.focus("#list tbody button >> nth=0")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open] .facts")
    page.keyboard.press("Escape")
    expect(visit.page.locator("dialog[open]")).to_have_count(0)
    expect(visit.page.locator("#list tbody button >> nth=0")).to_be_focused()
    page.focus("#map")
    before = page.evaluate(PICTURE)
    page.keyboard.press("+")
    page.keyboard.press("ArrowLeft")
    page.evaluate("() => new Promise(requestAnimationFrame)")
    assert page.evaluate(PICTURE) != before
