"""Submitting a sheet: all of its forms in one transaction, or none, and never twice.

A sheet with any open problem is refused and nothing is kept, with one exception: where all
that is wrong is that somebody else changed a form meanwhile, the version that came second is
kept as a refused version of the form, so that neither of two people's work is lost.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from eventbook.coders.places.kept_places import ask_before_writing, keep_named
from eventbook.coders.review.proposals import unsettled
from eventbook.coders.sheets.sheet_check import FileCheck, FindReport, check_file
from eventbook.coders.sheets.sheet_file import SheetFile
from eventbook.coders.store.forms import (
    Step,
    StoredForm,
    add_form,
    add_revision,
    add_sheet,
    body_text,
    load_form,
    load_sheet,
    with_merged,
)
from eventbook.coders.store.records import Kind, keep, newest
from eventbook.coders.store.stamp import Stamp
from eventbook.coders.store.store import Store
from eventbook.coders.workspace.surroundings import Surroundings, surroundings
from eventbook.schema.canonical import sha256
from eventbook.schema.codebook import Codebook
from eventbook.schema.form import Action, Status
from eventbook.schema.sheet import Entry

UNSUBMITTED = frozenset({Status.DRAFT, Status.RETURNED, Status.REOPENED})
"""Where a form waits for its coder's word, so that handing it in as it stands says something."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """What became of one form: its newest revision, and whether that is new."""

    form: str
    revision: int
    new: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """What became of a sheet: its check; where that is fine, its forms; else what was kept aside.

    `waits` says of forms for which of their actors a manager's word is needed.
    """

    check: FileCheck
    forms: tuple[Submitted, ...] = ()
    refused: tuple[str, ...] = ()
    waits: Mapping[str, list[str]] = field(default_factory=dict[str, list[str]])

    @property
    def done(self) -> bool:
        """Whether the sheet is now in the store."""
        return self.check.acceptable


def submit(store: Store, book: Codebook, file: SheetFile, find_report: FindReport, by: Stamp) -> Submission:
    """Submit a sheet file; the check and the writing see the same moment of the store."""
    ask_before_writing(
        store, lambda connection: check_file(connection, file, surroundings(connection, book), find_report)
    )
    with store.writing() as connection:
        return submit_in(connection, surroundings(connection, book), file, find_report, by)


def submit_in(
    connection: Connection, around: Surroundings, file: SheetFile, find_report: FindReport, by: Stamp
) -> Submission:
    """Submit a sheet within a transaction that may do more, such as one of an import."""
    check = check_file(connection, file, around, find_report)
    head = check.sheet.head if check.sheet else None
    if not check.acceptable or head is None:
        return Submission(check, refused=_keep_refused(connection, check, by) if check.only_moved else ())
    if load_sheet(connection, head.sheet) is None:
        add_sheet(connection, head.sheet, check.article, head.coder, by)
    said = newest(connection, Kind.SHEET, head.sheet) or {}
    keep(connection, Kind.SHEET, head.sheet, {**said, "nothing_to_code": head.nothing_to_code or ""}, by)
    done = [_submit(connection, head.sheet, entry, around, by) for entry in check.entries]
    named = [one.checked.form.where.place for one in check.entries if one.checked.form.where]
    keep_named(connection, around.gazetteer, named, by)
    waits = {
        entry.head.form: [one.message for one in unsettled(entry.checked.form, around.registry)]
        for entry in check.entries
    }
    return Submission(check, tuple(done), waits={form: says for form, says in waits.items() if says})


def _submit(connection: Connection, sheet: str, entry: Entry, around: Surroundings, by: Stamp) -> Submitted:
    name, body = entry.head.form, body_text(entry.checked.form)
    stored = with_merged(load_form(connection, name), around.registry)
    if stored is None:
        add_form(connection, name, sheet, entry.path[0], by)
    elif stored.head.body == body and stored.status not in UNSUBMITTED:
        return Submitted(name, stored.head.n, new=False, note=_unmoved(stored))
    note = ""
    if stored and stored.head.body == body:
        note = f"unchanged since {stored.head}"
    elif stored and stored.head.action in {Action.RETURN, Action.REOPEN, Action.HOLD}:
        note = f"answers {stored.head}"
    parent = stored.head.n if stored else 0
    step = Step(Action.SUBMIT, Status.SUBMITTED, parent, around.book.id, body)
    return Submitted(name, add_revision(connection, name, step, by), new=True, note=note)


def _unmoved(form: StoredForm) -> str:
    """Return why an unchanged form stays where it stands; what it is held for is not known by handing it in."""
    if form.status is not Status.HELD:
        return f"nothing new, it is {form.status}"
    return f"nothing new, it stays held by {form.head.author}: {form.head.reason}"


def _keep_refused(connection: Connection, check: FileCheck, by: Stamp) -> tuple[str, ...]:
    """Keep the versions that came second beside their forms; return the forms' ids."""
    kept: list[str] = []
    for entry in check.moved:
        body = body_text(entry.checked.form)
        name = f"{entry.head.form}.{sha256(body)[:8]}"
        stored = load_form(connection, entry.head.form)
        if stored and body not in {revision.body for revision in stored.revisions}:
            keep(connection, Kind.REFUSED, name, {"base": entry.head.base, "form": body}, by)
            kept.append(entry.head.form)
    return tuple(kept)
