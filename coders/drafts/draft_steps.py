"""What a coder does to a sheet at the desk besides writing in fields: open, add, copy, order, drop, hand in."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from eventbook.coders.drafts.stored_sheet import file_of, load_filled, words_of
from eventbook.coders.intake.articles import load_article, sheets_of
from eventbook.coders.review.submission import Submission, submit
from eventbook.coders.sheets.sheet_check import FileCheck, FindReport, check_file
from eventbook.coders.sheets.sheet_drafts import mint_sheet
from eventbook.coders.store.forms import (
    Step,
    StoredForm,
    add_form,
    add_revision,
    add_sheet,
    body_text,
    forms_of_sheet,
    load_form,
    load_sheet,
)
from eventbook.coders.store.records import Kind, keep, newest
from eventbook.coders.store.stamp import Stamp
from eventbook.coders.store.store import Store
from eventbook.coders.workspace.surroundings import Surroundings, surroundings
from eventbook.schema.codebook import Codebook
from eventbook.schema.errors import NotFoundError
from eventbook.schema.form import Action, Form, Status, after
from eventbook.schema.sheet import SECTIONS


def open_sheet(store: Store, book: Codebook, article: str, by: Stamp) -> str:
    """Return a person's sheet on an article, made with one empty form where there is none."""
    with store.writing() as connection:
        found = load_article(connection, article)
        mine = [name for name, coder in sheets_of(connection, found.id) if coder == by.author]
        if mine:
            return mine[-1]
        name = mint_sheet(connection, found, by.author)
        add_sheet(connection, name, found.id, by.author, by)
        _new_form(connection, name, f"{name}-1", _first(book, Form()), by)
        return name


def _first(book: Codebook, form: Form) -> Step:
    return Step(Action.SAVE, Status.DRAFT, 0, book.id, body_text(form))


def _new_form(connection: Connection, sheet: str, name: str, first: Step, by: Stamp) -> None:
    section = SECTIONS[1] if "event" in json.loads(first.body) else SECTIONS[0]
    add_form(connection, name, sheet, section, by)
    add_revision(connection, name, first, by)


def add_draft(store: Store, book: Codebook, sheet: str, form: Form, by: Stamp) -> str:
    """Add a form to a sheet, perhaps filled in already; return its id, which is new in the store."""
    with store.writing() as connection:
        for one in load_filled(connection, sheet).forms if form.corroborates else ():
            if one.status is Status.DRAFT and one.head.body == body_text(Form()):
                _withdraw(connection, one, "the article adds to another event", by)
        number = len(forms_of_sheet(connection, sheet)) + 1
        while load_form(connection, f"{sheet}-{number}") is not None:
            number += 1
        _new_form(connection, sheet, f"{sheet}-{number}", _first(book, form), by)
        _note(connection, sheet, {"nothing_to_code": ""}, by)
        return f"{sheet}-{number}"


def drop_draft(store: Store, form: str, reason: str, by: Stamp) -> None:
    """Take a form out of its sheet: it is withdrawn with the reason, and stays readable."""
    with store.writing() as connection:
        _withdraw(connection, _named(connection, form), reason, by)


def restore_draft(store: Store, form: str, by: Stamp) -> None:
    """Bring a form back that was taken out of its sheet: a draft, that no reviewer has seen, as a draft."""
    with store.writing() as connection:
        one = _named(connection, form)
        before = next((n.status for n in reversed(one.revisions) if n.status is not Status.WITHDRAWN), None)
        status = Status.DRAFT if before is Status.DRAFT else Status.REOPENED
        if after(Action.REOPEN, one.status) is not None:
            _add(connection, one, Action.REOPEN, status, ("brought back by its coder", by))


def take_back(store: Store, form: str, by: Stamp) -> None:
    """Let a coder correct a form that waits for a reviewer; nobody decides on it meanwhile."""
    with store.writing() as connection:
        _step(connection, _named(connection, form), Action.RETURN, "taken back by its coder", by)


def _named(connection: Connection, form: str) -> StoredForm:
    found = load_form(connection, form)
    if found is None:
        raise NotFoundError("form", form, "see `eventbook sheet list`")
    return found


def _withdraw(connection: Connection, form: StoredForm, reason: str, by: Stamp) -> None:
    _step(connection, form, Action.WITHDRAW, reason, by)


def _step(connection: Connection, form: StoredForm, action: Action, reason: str, by: Stamp) -> None:
    status = after(action, form.status)
    if status is not None:
        _add(connection, form, action, status, (reason, by))


def _add(
    connection: Connection, form: StoredForm, action: Action, status: Status, why: tuple[str, Stamp]
) -> None:
    head = form.head
    reason, by = why
    add_revision(connection, form.id, Step(action, status, head.n, head.codebook, head.body, reason), by)


def order_forms(store: Store, sheet: str, order: Sequence[str], by: Stamp) -> None:
    """Keep the order in which a coder wants to see a sheet's forms."""
    with store.writing() as connection:
        known = {one.id for one in forms_of_sheet(connection, sheet)}
        _note(connection, sheet, {"order": [name for name in order if name in known]}, by)


def nothing_to_code(store: Store, sheet: str, reason: str, by: Stamp) -> None:
    """Say why an article tells of nothing to code, or take that back; forms that say nothing are taken out."""
    with store.writing() as connection:
        filled = load_filled(connection, sheet)
        _note(connection, sheet, {"nothing_to_code": reason.strip()}, by)
        for form in filled.forms if reason.strip() else ():
            if form.head.body == body_text(Form()):
                _withdraw(connection, form, "nothing to code", by)


def _note(connection: Connection, sheet: str, says: Mapping[str, Any], by: Stamp) -> None:
    if load_sheet(connection, sheet) is None:
        raise NotFoundError("sheet", sheet, "see `eventbook sheet list`")
    before = newest(connection, Kind.SHEET, sheet) or {}
    changed = {**before, **says}
    if {key: value for key, value in changed.items() if value} != {k: v for k, v in before.items() if v}:
        keep(connection, Kind.SHEET, sheet, changed, by)


def check_stored(
    connection: Connection, sheet: str, around: Surroundings, find_report: FindReport
) -> FileCheck:
    """Check a sheet as it stands in the store."""
    return check_file(connection, file_of(load_filled(connection, sheet), around), around, find_report)


def submit_stored(store: Store, book: Codebook, sheet: str, find_report: FindReport, by: Stamp) -> Submission:
    """Hand a sheet in as it stands in the store, by the way that a file goes."""
    with store.reading() as connection:
        file = file_of(load_filled(connection, sheet), surroundings(connection, book))
    return submit(store, book, file, find_report, by)


def copy_of(connection: Connection, form: str, leave_out: Sequence[str], around: Surroundings) -> Form:
    """Return what a form says, without some of its fields and their evidence, to begin another one with."""
    found = _named(connection, form)
    words = words_of(found.head.form, found.head.codebook, around)
    kept = found.head.form if words else Form()
    gone = set(leave_out) | {"waive", "event", "relations"}
    update: dict[str, Any] = {
        name: type(kept).model_fields[name].get_default(call_default_factory=True)
        for name in gone
        if name in type(kept).model_fields
    }
    update["values"] = {name: value for name, value in kept.values.items() if name not in gone}
    update["records"] = {name: value for name, value in kept.records.items() if name not in gone}
    update["evidence"] = {name: quotes for name, quotes in kept.evidence.items() if name not in gone}
    update["doubts"] = tuple(doubt for doubt in kept.doubts if doubt.field.split(".")[0] not in gone)
    return kept.model_copy(update=update)
