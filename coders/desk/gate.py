"""What stands before every answer: hosts, origins, cookies, sizes; and the headers that keep a page inert.

A page of another site cannot read or change anything here: its requests carry no cookie
(SameSite=Strict), no token, and another origin. A name that somebody lets point at this machine
(DNS rebinding) is another host, and is refused.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from eventbook.coders.desk.entrance import Entrance

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

TOKEN = "x-eventbook-token"  # noqa: S105  a header's name
LARGEST = 64_000_000
"""Bytes of a request at most: a folder of articles; one field of a form is held to less."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
STRANGER = (
    "this browser is not let in: open the link that `eventbook desk` printed; "
    "it lets one browser in, so if it was used, start the desk again for a new one"
)
OPEN_PATHS = ("/enter", "/static/", "/vendored/")
"""What may be seen without a cookie: the way in, and files that anyone can have."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the desk is reached: host names and port."""

    hosts: tuple[str, ...]
    port: int

    @property
    def allowed(self) -> frozenset[str]:
        """The values of a Host header that mean this desk."""
        return frozenset(f"{host}:{self.port}" for host in self.hosts)


class Gate:
    """The desk's application with its gate before it."""

    def __init__(self, app: App, address: Address, entrance: Entrance) -> None:
        self._app = app
        self._address = address
        self._entrance = entrance

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refused = self._refusal(Request(scope))

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                if not scope["path"].startswith(OPEN_PATHS[1:]):
                    headers["cache-control"] = "no-store"
            await send(message)

        await (refused or self._app)(scope, receive, sealed)

    def _refusal(self, request: Request) -> Response | None:
        headers = request.headers
        if headers.get("host") not in self._address.allowed:
            return _refuse(421, "this is the coding desk of another address; open the link that it printed")
        if request.method not in {"GET", "HEAD"}:
            return self._change_refused(request)
        if request.url.path.startswith(OPEN_PATHS) or self._admitted(request):
            return None
        return _refuse(403, STRANGER)

    def _admitted(self, request: Request) -> bool:
        return self._entrance.admits(request.cookies.get(self._entrance.cookie, ""))

    def _change_refused(self, request: Request) -> Response | None:
        """Return why a request that changes something is refused, or None."""
        headers = request.headers
        cookie = request.cookies.get(self._entrance.cookie, "")
        if not self._entrance.admits(cookie):
            return _refuse(403, STRANGER)
        if not self._own_origin(headers):
            return _refuse(403, "a page of another site asked for this")
        if headers.get(TOKEN) != self._entrance.token(cookie):
            return _refuse(403, "the page is out of date; load it again")
        length = headers.get("content-length", "")
        if not length.isdecimal() or int(length) > LARGEST:
            return _refuse(413, f"at most {LARGEST:,} bytes at once, and their number has to be told")
        return None

    def _own_origin(self, headers: Headers) -> bool:
        own = {f"http://{host}" for host in self._address.allowed}
        return headers.get("origin") in own and headers.get("sec-fetch-site", "same-origin") == "same-origin"


def _refuse(status: int, why: str) -> Response:
    return PlainTextResponse(f"{why}\n", status_code=status)
