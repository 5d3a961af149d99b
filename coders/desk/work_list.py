"""The worklist: which articles wait for a coder, and how each of one's own sheets stands.

Only what a page shows is read, and counts come from indexes: a project may hold a million articles.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Select, func, literal_column, select

from eventbook.coders.intake.article_words import articles_told
from eventbook.coders.store.records import Kind
from eventbook.coders.store.tables import ARRIVAL, HEAD, RECORD, REVISION, SHEET, TEXT_VERSION
from eventbook.schema.form import Status

PAGE = 60
"""Articles on one page."""

OPENING = 80
"""Letters of an article without a title that stand for one."""

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
        listed = listed.where(ARRIVAL.c.article.in_(articles_told(asked.words.strip())))
    page = listed.order_by(ARRIVAL.c.seq).limit(PAGE + 1).offset(asked.start)
    names = [str(name) for name in connection.execute(page).scalars()]
    return {
        "rows": _rows(connection, names[:PAGE], person),
        "more": len(names) > PAGE,
        "counts": {
            view.value: connection.execute(
                _listed(view, person).with_only_columns(func.count(), maintain_column_froms=True)
            ).scalar()
            for view in View
        },
    }


def _listed(view: View, person: str) -> Select[Any]:
    query = select(ARRIVAL.c.article)
    if view is View.TODO:
        return query.where(ARRIVAL.c.folded == "", ARRIVAL.c.coded == 0)
    if view is View.ALL:
        return query.where(ARRIVAL.c.folded == "")
    query = query.where(literal_column("+arrival.folded") == "")  # with +, one's own are looked for first
    standing = select(HEAD.c.article).where(HEAD.c.coder == person)
    if view is View.MINE:
        return query.where(ARRIVAL.c.article.in_(standing.where(HEAD.c.status == Status.DRAFT)))
    if view is View.RETURNED:
        return query.where(ARRIVAL.c.article.in_(standing.where(HEAD.c.status.in_(BACK))))
    mine = select(SHEET.c.article).where(SHEET.c.coder == person)
    waits = standing.where(HEAD.c.status.in_((Status.DRAFT, *BACK)))
    return query.where(ARRIVAL.c.article.in_(mine), ARRIVAL.c.article.not_in(waits))


def _rows(connection: Connection, names: Sequence[str], person: str) -> list[Row]:
    published = _publications(connection, names)
    untitled = [name for name in names if not published.get(name, {}).get("title")]
    opening = _openings(connection, untitled)
    sheets = _sheets(connection, names)
    return [
        {
            "article": name,
            **published.get(name, {}),
            **({"opening": opening[name]} if name in opening else {}),
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


def _openings(connection: Connection, names: Sequence[str]) -> dict[str, str]:
    """Return the first words of articles that nobody gave a title."""
    rows = connection.execute(
        select(TEXT_VERSION.c.article, func.substr(TEXT_VERSION.c.text, 1, OPENING))
        .where(TEXT_VERSION.c.article.in_(names))
        .order_by(TEXT_VERSION.c.article, TEXT_VERSION.c.n)
    )
    return {str(article): f"{' '.join(str(text).split())} …" for article, text in rows}


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
        select(HEAD.c.sheet, REVISION.c.status, REVISION.c.reason, REVISION.c.author, REVISION.c.at)
        .select_from(HEAD)
        .join(REVISION, literal_column("revision.rowid") == HEAD.c.seq)
        .where(HEAD.c.sheet.in_(list(by_sheet)))
        .order_by(HEAD.c.seq)
    )
    for row in heads:
        one = by_sheet[row.sheet]
        one["forms"][row.status] = one["forms"].get(row.status, 0) + 1
        one["at"] = max(str(one.get("at", "")), row.at)
        if row.reason and row.status in BACK:
            one["reasons"].append({"reason": row.reason, "author": row.author})
    return {article: list(sheets.values()) for article, sheets in found.items()}
