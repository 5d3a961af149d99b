"""`eventbook accept`, `return`, `reject`, `reopen`, `hold`, `withdraw`: what a review decides."""

from dataclasses import asdict
from datetime import datetime

import click
from sqlalchemy import Connection

from eventbook.coders.commands.options import AS_JSON
from eventbook.coders.places.kept_places import ask_before_writing
from eventbook.coders.review.review import Decision, Reviewer, decide, places_of, skipped
from eventbook.coders.store.forms import find_forms
from eventbook.coders.store.stamp import stamp
from eventbook.coders.workspace.surroundings import surroundings
from eventbook.coders.workspace.workspace import open_workspace
from eventbook.schema.codebook import Codebook
from eventbook.schema.errors import FaultsError
from eventbook.schema.form import Action
from eventbook.schema.session import Session
from eventbook.schema.talk import data_json, fault_lines, problem_row, say, tell
from eventbook.schema.where import Place

HELP = {
    Action.ACCEPT: "Accept forms: they become reports that the next release is built from.",
    Action.RETURN: "Return forms to their coder, to be corrected and submitted again.",
    Action.REJECT: "Reject forms: they stay readable and go into no release.",
    Action.REOPEN: "Open forms again that were accepted, rejected or withdrawn; a report stays one meanwhile.",
    Action.HOLD: "Hold forms until something is known: a date, a place, a second source.",
    Action.WITHDRAW: "Withdraw forms: they stay readable and go into no release.",
}
REASONS = {
    Action.RETURN: "the place is the dateline, not where it happened",
    Action.REJECT: "it is not an event of the codebook",
    Action.REOPEN: "a correction was printed",
    Action.HOLD: "the town is not named yet",
    Action.WITHDRAW: "coded twice by mistake",
}


def carry_out(session: Session, names: tuple[str, ...], decision: Decision, *, as_json: bool = False) -> None:
    """Do to forms and sheets what was decided, all in one transaction, and say what became of them."""
    workspace = open_workspace(session.workplace)
    ask_before_writing(
        workspace.store, lambda connection: [_ask(connection, workspace.book, name) for name in names]
    )
    try:
        with workspace.store.writing() as connection:
            around = surroundings(connection, workspace.book)
            reviewer = Reviewer(stamp(session.person), workspace.settings.review, around)
            done = [one for name in names for one in decide(connection, name, decision, reviewer)]
            left = [line for name in names for line in skipped(connection, name, done)]
    except FaultsError as caught:
        if as_json:
            data_json({"done": [], "faults": [problem_row(problem) for problem in caught.problems]})
        else:
            fault_lines(caught.problems)
        say(str(caught).partition(":\n")[0])
        raise SystemExit(1) from None
    if as_json:
        data_json({"done": [asdict(one) for one in done], "faults": []})
    for one in () if as_json else done:
        tell(f"{one.form}: revision {one.revision}, {one.status}" + (f" ({one.note})" if one.note else ""))
    for line in left:
        say(line)


def _ask(connection: Connection, book: Codebook, name: str) -> list[Place | None]:
    places = surroundings(connection, book).gazetteer
    return [places.get(place) for place in places_of(find_forms(connection, name))]


def _names(command: click.Command) -> click.Command:
    command.params.insert(0, click.Argument(["names"], nargs=-1, required=True, metavar="FORM|SHEET..."))
    return command


def _accept() -> click.Command:
    @click.command("accept", help=_help(Action.ACCEPT, "kampala-amira", ""))
    @click.option("--reason", default="", help="A remark that is kept with it.")
    @click.option(
        "--revision", type=int, help="The revision that you read; refused where there is a newer one."
    )
    @AS_JSON
    @click.pass_obj
    def accept(
        session: Session, names: tuple[str, ...], reason: str, revision: int | None, *, as_json: bool
    ) -> None:
        carry_out(session, names, Decision(Action.ACCEPT, reason, revision=revision), as_json=as_json)

    return _names(accept)


def _with_reason(action: Action) -> click.Command:
    @click.command(action.value, help=_help(action, "kampala-amira-1", f' --reason "{REASONS[action]}"'))
    @click.option("--reason", required=True, help="Why; it is kept and shown.")
    @AS_JSON
    @click.pass_obj
    def command(session: Session, names: tuple[str, ...], reason: str, *, as_json: bool) -> None:
        carry_out(session, names, Decision(action, reason), as_json=as_json)

    return _names(command)


def _hold() -> click.Command:
    @click.command(
        "hold",
        help=_help(Action.HOLD, "kampala-amira-1", f' --reason "{REASONS[Action.HOLD]}" --until 2026-12-01'),
    )
    @click.option("--reason", required=True, help="What it waits for; it is kept and shown.")
    @click.option(
        "--until",
        type=click.DateTime(["%Y-%m-%d"]),
        help="When to look at it again; as it was where not given.",
    )
    @AS_JSON
    @click.pass_obj
    def hold(
        session: Session, names: tuple[str, ...], reason: str, until: datetime | None, *, as_json: bool
    ) -> None:
        decision = Decision(Action.HOLD, reason, until.date() if until else None)
        carry_out(session, names, decision, as_json=as_json)

    return _names(hold)


def _help(action: Action, name: str, options: str) -> str:
    return f"{HELP[action]}\n\n\b\nExamples:\n  eventbook {action} {name}{options}"


REVIEW_COMMANDS: dict[str, click.Command] = {
    "accept": _accept(),
    "hold": _hold(),
    **{
        action.value: _with_reason(action)
        for action in (Action.RETURN, Action.REJECT, Action.REOPEN, Action.WITHDRAW)
    },
}
