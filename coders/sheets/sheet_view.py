"""A sheet as a reviewer sees it: every form in words, its quotes, its history, and versions that were refused."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from eventbook.coders.intake.articles import load_article
from eventbook.coders.intake.reextract import detached_quotes
from eventbook.coders.sheets.form_words import Words, in_words
from eventbook.coders.store.forms import (
    StoredForm,
    StoredSheet,
    all_forms,
    forms_of_sheet,
    load_form,
    load_sheet,
)
from eventbook.coders.store.records import Kind, bodies
from eventbook.coders.workspace.surroundings import Surroundings
from eventbook.schema.article import Article
from eventbook.schema.errors import NotFoundError
from eventbook.schema.form import Form
from eventbook.schema.plain_values import is_list, is_mapping


def sheet_rows(connection: Connection, sheets: Iterable[StoredSheet]) -> list[dict[str, Any]]:
    """Return sheets with the status of each of their forms."""
    by_sheet: dict[str, dict[str, str]] = {}
    for form in all_forms(connection):
        by_sheet.setdefault(form.sheet, {})[form.id] = form.status.value
    return [
        {
            "sheet": one.id,
            "article": one.article,
            "coder": one.coder,
            "nothing_to_code": one.nothing_to_code,
            "forms": by_sheet.get(one.id, {}),
        }
        for one in sheets
    ]


def _named(connection: Connection, name: str) -> tuple[StoredSheet, Article, tuple[StoredForm, ...]]:
    """Return the sheet of this id, or the one that holds the form of this id."""
    form = load_form(connection, name)
    sheet = load_sheet(connection, form.sheet if form else name)
    if sheet is None:
        raise NotFoundError("sheet or form", name, "see `eventbook sheet list`")
    return sheet, load_article(connection, sheet.article), forms_of_sheet(connection, sheet.id)


def sheet_row(connection: Connection, name: str, around: Surroundings) -> dict[str, Any]:
    """Return a sheet with all that is known of it, for a program."""
    sheet, article, forms = _named(connection, name)
    return {
        **sheet_rows(connection, [sheet])[0],
        "forms": [
            {
                "form": form.id,
                "status": form.status.value,
                "base": form.head.n,
                "detached": [str(one) for one in detached_quotes(article, [form])],
                "fields": in_words(form.head.form, around, article),
                "revisions": [_revision(form, n) for n in range(1, len(form.revisions) + 1)],
                "refused": [words for _, words in _refused(connection, form, around, article)],
            }
            for form in forms
        ],
    }


def _revision(form: StoredForm, n: int) -> dict[str, Any]:
    one = form.revisions[n - 1]
    said = {"revision": n, "action": one.action.value, "status": one.status.value, "author": one.author}
    return {
        **said,
        "at": one.at.isoformat(),
        "reason": one.reason,
        "until": one.until,
        "codebook": one.codebook,
    }


def sheet_view(connection: Connection, name: str, around: Surroundings) -> str:
    """Return a sheet for a person to read."""
    sheet, article, forms = _named(connection, name)
    lines = [f"sheet {sheet.id} by {sheet.coder} on article {article.id}: {article.title or 'no title'}"]
    if sheet.nothing_to_code:
        lines.append(f"nothing to code: {sheet.nothing_to_code}")
    for form in forms:
        words = in_words(form.head.form, around, article)
        lines += ["", f"{form.id}: {form.status}", *field_lines(words)]
        gone = detached_quotes(article, [form])
        lines += (
            ["  detached, look whether the article still says it:", *(f"    {one}" for one in gone)]
            if gone
            else []
        )
        lines += ["  history:", *(f"    {revision}" for revision in form.revisions)]
        for base, refused in _refused(connection, form, around, article):
            lines += [
                f"  a version that came second (it started from revision {base}):",
                *field_lines(refused, "    "),
            ]
    return "\n".join(lines)


def field_lines(words: Mapping[str, Any], indent: str = "  ") -> Iterator[str]:
    """Yield the lines of a form in words."""
    for name, value in words.items():
        if is_mapping(value):
            yield f"{indent}{name}:"
            yield from (f"{indent}  {key}: {text_of(item)}" for key, item in value.items())
        elif is_list(value) and value and is_mapping(value[0]):
            yield f"{indent}{name}:"
            yield from (f"{indent}  - {text_of(item)}" for item in value)
        else:
            yield f"{indent}{name}: {text_of(value)}"


def text_of(value: object) -> str:
    """Return a value on one line."""
    if is_mapping(value):
        return ", ".join(f"{key}: {text_of(item)}" for key, item in value.items())
    if is_list(value):
        return "; ".join(text_of(item) for item in value)
    return " ".join(str(value).split())


def _refused(
    connection: Connection, form: StoredForm, around: Surroundings, article: Article
) -> Iterator[tuple[int, Words]]:
    """Yield the versions of a form that came second and were kept: the revision each started from, and its fields."""
    for body in bodies(connection, Kind.REFUSED, f"{form.id}.").values():
        kept = Form.model_validate(json.loads(body["form"]))
        yield int(body["base"]), in_words(kept, around, article)
