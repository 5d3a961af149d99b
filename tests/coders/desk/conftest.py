"""A desk to test: asked in one process, without a port, as a browser that was let in."""

import asyncio
import json
import os
import socket
import threading
from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from playwright.sync_api import Browser as PlaywrightBrowser
from playwright.sync_api import ConsoleMessage, Error, Page, ViewportSize

from eventbook.coders.desk.gate import TOKEN
from eventbook.coders.desk.room import Room
from eventbook.coders.desk.server import Desk, make_desk
from eventbook.coders.intake.articles import keep_article
from eventbook.coders.store.stamp import stamp
from eventbook.coders.store.store import open_store
from eventbook.coders.workspace.gather import gather, keep_judgement, keep_override
from eventbook.coders.workspace.workspace import open_workspace
from eventbook.schema.article import Publication
from eventbook.schema.session import Session, Workplace

PORT = 8765
HOST = f"http://127.0.0.1:{PORT}"
Reply = dict[str, Any]


class Browser:
    """A browser that was let in: it sends what a page sends."""

    def __init__(self, desk: Desk) -> None:
        """Exchange the desk's link for a cookie."""
        self.desk = desk
        self.cookies: dict[str, str] = {}
        self.headers: dict[str, str] = {}
        answer = self.ask("GET", "/enter", params={"key": desk.link().partition("?key=")[2]})
        assert answer.status_code == 303
        self.cookies = dict(answer.cookies)
        token = desk.entrance.token(self.cookies[desk.entrance.cookie])
        self.headers = {TOKEN: token, "origin": HOST}

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:  # noqa: ANN401  httpx's own keywords
        """Send a request and return the answer, whatever it is."""

        async def sent() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.desk.app)
            async with httpx.AsyncClient(transport=transport, base_url=HOST, cookies=self.cookies) as client:
                return await client.request(method, path, **more)

        with ThreadPoolExecutor(1) as apart:  # the driver of the real browser has a loop in this thread
            return apart.submit(asyncio.run, sent()).result()

    def get(self, path: str, **asked: str) -> Reply:
        """Return what there is at a path."""
        answer = self.ask("GET", path, params=asked)
        assert answer.status_code == 200, answer.text
        reply: Reply = answer.json()
        return reply

    def post(self, path: str, body: Mapping[str, Any], status: int = 200) -> Reply:
        """Change something; return what became of it."""
        answer = self.ask("POST", path, content=json.dumps(body), headers=self.headers)
        assert answer.status_code == status, answer.text
        reply: Reply = answer.json()
        return reply

    def open(self, article: str) -> str:
        """Open an article to code it; return the sheet."""
        return str(self.post(f"/api/articles/{article}/open", {})["sheet"])

    def save(self, sheet: str, base: int, fields: Mapping[str, Any], form: str = "") -> Reply:
        """Save fields of a sheet's first form."""
        path = f"/api/sheets/{sheet}/forms/{form or f'{sheet}-1'}"
        return self.post(path, {"base": base, "fields": dict(fields)})


def desk_of(place: Workplace, person: str = "amira", port: int = PORT, language: str = "en") -> Desk:
    """Return the desk of a workspace."""
    session = Session(
        folder=place.root,
        person=person,
        gather=gather,
        keep_judgement=keep_judgement,
        keep_override=keep_override,
        report_of_event=lambda _place, _event: None,
        release_versions=lambda _place: (),
    )
    return make_desk(Room(session, open_workspace(place)), port, language)


@pytest.fixture
def browser_at() -> Callable[[Workplace, str], Browser]:
    """Return a browser at the desk of a workspace, for a person."""
    return lambda place, person: Browser(desk_of(place, person))


@pytest.fixture
def browser_in(bare: Workplace) -> Callable[[str], Browser]:
    """Return a browser at a desk whose interface speaks a language."""
    return lambda language: Browser(desk_of(bare, language=language))


@pytest.fixture
def browser(place: Workplace) -> Browser:
    """Return a browser at the desk of a workspace with the samples."""
    return Browser(desk_of(place))


COUNTING = """
const kept = JSON.parse(sessionStorage.getItem('presses') || '{"keys":0,"chorded":0,"pointer":0}');
window.presses = kept;
const keep = () => sessionStorage.setItem('presses', JSON.stringify(kept));
addEventListener('keydown', (event) => {
  kept.chorded += 1;
  if (!['Alt', 'Control', 'Shift', 'Meta'].includes(event.key)) kept.keys += 1;
  keep();
}, true);
for (const kind of ['pointerdown', 'mousedown', 'touchstart', 'wheel'])
  addEventListener(kind, () => { kept.pointer += 1; keep(); }, true);
"""
"""Counts every key that goes down, modifiers apart and with them, and everything that a pointer does."""


@dataclass(frozen=True, slots=True)
class Running:
    """A desk that a real browser can open."""

    place: Workplace
    desk: Desk


@contextmanager
def running(place: Workplace, person: str = "amira") -> Generator[Running]:
    """Run the desk of a workspace in a thread for as long as it is wanted."""
    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    bound.listen(64)
    desk = desk_of(place, person, bound.getsockname()[1])
    server = uvicorn.Server(uvicorn.Config(desk.app, log_level="critical", lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    try:
        yield Running(place, desk)
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        bound.close()


PLAINS = {
    "plains": ("Ambush at a ford, shots at a market", date(2024, 7, 3)),
    "villages": ("Two villages raided", date(2024, 7, 8)),
    "toll": ("Toll of Am Dahab rises", date(2024, 7, 5)),
}


def add_plains(place: Workplace) -> None:
    """Take in the articles of the plains, by the outlet of the samples that they suit."""
    with open_store(place.store).writing() as connection:
        for name, (title, day) in PLAINS.items():
            content = (Path(__file__).parent / "articles" / f"{name}.txt").read_bytes()
            one = Publication(outlet="Sahel Dispatch (sample)", published=day, title=title, language="en")
            keep_article(connection, content, one, stamp("setup"))


@pytest.fixture(scope="module")
def plains(
    tmp_path_factory: pytest.TempPathFactory, copy_of_samples: Callable[[Path], Path]
) -> Iterator[Running]:
    """Run a desk at which the articles of the plains wait."""
    place = Workplace(copy_of_samples(tmp_path_factory.mktemp("desk") / "work"))
    add_plains(place)
    with running(place) as run:
        yield run


DIRECTION = os.environ.get("EVENTBOOK_DIRECTION", "ltr")
"""From which side the interface reads in tests that do not say: `make rtl` runs them all from the right."""

LOOK = """localStorage.setItem('eventbook:look', JSON.stringify({theme: '%s', direction: '%s'}))"""


VIEWPORT: ViewportSize = {"width": 1440, "height": 900}

ICON = "/favicon.ico"
"""What a browser asks for beside a file without a page, such as the one that `forget` leaves for: pages name theirs."""

CUT_OFF = ("net::ERR_FAILED", "(Forbidden)")
"""What a browser says where a test took the server or the cookie away."""


@dataclass
class Tab:
    """A tab of the browser that one test after another is given, knowing nothing: a new one costs a second."""

    chromium: PlaywrightBrowser
    script: str = ""
    page: Page | None = None

    def fresh(self, script: str) -> Page:
        """Return the tab with this script in its pages; a new one where the last test was given another, or failed."""
        if self.page is None or script != self.script:
            self.close()
            context = self.chromium.new_context(viewport=VIEWPORT)
            context.add_init_script(script)
            context.set_default_timeout(30_000)
            self.page, self.script = context.new_page(), script
        return self.page

    def forget(self, origin: str) -> None:
        """Leave a desk, and forget all that was kept there, from a file of it that runs no script."""
        assert self.page is not None
        context = self.page.context
        for other in context.pages:
            if other is not self.page:
                other.close()
        self.page.unroute_all()
        self.page.set_viewport_size(VIEWPORT)
        self.page.goto(f"{origin}/static/desk.css")
        devtools: Any = context.new_cdp_session(self.page)
        devtools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
        devtools.detach()
        context.clear_cookies()

    def close(self) -> None:
        """Close the tab with all that it knows."""
        if self.page is not None:
            self.page.context.close()
        self.page = None


@pytest.fixture(scope="session")
def tab(chromium: PlaywrightBrowser) -> Tab:
    """Return the tab that the tests of a worker share."""
    return Tab(chromium)


@contextmanager
def opened(tab: Tab, desk: Desk, asked: str = "", script: str = "") -> Generator[Page]:
    """Open the worklist of a desk in a tab that knows nothing yet."""
    page = tab.fresh(COUNTING + (script or LOOK % ("light", DIRECTION)))
    origin = f"http://127.0.0.1:{desk.port}"
    faults: list[str] = []

    def error(caught: Error) -> None:
        faults.append(str(caught))

    def console(said: ConsoleMessage) -> None:
        ours = not said.location["url"].endswith(ICON)
        if said.type == "error" and ours and not any(one in said.text for one in CUT_OFF):
            faults.append(said.text)

    page.on("pageerror", error)
    page.on("console", console)
    try:
        page.context.request.get(
            desk.link(), max_redirects=0
        )  # lets the browser in without showing a page twice
        page.goto(f"{origin}/{asked}")
        page.wait_for_selector(".entries > *")
        yield page
        page.remove_listener("pageerror", error)
        page.remove_listener("console", console)
        tab.forget(origin)
    except BaseException:
        tab.close()
        raise
    assert faults == []


@pytest.fixture
def page(tab: Tab, plains: Running) -> Iterator[Page]:
    """Open the worklist of that desk in a browser of its own; whatever goes wrong on the page fails the test."""
    with opened(tab, plains.desk, "?view=todo") as page:
        yield page


@pytest.fixture(scope="session")
def workplace() -> Callable[[Path], Workplace]:
    """Return the workplace in a folder."""
    return Workplace


@pytest.fixture(scope="session")
def desk_on() -> Callable[[Workplace], AbstractContextManager[Running]]:
    """Run a desk on a workspace."""
    return running


@pytest.fixture
def page_at(tab: Tab) -> Callable[[Running], AbstractContextManager[Page]]:
    """Open the worklist of a running desk, all of it."""
    return lambda run: opened(tab, run.desk, "?view=all")


@pytest.fixture
def page_in(tab: Tab, plains: Running) -> Callable[[str, str], AbstractContextManager[Page]]:
    """Open the worklist in a direction (ltr, rtl) and a theme (light, dark)."""
    return lambda direction, theme: opened(tab, plains.desk, "?view=todo", LOOK % (theme, direction))
