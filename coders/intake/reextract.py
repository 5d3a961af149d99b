"""Texts made anew by today's extractors: a text that differs is a new version, and no quote moves unseen.

What was quoted stays quoted from the version that it was found in, which is frozen. For each quote
it is written down where it stands in the new version, or that it does not: then it is detached,
and `sheet show` and `status` say so until somebody has looked.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel
from sqlalchemy import Connection, select

from eventbook.coders.intake.article_rows import latest_text, reading_of
from eventbook.coders.intake.received import extractor_of
from eventbook.coders.store.forms import StoredForm, forms_of_article
from eventbook.coders.store.records import Kind, bodies, keep
from eventbook.coders.store.stamp import Stamp
from eventbook.coders.store.tables import ARTICLE, TEXT_VERSION
from eventbook.coders.texts.charset import UnreadableTextError
from eventbook.coders.texts.extract import extract
from eventbook.schema.article import Article, Medium
from eventbook.schema.canonical import sha256
from eventbook.schema.evidence import Quote, anchor
from eventbook.schema.form import Form
from eventbook.schema.plain_values import is_list, is_mapping
from eventbook.schema.text_parts import Marks, compact


class Change(StrEnum):
    """What today's extractor makes of an article's bytes, beside what was made before."""

    SAME = "same"
    MARKS = "marks"
    TEXT = "text"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Anew:
    """What became of one article: its newest text version, and how many quotes were found in it or not."""

    article: str
    change: Change
    n: int
    anchored: int = 0
    detached: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Detached:
    """A quote of a form that does not stand in the newest text of its article."""

    form: str
    field: str
    quote: Quote
    newest: int

    def __str__(self) -> str:
        """The fault as a line."""
        words = " ".join(self.quote.exact.split())
        shown = words if len(words) <= 60 else f"{words[:59]}…"  # noqa: PLR2004  a line's worth
        version = str(self.quote.text).partition("/")[2]
        return f"{self.form}: {self.field}: '{shown}' stands in version {version} of the text, not in {self.newest}"


def extract_again(connection: Connection, article: str, by: Stamp) -> Anew:
    """Make an article's text with today's extractor; keep it as a new version if it differs."""
    row = connection.execute(select(ARTICLE.c.bytes, ARTICLE.c.medium).where(ARTICLE.c.id == article)).one()
    medium = Medium(row.medium)
    n, _, before = latest_text(connection, article)
    marks = reading_of(connection, article, n)
    given = marks.encoding if marks.told == "as you said" else ""
    try:
        _, found = extract(bytes(row.bytes), encoding=given, medium=medium)
    except UnreadableTextError as caught:
        return Anew(article, Change.UNREADABLE, n, why=str(caught))
    if found.text == before:
        if found.marks == marks:
            return Anew(article, Change.SAME, n)
        keep(connection, Kind.READING, f"{article}/{n}", compact(found.marks), by)
        return Anew(article, Change.MARKS, n)
    version = {"article": article, "n": n + 1, "extractor": extractor_of(medium), "text": found.text}
    connection.execute(TEXT_VERSION.insert().values(**version, sha256=sha256(found.text)))
    keep(connection, Kind.READING, f"{article}/{n + 1}", compact(found.marks), by)
    anchored, detached = _anchored(connection, article, (n + 1, found.text, found.marks), by)
    return Anew(article, Change.TEXT, n + 1, anchored, detached)


def _anchored(
    connection: Connection, article: str, new: tuple[int, str, Marks], by: Stamp
) -> tuple[int, int]:
    """Write down where each quote of an article's forms stands in its new text; count found and detached."""
    n, text, _ = new
    version = f"{article}/{n}"
    quotes = {_key(version, quote): quote for _, quote in _quotes(forms_of_article(connection, article))}
    counts = [0, 0]
    for key, quote in sorted(quotes.items()):
        found = anchor(quote, text, version)
        body = {"start": found.start, "end": found.end} if found else {"detached": True}
        keep(connection, Kind.ANCHOR, key, body, by)
        counts[found is None] += 1
    return counts[0], counts[1]


def _key(version: str, quote: Quote) -> str:
    return f"{version} {quote.text}:{quote.start}-{quote.end}"


def _quotes(forms: Iterable[StoredForm]) -> Iterator[tuple[StoredForm, Quote]]:
    """Yield the anchored quotes of what each form says now, and of its report where that is another revision."""
    for stored in forms:
        every = {stored.head.body, stored.report.body if stored.report else stored.head.body}
        for body in sorted(every):
            form = (
                stored.head.form if body == stored.head.body or stored.report is None else stored.report.form
            )
            yield from ((stored, quote) for _, quote in quotes_of(form) if quote.text)


def quotes_of(form: Form) -> Iterator[tuple[str, Quote]]:
    """Yield every quote of a form, wherever it stands, with the field that it is evidence of."""
    for name, quotes in form.evidence.items():
        yield from ((name, quote) for quote in quotes)
    for name in type(form).model_fields:
        if name != "evidence":
            yield from ((name, quote) for quote in _within(getattr(form, name)))


def _within(value: object) -> Iterator[Quote]:
    if isinstance(value, Quote):
        yield value
    elif isinstance(value, BaseModel):
        yield from (quote for name in type(value).model_fields for quote in _within(getattr(value, name)))
    elif is_mapping(value):
        yield from (quote for one in value.values() for quote in _within(one))
    elif is_list(value):
        yield from (quote for one in value for quote in _within(one))


def detached_quotes(article: Article, forms: Sequence[StoredForm]) -> list[Detached]:
    """Return the quotes of forms that do not stand in the newest text of their article."""
    newest = f"{article.id}/{article.latest.n}"
    return [
        Detached(stored.id, name, quote, article.latest.n)
        for stored in forms
        for name, quote in quotes_of(stored.head.form)
        if quote.text and quote.text != newest and anchor(quote, article.latest.text, newest) is None
    ]


def forms_with_detached(connection: Connection, forms: Sequence[StoredForm]) -> dict[str, int]:
    """Return how many quotes of each form were found to stand no longer in the newest text."""
    told = bodies(connection, Kind.ANCHOR)
    gone = {name for name, body in told.items() if body.get("detached")}
    if not gone:
        return {}
    newest: dict[str, str] = {}
    for name in told:
        version = name.partition(" ")[0]
        article, _, n = version.partition("/")
        if int(n) >= int(newest.get(article, "/0").partition("/")[2]):
            newest[article] = version
    counts = {
        one.id: sum(
            1 for _, quote in quotes_of(one.head.form) if _key(newest.get(one.article, ""), quote) in gone
        )
        for one in forms
        if one.article in newest
    }
    return {name: count for name, count in counts.items() if count}
