"""What the store holds of articles, read row by row: publications, folds, resemblances, readings.

A copy that was folded stays a row of its own, with its bytes and its text; a record says into
which article. So folding can be undone, and whoever looks for the copy finds the article.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, func, or_, select

from eventbook.coders.store.records import Kind, bodies, newest
from eventbook.coders.store.tables import ARRIVAL, ARTICLE, RECORD, TEXT_VERSION
from eventbook.schema.article import Publication, Resemblance
from eventbook.schema.text_parts import Marks


def folds(connection: Connection, article: str = "") -> dict[str, str]:
    """Return the article into which each folded copy went; only what concerns one article, where one is named."""
    folded = select(ARRIVAL.c.article, ARRIVAL.c.folded).where(ARRIVAL.c.folded != "")
    if article:
        folded = folded.where(or_(ARRIVAL.c.folded == article, ARRIVAL.c.article == article))
    return {str(row.article): str(row.folded) for row in connection.execute(folded)}


def folded_into(connection: Connection, article: str) -> str:
    """Return the article that another is a copy of; itself where it is none."""
    return str((newest(connection, Kind.FOLD, article) or {}).get("into") or article)


def copies_by_article(folded: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the copies of each article, in order of id."""
    found: dict[str, tuple[str, ...]] = {}
    for copy, into in sorted(folded.items()):
        found[into] = (*found.get(into, ()), copy)
    return found


def resemblances(connection: Connection, article: str = "") -> dict[str, tuple[Resemblance, ...]]:
    """Return what each article resembles, seen from both sides."""
    found: dict[str, list[Resemblance]] = {}
    alike = (
        select(RECORD.c.id).where(RECORD.c.kind == Kind.RESEMBLES, RECORD.c.id.contains(article)).distinct()
    )
    for name in connection.execute(alike.order_by(RECORD.c.id)).scalars():
        body = newest(connection, Kind.RESEMBLES, name) or {}
        one, other = name.split(" ")
        if body.get("why"):
            found.setdefault(one, []).append(Resemblance(article=other, why=body["why"]))
            found.setdefault(other, []).append(Resemblance(article=one, why=body["why"]))
    return {name: tuple(several) for name, several in found.items()}


def own_publications(connection: Connection, article: str) -> dict[str, Publication]:
    """Return the publications of one text by record id, in order of arrival."""
    found = bodies(connection, Kind.PUBLICATION, f"{article}.")
    return {name: Publication.model_validate(body) for name, body in found.items()}


def publications_of(connection: Connection, article: str) -> dict[str, Publication]:
    """Return the publications of an article by record id: its own in order of arrival, then its copies'."""
    copies = [copy for copy, into in folds(connection, article).items() if into == article]
    return {
        name: one
        for text in (article, *sorted(copies))
        for name, one in own_publications(connection, text).items()
    }


def reading_of(connection: Connection, article: str, n: int) -> Marks:
    """Return the marks of a text version; none where an older program made it."""
    name = f"{article}/{n}"
    body = bodies(connection, Kind.READING, name).get(name)
    return Marks.model_validate(body) if body else Marks()


def latest_text(connection: Connection, article: str) -> tuple[int, str, str]:
    """Return the number, the extractor and the text of an article's newest version."""
    newest = select(TEXT_VERSION).where(TEXT_VERSION.c.article == article).order_by(TEXT_VERSION.c.n.desc())
    row = connection.execute(newest.limit(1)).mappings().one()
    return int(row["n"]), str(row["extractor"]), str(row["text"])


def known_ids(connection: Connection, names: Iterable[str]) -> set[str]:
    """Return which of the ids are of articles that are kept."""
    wanted = sorted(set(names))
    found: set[str] = set()
    for at in range(0, len(wanted), 500):
        some = select(ARTICLE.c.id).where(ARTICLE.c.id.in_(wanted[at : at + 500]))
        found |= set(connection.execute(some).scalars())
    return found


def moment(connection: Connection) -> tuple[int, ...]:
    """Return what changes whenever an article comes or a fold changes."""
    folded = select(func.count()).select_from(RECORD).where(RECORD.c.kind == Kind.FOLD)
    every = select(func.count()).select_from(ARTICLE)
    return tuple(int(connection.execute(one).scalar() or 0) for one in (every, folded))
