"""`eventbook article`: list articles, show one, correct where one appeared."""

from pathlib import Path
from typing import Any

import click
from sqlalchemy import Connection

from eventbook.coders.commands.options import AS_JSON
from eventbook.coders.intake.arrival_report import mark_lines
from eventbook.coders.intake.article_folder import read_limited
from eventbook.coders.intake.articles import (
    all_sheets,
    article_bytes,
    article_ids,
    find_article,
    load_article,
    load_articles,
    sheets_of,
)
from eventbook.coders.intake.publication import correct_publication
from eventbook.coders.store.records import Kept
from eventbook.coders.store.stamp import stamp
from eventbook.coders.store.store import open_store
from eventbook.schema.article import Article, Publication, article_id
from eventbook.schema.errors import NotFoundError
from eventbook.schema.session import Session
from eventbook.schema.talk import data_json, say, tell
from eventbook.schema.text_parts import Fact, PartKind, stretches

_DETAILS = (
    click.option("--title", help="The headline."),
    click.option(
        "--published", metavar="DATE", help="The day it was published, such as 2021-11-16; or `unknown`."
    ),
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


@article.command("list")
@click.option("--flagged", is_flag=True, help="Only those that are nearly like another article.")
@AS_JSON
@click.pass_obj
def listing(session: Session, *, flagged: bool, as_json: bool) -> None:
    """List the articles: id, day, outlet, title, sheets, copies, and which others they resemble.

    \b
    Examples:
      eventbook article list
      eventbook article list --flagged
      eventbook article list --json | jq '.[].id'
    """
    with open_store(session.workplace.store).reading() as connection:
        found = {one.id: one for one in load_articles(connection)}
        sheets = all_sheets(connection)
        rows = [_row(found[name], sheets.get(name, [])) for name in article_ids(connection)]
    rows = [row for row in rows if row["resembles"] or not flagged]
    if as_json:
        data_json(rows)
        return
    for row in rows:
        tell(_line(row))
    if not rows:
        none = "no article is nearly like another" if flagged else "no articles yet"
        say(none if flagged else f"{none}; take one in with `eventbook article add`")


def _row(found: Article, sheets: list[str]) -> dict[str, Any]:
    first = found.publications[0] if found.publications else None
    return {
        "id": found.id,
        "published": found.published.isoformat() if found.published else None,
        "outlet": first.outlet if first else "",
        "title": found.title,
        "publications": len(found.publications),
        "copies": list(found.copies),
        "resembles": [one.model_dump() for one in found.resembles],
        "sheets": sheets,
    }


def _line(row: dict[str, Any]) -> str:
    sheets = ", ".join(row["sheets"]) or "no sheet"
    line = f"{row['id']}  {row['published'] or '-':10}  {row['outlet']}: {row['title'] or '-'}  [{sheets}]"
    more = row["publications"] - 1
    line += f"  +{more} more publication{'s' if more > 1 else ''}" if more > 0 else ""
    return line + "".join(f"  nearly {one['article']} ({one['why']})" for one in row["resembles"])


@article.command("show")
@click.argument("name", metavar="ARTICLE")
@click.option(
    "--bytes", "raw", is_flag=True, help="Write the bytes as they were received; of a copy, its own."
)
@AS_JSON
@click.pass_obj
def show(session: Session, name: str, *, raw: bool, as_json: bool) -> None:
    """Show an article: where it appeared, how it was read, its text, its sheets.

    Captions, credits and page furniture are marked; damaged letters are told with their place.

    \b
    Examples:
      eventbook article show 78be5f5a
      eventbook article show 78be5f5a --bytes > story.pdf
    """
    with open_store(session.workplace.store).reading() as connection:
        if raw:
            click.echo(article_bytes(connection, name), nl=False)
            return
        found = load_article(connection, named_article(connection, name))
        sheets = sheets_of(connection, found.id)
    if as_json:
        data_json({"id": found.id, "sheets": [sheet for sheet, _ in sheets], **found.model_dump(mode="json")})
        return
    _show(found, sheets)


def _show(found: Article, sheets: tuple[tuple[str, str], ...]) -> None:
    marks = found.latest.marks
    tell(f"{found.id}{'  (confidential)' if found.confidential else ''}")
    for number, one in enumerate(found.publications, start=1):
        tell(f"{number}. {one.outlet}, {one.published or 'no date'}: {one.title or '-'} {one.url}".rstrip())
        for name, source in _found(one, marks.facts):
            tell(f"   {name} as found: {source}")
    for copy in found.copies:
        tell(f"near copy {copy}, folded into it (its text: eventbook article show {copy} --bytes)")
    for other in found.resembles:
        tell(f"nearly {other.article}: {other.why}")
    for sheet, coder in sheets:
        tell(f"sheet {sheet} by {coder}")
    for line in mark_lines(marks, found.latest.text):
        tell(line)
    tell(f"\n{readable(found).rstrip()}")


def _found(one: Publication, facts: dict[str, Fact]) -> list[tuple[str, str]]:
    """Return what of a publication is as the article itself says it, and where it says so."""
    return [
        (name, fact.source)
        for name, fact in facts.items()
        if fact.value and str(getattr(one, name, "") or "") in {fact.value, fact.value[:10]}
    ]


def readable(found: Article) -> str:
    """Return the newest text whole, with a mark before what is neither headline nor body."""
    plain = {PartKind.BODY, PartKind.HEADLINE}
    return "".join(
        words if kind in plain else f"[{kind}] {words}"
        for kind, words in stretches(found.latest.text, found.latest.marks.parts)
    )


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
    changes |= {"published": None} if changes.get("published") == "unknown" else {}
    with open_store(session.workplace.store).writing() as connection:
        found = named_article(connection, name)
        kept = correct_publication(connection, found, number, changes, stamp(session.person))
    say("nothing to change" if kept is Kept.SAME else f"corrected publication {number} of {found}")


def named_article(connection: Connection, name: str) -> str:
    """Return the id of the article that is meant by an id, a shortened id, or a file that holds it."""
    path = Path(name)
    if path.is_dir():
        raise NotFoundError(
            "article", name, f"it is a folder: take it in with `eventbook article add {name}`"
        )
    if not path.is_file():
        return find_article(connection, name)
    try:
        return find_article(connection, article_id(read_limited(path)))
    except NotFoundError:
        advice = f"this file was not taken in: `eventbook article add {name}`"
        raise NotFoundError("article", name, advice) from None
