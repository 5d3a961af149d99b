"""Saving fields of a form as they are typed: each save is a revision, checked by the rules of a submit.

Two tabs, or two people, may fill in one form. Fields that only one of them changed are joined. Of a
field that both changed, the version that comes second is kept beside the form, as a refused submit
is, and whoever wrote it is told what stands there now.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, select

from eventbook.coders.drafts.stored_sheet import Entry, Filled, file_of, load_filled, words_of
from eventbook.coders.places.kept_places import ask_before_writing
from eventbook.coders.sheets.form_words import Words
from eventbook.coders.sheets.sheet_check import FileCheck, FindReport, check_file
from eventbook.coders.store.forms import (
    Revision,
    Step,
    StoredForm,
    add_form,
    add_revision,
    body_text,
    load_form,
)
from eventbook.coders.store.records import Kind, keep
from eventbook.coders.store.stamp import Stamp
from eventbook.coders.store.store import Store
from eventbook.coders.store.tables import REVISION
from eventbook.coders.workspace.surroundings import Surroundings, surroundings
from eventbook.schema.canonical import sha256
from eventbook.schema.codebook import Codebook
from eventbook.schema.errors import EventbookError
from eventbook.schema.form import Action, Form, Status, after
from eventbook.schema.plain_values import is_mapping
from eventbook.schema.sheet import SECTIONS

TRIES = 8
"""How often a save is worked out anew because somebody saved in the meantime."""

PARTED = ("evidence", "waive")
"""Fields of which each part is saved by itself, as `evidence.when`."""


class ClosedFormError(EventbookError, ValueError):
    """A form stands where its coder cannot change it."""


class BusyFormError(EventbookError, TimeoutError):
    """A form is saved by others so often that a save finds no gap."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a coder wrote: fields by name as a sheet has them, None for emptied ones, from revision `base` on."""

    sheet: str
    form: str
    base: int
    fields: Mapping[str, Any]
    section: str = SECTIONS[0]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that somebody else changed since: what they wrote, and what came second."""

    name: str
    theirs: object
    mine: object
    by: Revision


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a change: the form's newest revision, the check of the whole sheet, what was not joined."""

    form: StoredForm | None
    check: FileCheck
    conflicts: tuple[Conflict, ...] = ()
    joined: bool = False


@dataclass(frozen=True, slots=True)
class _Plan:
    """A save as worked out from what was read: the check, the step to be added, and what is kept aside."""

    check: FileCheck
    stored: StoredForm | None
    step: Step | None
    conflicts: tuple[Conflict, ...] = ()
    aside: dict[str, object] = field(default_factory=dict[str, object])
    joined: bool = False


def save_fields(store: Store, book: Codebook, change: Change, find_report: FindReport, by: Stamp) -> Saved:
    """Save fields of a form; the same again is nothing new.

    The check takes longer than the write, so it is made first, and again where somebody else saved meanwhile.
    Raises `ClosedFormError`, `NotFoundError`.
    """
    for _ in range(TRIES):
        with store.reading() as connection:
            around, filled = surroundings(connection, book), load_filled(connection, change.sheet)
            plan = _planned(_Reading(connection, filled, change, around, find_report))
        if plan.step is None and not plan.aside:
            return Saved(plan.stored, plan.check, plan.conflicts, plan.joined)
        with store.writing() as connection:
            if _head(connection, change.form) != (plan.stored.head.n if plan.stored else 0):
                continue
            if plan.aside:
                name = f"{change.form}.{sha256(str(plan.aside['form']))[:8]}"
                keep(connection, Kind.REFUSED, name, plan.aside, by)
            if plan.step is not None:
                if plan.stored is None:
                    add_form(connection, change.form, change.sheet, change.section, by)
                n = add_revision(connection, change.form, plan.step, by)
                if (
                    plan.stored is not None
                ):  # what was read and what was added: nobody waits while it is read again
                    form = plan.stored.grown(n, plan.step, by)
                    return Saved(form, plan.check, plan.conflicts, plan.joined)
            return Saved(load_form(connection, change.form), plan.check, plan.conflicts, plan.joined)
    message = f"{change.form} is being changed by others all the time; try again"
    raise BusyFormError(message)


def _head(connection: Connection, form: str) -> int:
    newest = select(func.max(REVISION.c.n)).where(REVISION.c.form == form)
    return connection.execute(newest).scalar() or 0


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one save reads: the sheet as it stands, and all that it is checked against."""

    connection: Connection
    filled: Filled
    change: Change
    around: Surroundings
    find_report: FindReport

    def stored(self) -> StoredForm | None:
        """Return the form that the change is of, or None for a new one. Raises `ClosedFormError`."""
        stored = self.filled.form(self.change.form)
        other = stored or load_form(self.connection, self.change.form)
        if other is not None and (stored is None or after(Action.SAVE, stored.status) is None):
            message = f"{self.change.form} cannot be changed as it stands: {other.head}"
            raise ClosedFormError(message)
        return stored

    def check(self, stored: StoredForm | None, words: Words) -> FileCheck:
        """Check the sheet as it will be with this form saying that."""
        change = self.change
        section = stored.section if stored else change.section
        entry = Entry(change.form, stored.head.n if stored else 0, section, words)
        file = file_of(self.filled, self.around, {change.form: entry})
        read = (*self.filled.forms, *self.filled.gone)
        return check_file(self.connection, file, self.around, self.find_report, read)


def _planned(reading: _Reading) -> _Plan:
    change, around = reading.change, reading.around
    stored = reading.stored()
    now = words_of(stored.head.form, stored.head.codebook, around) if stored else {}
    conflicts = tuple(_conflicts(stored, change, now, around))
    lost = {one.name for one in conflicts}
    wanted = {name: value for name, value in change.fields.items() if name not in lost}
    check = reading.check(stored, put(now, wanted))
    body = body_text(_form_in(check, change.form))
    status = stored.status if stored else Status.DRAFT
    step = Step(Action.SAVE, status, stored.head.n if stored else 0, around.book.id, body)
    aside: dict[str, object] = {}
    if conflicts:
        second = reading.check(stored, put(now, change.fields))
        aside = {"base": change.base, "form": body_text(_form_in(second, change.form))}
    new = stored is None or stored.head.body != body
    joined = stored is not None and change.base != stored.head.n
    return _Plan(check, stored, step if new else None, conflicts, aside, joined)


def _form_in(check: FileCheck, name: str) -> Form:
    return next((one.checked.form for one in check.entries if one.head.form == name), Form())


def _conflicts(stored: StoredForm | None, change: Change, now: Words, around: Surroundings) -> list[Conflict]:
    """Return the fields that somebody changed since the revision that a change started from, to something else."""
    if stored is None or change.base >= stored.head.n:
        return []
    base: Words = {}
    if change.base > 0:
        old = stored.revisions[change.base - 1]
        base = words_of(old.form, old.codebook, around)
    found: list[Conflict] = []
    for name, mine in change.fields.items():
        theirs = get(now, name)
        if theirs not in (get(base, name), mine):
            found.append(Conflict(name, theirs, mine, stored.head))
    return found


def get(words: Words, name: str) -> object:
    """Return a field of a form, or one part of it: `evidence.when`."""
    whole, _, part = name.partition(".")
    value: object = words.get(whole)
    return value.get(part) if part and is_mapping(value) else None if part else value


def put(words: Words, fields: Mapping[str, Any]) -> Words:
    """Return a form's fields with some of them changed; None takes one out."""
    result = dict(words)
    for name, value in fields.items():
        whole, _, part = name.partition(".")
        if part and whole in PARTED:
            old: object = result.get(whole)
            parts = {**(old if is_mapping(old) else {}), part: value}
            value = {key: item for key, item in parts.items() if item not in (None, [], "")}  # noqa: PLW2901
        result[whole] = value
    return {name: value for name, value in result.items() if value not in (None, "", [], {})}


def warm(store: Store, book: Codebook, sheet: str) -> None:
    """Make the index of the world's places if it is asked for and not there, before anybody waits for a write."""

    def ask(connection: Connection) -> object:
        around = surroundings(connection, book)
        return check_file(connection, file_of(load_filled(connection, sheet), around), around, lambda _: None)

    ask_before_writing(store, ask)
