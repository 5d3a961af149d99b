"""All pages, for all readers: screen readers, phones, right to left, darkness, and servers that know no ranges."""

import shutil
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from eventbook.datasets.site.site import write_site

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from tests.datasets.site.conftest import Visit

    Visiting = Callable[..., AbstractContextManager[Visit]]

AXE = Path(__file__).parents[2] / "vendored" / "axe.min.js"
PAGES = ("index.html", *(f"2026.11.1/{name}.html" for name in ("index", "changes", "quality", "codebook")))
SERIOUS = {"serious", "critical"}
GUIDELINES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
JUDGE = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})"
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def violations(page: Page, rules: list[str]) -> list[str]:
    """Return what axe finds wrong on a page, each with the first place."""
    page.evaluate(AXE.read_text("utf-8"))
    found: dict[str, Any] = page.evaluate(JUDGE, rules)
    return [
        f"{one['id']}: {one['nodes'][0]['html']}" for one in found["violations"] if one["impact"] in SERIOUS
    ]


@pytest.mark.parametrize(
    ("scheme", "rules", "pages"),
    [
        ("light", GUIDELINES, PAGES),
        ("dark", ["color-contrast"], ("2026.11.1/index.html", "2026.11.1/changes.html")),
    ],
)
def test_no_page_of_a_release_keeps_anybody_out(
    visit: "Visit",
    scheme: Any,  # noqa: ANN401  a literal
    rules: list[str],
    pages: tuple[str, ...],
) -> None:
    visit.page.emulate_media(color_scheme=scheme)
    for name in pages:
        visit.page.goto(visit.address + name)
        assert violations(visit.page, rules) == [], name
    visit.explore("#release=2026.11.1&type=Armed+clash")
    assert violations(visit.page, rules) == []
    visit.explore("#release=2026.11.1&event=SOM1")
    expect(visit.page.locator("dialog[open] .told")).to_be_visible()
    assert violations(visit.page, rules) == []
    visit.page.emulate_media(color_scheme="light")


def test_every_link_between_the_pages_leads_somewhere(visit: "Visit") -> None:
    targets: set[str] = set()
    for name in PAGES:
        visit.page.goto(visit.address + name)
        links: list[str] = visit.page.evaluate(
            "() => [...document.links].map(link => link.href.split('#')[0])"
        )
        targets |= {link for link in links if link.startswith(visit.address)}
    assert len(targets) > 20
    refused = [link for link in sorted(targets) if not visit.page.request.head(link).ok]
    assert refused == []


@pytest.mark.parametrize(("width", "direction"), [(360, "ltr"), (360, "rtl")])
def test_no_page_is_wider_than_the_screen(visit: "Visit", width: int, direction: str) -> None:
    page = visit.page
    page.set_viewport_size({"width": width, "height": 700})
    for name in (*PAGES, "explore.html"):
        page.goto(visit.address + name)
        if name == "explore.html":
            visit.settle()
        page.evaluate("direction => { document.documentElement.dir = direction; }", direction)
        assert page.evaluate(WIDER) <= 0, name
    page.set_viewport_size({"width": 1280, "height": 900})


def test_on_a_phone_an_event_is_found_and_opened_by_touch(visiting: "Visiting", releases: Path) -> None:
    phone = {"viewport": {"width": 360, "height": 700}, "has_touch": True, "is_mobile": True}
    with visiting(releases, **phone) as visit:
        visit.explore("#country=UGA")
        visit.page.tap("#list tbody button >> nth=0")
        expect(visit.page.locator("dialog[open] .facts")).to_be_visible()
        box = visit.page.locator("dialog[open] .close").bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24


@pytest.fixture(scope="module")
def plain_server(releases: Path) -> Iterator[str]:
    """Serve the releases with Python's own server, which sends whole files only."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401  as http.server has it
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(releases))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def test_where_a_server_knows_no_ranges_a_small_release_is_taken_whole(tab: Page, plain_server: str) -> None:
    tab.goto(f"{plain_server}explore.html")
    tab.wait_for_selector("body[data-started]:not([aria-busy])")
    expect(tab.locator("#found strong").first).to_have_text("28")


def test_where_a_server_knows_no_ranges_a_large_release_is_refused_in_words(
    tab: Page, plain_server: str
) -> None:
    tab.route("**/remote.js", lambda route: route.fulfill(
        body=route.fetch().text().replace("24 << 20", "24"), content_type="text/javascript"
    ))  # fmt: skip
    try:
        tab.goto("about:blank")
        tab.goto(f"{plain_server}explore.html")
        expect(tab.locator("#fault")).to_contain_text("sends only whole files")
    finally:
        tab.unroute("**/remote.js")


def test_opened_as_a_file_the_page_says_what_it_needs(tab: Page, releases: Path) -> None:
    tab.goto((releases / "explore.html").as_uri())
    expect(tab.locator(".start")).to_be_visible()
    expect(tab.locator(".start")).to_contain_text("eventbook release serve")


def test_a_damaged_release_is_said_to_be(visiting: "Visiting", releases: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(releases, tmp_path / "copy"))
    (copy / "2026.11.1/events_lite.parquet").write_bytes(b"no Parquet" * 20)
    write_site(copy)
    with visiting(copy) as visit:
        visit.explore()
        expect(visit.page.locator("#fault")).to_contain_text("is no Parquet file")
        visit.faults.clear()  # the browser's console was told as well


def test_of_a_release_that_gave_up_its_files_it_says_so_and_another_can_be_chosen(
    visiting: "Visiting", releases: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(releases, tmp_path / "copy"))
    (copy / "2026.11.0/events_lite.parquet").unlink()
    with visiting(copy) as visit:
        visit.explore("#release=2026.11.0")
        expect(visit.page.locator("#fault")).to_contain_text("eventbook release rebuild 2026.11.0")
        visit.page.select_option("#release", "2026.11.1")
        expect(visit.page.locator("#found strong").first).to_have_text("28")
        expect(visit.page.locator("#fault")).to_be_hidden()
        visit.faults.clear()  # the browser's console was told of the missing file
