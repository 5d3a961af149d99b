"""`eventbook actors import`: published lists of actors, and any CSV file, into the registry."""

from collections.abc import Iterable
from dataclasses import replace

import click

from eventbook.coders.actors.actor_changes import may_change
from eventbook.coders.commands.options import AS_JSON
from eventbook.coders.input_file import read_text
from eventbook.coders.lists.actor_csv import PARTS, Mapped, read_actor_csv
from eventbook.coders.lists.actor_import import Taken, take_list
from eventbook.coders.lists.entries import ACTORS, add_entries, clashes
from eventbook.coders.lists.ucdp_actors import Table, read_ucdp, shipped_table
from eventbook.coders.store.records import Kept
from eventbook.coders.store.stamp import stamp
from eventbook.coders.workspace.workspace import open_workspace
from eventbook.schema.codebook import Codebook
from eventbook.schema.problem import Problem
from eventbook.schema.reading import code_unknown
from eventbook.schema.session import Session
from eventbook.schema.talk import data_json, fault_lines, progress, say, several, tell


@click.group("import")
def import_group() -> None:
    """Take a list of actors into the registry, whole or not at all; the same again changes nothing."""


@import_group.command("ucdp")
@click.argument("file")
@click.option("--type", "types", multiple=True, metavar="ORG=TYPE", help="The actor type of a level of Org.")
@AS_JSON
@click.pass_obj
def ucdp(session: Session, file: str, types: tuple[str, ...], *, as_json: bool) -> None:
    """Take in the UCDP Actor Dataset from its CSV FILE (CC BY 4.0; cite UCDP).

    Every row becomes an actor `ucdp-NUMBER`, or is listed with its line and why not. What cannot be
    taken over as it stands (a name that two actors share, a relation that leads nowhere) is listed too.

    \b
    Examples:
      eventbook actors import ucdp ucdp-actor-221.csv
      eventbook actors import ucdp ucdp-actor-221.csv --type "1=Political militia"
    """
    workspace = open_workspace(session.workplace)
    may_change(workspace.settings.registry, session.person)
    table = _table(types)
    rows, problems = read_ucdp(read_text(file), file, table)
    problems += _types_faults(table, workspace.book)
    if problems:
        _refuse(problems)
    with workspace.store.writing() as connection:
        taken = take_list(connection, rows, table.source, stamp(session.person), progress)
    if as_json:
        kept = {name: outcome.value for name, outcome in taken.kept.items()}
        data_json(
            {
                "kept": kept,
                "remarks": [{"line": x.line, "actor": x.actor, "says": x.says} for x in taken.remarks],
            }
        )
    else:
        _tell(file, taken)
    _sum(taken.kept.values(), len(taken.remarks))
    say(f"source: {table.source} ({table.terms}); it stands with every entry and in releases")


def _table(types: tuple[str, ...]) -> Table:
    """Return the shipped table with the types that were given instead."""
    table = shipped_table()
    given = _pairs(types)
    strange = [code for code in given if code not in table.types]
    if strange:
        message = (
            f"'{strange[0]}' is no level of Org; write one of {', '.join(table.types)}, such as 1=Rebel group"
        )
        raise click.UsageError(message)
    return replace(table, types={**table.types, **given})


def _pairs(written: Iterable[str]) -> dict[str, str]:
    """Return what was written as KEY=VALUE."""
    return {key: value for key, _, value in (one.partition("=") for one in written)}


def _types_faults(table: Table, book: Codebook) -> list[Problem]:
    return [
        replace(
            code_unknown(("Org", code), kind, book.actor_types),
            advice=f'give --type "{code}=…" with one of the codebook',
        )
        for code, kind in table.types.items()
        if kind not in book.actor_types
    ]


def _refuse(problems: Iterable[Problem]) -> None:
    found = list(problems)
    fault_lines(found)
    say(f"nothing was imported; {several(len(found), 'problem')}")
    raise SystemExit(1)


def _tell(file: str, taken: Taken) -> None:
    for one in taken.remarks:
        tell(f"{file}:{one.line}: {one.actor}: {one.says}")


def _sum(outcomes: Iterable[Kept], remarks: int) -> None:
    every = list(outcomes)
    counts = {outcome: sum(1 for one in every if one is outcome) for outcome in Kept}
    says = {Kept.NEW: "added", Kept.CHANGED: "changed", Kept.SAME: "known already"}
    told = ", ".join(f"{count} {says[outcome]}" for outcome, count in counts.items() if count)
    say(
        f"{several(len(every), 'actor')}: {told or 'none'}"
        + (f"; {several(remarks, 'remark')}" if remarks else "")
    )


@import_group.command("csv")
@click.argument("file")
@click.option(
    "--map",
    "pairs",
    multiple=True,
    required=True,
    metavar="PART=COLUMN",
    help="Which column is what; repeat it.",
)
@click.option("--type", "kind", default="", help="The actor type of rows that say none.")
@click.option(
    "--separator", default=";", show_default=True, help="What parts several aliases or homes in a cell."
)
@click.pass_obj
def from_csv(session: Session, file: str, pairs: tuple[str, ...], kind: str, separator: str) -> None:
    """Take in actors from any CSV FILE with a header. PART is id, name, alias, home, type, first, last or source.

    \b
    Examples:
      eventbook actors import csv groups.csv --map name=Group --map alias=Short --type "Rebel group"
    """
    columns = _pairs(pairs)
    if set(columns) - set(PARTS) or "name" not in columns:
        message = f"--map takes {', '.join(PARTS)}, each as PART=COLUMN, and name must be among them"
        raise click.UsageError(message)
    workspace = open_workspace(session.workplace)
    may_change(workspace.settings.registry, session.person)
    found, lines, problems = read_actor_csv(
        read_text(file), file, Mapped(columns, kind, separator), workspace.book
    )
    with workspace.store.writing() as connection:
        told = [] if problems else list(clashes(connection, ACTORS, found))
        problems += [replace(one, file=file, line=lines[one.path[:2]]) for one in told]
        kept = {} if problems else add_entries(connection, ACTORS, found, stamp(session.person))
    if problems:
        _refuse(problems)
    _sum(kept.values(), 0)
