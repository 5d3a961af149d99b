"""What the worklist asks the server: a page of it, and taking new articles in: pasted, a file, or a folder."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from eventbook.coders.desk.list_routes import told
from eventbook.coders.desk.room import Room, room_of
from eventbook.coders.desk.sheet_routes import body_of
from eventbook.coders.desk.typed_date import typed_when
from eventbook.coders.desk.work_list import Asked, View, work_rows
from eventbook.coders.intake.arrival_report import report_lines
from eventbook.coders.intake.article_folder import Folder
from eventbook.coders.intake.intake import Arrival, take
from eventbook.coders.intake.received import Received
from eventbook.coders.lists.entries import OUTLETS, Found, add_entries, clashes, load_outlets, read_outlet
from eventbook.schema.errors import FaultsError
from eventbook.schema.problem import Problem

DETAILS = ("outlet", "published", "title", "url", "language", "origin")
MOST_FILES = 2000
MOST_PASTED = 6_000_000
"""Bytes of a text that is pasted; a longer one comes as a file."""


def work(request: Request) -> Response:
    """Answer with one page of the worklist."""
    room, asked = room_of(request), request.query_params
    view = View(asked["view"]) if asked.get("view") in set(View) else View.TODO
    start = int(asked["start"]) if asked.get("start", "").isdecimal() else 0
    with room.store.reading() as connection:
        return JSONResponse(work_rows(connection, Asked(view, asked.get("q", "")[:200], start), room.person))


def outlets(request: Request) -> Response:
    """Answer with the outlets, and what a new one may be."""
    room = room_of(request)
    with room.store.reading() as connection:
        known = [one.name for one in load_outlets(connection)]
    return JSONResponse({"outlets": sorted(known), "scales": list(room.book.sources.scales)})


async def add_outlet(request: Request) -> Response:
    """Add an outlet; answer with what is wrong, if anything is."""
    body = await body_of(request)
    return JSONResponse(await run_in_threadpool(_outlet_added, room_of(request), body))


def _outlet_added(room: Room, body: Mapping[str, Any]) -> dict[str, Any]:
    given = {name: body[name] for name in ("name", "scale", "country", "time_zone") if body.get(name)}
    outlet, problems = read_outlet(given, (), room.book)
    if outlet is None or problems:
        return told(problems)
    with room.store.writing() as connection:
        found = [Found((), outlet)]
        faults = list(clashes(connection, OUTLETS, found))
        if not faults:
            add_entries(connection, OUTLETS, found, room.stamp())
    return told(faults) if faults else {"outlet": outlet.name}


async def paste(request: Request) -> Response:
    """Take in an article whose text was pasted."""
    body = await body_of(request, MOST_PASTED)
    text = str(body.get("text") or "")
    given = _details(body)
    one = Received(text.encode(), given, confidential=body.get("confidential") is True, encoding="utf-8")
    return JSONResponse(await run_in_threadpool(_taken, room_of(request), [one]))


def _details(asked: Mapping[str, Any]) -> dict[str, str]:
    """Return what was said of an article; its day as people type it, with the year, is a day too."""
    given = {name: str(asked[name]).strip() for name in DETAILS if str(asked.get(name) or "").strip()}
    day = typed_when(given.get("published", ""), None)
    return {**given, "published": day} if isinstance(day, str) else given


def _taken(room: Room, every: Sequence[Received] | Folder) -> dict[str, Any]:
    try:
        arrivals: list[Arrival] = take(room.store, every, room.stamp(), lambda _: None)
    except FaultsError as caught:
        located = every.located(caught.problems) if isinstance(every, Folder) else caught.problems
        return told([_named(problem) for problem in located])
    return {"articles": [one.article for one in arrivals], "says": list(report_lines(arrivals))}


def _named(problem: Problem) -> Problem:
    """Return a problem at the name of its file: the folder is one that nobody has seen."""
    return problem.under(Path(problem.file).name) if problem.file else problem


async def upload(request: Request) -> Response:
    """Take in files, or a folder with its articles.toml: all of it, or on any fault nothing."""
    async with request.form(max_files=MOST_FILES, max_fields=20, max_part_size=MOST_PASTED) as form:
        files = [
            (one.filename or "", await one.read())
            for one in form.getlist("file")
            if isinstance(one, UploadFile)
        ]
        given = _details(form)
    if not files:
        raise HTTPException(400, "no file came")
    return JSONResponse(await run_in_threadpool(_unpacked, room_of(request), files, given))


def _unpacked(room: Room, files: Sequence[tuple[str, bytes]], given: Mapping[str, str]) -> dict[str, Any]:
    room.workspace.place.cache.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=room.workspace.place.cache) as folder:
        for name, content in files:
            plain = PurePosixPath(name.replace("\\", "/")).name.replace("\0", "")
            if plain and not plain.startswith("."):
                (Path(folder) / plain).write_bytes(content)
        return _taken(room, Folder(Path(folder), dict(given)))


ROUTES = [
    Route("/api/work", work),
    Route("/api/outlets", outlets),
    Route("/api/outlets", add_outlet, methods=["POST"]),
    Route("/api/articles", paste, methods=["POST"]),
    Route("/api/articles/files", upload, methods=["POST"]),
]
