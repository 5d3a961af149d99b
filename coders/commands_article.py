"""`eventbook article`: take articles in, list them, show one."""

from pathlib import Path
from typing import Any

import click
from pydantic import TypeAdapter
from sqlalchemy import Connection

from eventbook.coders.article_folder import read_limited, take_folder
from eventbook.coders.articles import (
    Arrival,
    article_ids,
    correct_publication,
    find_article,
    keep_article,
    load_article,
    load_articles,
    sheets_of,
)
from eventbook.coders.input_file import read_input
from eventbook.coders.options import AS_JSON
from eventbook.coders.plain_text import LIMIT
from eventbook.coders.records import Kept
from eventbook.coders.stamp import stamp
from eventbook.coders.store import open_store
from eventbook.schema.article import Article, Publication, article_id
from eventbook.schema.errors import FaultsError
from eventbook.schema.reading import read
from eventbook.schema.session import Session
from eventbook.schema.talk import data_json, progress, say, several, tell

_READER: TypeAdapter[Publication] = TypeAdapter(Publication)
_DETAILS = (
    click.option("--title", help="The headline."),
    click.option("--published", metavar="DATE", help="The day it was published, such as 2021-11-16."),
    click.option("--language", help="The language of the text, such as en or ar."),
    click.option("--url", help="Where it stands on the web."),
    click.option("--origin", help="The agency that it credits."),
)


@click.group("article")
def article() -> None:
    """Take in articles, list them, show one."""


def details(command: Any) -> Any:  # noqa: ANN401  click decorates functions and commands alike
    """Add the options that tell of a publication."""
    for option in reversed(_DETAILS):
        command = option(command)
    return command


@article.command("add")
@click.argument("source", metavar="FILE|FOLDER|-")
@click.option("--outlet", help="Who published it; needed unless SOURCE is a folder.")
@details
@click.option("--confidential", is_flag=True, help="Release neither quotes nor title nor address of it.")
@AS_JSON
@click.pass_obj
def add(session: Session, /, source: str, *, as_json: bool, **given: Any) -> None:  # noqa: ANN401  what click read
    """Take in an article, or a folder of them that has an articles.toml.

    \b
    Examples:
      eventbook article add story.txt --outlet "Sample Wire" --published 2021-11-16 --title "Blasts"
      eventbook article add articles/
      pdftotext -layout story.pdf - | eventbook article add - --outlet "Kampala Courier"
    """
    _report(_take(session, source, given), as_json=as_json)


def _take(session: Session, source: str, given: dict[str, Any]) -> list[Arrival]:
    """Take in the folder or the one article of a source, with the details that the options give."""
    confidential = bool(given.pop("confidential"))
    store, by = open_store(session.workplace.store), stamp(session.person)
    if source != "-" and Path(source).is_dir():
        if confidential or any(given.values()):
            raise click.UsageError("the details of a folder's articles stand in its articles.toml")
        with store.writing() as connection:
            return take_folder(connection, Path(source), by, progress)
    publication, content = _publication(given), read_input(source, LIMIT)
    with store.writing() as connection:
        return [keep_article(connection, content, publication, by, confidential=confidential)]


def _publication(given: dict[str, Any]) -> Publication:
    if not given["outlet"]:
        raise click.UsageError("say who published it with --outlet (see `eventbook outlets list`)")
    body = {name: value for name, value in given.items() if value}
    publication, problems = read(_READER.validate_python, body)
    if publication is None:
        raise FaultsError("the article was not taken in", problems)
    return publication


def _report(arrivals: list[Arrival], *, as_json: bool) -> None:
    new = [one for one in arrivals if one.new_article]
    again = [one for one in arrivals if not one.new_article and one.publication is Kept.NEW]
    known = len(arrivals) - len(new) - len(again)
    if as_json:
        data_json(
            [
                {"article": one.article, "new": one.new_article, "publication": one.publication}
                for one in arrivals
            ]
        )
    else:
        for name in dict.fromkeys(one.article for one in arrivals):
            tell(name)
    parts = [several(len(new), "new article")]
    parts += [several(len(again), "more publication") + " of articles that were known"] if again else []
    say(", ".join([*parts, *([f"{known} known already"] if known else [])]))


@article.command("list")
@AS_JSON
@click.pass_obj
def listing(session: Session, *, as_json: bool) -> None:
    """List the articles: id, day, outlet, title, sheets.

    \b
    Examples:
      eventbook article list
      eventbook article list --json | jq '.[].id'
    """
    with open_store(session.workplace.store).reading() as connection:
        found = {one.id: one for one in load_articles(connection)}
        rows = [_row(connection, found[name]) for name in article_ids(connection)]
    if as_json:
        data_json(rows)
        return
    for row in rows:
        sheets = ", ".join(row["sheets"]) or "no sheet"
        tell(f"{row['id']}  {row['published'] or '-':10}  {row['outlet']}: {row['title'] or '-'}  [{sheets}]")
    if not rows:
        say("no articles yet; take one in with `eventbook article add`")


def _row(connection: Connection, found: Article) -> dict[str, Any]:
    first = found.publications[0] if found.publications else None
    return {
        "id": found.id,
        "published": found.published.isoformat() if found.published else None,
        "outlet": first.outlet if first else "",
        "title": found.title,
        "publications": len(found.publications),
        "sheets": [name for name, _ in sheets_of(connection, found.id)],
    }


@article.command("show")
@click.argument("name", metavar="ARTICLE")
@AS_JSON
@click.pass_obj
def show(session: Session, name: str, *, as_json: bool) -> None:
    """Show an article: where it appeared, its text, its sheets.

    \b
    Examples:
      eventbook article show 78be5f5a
    """
    with open_store(session.workplace.store).reading() as connection:
        found = load_article(connection, named_article(connection, name))
        sheets = sheets_of(connection, found.id)
    if as_json:
        data_json({"id": found.id, "sheets": [sheet for sheet, _ in sheets], **found.model_dump(mode="json")})
        return
    tell(f"{found.id}{'  (confidential)' if found.confidential else ''}")
    for number, one in enumerate(found.publications, start=1):
        tell(f"{number}. {one.outlet}, {one.published or 'no date'}: {one.title or '-'} {one.url}".rstrip())
    for sheet, coder in sheets:
        tell(f"sheet {sheet} by {coder}")
    tell(f"\n{found.latest.text.rstrip()}")


@article.command("correct")
@click.argument("name", metavar="ARTICLE")
@click.argument("number", type=int)
@click.option("--outlet", help="Who published it.")
@details
@click.pass_obj
def correct(session: Session, /, name: str, number: int, **given: str | None) -> None:
    """Correct the details of an article's publication NUMBER (see `article show`).

    \b
    Examples:
      eventbook article correct 78be5f5a 1 --published 2021-11-17
    """
    changes: dict[str, object] = {key: value for key, value in given.items() if value is not None}
    with open_store(session.workplace.store).writing() as connection:
        found = named_article(connection, name)
        kept = correct_publication(connection, found, number, changes, stamp(session.person))
    say("nothing to change" if kept is Kept.SAME else f"corrected publication {number} of {found}")


def named_article(connection: Connection, name: str) -> str:
    """Return the id of the article that is meant by an id, a shortened id, or a file that holds it."""
    path = Path(name)
    if path.is_file():
        return find_article(connection, article_id(read_limited(path)))
    return find_article(connection, name)
