"""`eventbook suggest`: what articles seem to say of when, where, who and how many, before anybody codes them."""

import json
import sys

import click

from eventbook.coders.commands.article import named_article
from eventbook.coders.commands.options import AS_JSON
from eventbook.coders.intake.articles import article_ids, load_article
from eventbook.coders.reading.reader import Reader
from eventbook.coders.reading.shown import listed, marked, reading_row
from eventbook.coders.workspace.workspace import open_workspace
from eventbook.schema.session import Session
from eventbook.schema.talk import coloured, counted, data_json, shown, tell


@click.command("suggest")
@click.argument("articles", metavar="ARTICLE...", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every article of the workspace.")
@AS_JSON
@click.pass_obj
def suggest(session: Session, articles: tuple[str, ...], *, every: bool, as_json: bool) -> None:
    """Show what ARTICLE seems to say: days, places, actors, counts, types and who says so.

    It only offers; nothing is filled in. Several articles give one JSON object a line.

    \b
    Examples:
      eventbook suggest 78be5f5a
      eventbook suggest 78be5f5a --json
      eventbook suggest --all > suggestions.jsonl
    """
    if every == bool(articles):
        message = "name an article (see `eventbook article list`), or write --all"
        raise click.UsageError(message)
    workspace = open_workspace(session.workplace)
    reader = Reader.of(workspace)
    with workspace.store.reading() as connection:
        names = (
            list(article_ids(connection)) if every else [named_article(connection, one) for one in articles]
        )
    for done, name in enumerate(names, start=1):
        with workspace.store.reading() as connection:
            article = load_article(connection, name)
        text, reading = article.latest.text, reader.read(article)
        if len(names) > 1 or every:
            click.echo(json.dumps(reading_row(name, text, reading), ensure_ascii=False))
            counted(done, len(names))
        elif as_json:
            data_json(reading_row(name, text, reading))
        else:
            click.echo(marked(shown(text), reading, colour=coloured(sys.stdout)))
            for line in listed(text, reading):
                tell(line)
