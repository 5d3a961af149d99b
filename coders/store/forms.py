"""Forms in the store: who coded them, every revision, where they stand, and which revision is the report.

A revision is never changed. The head is the newest; the report is the newest accepted one,
and stays so while the form is reopened, corrected or held, until it is rejected or withdrawn.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, RowMapping, Select, bindparam, select, text

from eventbook.coders.store.chain import append, sealed
from eventbook.coders.store.records import Body, Kind, bodies, newest
from eventbook.coders.store.stamp import Stamp
from eventbook.coders.store.tables import FORM, REVISION, SHEET
from eventbook.schema.canonical import canonical
from eventbook.schema.errors import NotFoundError
from eventbook.schema.form import Action, Form, Status
from eventbook.schema.registry import Registry
from eventbook.schema.resolve import followed


@dataclass(frozen=True, slots=True)
class Revision:
    """One thing that a person did to a form, and the form as it then was."""

    n: int
    parent: int
    action: Action
    status: Status
    author: str
    at: datetime
    codebook: str
    body: str
    reason: str
    until: str

    @property
    def form(self) -> Form:
        """The form as it was."""
        return Form.model_validate(json.loads(self.body))

    @property
    def day(self) -> str:
        """When it was, as people read it."""
        return f"{self.at:%Y-%m-%d %H:%M}"

    def __str__(self) -> str:
        """Number, what was done, by whom and when, as a part of a sentence."""
        why = f": {self.reason}" if self.reason else ""
        return f"revision {self.n} ({self.status} by {self.author}, {self.day} UTC{why})"


@dataclass(frozen=True, slots=True)
class StoredForm:
    """A form with all its revisions, oldest first; there is always one."""

    id: str
    sheet: str
    section: str
    article: str
    coder: str
    revisions: tuple[Revision, ...]

    @property
    def head(self) -> Revision:
        """The newest revision."""
        return self.revisions[-1]

    @property
    def status(self) -> Status:
        """Where the form stands."""
        return self.head.status

    @property
    def report(self) -> Revision | None:
        """The revision that is the report, if there is one."""
        found: Revision | None = None
        for revision in self.revisions:
            if revision.status is Status.ACCEPTED:
                found = revision
            elif revision.status in {Status.REJECTED, Status.WITHDRAWN}:
                found = None
        return found

    def body_at(self, n: int) -> str:
        """Return the content at a revision; nothing for 0 or a revision that is not there."""
        return self.revisions[n - 1].body if 0 < n <= len(self.revisions) else ""

    def grown(self, n: int, step: "Step", by: Stamp) -> "StoredForm":
        """Return the form with a step that was added to it."""
        said = (step.codebook, step.body, step.reason, step.until)
        added = Revision(n, step.parent, step.action, step.status, by.author, by.at, *said)
        return replace(self, revisions=(*self.revisions, added))


@dataclass(frozen=True, slots=True)
class Step:
    """A revision to be added: what is done and the status that follows."""

    action: Action
    status: Status
    parent: int
    codebook: str
    body: str
    reason: str = ""
    until: str = ""


def body_text(form: Form) -> str:
    """Return a form as it is stored: defaults left out, so that a new field changes no old hash."""
    return canonical(form.model_dump(mode="json", exclude_defaults=True))


def add_sheet(connection: Connection, name: str, article: str, coder: str, by: Stamp) -> None:
    """Make a sheet. Its id must be new."""
    connection.execute(
        SHEET.insert().values(sealed({"id": name, "article": article, "coder": coder, **by.row}))
    )


def add_form(connection: Connection, name: str, sheet: str, section: str, by: Stamp) -> None:
    """Make a form, as yet without a revision. Its id must be new."""
    connection.execute(
        FORM.insert().values(sealed({"id": name, "sheet": sheet, "section": section, **by.row}))
    )


def add_revision(connection: Connection, form: str, step: Step, by: Stamp) -> int:
    """Add a revision to a form; return its number."""
    row: dict[str, object] = {
        "parent": step.parent,
        "action": step.action.value,
        "status": step.status.value,
        "codebook": step.codebook,
        "body": step.body,
        "reason": step.reason,
        "until": step.until,
    }
    n = append(connection, REVISION, {"form": form}, {**row, **by.row})
    connection.execute(_HEAD, {"form": form, "n": n, "status": step.status.value, **_told(step.body)})
    return n


_HEAD = text("""
INSERT INTO head
SELECT form.id, sheet.id, sheet.article, sheet.coder, form.section, :status, revision.rowid, :first, :last, :place
FROM form JOIN sheet ON sheet.id = form.sheet JOIN revision ON revision.form = form.id AND revision.n = :n
WHERE form.id = :form ON CONFLICT (form) DO UPDATE
SET status = excluded.status, seq = excluded.seq,
    first = excluded.first, last = excluded.last, place = excluded.place
""")


def _told(body: str) -> dict[str, str | None]:
    """Return the first and the last day that a form allows and its place, as far as it says them."""
    form: Body = json.loads(body)
    when: Body = form.get("when") or {}
    where: Body = form.get("where") or {}
    return {"first": when.get("first"), "last": when.get("last"), "place": where.get("place")}


@dataclass(frozen=True, slots=True)
class StoredSheet:
    """A sheet as it was made; `nothing_to_code` is the reason, where it now says that there is nothing."""

    id: str
    article: str
    coder: str
    at: str
    nothing_to_code: str


_SHEET_NAMED = select(SHEET).where(SHEET.c.id == bindparam("name"))


def load_sheet(connection: Connection, name: str) -> StoredSheet | None:
    """Return a sheet, or None where there is no such sheet."""
    row = connection.execute(_SHEET_NAMED, {"name": name}).mappings().first()
    return _sheet(row, newest(connection, Kind.SHEET, name) or {}) if row else None


def load_sheets(connection: Connection) -> tuple[StoredSheet, ...]:
    """Return all sheets, oldest first."""
    says = bodies(connection, Kind.SHEET)
    rows = connection.execute(select(SHEET).order_by(SHEET.c.at, SHEET.c.id)).mappings()
    return tuple(_sheet(row, says.get(row["id"], {})) for row in rows)


def _sheet(row: RowMapping, says: Body) -> StoredSheet:
    reason = str(says.get("nothing_to_code") or "")
    return StoredSheet(row["id"], row["article"], row["coder"], row["at"], reason)


@dataclass(frozen=True, slots=True)
class _Questions:
    """What is asked of the store for some of the forms: their heads, and all their revisions in order."""

    heads: Select[*tuple[Any, ...]]
    revisions: Select[*tuple[Any, ...]]

    @classmethod
    def where(cls, *where: ColumnElement[bool]) -> "_Questions":
        """Ask for the forms of which this is true."""
        head = select(FORM.c.id, FORM.c.sheet, FORM.c.section, SHEET.c.article, SHEET.c.coder).join(SHEET)
        ids = head.with_only_columns(FORM.c.id).where(*where)
        names = ("form", *Revision.__slots__)
        told = select(*(REVISION.c[name] for name in names)).where(REVISION.c.form.in_(ids))
        return cls(
            head.where(*where).order_by(FORM.c.at, FORM.c.id), told.order_by(REVISION.c.form, REVISION.c.n)
        )


# Made once: a form that is checked asks these several times.
_BY_ID = _Questions.where(FORM.c.id == bindparam("name"))
_BY_SHEET = _Questions.where(FORM.c.sheet == bindparam("name"))
_BY_ARTICLE = _Questions.where(SHEET.c.article == bindparam("name"))
_ALL = _Questions.where()


def load_form(connection: Connection, name: str) -> StoredForm | None:
    """Return a form, or None where there is no such form."""
    return next(iter(_forms(connection, _BY_ID, {"name": name})), None)


def with_merged(form: StoredForm | None, registry: Registry, base: int = 0) -> StoredForm | None:
    """Return a form as its newest revision and one before it read now: survivors stand for merged actors.

    The rest of its revisions, of which a form that is filled in at the desk has hundreds, stay as they were written.
    """
    if form is None:
        return None
    asked = {base, form.head.n}
    return replace(
        form, revisions=tuple(_now(one, registry) if one.n in asked else one for one in form.revisions)
    )


def _now(revision: Revision, registry: Registry) -> Revision:
    told, became = followed(revision.form, registry)
    return replace(revision, body=body_text(told)) if became else revision


def forms_of_sheet(connection: Connection, sheet: str) -> tuple[StoredForm, ...]:
    """Return the forms of a sheet, oldest first."""
    return tuple(_forms(connection, _BY_SHEET, {"name": sheet}))


def forms_of_article(connection: Connection, article: str) -> tuple[StoredForm, ...]:
    """Return the forms of all sheets on an article, oldest first."""
    return tuple(_forms(connection, _BY_ARTICLE, {"name": article}))


def forms_named(connection: Connection, names: Sequence[str]) -> tuple[StoredForm, ...]:
    """Return the forms of these ids that there are, oldest first."""
    return tuple(_forms(connection, _Questions.where(FORM.c.id.in_(names))))


def all_forms(connection: Connection) -> tuple[StoredForm, ...]:
    """Return all forms, oldest first."""
    return tuple(_forms(connection, _ALL))


def find_forms(connection: Connection, name: str) -> tuple[StoredForm, ...]:
    """Return the form with this id, or the forms of the sheet with it. Raises `NotFoundError`."""
    one = load_form(connection, name)
    if one:
        return (one,)
    if load_sheet(connection, name) is None:
        raise NotFoundError("form or sheet", name, "see `eventbook sheet list`")
    return forms_of_sheet(connection, name)


def _forms(
    connection: Connection, questions: _Questions, given: Mapping[str, str] = MappingProxyType({})
) -> Iterable[StoredForm]:
    revisions: dict[str, list[Revision]] = {}
    for row in connection.execute(questions.revisions, given):
        revisions.setdefault(row.form, []).append(_revision(row))
    for row in connection.execute(questions.heads, given):
        found = tuple(revisions.get(row.id, ()))
        if found:
            yield StoredForm(row.id, row.sheet, row.section, row.article, row.coder, found)


def _revision(row: Row[Any]) -> Revision:
    action, status = _ACTIONS[row.action], _STATUSES[row.status]
    done = (row.n, row.parent, action, status, row.author, datetime.fromisoformat(row.at))
    return Revision(*done, row.codebook, row.body, row.reason, row.until)


_ACTIONS = {one.value: one for one in Action}
_STATUSES = {one.value: one for one in Status}
