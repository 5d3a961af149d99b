"""Publications in the store: kept once, never contradicting, corrected with their history."""

from datetime import date, timedelta

from pydantic import TypeAdapter
from sqlalchemy import Connection

from eventbook.coders.intake.article_rows import own_publications, publications_of
from eventbook.coders.intake.article_words import tell_words
from eventbook.coders.store.records import Kept, Kind, bodies, body_of, keep
from eventbook.coders.store.stamp import Stamp
from eventbook.schema.article import Publication
from eventbook.schema.errors import EventbookError, FaultsError, NotFoundError
from eventbook.schema.reading import read
from eventbook.schema.text import slug

_READER: TypeAdapter[Publication] = TypeAdapter(Publication)

EARLIEST = date(1700, 1, 1)
"""Before this day nothing that anyone codes was printed; such a day is a slip of the keyboard."""


class PublicationError(EventbookError, ValueError):
    """A publication contradicts what is known of it, names an outlet that is not there, or a day that cannot be."""


def refuse_day(published: date | None, by: Stamp) -> None:
    """Refuse a day before the first newspapers that are coded, or after the last that has begun anywhere."""
    tomorrow = by.at.date() + timedelta(days=1)
    if published is not None and not EARLIEST <= published <= tomorrow:
        says = f"is before {EARLIEST}" if published < EARLIEST else f"is after tomorrow ({tomorrow})"
        message = f"the day of publication {published} {says}; check the year, or leave the day out"
        raise PublicationError(message)


def known_outlet(connection: Connection, publication: Publication) -> Publication:
    """Return the publication with its outlet's name as registered; capitals and accents are forgiven."""
    name = slug(publication.outlet)
    found = bodies(connection, Kind.OUTLET, name).get(name) if name else None
    if found is None:
        advice = "add it with `eventbook outlets add`, or see `eventbook outlets list`"
        message = f"there is no outlet '{publication.outlet}'; {advice}"
        raise PublicationError(message)
    return publication.model_copy(update={"outlet": found["name"]})


def keep_publication(connection: Connection, text: str, publication: Publication, by: Stamp) -> Kept:
    """Keep one more publication of the same bytes, unless it is known. Raises `PublicationError`."""
    known = own_publications(connection, text)
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
                f"article {text} is known from {one.outlet} with another {differ}: '{getattr(one, differ)}'; "
                "correct it with `eventbook article correct`, or add it as it is known"
            )
            raise PublicationError(message)
    name = f"{text}.{len(known) + 1:04}"
    return _kept(connection, name, publication, by)


def correct_publication(
    connection: Connection, article: str, number: int, changes: dict[str, object], by: Stamp
) -> Kept:
    """Change details of one publication of an article; what it said before is kept as history."""
    known = list(publications_of(connection, article).items())
    if not 1 <= number <= len(known):
        raise NotFoundError("publication", str(number), f"article {article} has {len(known)}")
    name, before = known[number - 1]
    changed, problems = read(_READER.validate_python, {**body_of(before), **changes})
    if changed is None:
        raise FaultsError(f"publication {number} of article {article} cannot be changed so", problems)
    if "published" in changes:
        refuse_day(changed.published, by)
    return _kept(connection, name, known_outlet(connection, changed), by)


def _kept(connection: Connection, name: str, publication: Publication, by: Stamp) -> Kept:
    body = body_of(publication)
    tell_words(connection, [(name, body)])
    return keep(connection, Kind.PUBLICATION, name, body, by)
