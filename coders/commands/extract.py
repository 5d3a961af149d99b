"""`eventbook article extract`: texts made anew by today's extractors, every quote accounted for."""

from collections import Counter

import click

from eventbook.coders.commands.options import AS_JSON
from eventbook.coders.intake.articles import article_ids, find_article
from eventbook.coders.intake.reextract import Anew, Change, extract_again
from eventbook.coders.store.stamp import stamp
from eventbook.coders.store.store import open_store
from eventbook.schema.session import Session
from eventbook.schema.talk import counted, data_json, say, several, tell


@click.command("extract")
@click.argument("names", metavar="[ARTICLE]...", nargs=-1)
@click.option("--all", "every", is_flag=True, help="All articles of the workspace.")
@AS_JSON
@click.pass_obj
def extracting(session: Session, names: tuple[str, ...], *, every: bool, as_json: bool) -> None:
    """Make the texts of articles anew, with the extractors of this program; bytes as received do not change.

    A text that comes out otherwise becomes a new version. Quotes stay in the version that they were taken from;
    those that do not stand in the new one are told as detached, here and by `status` and `sheet show`.

    \b
    Examples:
      eventbook article extract 78be5f5a
      eventbook article extract --all
    """
    if every == bool(names):
        raise click.UsageError("name the articles, or say --all")
    store, by = open_store(session.workplace.store), stamp(session.person)
    with store.reading() as connection:
        chosen = article_ids(connection) if every else tuple(find_article(connection, name) for name in names)
    done: list[Anew] = []
    for number, name in enumerate(dict.fromkeys(chosen), start=1):
        with store.writing() as connection:  # one article at a time, so that nobody waits for all of them
            done.append(extract_again(connection, name, by))
        counted(number, len(chosen))
    _told(done, as_json=as_json)


def _told(done: list[Anew], *, as_json: bool) -> None:
    if as_json:
        data_json([{name: getattr(one, name) for name in Anew.__slots__} for one in done])
    else:
        for one in done:
            if one.change is Change.TEXT:
                tell(
                    f"{one.article}: version {one.n}, {several(one.anchored, 'quote')} found, {one.detached} detached"
                )
            elif one.change is Change.UNREADABLE:
                tell(f"{one.article}: kept as it was: {one.why}")
    counts = Counter(one.change for one in done)
    said = [f"{counts[Change.TEXT]} with a new text", f"{counts[Change.MARKS]} with new marks only"]
    said += [f"{counts[Change.SAME]} as before"]
    said += [f"{counts[Change.UNREADABLE]} not readable any more"] if counts[Change.UNREADABLE] else []
    say(f"{several(len(done), 'article')}: {', '.join(said)}")
    detached = sum(one.detached for one in done)
    if detached:
        say(
            f"{several(detached, 'quote')} detached: see `eventbook status`, then `eventbook sheet show SHEET`"
        )
