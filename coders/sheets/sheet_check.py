"""The check of a sheet file in a workspace: all that the form's rules say, and all that only the store knows.

The store knows the article, who coded the sheet before, how far each form has moved on, and
whether an event that is corroborated is there. The same check runs before a submit stores.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from eventbook.coders.intake.articles import find_article, load_article
from eventbook.coders.sheets.sheet_file import SheetFile
from eventbook.coders.store.forms import (
    StoredForm,
    body_text,
    forms_of_sheet,
    load_form,
    load_sheet,
    with_merged,
)
from eventbook.coders.workspace.surroundings import Surroundings
from eventbook.schema.article import Article
from eventbook.schema.check import Checked
from eventbook.schema.errors import NotFoundError
from eventbook.schema.form import Action, Status, after
from eventbook.schema.plain_values import is_list, is_mapping
from eventbook.schema.problem import Path, Problem, error
from eventbook.schema.sheet import SECTIONS, CheckedSheet, Entry, SheetHead, check_sheet

ARTICLE_UNKNOWN = error("article-unknown", "a sheet is of an article that the workspace has")
SHEET_TAKEN = error("sheet-taken", "a sheet stays with its article and its coder")
FORM_TAKEN = error("form-taken", "a form stays in its sheet, and stays an event or a corroboration")
FORM_MOVED = error("form-moved", "nobody overwrites what somebody else has changed since")
FORM_CLOSED = error(
    "form-closed", "a form that was accepted, rejected or withdrawn is reopened before it changes"
)
FORM_DROPPED = error(
    "form-dropped", "a form that was submitted is withdrawn with a reason, never just left out"
)
EVENT_UNKNOWN = error(
    "corroborated-event-unknown", "a corroboration names a form or a published event that is there"
)
RELATION_UNKNOWN = error(
    "relation-unknown", "a relation leads to another form or to a published event that is there"
)

FindReport = Callable[[str], str | None]
"""From a published event id to a form id among its reports, or None."""


@dataclass(frozen=True, slots=True)
class FileCheck:
    """A sheet file as checked: its forms with ids resolved, its problems with their lines."""

    file: SheetFile
    article: str
    sheet: CheckedSheet | None
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    moved: tuple[Entry, ...] = ()

    @property
    def acceptable(self) -> bool:
        """Whether nothing stops it from being submitted."""
        return self.sheet is not None and self.sheet.head is not None and not self.problems

    @property
    def only_moved(self) -> bool:
        """Whether all that stops it is that somebody changed a form meanwhile."""
        return bool(self.problems) and all(one.rule == FORM_MOVED.id for one in self.problems)


def check_file(
    connection: Connection,
    file: SheetFile,
    around: Surroundings,
    find_report: FindReport,
    read: Sequence[StoredForm] | None = None,
) -> FileCheck:
    """Check a sheet file against the workspace as it stands; the sheet's stored forms may have been read already."""
    if file.problems and not file.raw:
        return FileCheck(file, "", None, (), file.problems)
    article, problems = _article(connection, file.raw)
    raw = {**file.raw, "article": article.id} if article else file.raw
    sheet = check_sheet(_without_blanks(raw), around.of(article))
    entries: list[Entry] = []
    for entry in sheet.entries:
        resolved, faults = _resolve_event(connection, entry, find_report)
        entries.append(resolved)
        problems += faults
    problems += _relations(connection, entries, find_report)
    problems += sheet.problems
    moved: list[Entry] = []
    if sheet.head:
        known = forms_of_sheet(connection, sheet.head.sheet) if read is None else read
        forms = {one.id: one for one in known}
        stored = {entry.head.form: _stored(connection, entry, forms, around) for entry in entries}
        moved = [entry for entry in entries if _moved(entry, stored[entry.head.form])]
        problems += _taken(connection, sheet.head, article)
        for entry in entries:
            problems += _form_history(stored[entry.head.form], sheet.head.sheet, entry)
        problems += _dropped(forms, stored)
    every = [*file.problems, *(file.located(problem) for problem in problems)]
    every.sort(key=lambda problem: problem.line)
    return FileCheck(file, article.id if article else "", sheet, tuple(entries), tuple(every), tuple(moved))


def _without_blanks(raw: dict[str, Any]) -> dict[str, Any]:
    """Leave out entries that nobody filled in, where the sheet says that there is nothing to code."""
    if not str(raw.get("nothing_to_code") or "").strip():
        return raw
    body = dict(raw)
    for section in SECTIONS:
        items: object = body.get(section)
        if is_list(items):
            body[section] = [item for item in items if not is_mapping(item) or set(item) - {"form", "base"}]
    return body


def _article(connection: Connection, raw: dict[str, Any]) -> tuple[Article | None, list[Problem]]:
    written = raw.get("article")
    if not isinstance(written, str):
        return None, []
    try:
        return load_article(connection, find_article(connection, written)), []
    except NotFoundError:
        advice = "take it in with `eventbook article add`, or correct the id (see `eventbook article list`)"
        return None, [ARTICLE_UNKNOWN.at(("article",), f"there is no article '{written}' here", advice)]


def _resolve_event(
    connection: Connection, entry: Entry, find_report: FindReport
) -> tuple[Entry, list[Problem]]:
    """Return a corroboration with the id of the form that it is about."""
    written = entry.checked.form.event
    if written is None:
        return entry, []
    path = (*entry.path, "event")
    found = load_form(connection, written) or load_form(connection, find_report(written) or "")
    if found is None or found.id == entry.head.form:
        says, advice = (
            f"there is no event '{written}'",
            "name a form that was submitted, or an event of a release",
        )
        return entry, [EVENT_UNKNOWN.at(path, says, advice)]
    if found.status in {Status.REJECTED, Status.WITHDRAWN}:
        says = f"'{written}' was {found.status} by {found.head.author}"
        return entry, [
            EVENT_UNKNOWN.at(path, says, "name another report of the event, or code the event itself")
        ]
    about = found.head.form.event
    if about is not None:
        says = f"'{written}' is itself a corroboration"
        return entry, [EVENT_UNKNOWN.at(path, says, f"write what it is about: {about}")]
    form = entry.checked.form.model_copy(update={"event": found.id})
    return replace(entry, checked=Checked(form, entry.checked.problems, entry.checked.waived)), []


def _relations(connection: Connection, entries: list[Entry], find_report: FindReport) -> Iterator[Problem]:
    """Yield relations that lead nowhere; where they lead to in a release is found out when it is built."""
    here = {entry.head.form for entry in entries}
    for entry in entries:
        for index, link in enumerate(entry.checked.form.relations):
            path = (*entry.path, "relations", index, "to")
            if link.to == entry.head.form:
                yield RELATION_UNKNOWN.at(path, f"'{link.to}' is this form itself", "name another event")
            elif link.to not in here:
                yield from _stray(connection, path, link.to, find_report)


def _stray(connection: Connection, path: Path, written: str, find_report: FindReport) -> Iterator[Problem]:
    found = load_form(connection, written) or load_form(connection, find_report(written) or "")
    if found is None:
        advice = "name a form of this sheet, one that was submitted, or an event of a release"
        yield RELATION_UNKNOWN.at(path, f"there is no event '{written}'", advice)
    elif found.status in {Status.REJECTED, Status.WITHDRAWN}:
        says = f"'{written}' was {found.status} by {found.head.author}"
        yield RELATION_UNKNOWN.at(path, says, "name another report of that event, or leave the relation out")


def _stored(
    connection: Connection, entry: Entry, forms: Mapping[str, StoredForm], around: Surroundings
) -> StoredForm | None:
    """Return an entry's form as it stands: one of its sheet's, or where the id is another sheet's, that one."""
    found = forms.get(entry.head.form) or load_form(connection, entry.head.form)
    return with_merged(found, around.registry, entry.head.base)


def _moved(entry: Entry, stored: StoredForm | None) -> bool:
    """Tell whether somebody changed the content since the revision that this edit started from."""
    if stored is None:
        return False
    new, base, head = body_text(entry.checked.form), stored.body_at(entry.head.base), stored.head.body
    return head not in {new, base}


def _taken(connection: Connection, head: SheetHead, article: Article | None) -> Iterator[Problem]:
    """Yield where the sheet of this id is of another article or coder."""
    stored = load_sheet(connection, head.sheet)
    if stored and article and stored.article != article.id:
        says = f"sheet '{head.sheet}' is of article {stored.article}"
        yield SHEET_TAKEN.at(("sheet",), says, "write that article, or another sheet id")
    if stored and stored.coder != head.coder:
        says = f"sheet '{head.sheet}' is {stored.coder}'s"
        yield SHEET_TAKEN.at(
            ("coder",), says, f"write coder: {stored.coder}, or make a sheet with `eventbook sheet new`"
        )


def _dropped(forms: Mapping[str, StoredForm], named: Collection[str]) -> Iterator[Problem]:
    """Yield the forms of a sheet that a file no longer names."""
    for form in forms.values():
        if form.id not in named and form.status not in {Status.WITHDRAWN, Status.REJECTED}:
            says = f"form '{form.id}' ({form.status}) is not in the file"
            advice = f"put it back, or run `eventbook withdraw {form.id} --reason …` first"
            yield FORM_DROPPED.at((form.section,), says, advice)


def _form_history(stored: StoredForm | None, sheet: str, entry: Entry) -> Iterator[Problem]:
    """Yield what contradicts what the store knows of a form."""
    if stored is None:
        if entry.head.base > 0:
            says = f"there is no form '{entry.head.form}' to start from"
            yield FORM_MOVED.at(
                (*entry.path, "base"), says, "write base: 0 for a new form, or correct its id"
            )
        return
    if stored.sheet != sheet:
        says = f"form '{stored.id}' is of sheet '{stored.sheet}'"
        yield FORM_TAKEN.at((*entry.path, "form"), says, "give this one a new id")
        return
    if stored.section != entry.path[0]:
        says = f"form '{stored.id}' was submitted under {stored.section}"
        yield FORM_TAKEN.at((*entry.path, "form"), says, "withdraw it, and give this one a new id")
    new, base = body_text(entry.checked.form), stored.body_at(entry.head.base)
    if new == stored.head.body:
        return
    if after(Action.SUBMIT, stored.status) is None:
        says = f"the form is {stored.status}: {stored.head}"
        yield FORM_CLOSED.at(
            (*entry.path, "form"), says, f"run `eventbook reopen {stored.id} --reason …` first"
        )
    elif base != stored.head.body:
        started = f"revision {entry.head.base}" if entry.head.base else "a new form"
        says = f"{stored.head} stands since; this edit started from {started}"
        advice = f"see it with `eventbook sheet show {sheet}`, join the two, and write base: {stored.head.n}"
        yield FORM_MOVED.at((*entry.path, "base"), says, advice)
