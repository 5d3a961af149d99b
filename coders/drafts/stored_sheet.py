"""A sheet of the store as the file that a coder would hand in, so that page and file go the same way.

What is checked and submitted from the desk is this: ids for names, whole quotes, and each form based
on its newest revision.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from eventbook.coders.sheets.form_words import Words, in_words
from eventbook.coders.sheets.sheet_file import SheetFile
from eventbook.coders.store.forms import StoredForm, StoredSheet, forms_of_sheet, load_sheet
from eventbook.coders.store.records import Kind, newest
from eventbook.coders.workspace.surroundings import Surroundings
from eventbook.schema.errors import NotFoundError
from eventbook.schema.form import Form, Status
from eventbook.schema.migration import migrated

GONE = frozenset({Status.WITHDRAWN, Status.REJECTED})
"""Where forms stand that are no part of what their sheet says."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One form as an entry of a sheet file."""

    form: str
    base: int
    section: str
    words: Words


@dataclass(frozen=True, slots=True)
class Filled:
    """A sheet as it stands in the store, with the forms that it now says, in the coder's order."""

    sheet: StoredSheet
    forms: tuple[StoredForm, ...]
    gone: tuple[StoredForm, ...] = ()

    def form(self, name: str) -> StoredForm | None:
        """Return the form of this id, where the sheet has it."""
        return next((one for one in self.forms if one.id == name), None)


def load_filled(connection: Connection, name: str) -> Filled:
    """Return a sheet with its forms. Raises `NotFoundError`."""
    sheet = load_sheet(connection, name)
    if sheet is None:
        raise NotFoundError("sheet", name, "see `eventbook sheet list`")
    every = forms_of_sheet(connection, name)
    forms = [one for one in every if one.status not in GONE]
    order = list((newest(connection, Kind.SHEET, name) or {}).get("order", ()))
    forms.sort(key=lambda one: order.index(one.id) if one.id in order else len(order))
    return Filled(sheet, tuple(forms), tuple(one for one in every if one.status in GONE))


def words_of(form: Form, coded_under: str, around: Surroundings) -> Words:
    """Return the fields of a stored form under the codebook that now holds; ids for names, quotes whole."""
    return in_words(migrated(form, coded_under, around.book), around, None, ids=True)


def file_of(filled: Filled, around: Surroundings, changed: Mapping[str, Entry] | None = None) -> SheetFile:
    """Return a sheet as the file that says it; `changed` gives forms that are new or say something else."""
    entries = {one.id: _entry(one, around) for one in filled.forms} | dict(changed or {})
    raw: dict[str, Any] = {
        "sheet": filled.sheet.id,
        "article": filled.sheet.article,
        "coder": filled.sheet.coder,
        "codebook": around.book.id,
        "events": _section(entries.values(), "events"),
        "corroborations": _section(entries.values(), "corroborations"),
    }
    if filled.sheet.nothing_to_code:
        raw["nothing_to_code"] = filled.sheet.nothing_to_code
    return SheetFile(filled.sheet.id, raw)


def _entry(form: StoredForm, around: Surroundings) -> Entry:
    return Entry(form.id, form.head.n, form.section, words_of(form.head.form, form.head.codebook, around))


def _section(entries: Iterable[Entry], section: str) -> list[dict[str, Any]]:
    return [{"form": one.form, "base": one.base, **one.words} for one in entries if one.section == section]
