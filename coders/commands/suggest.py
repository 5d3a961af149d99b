"""`eventbook suggest`: what articles seem to say of when, where, who and how many, before anybody codes them."""

import json
import sys
from collections.abc import Iterator, Sequence

import click

from eventbook.coders.commands.article import named_article
from eventbook.coders.commands.options import AS_JSON
from eventbook.coders.intake.article_rows import reading_of
from eventbook.coders.intake.articles import article_ids, load_article, load_articles
from eventbook.coders.reading.candidate import CandidateKind, Reading
from eventbook.coders.reading.reader import LONGEST, Reader
from eventbook.coders.reading.shown import listed, marked, reading_row
from eventbook.coders.workspace.workspace import Workspace, open_workspace
from eventbook.schema.article import Article
from eventbook.schema.session import Session
from eventbook.schema.talk import coloured, counted, data_json, say, shown, tell


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
    if every and articles:
        message = f"--all is every article: leave out {' '.join(articles)}, or leave out --all"
        raise click.UsageError(message)
    if not every and not articles:
        message = "name an article (see `eventbook article list`), or write --all"
        raise click.UsageError(message)
    workspace = open_workspace(session.workplace)
    reader = Reader.of(workspace)
    with workspace.store.reading() as connection:
        names = (
            list(article_ids(connection)) if every else [named_article(connection, one) for one in articles]
        )
    for done, article in enumerate(_loaded(workspace, names), start=1):
        _show(article, reader.read(article), as_json=as_json, several=len(names) > 1 or every)
        counted(done, len(names))


def _show(article: Article, reading: Reading, *, as_json: bool, several: bool) -> None:
    text = article.latest.text
    if several:
        click.echo(json.dumps(reading_row(article.id, text, reading), ensure_ascii=False))
    elif as_json:
        data_json(reading_row(article.id, text, reading))
    else:
        click.echo(marked(shown(text), reading, colour=coloured(sys.stdout)))
        for line in listed(text, reading):
            tell(line)
        for line in _advice(article, reading):
            say(line)


def _advice(article: Article, reading: Reading) -> Iterator[str]:
    """Yield what somebody should know who reads what was found."""
    if not reading.candidates:
        yield "nothing was found: no day, place, actor, count or word for an event that the lists know"
    lost = any(one.kind is CandidateKind.WHEN and one.value is None for one in reading.candidates)
    if article.published is None and lost:
        yield (
            'the day of publication is not known, so days such as "Tuesday" cannot be told; say it with '
            f"`eventbook article correct {article.id} 1 --published DATE`"
        )
    if len(article.latest.text) > LONGEST:
        yield f"only the first {LONGEST:,} characters were read, of {len(article.latest.text):,}"


MANY = 20
"""Articles from which on all are read from the store at once, instead of looking through its lists for each."""


def _loaded(workspace: Workspace, names: Sequence[str]) -> Iterator[Article]:
    """Yield articles with the parts of their newest texts, in the order asked."""
    with workspace.store.reading() as connection:
        if len(names) < MANY:
            yield from (load_article(connection, name) for name in names)
            return
        every = {one.id: one for one in load_articles(connection)}
        for name in names:
            newest = every[name].latest
            whole = newest.model_copy(update={"marks": reading_of(connection, name, newest.n)})
            yield every[name].model_copy(update={"versions": (whole,)})
