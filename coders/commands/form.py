"""`eventbook form`: the history of a form, what it said at any revision, and what changed between two."""

import click

from eventbook.coders.commands.options import AS_JSON
from eventbook.coders.sheets.form_history import (
    differences,
    history_rows,
    history_text,
    named_form,
    revision_of,
    revision_row,
    revision_text,
    words_at,
)
from eventbook.coders.workspace.surroundings import surroundings
from eventbook.coders.workspace.workspace import open_workspace
from eventbook.schema.session import Session
from eventbook.schema.talk import data_json, say, tell


@click.group("form")
def form() -> None:
    """Look at a form's history: what was done to it, and what it said at any revision."""


@form.command("history")
@click.argument("name", metavar="FORM")
@AS_JSON
@click.pass_obj
def history(session: Session, name: str, *, as_json: bool) -> None:
    """Show all that was done to a form, and at which revisions it said something new.

    \b
    Examples:
      eventbook form history kampala-amira-1
    """
    with open_workspace(session.workplace).store.reading() as connection:
        found = named_form(connection, name)
    data_json(history_rows(found)) if as_json else tell(history_text(found))


@form.command("show")
@click.argument("name", metavar="FORM")
@click.option("--revision", type=int, help="Which revision; the newest where not given.")
@AS_JSON
@click.pass_obj
def show(session: Session, name: str, *, revision: int | None, as_json: bool) -> None:
    """Show what a form says, or said at an older revision.

    \b
    Examples:
      eventbook form show kampala-amira-1
      eventbook form show kampala-amira-1 --revision 1
    """
    workspace = open_workspace(session.workplace)
    with workspace.store.reading() as connection:
        found, around = named_form(connection, name), surroundings(connection, workspace.book)
        one = revision_of(found, revision)
        if as_json:
            data_json(revision_row(connection, found, one, around))
        else:
            tell(revision_text(connection, found, one, around))


@form.command("diff")
@click.argument("name", metavar="FORM")
@click.argument("old", type=int)
@click.argument("new", type=int, required=False)
@AS_JSON
@click.pass_obj
def diff(session: Session, name: str, old: int, new: int | None, *, as_json: bool) -> None:
    """Show in which fields two revisions of a form differ; NEW is the newest where not given.

    \b
    Examples:
      eventbook form diff kampala-amira-1 1
      eventbook form diff kampala-amira-1 1 4 --json
    """
    workspace = open_workspace(session.workplace)
    with workspace.store.reading() as connection:
        found, around = named_form(connection, name), surroundings(connection, workspace.book)
        ends = [words_at(connection, found, revision_of(found, n), around) for n in (old, new)]
    rows = list(differences(*ends))
    if as_json:
        data_json([dict(zip(("field", "old", "new"), row, strict=True)) for row in rows])
        return
    for field, before, after in rows:
        tell(f"{field}:\n  - {before or 'nothing'}\n  + {after or 'nothing'}")
    if not rows:
        say("Both revisions say the same.")
