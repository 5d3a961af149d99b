"""Articles in the store: kept as received, found by hash, read with their texts and publications.

The same bytes are the same article, however often and under whatever name they arrive; what
arrives with them is one more publication, or nothing new.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from pydantic import TypeAdapter
from sqlalchemy import Connection, Integer, literal_column, select

from eventbook.coders.chain import sealed
from eventbook.coders.plain_text import EXTRACTOR, plain_text
from eventbook.coders.records import Kept, Kind, bodies, body_of, keep
from eventbook.coders.stamp import Stamp
from eventbook.coders.tables import ARTICLE, SHEET, TEXT_VERSION
from eventbook.schema.article import ID_DIGITS, Article, Medium, Publication, TextVersion
from eventbook.schema.canonical import sha256
from eventbook.schema.errors import EventbookError, FaultsError, NotFoundError
from eventbook.schema.reading import read
from eventbook.schema.text import slug

_PUBLICATION = TypeAdapter(Publication)
SHORTEST = 4
"""How many digits of an article's id must at least be written."""

EARLIEST = date(1700, 1, 1)
"""Before this day nothing that anyone codes was printed; such a day is a slip of the keyboard."""


class PublicationError(EventbookError, ValueError):
    """A publication contradicts what is known of it, names an outlet that is not there, or a day that cannot be."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What an article that arrived turned out to be."""

    article: str
    new_article: bool
    publication: Kept


def keep_article(
    connection: Connection, content: bytes, publication: Publication, by: Stamp, *, confidential: bool = False
) -> Arrival:
    """Keep an article and its publication, as far as they are new.

    Raises `UnreadableTextError` for what is no plain text, `PublicationError` where the outlet
    is unknown, its day cannot be, or the same publication is known with other details.
    """
    text = plain_text(content)
    _refuse_day(publication.published, by)
    publication = _known_outlet(connection, publication)
    whole = sha256(content)
    name = whole[:ID_DIGITS]
    known = connection.execute(select(ARTICLE.c.sha256).where(ARTICLE.c.id == name)).scalar()
    if known is None:
        row = {"sha256": whole, "id": name, "bytes": content, "medium": Medium.PLAIN.value, **by.row}
        connection.execute(ARTICLE.insert().values(sealed(row)))
        version = {"article": name, "n": 1, "extractor": EXTRACTOR, "text": text, "sha256": sha256(text)}
        connection.execute(TEXT_VERSION.insert().values(**version))
    if confidential:
        keep(connection, Kind.ARTICLE, name, {"confidential": True}, by)
    return Arrival(name, known is None, _keep_publication(connection, name, publication, by))


def _refuse_day(published: date | None, by: Stamp) -> None:
    """Refuse a day before the first newspapers that are coded, or after the last that has begun anywhere."""
    tomorrow = by.at.date() + timedelta(days=1)
    if published is not None and not EARLIEST <= published <= tomorrow:
        says = f"is before {EARLIEST}" if published < EARLIEST else f"is after tomorrow ({tomorrow})"
        message = f"the day of publication {published} {says}; check the year, or leave the day out"
        raise PublicationError(message)


def _known_outlet(connection: Connection, publication: Publication) -> Publication:
    """Return the publication with its outlet's name as registered; capitals and accents are forgiven."""
    name = slug(publication.outlet)
    found = bodies(connection, Kind.OUTLET, name).get(name) if name else None
    if found is None:
        advice = "add it with `eventbook outlets add`, or see `eventbook outlets list`"
        message = f"there is no outlet '{publication.outlet}'; {advice}"
        raise PublicationError(message)
    return publication.model_copy(update={"outlet": found["name"]})


def _keep_publication(connection: Connection, article: str, publication: Publication, by: Stamp) -> Kept:
    known = publications_of(connection, article)
    for one in known.values():
        if one == publication:
            return Kept.SAME
        if (one.outlet, one.url, one.published) == (
            publication.outlet,
            publication.url,
            publication.published,
        ):
            details = ("title", "language", "origin")
            differ = next(name for name in details if getattr(one, name) != getattr(publication, name))
            message = (
                f"article {article} is known from {one.outlet} with another {differ}: '{getattr(one, differ)}'; "
                "correct it with `eventbook article correct`, or add it as it is known"
            )
            raise PublicationError(message)
    name = f"{article}.{len(known) + 1:04}"
    return keep(connection, Kind.PUBLICATION, name, body_of(publication), by)


def correct_publication(
    connection: Connection, article: str, number: int, changes: dict[str, object], by: Stamp
) -> Kept:
    """Change details of one publication of an article; what it said before is kept as history."""
    name = f"{article}.{number:04}"
    known = publications_of(connection, article)
    if name not in known:
        raise NotFoundError("publication", str(number), f"article {article} has {len(known)}")
    changed, problems = read(_PUBLICATION.validate_python, {**body_of(known[name]), **changes})
    if changed is None:
        raise FaultsError(f"publication {number} of article {article} cannot be changed so", problems)
    if "published" in changes:
        _refuse_day(changed.published, by)
    return keep(connection, Kind.PUBLICATION, name, body_of(_known_outlet(connection, changed)), by)


def publications_of(connection: Connection, article: str) -> dict[str, Publication]:
    """Return the publications of an article by record id, in order of arrival."""
    found = bodies(connection, Kind.PUBLICATION, f"{article}.")
    return {name: Publication.model_validate(body) for name, body in found.items()}


def load_article(connection: Connection, name: str) -> Article:
    """Return the article with this id. Raises `NotFoundError`."""
    found = load_articles(connection, name)
    if not found:
        advice = "see `eventbook article list`, or add it with `eventbook article add`"
        raise NotFoundError("article", name, advice)
    return found[0]


def load_articles(connection: Connection, name: str = "") -> tuple[Article, ...]:
    """Return all articles in order of id, or the one with this id if it is there."""
    heads = select(ARTICLE.c.id, ARTICLE.c.sha256, ARTICLE.c.medium).order_by(ARTICLE.c.id)
    texts = select(TEXT_VERSION).order_by(TEXT_VERSION.c.article, TEXT_VERSION.c.n)
    if name:
        heads, texts = heads.where(ARTICLE.c.id == name), texts.where(TEXT_VERSION.c.article == name)
    versions: dict[str, list[TextVersion]] = {}
    for one in connection.execute(texts).mappings():
        version = TextVersion(n=one["n"], extractor=one["extractor"], text=one["text"])
        versions.setdefault(one["article"], []).append(version)
    publications: dict[str, list[Publication]] = {}
    for key, body in bodies(connection, Kind.PUBLICATION, f"{name}." if name else "").items():
        publications.setdefault(key.partition(".")[0], []).append(Publication.model_validate(body))
    marks = bodies(connection, Kind.ARTICLE, name)
    return tuple(
        Article(
            sha256=row.sha256,
            medium=Medium(row.medium),
            versions=tuple(versions[row.id]),
            publications=tuple(publications.get(row.id, ())),
            confidential=bool(marks.get(row.id, {}).get("confidential")),
        )
        for row in connection.execute(heads)
    )


def article_ids(connection: Connection) -> tuple[str, ...]:
    """Return the ids of all articles, in order of arrival."""
    rowid = literal_column("article.rowid", Integer)  # those of one folder arrive at one moment
    return tuple(connection.execute(select(ARTICLE.c.id).order_by(ARTICLE.c.at, rowid)).scalars())


def find_article(connection: Connection, written: str) -> str:
    """Return the id that a whole or shortened id or hash means. Raises `NotFoundError`."""
    key = written.strip().lower()[:ID_DIGITS]
    hits = [name for name in article_ids(connection) if len(key) >= SHORTEST and name.startswith(key)]
    if len(hits) == 1:
        return hits[0]
    advice = (
        f"it may be any of {', '.join(hits)}"
        if hits
        else "see `eventbook article list`, or add it with `eventbook article add`"
    )
    raise NotFoundError("article", written, advice)


def sheets_of(connection: Connection, article: str) -> tuple[tuple[str, str], ...]:
    """Return the (id, coder) of the sheets on an article, oldest first."""
    rows = (
        select(SHEET.c.id, SHEET.c.coder).where(SHEET.c.article == article).order_by(SHEET.c.at, SHEET.c.id)
    )
    return tuple((row.id, row.coder) for row in connection.execute(rows))
