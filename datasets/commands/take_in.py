"""`eventbook import ged` and `import csv`: a dataset of others as a release, to start from, compare with, look at."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from eventbook.datasets.importing.imported import import_release
from eventbook.schema.talk import say, tell

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_ASKED = (
    click.argument("file", type=_FILE),
    click.option(
        "--into",
        type=click.Path(file_okay=False, path_type=Path),
        required=True,
        help="The folder of its releases.",
    ),
    click.option("--at", type=click.DateTime(), help="The moment of the release; now if left out."),
)


def _asks(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_ASKED):
        command = option(command)
    return command


def _take_in(file: Path, mapping: str, into: Path, at: datetime | None) -> None:
    made = import_release(file, mapping, into, at or datetime.now(UTC))
    found = made.difference
    counts = f"{len(found.added)} new, {len(found.changed)} changed, {len(found.removed)} gone"
    say(f"Release {made.folder.name}: {made.rows} events; {counts}.")
    tell(str(made.folder))


@click.command("ged")
@_asks
def ged(file: Path, into: Path, at: datetime | None) -> None:
    """Make the next release in a folder from a CSV of UCDP's Georeferenced Event Dataset.

    Its ids are kept, so that the next version of the file gives a release that says what changed. Every
    fault is listed by line, and a file with any makes no release.

    \b
    Examples:
      eventbook import ged ged-2019.csv.gz --into ged
    """
    _take_in(file, "ged", into, at)


@click.command("csv")
@_asks
@click.option(
    "--mapping", type=_FILE, required=True, help="A TOML file that says which column becomes which."
)
def csv_(file: Path, into: Path, at: datetime | None, mapping: Path) -> None:
    """Make the next release in a folder from a CSV of any dataset of events.

    \b
    Examples:
      eventbook import csv theirs.csv --mapping theirs.toml --into theirs
    """
    _take_in(file, str(mapping), into, at)


COMMANDS = (ged, csv_)
