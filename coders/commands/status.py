"""`eventbook status`: how far the work is, what waits for whom, and whether the store is whole."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import click

from eventbook.coders.commands.options import AS_JSON
from eventbook.coders.store.chain import broken
from eventbook.coders.store.store import Store, open_store
from eventbook.coders.workspace.status import Standing, broken_files, due, standing, waiting_line
from eventbook.schema.session import Session
from eventbook.schema.talk import data_json, say, several, tell

MOST = 20
"""How many lines of open work are shown unless all are asked for."""


@click.command("status")
@click.option("--all", "every", is_flag=True, help="Show all open work, however much.")
@click.option("--check", "whole", is_flag=True, help="Also check that no row of the store was tampered with.")
@AS_JSON
@click.pass_obj
def status(session: Session, *, every: bool, whole: bool, as_json: bool) -> None:
    """Show how far the work is and what waits for whom; exit code 1 where a file of the workspace is broken.

    \b
    Examples:
      eventbook status
      eventbook status --check
    """
    store = open_store(session.workplace.store)
    with store.reading() as connection:
        now = standing(connection)
    left: Mapping[str, str] = session.left_out(session.workplace) if now.reports else {}
    wrong = broken_files(session.workplace, session)
    if as_json:
        data_json({**_row(now), "left_out": dict(left), "broken": list(wrong)})
    else:
        _show(now, left, every=every)
    if whole:
        _check(store)
    for one in wrong:
        say(one)
    if wrong:
        raise SystemExit(1)


def _row(now: Standing) -> dict[str, Any]:
    today = datetime.now(UTC).date()
    waiting = [
        {"form": one.id, "status": one.status.value, "until": one.head.until, "due": due(one, today)}
        for one in now.waiting
    ]
    return {**asdict(now), "waiting": waiting}


def _show(now: Standing, left: Mapping[str, str], *, every: bool) -> None:
    tell(f"articles: {now.articles}, {len(now.uncoded)} not coded")
    tell(f"sheets: {now.sheets}, {now.nothing_to_code} with nothing to code")
    tell("forms: " + (", ".join(f"{count} {name}" for name, count in now.forms.items()) or "none"))
    tell(f"reports for the next release: {now.reports - len(left)}")
    tell(f"outlets: {now.outlets}, actors: {now.actors}, places: {now.places}")
    today = datetime.now(UTC).date()
    overdue = [form for form in now.waiting if due(form, today)]
    if overdue:
        tell(f"held and due to be looked at again: {', '.join(form.id for form in overdue)}")
    lines = [waiting_line(form, today) for form in sorted(now.waiting, key=lambda form: not due(form, today))]
    lines += [f"report {name}: left out of the next release: {reason}" for name, reason in left.items()]
    lines += [
        f"{name}: {several(count, 'quote')} no longer in the article's newest text; see eventbook sheet show {name}"
        for name, count in sorted(now.detached.items())
    ]
    lines += [f"article {name}: waits for a coder" for name in now.uncoded]
    for line in lines if every else lines[:MOST]:
        tell(line)
    if not every and len(lines) > MOST:
        say(f"… and {len(lines) - MOST} more; see them with --all")


def _check(store: Store) -> None:
    """Say whether the store is as it was written; leave with 1 where it is not."""
    with store.reading() as connection:
        faults = list(broken(connection))
    for fault in faults:
        tell(str(fault))
    if faults:
        say(
            f"{several(len(faults), 'fault')}: the store was changed behind the program's back; "
            "restore it from a backup"
        )
        raise SystemExit(1)
    say("every row of the store is as it was written")
