"""`eventbook article add`, `unfold` and `fold`: articles come in, and near copies are told apart or put together."""

from pathlib import Path
from typing import Any

import click

from eventbook.coders.commands.article import details
from eventbook.coders.commands.options import AS_JSON
from eventbook.coders.input_file import InputFileError, read_input, spooled
from eventbook.coders.intake.arrival_report import arrival_row, report_lines
from eventbook.coders.intake.article_folder import Folder
from eventbook.coders.intake.intake import Arrival, take
from eventbook.coders.intake.json_lines import Lines, is_json_lines
from eventbook.coders.intake.received import Received
from eventbook.coders.intake.unfold import unfold
from eventbook.coders.store.stamp import stamp
from eventbook.coders.store.store import open_store
from eventbook.coders.texts.extract import LIMIT
from eventbook.schema.errors import FaultsError
from eventbook.schema.session import Session
from eventbook.schema.talk import counted, data_json, say, tell

_ONE_ONLY = ("title", "url", "encoding")


ADD_HELP = """\
Take in an article, a folder of them, or a JSON Lines file: all of it, or on any fault nothing.

An article may be plain text, a web page, a PDF or a mail (.eml); its bytes tell which. Title, day, outlet,
address and language are found where it says them; what you give wins. Near copies are folded into one article.

\b
A FOLDER may have an articles.toml with a table for each file: outlet, published, title, url, language,
origin, confidential, keep_apart, encoding. Without it, the lines to write are told where they are needed.

\b
A JSON Lines file (also .jsonl.gz) has one object a line:
  text or html   the article, as plain text or as a web page; one of the two
  outlet, published, title, url, language, origin   as the options; published may be "unknown"
  id             your own id of it, handed back by --json
  confidential, keep_apart   true or false
The options hold for what a file or a line does not say.

\b
Examples:
  eventbook article add story.html --outlet "Sample Wire"
  eventbook article add story.pdf --outlet "Kampala Courier" --published 2021-11-16
  eventbook article add articles/
  eventbook article add news.jsonl.gz --language en --json
  curl -s https://example.org/story | eventbook article add - --outlet "Sample Wire"
"""


@click.command("add", help=ADD_HELP)
@click.argument("source", metavar="FILE|FOLDER|FILE.jsonl|-")
@click.option("--outlet", help="Who published it, where it does not say or says otherwise.")
@details
@click.option(
    "--encoding", help="The encoding of its letters, such as windows-1256, where it cannot be told."
)
@click.option("--confidential", is_flag=True, help="Release neither quotes nor title nor address of it.")
@click.option(
    "--keep-apart", "apart", is_flag=True, help="Keep it as an article of its own, however like another."
)
@AS_JSON
@click.pass_obj
def add(session: Session, /, source: str, *, as_json: bool, **given: Any) -> None:  # noqa: ANN401  what click read
    """Take in articles, report what became of each."""
    arrivals = _take(session, source, given)
    if as_json:
        data_json([arrival_row(one) for one in arrivals])
    else:
        for name in dict.fromkeys(one.article for one in arrivals):
            tell(name)
    for line in report_lines(arrivals):
        say(line)


def _take(session: Session, source: str, given: dict[str, Any]) -> list[Arrival]:
    """Take in the folder, the file of many, or the one article of a source."""
    confidential, apart = bool(given.pop("confidential")), bool(given.pop("apart"))
    path = Path(source)
    if source != "-" and path.is_dir():
        return _take_folder(session, Folder(path, _default(given, "a folder"), confidential, apart))
    with spooled(source) as file:
        if is_json_lines(file, source):
            default = _default(given, "a JSON Lines file")
            return _take_lines(session, Lines(file, source, default, confidential=confidential, apart=apart))
        content = read_input(str(file), LIMIT)
    encoding = str(given.pop("encoding") or "")
    body = {name: value for name, value in given.items() if value}
    one = Received(content, body, confidential=confidential, apart=apart, encoding=encoding)
    try:
        return take(open_store(session.workplace.store), [one], stamp(session.person), lambda _: None)
    except FaultsError as caught:
        raise FaultsError(
            f"{'stdin' if source == '-' else source} was not taken in", caught.problems
        ) from None


def _default(given: dict[str, Any], what: str) -> dict[str, object]:
    """Return the options that hold for each article that does not say; some can be of one article only."""
    wrong = next((name for name in _ONE_ONLY if given.get(name)), "")
    if wrong:
        raise click.UsageError(
            f"--{wrong} is of one article, not of {what}; it stands with each article there"
        )
    return {name: value for name, value in given.items() if value}


def _take_folder(session: Session, folder: Folder) -> list[Arrival]:
    store, by = open_store(session.workplace.store), stamp(session.person)
    try:
        every = len(folder)
        if not every:
            message = f"{folder.path} holds no article; name a folder with texts, pages, PDFs or mails in it"
            raise InputFileError(message)
        return take(store, folder, by, lambda done: counted(done, every))
    except FaultsError as caught:
        asked = folder.asked(caught.problems)
        table = folder.path / "articles.toml"
        advice = f"\nWrite this into {table}, fill it in, and add the folder again:\n\n{asked}\n"
        located = FaultsError(f"nothing was taken in from {folder.path}", folder.located(caught.problems))
        if asked:
            located.args = (f"{located}{advice}",)
        raise located from None


def _take_lines(session: Session, lines: Lines) -> list[Arrival]:
    try:
        found = take(open_store(session.workplace.store), lines, stamp(session.person), counted)
    except FaultsError as caught:
        raise FaultsError(f"nothing was taken in from {lines.name}", lines.located(caught.problems)) from None
    if not found:
        message = f"{lines.name} holds no article"
        raise InputFileError(message)
    counted(len(found), len(found))
    for name, times in sorted(lines.ignored.items()):
        say(f"field '{name}' was not read ({times} lines have it)")
    return found


@click.command("unfold")
@click.argument("copy", metavar="COPY")
@click.pass_obj
def unfolding(session: Session, copy: str) -> None:
    """Make a near copy that was folded into another article an article of its own again.

    \b
    Examples:
      eventbook article unfold 3f32cb66168bf8e1
    """
    with open_store(session.workplace.store).writing() as connection:
        before = unfold(connection, copy, stamp(session.person))
    say(f"{copy} is an article of its own again, no longer a copy of {before}")
