"""The worklist: which articles wait for a coder, and how each of one's own sheets stands.

Only what a page shows is read: a project may hold a million articles.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Select, exists, func, literal_column, select

from eventbook.coders.store.records import Kind
from eventbook.coders.store.tables import ARTICLE, FORM, RECORD, REVISION, SHEET
from eventbook.schema.form import Status

PAGE = 60
"""Articles on one page."""

BACK = (Status.RETURNED, Status.REOPENED, Status.HELD)


class View(StrEnum):
    """What the worklist is narrowed to."""

    TODO = "todo"
    MINE = "mine"
    RETURNED = "returned"
    SUBMITTED = "submitted"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the worklist is asked for."""

    view: View = View.TODO
    words: str = ""
    start: int = 0


Row = dict[str, Any]


def work_rows(connection: Connection, asked: Asked, person: str) -> Row:
    """Return one page of the worklist and how many there are in each view."""
    listed = _listed(asked.view, person)
    if asked.words.strip():
        listed = listed.where(_titled(asked.words.strip()))
    rowid = literal_column("article.rowid", Integer)
    page = listed.order_by(ARTICLE.c.at, rowid).limit(PAGE + 1).offset(asked.start)
    names = [str(name) for name in connection.execute(page).scalars()]
    return {
        "rows": _rows(connection, names[:PAGE], person),
        "more": len(names) > PAGE,
        "counts": {
            view.value: connection.execute(
                select(func.count()).select_from(_listed(view, person).subquery())
            ).scalar()
            for view in View
        },
    }


def _listed(view: View, person: str) -> Select[Any]:
    folded = exists().where(RECORD.c.kind == Kind.FOLD, RECORD.c.id == ARTICLE.c.id)
    query = select(ARTICLE.c.id).where(~folded)
    mine = select(SHEET.c.article).where(SHEET.c.coder == person)
    standing = mine.join(FORM, FORM.c.sheet == SHEET.c.id).join(REVISION, newest_revision())
    if view is View.TODO:
        return query.where(~exists().where(SHEET.c.article == ARTICLE.c.id))
    if view is View.MINE:
        return query.where(ARTICLE.c.id.in_(standing.where(REVISION.c.status == Status.DRAFT)))
    if view is View.RETURNED:
        return query.where(ARTICLE.c.id.in_(standing.where(REVISION.c.status.in_(BACK))))
    if view is View.SUBMITTED:
        waits = standing.where(REVISION.c.status.in_((Status.DRAFT, *BACK)))
        return query.where(ARTICLE.c.id.in_(mine), ARTICLE.c.id.not_in(waits))
    return query


def newest_revision() -> ColumnElement[bool]:
    """Return what is true of the newest revision of a form."""
    newer = REVISION.alias("newer")
    later = exists().where(newer.c.form == REVISION.c.form, newer.c.n > REVISION.c.n)
    return (REVISION.c.form == FORM.c.id) & ~later


def _titled(words: str) -> ColumnElement[bool]:
    """Return what is true of articles in whose publications all of these words stand."""
    same = RECORD.c.id.startswith(ARTICLE.c.id, autoescape=False)
    said = exists().where(RECORD.c.kind == Kind.PUBLICATION, same)
    for word in words.split():
        plain = json.dumps(word, ensure_ascii=False)[1:-1]
        said = said.where(RECORD.c.body.icontains(plain, autoescape=True) | ARTICLE.c.id.startswith(word))
    return said


def _rows(connection: Connection, names: Sequence[str], person: str) -> list[Row]:
    published = _publications(connection, names)
    sheets = _sheets(connection, names)
    return [
        {
            "article": name,
            **published.get(name, {}),
            "sheets": sorted(sheets.get(name, []), key=lambda one: one["coder"] != person),
        }
        for name in names
    ]


def _publications(connection: Connection, names: Iterable[str]) -> dict[str, Row]:
    """Return where each article first appeared."""
    ids = [f"{name}.0001" for name in names]
    rows = connection.execute(
        select(RECORD.c.id, RECORD.c.body)
        .where(RECORD.c.kind == Kind.PUBLICATION, RECORD.c.id.in_(ids))
        .order_by(RECORD.c.id, RECORD.c.n)
    )
    return {str(row.id).partition(".")[0]: json.loads(row.body) for row in rows}


def _sheets(connection: Connection, names: Iterable[str]) -> dict[str, list[Row]]:
    """Return the sheets on articles with where their forms stand."""
    found: dict[str, dict[str, Row]] = {}
    rows = connection.execute(
        select(SHEET.c.id, SHEET.c.article, SHEET.c.coder).where(SHEET.c.article.in_(list(names)))
    )
    for made in rows:
        one: Row = {"sheet": made.id, "coder": made.coder, "forms": {}, "reasons": []}
        found.setdefault(made.article, {})[made.id] = one
    by_sheet = {name: one for sheets in found.values() for name, one in sheets.items()}
    heads = connection.execute(
        select(FORM.c.sheet, REVISION.c.status, REVISION.c.reason, REVISION.c.author, REVISION.c.at)
        .where(FORM.c.sheet.in_(list(by_sheet)), newest_revision())
        .order_by(FORM.c.at, FORM.c.id)
    )
    for row in heads:
        one = by_sheet[row.sheet]
        one["forms"][row.status] = one["forms"].get(row.status, 0) + 1
        one["at"] = max(str(one.get("at", "")), row.at)
        if row.reason and row.status in BACK:
            one["reasons"].append({"reason": row.reason, "author": row.author})
    return {article: list(sheets.values()) for article, sheets in found.items()}
