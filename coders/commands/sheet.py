"""`eventbook sheet` and `eventbook corroborate`: write a sheet to fill in, see and edit those there are."""

from pathlib import Path

import click
from sqlalchemy import Connection

from eventbook.coders.commands.article import named_article
from eventbook.coders.commands.options import AS_JSON, OUTPUT
from eventbook.coders.intake.articles import sheets_of
from eventbook.coders.sheets.sheet_drafts import (
    Draft,
    edit_sheet,
    free_path,
    new_corroboration,
    new_sheet,
    sheet_path,
    write_new,
)
from eventbook.coders.sheets.sheet_lines import SheetHeading
from eventbook.coders.sheets.sheet_view import sheet_row, sheet_rows, sheet_view
from eventbook.coders.store.forms import StoredForm, load_form, load_sheets
from eventbook.coders.workspace.surroundings import surroundings
from eventbook.coders.workspace.workspace import open_workspace
from eventbook.schema.errors import NotFoundError
from eventbook.schema.session import Session, Workplace
from eventbook.schema.talk import data_json, say, tell


@click.group("sheet")
def sheet() -> None:
    """Write a sheet to fill in; list, show and edit those there are."""


@sheet.command("new")
@click.argument("article", metavar="ARTICLE")
@OUTPUT
@click.pass_obj
def new(session: Session, article: str, output: str | None) -> None:
    """Write a sheet for ARTICLE (an id, or the file that was taken in) to fill in.

    It holds the article's text and the codebook's choices as comments, and lies in the
    workspace's folder sheets/ unless you name another file.

    \b
    Examples:
      eventbook sheet new 78be5f5a
      eventbook --as amira sheet new articles/01-kampala.txt -o kampala.yaml
    """
    workspace = open_workspace(session.workplace)
    with workspace.store.reading() as connection:
        found = named_article(connection, article)
        file = _shown_file(workspace.place, output)
        draft = new_sheet(connection, found, session.person, file, surroundings(connection, workspace.book))
        own = [name for name, coder in sheets_of(connection, found) if coder == session.person]
    for name in own:
        say(f"you have coded this article already; to change that: eventbook sheet edit {name}")
    _write(workspace.place, draft, output)


def _shown_file(place: Workplace, output: str | None) -> str:
    """Return how the sheet tells a coder to name its file."""
    if output and output != "-":
        return output
    return _short(sheet_path(place, "{sheet}"))


def _short(path: Path) -> str:
    """Return a path from the current folder where it lies below it."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def _write(place: Workplace, draft: Draft, output: str | None) -> None:
    if output == "-":
        click.echo(draft.text, nl=False)
    else:
        path = Path(output) if output else sheet_path(place, draft.sheet)
        write_new(path, draft.text)
        tell(_short(path))
    for remark in draft.remarks:
        say(remark)


@sheet.command("edit")
@click.argument("name", metavar="SHEET|FORM")
@OUTPUT
@click.pass_obj
def edit(session: Session, name: str, output: str | None) -> None:
    """Write a sheet as it stands in the store, to correct it and submit it again.

    It lies in the workspace's folder sheets/, numbered where its name is taken (SHEET-2.yaml),
    unless you name another file.

    \b
    Examples:
      eventbook sheet edit kampala-amira
      eventbook sheet edit kampala-amira -o corrected.yaml
    """
    workspace = open_workspace(session.workplace)
    with workspace.store.reading() as connection:
        form = load_form(connection, name)
        around = surroundings(connection, workspace.book)
        own = form.sheet if form else name
        file = output or _short(free_path(workspace.place, own))
        shown = _shown_file(workspace.place, output) if output == "-" else file
        draft = edit_sheet(connection, own, shown, around)
    _write(workspace.place, draft, file)


@sheet.command("show")
@click.argument("name", metavar="SHEET|FORM")
@AS_JSON
@click.pass_obj
def show(session: Session, name: str, *, as_json: bool) -> None:
    """Show a sheet: its forms with their quotes, where they stand, and all that was done to them.

    \b
    Examples:
      eventbook sheet show kampala-amira
    """
    workspace = open_workspace(session.workplace)
    with workspace.store.reading() as connection:
        around = surroundings(connection, workspace.book)
        if as_json:
            data_json(sheet_row(connection, name, around))
        else:
            tell(sheet_view(connection, name, around))


@sheet.command("list")
@AS_JSON
@click.pass_obj
def listing(session: Session, *, as_json: bool) -> None:
    """List the sheets with their forms and where these stand.

    \b
    Examples:
      eventbook sheet list
    """
    workspace = open_workspace(session.workplace)
    with workspace.store.reading() as connection:
        rows = sheet_rows(connection, load_sheets(connection))
    if as_json:
        data_json(rows)
        return
    for row in rows:
        forms = ", ".join(f"{form} {status}" for form, status in row["forms"].items()) or "nothing to code"
        tell(f"{row['sheet']}  {row['coder']}  article {row['article']}  {forms}")
    if not rows:
        say("no sheets yet; write one with `eventbook sheet new ARTICLE`")


@click.command("corroborate")
@click.argument("article", metavar="ARTICLE")
@click.argument("event", metavar="EVENT")
@OUTPUT
@click.pass_obj
def corroborate(session: Session, article: str, event: str, output: str | None) -> None:
    """Write a sheet for ARTICLE which says that it tells of EVENT too, and what it adds or changes.

    EVENT is a form's id, or the id of an event of a release.

    \b
    Examples:
      eventbook corroborate 65965292 mogadishu-amira-1
      eventbook corroborate articles/late.txt SOM1
    """
    workspace = open_workspace(session.workplace)
    with workspace.store.reading() as connection:
        around = surroundings(connection, workspace.book)
        about, found = _about(connection, session, event), named_article(connection, article)
        heading = SheetHeading("", session.person, _shown_file(workspace.place, output))
        draft = new_corroboration(connection, found, about, heading, around)
    _write(workspace.place, draft, output)


def _about(connection: Connection, session: Session, event: str) -> StoredForm:
    """Return the form of an id, or the one behind an event of a release."""
    anchor = session.report_of_event(session.workplace, event) or ""
    found = load_form(connection, event) or load_form(connection, anchor)
    if found is None:
        raise NotFoundError("form or event", event, "see `eventbook sheet list`")
    return found
