"""Sheet files that are written for a coder: a new one for an article, an edit of one that was submitted.

Ids are minted here: readable, and new in the store. A file that is there is never written over.
"""

import os
import re
import secrets
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from sqlalchemy import Connection

from eventbook.coders.intake.articles import load_article
from eventbook.coders.sheets.form_words import in_words
from eventbook.coders.sheets.sheet_lines import SheetHeading, WrittenForm, sheet_text
from eventbook.coders.store.forms import StoredForm, forms_of_sheet, load_form, load_sheet
from eventbook.coders.store.person import checked_person
from eventbook.coders.workspace.surroundings import Surroundings
from eventbook.schema.article import Article
from eventbook.schema.errors import EventbookError, NotFoundError
from eventbook.schema.form import Action, Status, after
from eventbook.schema.migration import migrated
from eventbook.schema.session import Workplace
from eventbook.schema.text import slug

LONGEST = 28
"""The most letters of a title or a coder's name that go into an id."""


class SheetFileError(EventbookError, OSError):
    """A sheet file cannot be written where it should be."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of a sheet file, and what the coder should know of it."""

    sheet: str
    text: str
    remarks: tuple[str, ...] = ()


def mint_sheet(connection: Connection, article: Article, coder: str) -> str:
    """Return an unused id for a sheet, such as `kampala-blasts-amira-3f2a`."""
    words = (
        "-".join(_letters(article.title).split("-")[:3])[:LONGEST].strip("-") or f"article-{article.id[:6]}"
    )
    person = _letters(coder)[:LONGEST].strip("-") or "coder"
    while True:
        name = f"{words}-{person}-{secrets.token_hex(2)}"
        if load_sheet(connection, name) is None and load_form(connection, f"{name}-1") is None:
            return name


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", slug(name)).strip("-")


def new_sheet(connection: Connection, article: str, coder: str, file: str, around: Surroundings) -> Draft:
    """Return a new sheet on an article with one form to fill in; `file` may hold `{sheet}`."""
    text = load_article(connection, article)
    name = mint_sheet(connection, text, checked_person(coder))
    form = WrittenForm(f"{name}-1", 0, "events", {})
    heading = SheetHeading(name, coder, file.replace("{sheet}", name))
    return Draft(name, sheet_text(heading, text, [form], around.book))


def new_corroboration(
    connection: Connection, article: str, event: StoredForm, head: SheetHeading, around: Surroundings
) -> Draft:
    """Return a new sheet on an article that says: it tells of that event too."""
    text = load_article(connection, article)
    name = mint_sheet(connection, text, checked_person(head.coder))
    about = event.head.form.event or event.id
    form = WrittenForm(
        f"{name}-1", 0, "corroborations", {"event": about}, f"The event: {brief(event, around)}"
    )
    heading = SheetHeading(name, head.coder, head.file.replace("{sheet}", name))
    return Draft(name, sheet_text(heading, text, [form], around.book))


def edit_sheet(connection: Connection, name: str, file: str, around: Surroundings) -> Draft:
    """Return a sheet as it stands in the store, to be corrected and submitted again."""
    stored = load_sheet(connection, name)
    if stored is None:
        raise NotFoundError("sheet", name, "see `eventbook sheet list`")
    article = load_article(connection, stored.article)
    forms = [form for form in forms_of_sheet(connection, name) if form.status is not Status.WITHDRAWN]
    written = [_written(form, around, article) for form in forms]
    if not written and not stored.nothing_to_code:
        written = [WrittenForm(f"{name}-{len(forms_of_sheet(connection, name)) + 1}", 0, "events", {})]
    closed = tuple(
        f"{form.id} is {form.status}: run `eventbook reopen {form.id} --reason …` before you change it"
        for form in forms
        if after(Action.SUBMIT, form.status) is None
    )
    heading = SheetHeading(name, stored.coder, file.replace("{sheet}", name), stored.nothing_to_code)
    return Draft(name, sheet_text(heading, article, written, around.book), closed)


def _written(form: StoredForm, around: Surroundings, article: Article) -> WrittenForm:
    reason = f": {form.head.reason}" if form.head.reason else ""
    remark = f"{form.id} is {form.status} by {form.head.author}{reason}"
    told = migrated(form.head.form, form.head.codebook, around.book)
    words = in_words(told, around, article)
    return WrittenForm(form.id, form.head.n, form.section, words, remark)


def brief(form: StoredForm, around: Surroundings) -> str:
    """Return what a form tells, in a line."""
    told = form.head.form
    kind = told.values.get(around.book.types.field) or (f"corroborates {told.event}" if told.event else "")
    day = (str(told.when.last) if told.when.days == 1 else f"until {told.when.last}") if told.when else ""
    place = around.gazetteer.get(told.where.place) if told.where else None
    actors = [around.registry.get(side.actor) for side in told.sides]
    names = " / ".join(actor.name for actor in actors if actor)
    return ", ".join(part for part in (str(kind), day, place.label if place else "", names) if part)


def sheet_path(place: Workplace, sheet: str) -> Path:
    """Return where a sheet's file lies unless the coder says otherwise."""
    return place.root / "sheets" / f"{sheet}.yaml"


def free_path(place: Workplace, sheet: str) -> Path:
    """Return where a sheet's file lies, or the first numbered name beside it that is not taken."""
    first = sheet_path(place, sheet)
    names = chain([first], (first.with_name(f"{sheet}-{number}.yaml") for number in count(2)))
    return next(path for path in names if not os.path.lexists(path))


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet, whole or not at all. Raises `SheetFileError`."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(text, encoding="utf-8")
        os.link(draft, path)  # fails where the name is taken, unlike a rename
    except FileExistsError:
        message = (
            f"{path} is there already and is not written over; name another file with -o, or move it away"
        )
        raise SheetFileError(message) from None
    except OSError as caught:
        message = f"{path} cannot be written: {caught.strerror}"
        raise SheetFileError(message) from caught
    finally:
        draft.unlink(missing_ok=True)


def move_base(path: Path, forms: dict[str, int]) -> bool:
    """Write the new revisions' numbers into a sheet file, where each form has its plain `base:` line.

    Only digits change, so that the coder can go on in the same file. Tells whether any did.
    """
    text = path.read_text(encoding="utf-8")
    changed = text
    for form, number in forms.items():
        head = rf"^(- form: *\"?{re.escape(form)}\"? *(?:#[^\n]*)?\n(?: *#[^\n]*\n)* +base: *)\d+"
        changed = re.sub(head, rf"\g<1>{number}", changed, flags=re.MULTILINE)
    if changed == text:
        return False
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    draft.write_text(changed, encoding="utf-8")
    draft.replace(path)
    return True
