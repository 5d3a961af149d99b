"""A desk to test: asked in one process, without a port, as a browser that was let in."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import httpx
import pytest

from eventbook.coders.desk.gate import TOKEN
from eventbook.coders.desk.room import Room
from eventbook.coders.desk.server import Desk, make_desk
from eventbook.coders.workspace.gather import gather, keep_judgement, keep_override
from eventbook.coders.workspace.workspace import open_workspace
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

        return asyncio.run(sent())

    def get(self, path: str, **asked: str) -> Reply:
        """Return what there is at a path."""
        answer = self.ask("GET", path, params=asked)
        assert answer.status_code == 200, answer.text
        reply: Reply = answer.json()
        return reply

    def post(self, path: str, body: Mapping[str, Any], status: int = 200) -> Reply:
        """Change something; return what became of it."""
        answer = self.ask("POST", path, json=body, headers=self.headers)
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


def desk_of(place: Workplace, person: str = "amira") -> Desk:
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
    return make_desk(Room(session, open_workspace(place)), PORT)


@pytest.fixture
def browser_at() -> Callable[[Workplace, str], Browser]:
    """Return a browser at the desk of a workspace, for a person."""
    return lambda place, person: Browser(desk_of(place, person))


@pytest.fixture
def browser(place: Workplace) -> Browser:
    """Return a browser at the desk of a workspace with the samples."""
    return Browser(desk_of(place))
