"""What the coding page asks the server: a sheet, a saved field, one more form, handing in."""

import re
from typing import Any

from anyio import CapacityLimiter, to_thread
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from eventbook.coders.desk.catalogue import catalogue
from eventbook.coders.desk.form_plan import form_plan
from eventbook.coders.desk.form_view import article_row, form_row, labels_of, problem_rows
from eventbook.coders.desk.room import Room, room_of, whole_text
from eventbook.coders.desk.typed_date import typed_when
from eventbook.coders.drafts.draft_steps import (
    add_draft,
    check_stored,
    copy_of,
    drop_draft,
    nothing_to_code,
    order_forms,
    restore_draft,
    submit_stored,
    take_back,
)
from eventbook.coders.drafts.field_save import Change, Saved, save_fields
from eventbook.coders.drafts.stored_sheet import load_filled
from eventbook.coders.intake.articles import load_article
from eventbook.coders.workspace.surroundings import Surroundings
from eventbook.schema.form import Form
from eventbook.schema.plain_values import is_list, is_mapping
from eventbook.schema.sheet import FORM_ID, SECTIONS

SAVES = 4
"""Saves that are worked out at once. They have threads of their own, so that none waits behind a long search."""

MOST_BODY = 2_000_000
"""Bytes of what one save may hold."""


async def body_of(request: Request, most: int = MOST_BODY) -> dict[str, Any]:
    """Return the JSON object that a request brings. Raises `HTTPException`."""
    if int(request.headers.get("content-length", "0")) > most:
        raise HTTPException(413, f"at most {most:,} bytes at once")
    try:
        raw: object = await request.json()
    except (ValueError, RecursionError):
        raise HTTPException(400, "this is no JSON") from None
    if not is_mapping(raw):
        raise HTTPException(400, "this is no JSON object")
    whole: dict[str, Any] = whole_text(dict(raw))
    return whole


def plan(request: Request) -> Response:
    """Answer with what the form looks like."""
    return JSONResponse(form_plan(room_of(request).book, catalogue(request.app.state.language)))


def sheet(request: Request) -> Response:
    """Answer with a sheet: its article, its forms, its problems."""
    return JSONResponse(sheet_state(room_of(request), request.path_params["sheet"]))


def sheet_state(room: Room, name: str) -> dict[str, Any]:
    """Return all that the coding page shows of a sheet."""
    with room.reading() as (connection, around):
        filled = load_filled(connection, name)
        article = load_article(connection, filled.sheet.article)
        check = check_stored(connection, name, around, room.find_report)
        forms = [form_row(form, around, article) for form in filled.forms]
    return {
        "sheet": name,
        "coder": filled.sheet.coder,
        "person": room.person,
        "nothing_to_code": filled.sheet.nothing_to_code,
        "article": article_row(article),
        "forms": forms,
        "problems": problem_rows(check, [form["form"] for form in forms]),
    }


async def save(request: Request) -> Response:
    """Save fields of a form, and answer with how it now stands."""
    body = await body_of(request)
    names = request.path_params
    fields = body.get("fields")
    base = body.get("base")
    if not is_mapping(fields) or not isinstance(base, int) or base < 0:
        raise HTTPException(400, "a save names its fields and the revision that it starts from")
    if not re.fullmatch(FORM_ID, names["form"]):  # a page whose server was away names its new forms itself
        raise HTTPException(400, "this cannot be the id of a form")
    section = SECTIONS[1] if body.get("section") == SECTIONS[1] else SECTIONS[0]
    change = Change(names["sheet"], names["form"], base, dict(fields), section)
    lane: CapacityLimiter = request.app.state.saves
    return JSONResponse(await to_thread.run_sync(_saved, room_of(request), change, limiter=lane))


def _saved(room: Room, change: Change) -> dict[str, Any]:
    change = _dated(room, change)
    saved = save_fields(room.store, room.book, change, room.find_report, room.stamp())
    if saved.form is None:
        raise HTTPException(409, "nothing was saved")
    with room.reading() as (connection, around):
        row = form_row(saved.form, around, load_article(connection, saved.form.article))
        conflicts = _conflicts(saved, around)
    forms = [one.head.form for one in saved.check.entries]
    return {"form": row, "problems": problem_rows(saved.check, forms), "conflicts": conflicts}


def _conflicts(saved: Saved, around: Surroundings) -> list[dict[str, Any]]:
    return [
        {
            "name": one.name,
            "theirs": one.theirs,
            "mine": one.mine,
            "labels": labels_of([one.theirs, one.mine], around),
            "author": one.by.author,
            "at": one.by.at.isoformat(),
        }
        for one in saved.conflicts
    ]


def _dated(room: Room, change: Change) -> Change:
    """Return a change with its date read, where it came as somebody typed it."""
    typed = change.fields.get("when")
    if not isinstance(typed, str) or not typed.strip():
        return change
    with room.store.reading() as connection:
        article = load_article(connection, load_filled(connection, change.sheet).sheet.article)
    found = typed_when(typed, article.published)
    fields = {**change.fields, "when": typed if found is None else found}
    return Change(change.sheet, change.form, change.base, fields, change.section)


async def add(request: Request) -> Response:
    """Add a form: an empty one, a copy of another one, or a corroboration of an event."""
    body = await body_of(request)
    room, name = room_of(request), request.path_params["sheet"]
    return JSONResponse({"form": await run_in_threadpool(_added, room, name, body), **await _state(request)})


def _added(room: Room, name: str, body: dict[str, Any]) -> str:
    form = Form()
    if isinstance(body.get("copy"), str):
        left: object = body.get("without") or []
        with room.reading() as (connection, around):
            form = copy_of(connection, body["copy"], list(left) if is_list(left) else [], around)
    elif isinstance(body.get("event"), str):
        form = Form(event=body["event"][:64])
    instead = str(body.get("instead") or "")
    if instead:
        drop_draft(room.store, instead, f"the article adds to {form.event}", room.stamp())
    return add_draft(room.store, room.book, name, form, room.stamp())


async def step(request: Request) -> Response:
    """Do something to a sheet or one of its forms, and answer with how the sheet now stands."""
    body = await body_of(request)
    await run_in_threadpool(_stepped, room_of(request), request.path_params["sheet"], body)
    return JSONResponse(await _state(request))


def _stepped(room: Room, name: str, body: dict[str, Any]) -> None:
    store, by, form = room.store, room.stamp(), str(body.get("form") or "")
    reason = str(body.get("reason") or "")
    match body.get("do"):
        case "drop":
            drop_draft(store, form, reason or "taken out by its coder", by)
        case "restore":
            restore_draft(store, form, by)
        case "take back":
            take_back(store, form, by)
        case "order":
            order: object = body.get("order")
            order_forms(store, name, [str(one) for one in order] if is_list(order) else [], by)
        case "nothing to code":
            nothing_to_code(store, name, reason[:1000], by)
        case _:
            raise HTTPException(400, "nobody knows how to do that")


async def submit(request: Request) -> Response:
    """Hand a sheet in, and answer with what became of it."""
    room, name = room_of(request), request.path_params["sheet"]
    done = await run_in_threadpool(submit_stored, room.store, room.book, name, room.find_report, room.stamp())
    forms = [entry.head.form for entry in done.check.entries]
    told = {"submitted": done.done, "problems": problem_rows(done.check, forms), "waits": dict(done.waits)}
    return JSONResponse({**await _state(request), **told})


async def _state(request: Request) -> dict[str, Any]:
    return await run_in_threadpool(sheet_state, room_of(request), request.path_params["sheet"])


ROUTES = [
    Route("/api/plan", plan),
    Route("/api/sheets/{sheet}", sheet),
    Route("/api/sheets/{sheet}/forms", add, methods=["POST"]),
    Route("/api/sheets/{sheet}/forms/{form}", save, methods=["POST"]),
    Route("/api/sheets/{sheet}/do", step, methods=["POST"]),
    Route("/api/sheets/{sheet}/submit", submit, methods=["POST"]),
]
