"""Articles in the store: kept as received, found by hash, read with their texts and publications.

The same bytes are the same article, however often and under whatever name they arrive; what
arrives with them is one more publication, or nothing new. A near copy is too, unless it tells
something else (see `folding`).
"""

from sqlalchemy import Connection, Integer, bindparam, literal_column, select

from eventbook.coders.intake.article_rows import (
    copies_by_article,
    folded_into,
    folds,
    reading_of,
    resemblances,
)
from eventbook.coders.intake.intake import Arrival, keep_one
from eventbook.coders.intake.received import Received
from eventbook.coders.store.engine import READING
from eventbook.coders.store.records import Kind, bodies, body_of, records_seen
from eventbook.coders.store.stamp import Stamp
from eventbook.coders.store.tables import ARTICLE, SHEET, TEXT_VERSION
from eventbook.schema.article import ID_DIGITS, Article, Medium, Publication, TextVersion
from eventbook.schema.errors import NotFoundError
from eventbook.schema.text_parts import Marks

SHORTEST = 4
"""How many digits of an article's id must at least be written."""


def keep_article(
    connection: Connection, content: bytes, publication: Publication, by: Stamp, *, confidential: bool = False
) -> Arrival:
    """Keep an article whose publication is known, as far as it is new. Raises `FaultsError`."""
    body = body_of(publication)
    given = {"published": "unknown", "title": "", "url": "", "language": "", "origin": "", **body}
    return keep_one(connection, Received(content, given, confidential=confidential), by)


def load_article(connection: Connection, name: str) -> Article:
    """Return the article with this id. Raises `NotFoundError`.

    What only reads is given what was read before, as long as no record was added since: a form at the
    desk asks for its article at every field.
    """
    if not connection.get_execution_options().get(READING, False):
        return _read_article(connection, name)
    key = (connection.engine.url.database or "", name, records_seen(connection))
    found = _KEPT.get(key) or _read_article(connection, name)
    _KEPT[key] = found
    while len(_KEPT) > MOST_KEPT:
        _KEPT.pop(next(iter(_KEPT)), None)
    return found


_KEPT: dict[tuple[str, str, int], Article] = {}
MOST_KEPT = 256
"""So many articles are kept in memory, those first asked for going first."""


def _read_article(connection: Connection, name: str) -> Article:
    found = load_articles(connection, name)
    if not found:
        advice = "see `eventbook article list`, or add it with `eventbook article add`"
        raise NotFoundError("article", name, advice)
    return found[0]


def load_articles(connection: Connection, name: str = "") -> tuple[Article, ...]:
    """Return all articles in order of id, or the one with this id if it is there, with what stands where in it.

    Of all articles together the parts and damage are left out: only who reads one needs them.
    """
    heads = select(ARTICLE.c.id, ARTICLE.c.sha256, ARTICLE.c.medium).order_by(ARTICLE.c.id)
    texts = select(TEXT_VERSION).order_by(TEXT_VERSION.c.article, TEXT_VERSION.c.n)
    if name:
        heads, texts = heads.where(ARTICLE.c.id == name), texts.where(TEXT_VERSION.c.article == name)
    versions: dict[str, list[TextVersion]] = {}
    for one in connection.execute(texts).mappings():
        marks = reading_of(connection, name, one["n"]) if name else Marks()
        version = TextVersion(n=one["n"], extractor=one["extractor"], text=one["text"], marks=marks)
        versions.setdefault(one["article"], []).append(version)
    folded = folds(connection, name)
    copies, alike = copies_by_article(folded), resemblances(connection, name)
    publications = _publications(connection, (name, *copies.get(name, ())) if name else ())
    marked = bodies(connection, Kind.ARTICLE)
    return tuple(
        Article(
            sha256=row.sha256,
            medium=Medium(row.medium),
            versions=tuple(versions[row.id]),
            publications=_together(publications, (row.id, *copies.get(row.id, ()))),
            confidential=any(
                bool(marked.get(one, {}).get("confidential")) for one in (row.id, *copies.get(row.id, ()))
            ),
            copies=copies.get(row.id, ()),
            resembles=alike.get(row.id, ()),
        )
        for row in connection.execute(heads)
        if row.id not in folded
    )


def _publications(connection: Connection, names: tuple[str, ...]) -> dict[str, list[Publication]]:
    """Return the publications of each text, or of some, in order of arrival."""
    found: dict[str, list[Publication]] = {}
    for prefix in [f"{name}." for name in names] or [""]:
        for key, body in bodies(connection, Kind.PUBLICATION, prefix).items():
            found.setdefault(key.partition(".")[0], []).append(Publication.model_validate(body))
    return found


def _together(by_text: dict[str, list[Publication]], names: tuple[str, ...]) -> tuple[Publication, ...]:
    return tuple(one for name in names for one in by_text.get(name, ()))


def article_ids(connection: Connection) -> tuple[str, ...]:
    """Return the ids of all articles, in order of arrival; copies that were folded are none."""
    rowid = literal_column("article.rowid", Integer)  # those of one folder arrive at one moment
    folded = folds(connection)
    every = connection.execute(select(ARTICLE.c.id).order_by(ARTICLE.c.at, rowid)).scalars()
    return tuple(name for name in every if name not in folded)


_BEGINS = (  # as LIKE uses no index
    select(ARTICLE.c.id)
    .where(ARTICLE.c.id >= bindparam("key"), ARTICLE.c.id < bindparam("end"))
    .order_by(ARTICLE.c.id)
    .limit(20)
)


def find_article(connection: Connection, written: str) -> str:
    """Return the id that a whole or shortened id or hash means; a folded copy's means the article it went into.

    Raises `NotFoundError`.
    """
    return folded_into(connection, _text_named(connection, written))


def _text_named(connection: Connection, written: str) -> str:
    key = written.strip().lower()[:ID_DIGITS]
    short = len(key) < SHORTEST or not key.isalnum()
    hits = [] if short else list(connection.execute(_BEGINS, {"key": key, "end": f"{key}~"}).scalars())
    if len(hits) == 1:
        return str(hits[0])
    advice = "see `eventbook article list`, or add it with `eventbook article add`"
    if hits:
        advice = f"it may be any of {', '.join(hits)}"
    elif len(key) < SHORTEST:
        advice = f"write at least {SHORTEST} characters of its id, which `eventbook article list` shows"
    raise NotFoundError("article", written, advice)


def article_bytes(connection: Connection, written: str) -> bytes:
    """Return the bytes of the text that an id means, as received; a copy's are its own. Raises `NotFoundError`."""
    name = _text_named(connection, written)
    return bytes(connection.execute(select(ARTICLE.c.bytes).where(ARTICLE.c.id == name)).scalar_one())


def all_sheets(connection: Connection) -> dict[str, list[str]]:
    """Return the ids of the sheets on each article, oldest first."""
    found: dict[str, list[str]] = {}
    for row in connection.execute(select(SHEET.c.id, SHEET.c.article).order_by(SHEET.c.at, SHEET.c.id)):
        found.setdefault(row.article, []).append(row.id)
    return found


def sheets_of(connection: Connection, article: str) -> tuple[tuple[str, str], ...]:
    """Return the (id, coder) of the sheets on an article, oldest first."""
    rows = (
        select(SHEET.c.id, SHEET.c.coder).where(SHEET.c.article == article).order_by(SHEET.c.at, SHEET.c.id)
    )
    return tuple((row.id, row.coder) for row in connection.execute(rows))
