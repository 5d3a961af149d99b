"""By which words an article is looked for: its id, titles, outlets, days and addresses, in pieces of three letters.

Pieces, because some scripts set no spaces and people type a part of a name. It follows from the publications and is
written together with them. What a corrected publication said before still leads to the article.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Select, column, literal_column, select, table

PIECE = 3
"""Letters of a piece; a shorter word is looked for in every title."""

PARTS = ("title", "outlet", "published", "url", "origin")
_WORDS = table("article_words", column("article"), column("words"))


def tell_words(connection: Connection, publications: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
    """Take in the words of publications, given by record id as `ARTICLE.0001` with their bodies."""
    rows = [_row(name.partition(".")[0], body) for name, body in publications]
    if rows:
        connection.execute(_WORDS.insert(), rows)


def _row(article: str, body: Mapping[str, Any]) -> dict[str, str]:
    told = (str(body.get(part) or "") for part in PARTS)
    return {"article": article, "words": " ".join((article, *told))}


def articles_told(words: str) -> Select[Any]:
    """Return the query of the articles in one of whose publications all of these words stand."""
    said = select(_WORDS.c.article)
    long = [word.replace('"', '""') for word in words.split() if len(word) >= PIECE]
    if long:
        pieces = " AND ".join(f'"{word}"' for word in long)
        said = said.where(literal_column("article_words").op("MATCH")(pieces))
    for word in words.split():
        if len(word) < PIECE:
            said = said.where(_WORDS.c.words.icontains(word, autoescape=True))
    return said
