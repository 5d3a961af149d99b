"""A real browser, and the releases served to it as any web server would: with ranges, and counting bytes."""

from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from eventbook.datasets.site.range_server import RangeServer


@dataclass
class Visit:
    """A page in the browser and all that went wrong on it: nothing may."""

    page: Page
    address: str
    faults: list[str] = field(default_factory=list[str])

    def explore(self, fragment: str = "") -> None:
        """Open the explorer anew and wait until it shows what the fragment asks for."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.address}explore.html{fragment}")
        self.settle()

    def settle(self) -> None:
        """Wait until what was asked for is shown."""
        self.page.wait_for_selector("body[data-started]:not([aria-busy])")

    @property
    def found(self) -> int:
        """How many events the explorer says it found."""
        return int(self.page.inner_text("#found strong >> nth=0").replace(",", ""))


@pytest.fixture(scope="session")
def tab(chromium: Browser) -> Page:
    """Return a tab that one test after another may use, since a new one takes a second; the explorer keeps nothing."""
    return chromium.new_page()


@contextmanager
def visited(page: Page, folder: Path) -> Generator[Visit]:
    """Serve a folder to a page; whatever goes wrong there, or asks another host, fails the test."""
    with RangeServer(folder) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        visit = Visit(page, server.address)
        host = urlsplit(server.address).netloc
        watched: dict[Any, Callable[[Any], None]] = {
            "console": lambda one: visit.faults.extend(_complaint(one)),
            "pageerror": lambda one: visit.faults.append(str(one)),
            "request": lambda one: visit.faults.extend(_foreign(one.url, host)),
        }
        for event, watch in watched.items():
            page.on(event, watch)
        try:
            yield visit
        finally:
            for event, watch in watched.items():
                page.remove_listener(event, watch)
            page.goto("about:blank")
            server.shutdown()
    assert visit.faults == []


@contextmanager
def visited_anew(chromium: Browser, folder: Path, **options: Any) -> Generator[Visit]:  # noqa: ANN401  a context's options
    """Serve a folder to a page in a context of its own."""
    context = chromium.new_context(**options)
    with visited(context.new_page(), folder) as visit:
        yield visit
    context.close()


def _complaint(said: ConsoleMessage) -> list[str]:
    return [said.text] if said.type in {"error", "warning"} else []


def _foreign(url: str, host: str) -> list[str]:
    parts = urlsplit(url)
    return (
        [] if parts.netloc == host or parts.scheme in {"about", "blob", "data"} else [f"another host: {url}"]
    )


@pytest.fixture(scope="session")
def visiting(chromium: Browser, tab: Page) -> Callable[..., AbstractContextManager[Visit]]:
    """Give what opens a page on a folder of releases: the tab, or a page with the options of a browser's context."""

    def opened(folder: Path, **options: Any) -> AbstractContextManager[Visit]:  # noqa: ANN401  a context's options
        return visited_anew(chromium, folder, **options) if options else visited(tab, folder)

    return opened


@pytest.fixture(scope="session")
def visit(chromium: Browser, releases: Path) -> Iterator[Visit]:
    """Give a page on the releases of the samples, for all tests of a worker."""
    with visited_anew(chromium, releases, permissions=["clipboard-read", "clipboard-write"]) as made:
        yield made
