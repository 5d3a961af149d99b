"""`eventbook check` and `eventbook submit`: what is wrong with a sheet, and handing it in."""

from collections.abc import Iterable
from pathlib import Path

import click

from eventbook.coders.commands.options import AS_JSON
from eventbook.coders.input_file import InputFileError, read_input
from eventbook.coders.review.submission import Submission, submit
from eventbook.coders.sheets.sheet_check import FindReport, check_file
from eventbook.coders.sheets.sheet_drafts import move_base
from eventbook.coders.sheets.sheet_file import LIMIT, SheetFile, read_sheet
from eventbook.coders.store.stamp import stamp
from eventbook.coders.workspace.surroundings import surroundings
from eventbook.coders.workspace.workspace import open_workspace
from eventbook.schema.session import Session, Workplace
from eventbook.schema.talk import data_json, fault_lines, problem_row, say, several, tell


@click.command("check")
@click.argument("files", nargs=-1, required=True, metavar="SHEET...")
@AS_JSON
@click.pass_obj
def check(session: Session, files: tuple[str, ...], *, as_json: bool) -> None:
    """List every problem of sheet files; nothing is stored.

    Leaves with 1 if there are any, with 2 if a file cannot be read.

    \b
    Examples:
      eventbook check sheets/*.yaml
    """
    workspace = open_workspace(session.workplace)
    sheets, unread = _readable(files)
    with workspace.store.reading() as connection:
        around = surroundings(connection, workspace.book)
        checks = [check_file(connection, sheet, around, finder(session)) for sheet in sheets]
    problems = [problem for one in checks for problem in one.problems]
    if as_json:
        data_json([problem_row(problem) for problem in problems])
    else:
        fault_lines(problems)
    told = several(len(problems), "problem") if problems else "no problems"
    told += f"; {several(unread, 'file')} could not be read" if unread else ""
    say(f"{several(len(checks), 'sheet')}, {told}")
    if unread or problems:
        raise SystemExit(2 if unread else 1)


def _readable(names: Iterable[str]) -> tuple[list[SheetFile], int]:
    """Return the sheet files that can be read, and how many cannot; of those it says why."""
    sheets: list[SheetFile] = []
    unread = 0
    for name in names:
        try:
            sheets.append(read_file(name))
        except InputFileError as caught:
            say(str(caught))
            unread += 1
    return sheets, unread


def read_file(name: str) -> SheetFile:
    """Return the sheet file of a name, or the one on stdin for `-`."""
    return read_sheet(read_input(name, LIMIT), name)


def finder(session: Session) -> FindReport:
    """Return the way from a published event to one of its reports."""
    return lambda event: session.report_of_event(session.workplace, event)


@click.command("submit")
@click.argument("files", nargs=-1, required=True, metavar="SHEET...")
@AS_JSON
@click.pass_obj
def submit_command(session: Session, files: tuple[str, ...], *, as_json: bool) -> None:
    """Hand in sheet files for review; each whole or not at all, and never twice.

    In a file of the workspace the `base:` numbers are brought up to date, so that you can go
    on in it. Leaves with 1 if any sheet was refused.

    \b
    Examples:
      eventbook submit sheets/*.yaml
    """
    workspace = open_workspace(session.workplace)
    done: list[Submission] = []
    for name in files:
        sheet = read_file(name)
        done.append(submit(workspace.store, workspace.book, sheet, finder(session), stamp(session.person)))
        _report(done[-1], as_json=as_json)
        _move_base(workspace.place, done[-1])
    if as_json:
        data_json([_row(one) for one in done])
    if not all(one.done for one in done):
        raise SystemExit(1)


def _report(one: Submission, *, as_json: bool) -> None:
    if not as_json:
        fault_lines(one.check.problems)
        for form in one.forms:
            tell(
                f"{form.form}: revision {form.revision}" + (f", {form.note}" if form.note else ", submitted")
            )
    waived = [problem for entry in one.check.entries for problem in entry.checked.waived]
    if one.done and waived:
        say(
            f"{several(len(waived), 'warning')} waived: {', '.join(sorted({problem.rule for problem in waived}))}"
        )
    if not one.done:
        say(
            f"{one.check.file.name}: refused, nothing was submitted; {several(len(one.check.problems), 'problem')}"
        )
    elif not one.forms:
        say(f"{one.check.file.name}: kept, there is nothing to code")
    for name, says in one.waits.items():
        say(f"{name}: submitted, but not accepted before a manager has settled it: {'; '.join(says)}")
    for name in one.refused:
        say(f"your version of {name} is kept beside it; see both with `eventbook sheet show`")


def _row(one: Submission) -> dict[str, object]:
    return {
        "file": one.check.file.name,
        "submitted": one.done,
        "forms": [{"form": form.form, "revision": form.revision, "new": form.new} for form in one.forms],
        "problems": [problem_row(problem) for problem in one.check.problems],
    }


def _move_base(place: Workplace, one: Submission) -> None:
    """Bring a file of the workspace up to date; a file elsewhere belongs to somebody else."""
    path = Path(one.check.file.name)
    if one.done and one.check.file.name != "-" and path.resolve().is_relative_to(place.root.resolve()):
        move_base(path, {form.form: form.revision for form in one.forms})
