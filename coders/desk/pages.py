"""The pages themselves: shells that hold no article and no value; scripts fill them with text, never with HTML."""

from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, select_autoescape
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from eventbook.coders.desk.catalogue import catalogue
from eventbook.coders.desk.entrance import LASTS, Entrance
from eventbook.coders.desk.room import room_of
from eventbook.coders.drafts.draft_steps import open_sheet
from eventbook.schema.errors import EventbookError

TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
}
FOLDERS = {
    "static": files("eventbook.coders.desk") / "static",
    "vendored": files("eventbook.schema.web") / "vendored",
}


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("eventbook.coders.desk", "templates"), autoescape=select_autoescape(default=True)
    )


def page(request: Request, name: str, **more: str) -> Response:
    """Return a page from its template."""
    entrance: Entrance = request.app.state.entrance
    cookie = request.cookies.get(entrance.cookie, "")
    words = catalogue(request.app.state.language)
    text = (
        _templates()
        .get_template(f"{name}.html.j2")
        .render(
            t=words,
            token=entrance.token(cookie),
            person=room_of(request).person,
            language=request.app.state.language,
            direction=words["direction"],
            **more,
        )
    )
    return HTMLResponse(text)


def enter(request: Request) -> Response:
    """Let the browser in that comes with a key, once; one that is in already goes on."""
    entrance: Entrance = request.app.state.entrance
    value = entrance.exchange(request.query_params.get("key", ""))
    if value is None and not entrance.admits(request.cookies.get(entrance.cookie, "")):
        raise HTTPException(403, "this link was used before; start `eventbook desk` again for a new one")
    answer = RedirectResponse("/", status_code=303)
    if value is not None:
        answer.set_cookie(entrance.cookie, value, max_age=LASTS, httponly=True, samesite="strict", path="/")
    return answer


def work(request: Request) -> Response:
    """Show the worklist."""
    return page(request, "work")


def desk(request: Request) -> Response:
    """Show the page on which a sheet is coded."""
    return page(request, "desk", sheet=request.path_params["sheet"])


def open_article(request: Request) -> Response:
    """Answer with the sheet of whoever works here on an article, made where there is none."""
    room = room_of(request)
    name = open_sheet(room.store, room.book, request.path_params["article"], room.stamp())
    return JSONResponse({"sheet": name})


def messages(request: Request) -> Response:
    """Answer with the words of the interface, for the scripts."""
    return JSONResponse(catalogue(request.app.state.language))


def served(request: Request) -> Response:
    """Answer with a file of the page: its script, its style, a map's outlines."""
    folder, name = request.url.path.split("/", maxsplit=2)[1:]
    kind = name.rpartition(".")[2]
    if "/" in name or "\\" in name or name.startswith(".") or kind not in TYPES:
        raise HTTPException(404)
    path = FOLDERS[folder] / name
    if not path.is_file():
        raise HTTPException(404)
    return FileResponse(str(path), media_type=TYPES[kind], headers={"cache-control": "no-cache"})


def fault(request: Request, caught: Exception) -> Response:
    """Answer with what could not be done, in words; a bug is not hidden."""
    _ = request
    if isinstance(caught, HTTPException):
        return JSONResponse({"fault": caught.detail}, status_code=caught.status_code)
    status, says = 404 if isinstance(caught, LookupError) else 409, str(caught)
    return JSONResponse({"fault": says}, status_code=status)


FAULTS = {HTTPException: fault, EventbookError: fault}

ROUTES = [
    Route("/", work),
    Route("/enter", enter),
    Route("/sheets/{sheet}", desk),
    Route("/api/messages", messages),
    Route("/api/articles/{article}/open", open_article, methods=["POST"]),
    Route("/static/{name:path}", served),
    Route("/vendored/{name:path}", served),
]
