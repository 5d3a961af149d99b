"""`eventbook places import`: many places at once, from GeoNames or from a table of one's own."""

from collections.abc import Sequence
from dataclasses import replace

import click

from eventbook.coders.input_file import read_text
from eventbook.coders.lists.entries import PLACES, Found, clashes, load_places
from eventbook.coders.lists.geonames_dump import counted, dump_text, read_dump
from eventbook.coders.lists.place_table import read_table
from eventbook.coders.places.kept_places import ask_before_writing
from eventbook.coders.places.places import keep_places
from eventbook.coders.places.world_source import CREDIT
from eventbook.coders.store.records import Kept
from eventbook.coders.store.stamp import stamp
from eventbook.coders.workspace.workspace import open_workspace
from eventbook.schema.problem import Problem
from eventbook.schema.session import Session
from eventbook.schema.talk import fault_lines, progress, say, several, tell
from eventbook.schema.where import Place

LARGEST = 2_000_000_000
"""Bytes of a table of places; the limit only keeps a wrong file from filling the memory."""


@click.group("import")
def import_group() -> None:
    """Add many places at once: all of a file, or none of it.

    Importing a file again changes nothing; a newer file changes what is different.
    """


@import_group.command("geonames", epilog=CREDIT)
@click.argument("file")
@click.pass_obj
def geonames(session: Session, file: str) -> None:
    """Add the places of a country's FILE of GeoNames: XX.txt, or the zip that it is offered in.

    Each takes the place of the world's own entry of its number. Provinces, districts, towns, parts
    of towns and areas come with all their names.

    \b
    Examples:
      eventbook places import geonames IQ.zip
    """
    found, problems = read_dump(dump_text(file), file)
    _keep(session, found, problems)
    say(", ".join(f"{count} {kind}" for kind, count in counted(found)))
    say(CREDIT)


@import_group.command("csv")
@click.argument("file")
@click.option(
    "--map", "columns", metavar="FIELD=COLUMN", multiple=True, help="Which column holds a field; repeat it."
)
@click.pass_obj
def table(session: Session, file: str, columns: Sequence[str]) -> None:
    """Add the places of a CSV FILE with a header.

    A column is taken for the field of its name: name, country, latitude, longitude, and perhaps id,
    kind, admin1, admin2, admin3, within, aliases, population, stands_for, source.

    \b
    Examples:
      eventbook places import csv villages.csv
      eventbook places import csv villages.csv --map name=village --map latitude=y --map longitude=x
    """
    pairs = [pair.partition("=") for pair in columns]
    if any(not mark for _, mark, _ in pairs):
        message = "write --map FIELD=COLUMN, such as --map name=village"
        raise click.UsageError(message)
    workspace = open_workspace(session.workplace)
    with workspace.store.reading() as connection:
        stored = {place.id: place for place in load_places(connection)}
    named = {field: column for field, _, column in pairs}
    found, problems, left_out = read_table(read_text(file, LARGEST), file, named, workspace.book, stored)
    _keep(session, found, problems, file)
    if left_out:
        say(f"left out: {', '.join(left_out)}, which no field of a place is called")


def _keep(session: Session, found: Sequence[Found], problems: list[Problem], file: str = "") -> None:
    """Keep all places where nothing is wrong with any; else list every fault and keep none.

    With a file, places have to be told apart by name; GeoNames' own are by their numbers.
    """
    workspace = open_workspace(session.workplace)
    places = [one.entry for one in found if isinstance(one.entry, Place)]
    done: dict[Kept, int] = {}
    ask_before_writing(workspace.store, lambda connection: list(clashes(connection, PLACES, found)))
    with workspace.store.writing() as connection:
        problems += [_located(one, file) for one in clashes(connection, PLACES, found)] if file else []
        if not problems:
            done = keep_places(connection, places, stamp(session.person), progress)
    if problems:
        fault_lines(problems)
        say(f"nothing was imported; {several(len(problems), 'problem')} in {several(len(places), 'place')}")
        raise SystemExit(1)
    tell(f"{done[Kept.NEW]} new, {done[Kept.CHANGED]} changed, {done[Kept.SAME]} known already")


def _located(problem: Problem, file: str) -> Problem:
    """Return a problem whose path begins with a line (`line 3`) at that line of a file."""
    line, *path = problem.path
    return replace(problem, path=tuple(path), file=file, line=int(str(line).removeprefix("line ")))
