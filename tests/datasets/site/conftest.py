"""A real browser, and the releases served to it as any web server would: with ranges, and counting bytes."""

from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
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


@contextmanager
def visited(chromium: Browser, folder: Path, **options: Any) -> Generator[Visit]:  # noqa: ANN401  a context's options
    """Serve a folder and open a page on it; whatever goes wrong there, or asks another host, fails the test."""
    with RangeServer(folder) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        context = chromium.new_context(**options)
        visit = Visit(context.new_page(), server.address)
        host = urlsplit(server.address).netloc
        visit.page.on("console", lambda one: visit.faults.extend(_complaint(one)))
        visit.page.on("pageerror", lambda one: visit.faults.append(str(one)))
        visit.page.on("request", lambda one: visit.faults.extend(_foreign(one.url, host)))
        yield visit
        context.close()
        server.shutdown()
    assert visit.faults == []


def _complaint(said: ConsoleMessage) -> list[str]:
    return [said.text] if said.type in {"error", "warning"} else []


def _foreign(url: str, host: str) -> list[str]:
    parts = urlsplit(url)
    return (
        [] if parts.netloc == host or parts.scheme in {"about", "blob", "data"} else [f"another host: {url}"]
    )


@pytest.fixture(scope="session")
def visiting(chromium: Browser) -> Callable[..., AbstractContextManager[Visit]]:
    """Give what opens a page on a folder of releases, with the options of a browser's context."""
    return partial(visited, chromium)


@pytest.fixture(scope="module")
def visit(chromium: Browser, releases: Path) -> Iterator[Visit]:
    """Give a page on the releases of the samples, for the tests of one file."""
    with visited(chromium, releases, permissions=["clipboard-read", "clipboard-write"]) as made:
        yield made
