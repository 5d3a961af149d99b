"""What was done to a form and what it said at each revision: nothing is overwritten, so all can be read again."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from eventbook.coders.intake.articles import load_article
from eventbook.coders.sheets.form_words import Words, in_words
from eventbook.coders.sheets.sheet_view import field_lines, text_of
from eventbook.coders.store.forms import Revision, StoredForm, load_form
from eventbook.coders.workspace.surroundings import Surroundings
from eventbook.schema.errors import NotFoundError
from eventbook.schema.form_reading import form_as_written


def named_form(connection: Connection, name: str) -> StoredForm:
    """Return the form of this id. Raises `NotFoundError`."""
    found = load_form(connection, name)
    if found is None:
        raise NotFoundError("form", name, "see `eventbook sheet list`")
    return found


def revision_of(form: StoredForm, n: int | None) -> Revision:
    """Return a revision by its number, the newest where none is given. Raises `NotFoundError`."""
    if n is None:
        return form.head
    if not 0 < n <= len(form.revisions):
        raise NotFoundError("revision", f"{form.id} {n}", f"there are 1 to {len(form.revisions)}")
    return form.revisions[n - 1]


def history_rows(form: StoredForm) -> list[dict[str, Any]]:
    """Return what was done to a form, oldest first, for a program; `changed` says whether it said something new."""
    bodies = ["", *(one.body for one in form.revisions)]
    return [
        {
            "revision": one.n,
            "action": one.action.value,
            "status": one.status.value,
            "author": one.author,
            "at": one.at.isoformat(),
            "reason": one.reason,
            "until": one.until,
            "codebook": one.codebook,
            "changed": one.body != bodies[index],
        }
        for index, one in enumerate(form.revisions)
    ]


def history_text(form: StoredForm) -> str:
    """Return what was done to a form, for a person."""
    rows = history_rows(form)
    lines = [
        f"{one}{', what it says changed' if row['changed'] else ''}"
        for one, row in zip(form.revisions, rows, strict=True)
    ]
    return "\n".join([f"{form.id} of sheet {form.sheet}, coded by {form.coder}", *lines])


def revision_row(
    connection: Connection, form: StoredForm, one: Revision, around: Surroundings
) -> dict[str, Any]:
    """Return a revision for a program: in words, and as it is stored, from which it can be read again."""
    return {
        **history_rows(form)[one.n - 1],
        "form": form.id,
        "fields": words_at(connection, form, one, around),
        "stored": form_as_written(one.form),
    }


def revision_text(connection: Connection, form: StoredForm, one: Revision, around: Surroundings) -> str:
    """Return a revision for a person."""
    return "\n".join([f"{form.id} {one}", *field_lines(words_at(connection, form, one, around))])


def words_at(connection: Connection, form: StoredForm, one: Revision, around: Surroundings) -> Words:
    """Return what a form said at a revision, as a coder writes it."""
    return in_words(one.form, around, load_article(connection, form.article))


def differences(old: Words, new: Words) -> Iterator[tuple[str, str, str]]:
    """Yield every field in which two revisions differ, with what each says; nothing is blank."""
    for name in dict.fromkeys([*old, *new]):
        if old.get(name) != new.get(name):
            before, after = (text_of(one[name]) if name in one else "" for one in (old, new))
            yield name, before, after
