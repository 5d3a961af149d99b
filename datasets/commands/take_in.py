"""`eventbook import ged` and `import csv`: a dataset of others as a release, to start from, compare with, look at."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from eventbook.datasets.commands.build import AT, moment_of
from eventbook.datasets.importing.imported import Made, import_release
from eventbook.datasets.releases.quality import QUALITY, Quality
from eventbook.schema.errors import FaultsError
from eventbook.schema.talk import data_json, problem_row, say, several, tell

FAULTS = 1
"""The exit code for faults found in the file or its mapping."""
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_ASKED = (
    click.argument("file", type=_FILE),
    click.option(
        "--into",
        type=click.Path(file_okay=False, path_type=Path),
        required=True,
        help="The folder of its releases.",
    ),
    AT,
    click.option("--yes", is_flag=True, help="Do it where more than half of the events would be gone, too."),
    click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON, faults too."),
    click.pass_context,
)


def _asks(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_ASKED):
        command = option(command)
    return command


def _take_in(context: click.Context, file: Path, mapping: str, asked: Mapping[str, Any]) -> None:
    try:
        made = import_release(file, mapping, asked["into"], moment_of(asked["at"]), much=asked["yes"])
    except FaultsError as caught:
        if asked["as_json"]:
            data_json({"made": False, "faults": [problem_row(one) for one in caught.problems]})
        say(str(caught))
        context.exit(FAULTS)
    data_json(_outcome(made)) if asked["as_json"] else _tell(made)


def _outcome(made: Made) -> dict[str, Any]:
    found = made.difference
    return {
        "made": made.new,
        "version": made.folder.name,
        "folder": str(made.folder),
        "rows": made.rows,
        "changes": {"new": len(found.added), "changed": len(found.changed), "gone": len(found.removed)},
        "bounds_not_in_order": _crossed(made),
        "faults": [],
    }


def _tell(made: Made) -> None:
    if not made.new:
        say(
            f"Nothing new: all {several(made.rows, 'row')} are as in release {made.folder.name}; no release was made."
        )
        return
    found = made.difference
    counts = f"{len(found.added)} new, {len(found.changed)} changed, {len(found.removed)} gone"
    say(f"Release {made.folder.name}: {several(made.rows, 'event')}; {counts}.")
    if crossed := _crossed(made):
        say(
            f"Of {several(crossed, 'event')} the low, best and high figures are not in order; quality.html names them."
        )
    tell(str(made.folder))


def _crossed(made: Made) -> int:
    """Return how many events have a count whose bounds are not in order: real datasets do, so it is no fault."""
    report = Quality.model_validate_json((made.folder / QUALITY).read_bytes())
    return sum(one.events for one in report.outliers if one.kind == "count-crossed")


@click.command("ged")
@_asks
def ged(context: click.Context, /, *, file: Path, **asked: object) -> None:
    """Make the next release in a folder from a CSV of UCDP's Georeferenced Event Dataset.

    Its ids are kept, so that the next version of the file gives a release that says what changed. Every
    fault is listed by line, and a file with any makes no release: exit code 1. The same again makes none either.

    \b
    Examples:
      eventbook import ged ged-2019.csv.gz --into ged
      eventbook import ged ged-2019.csv.gz --into ged --json
    """
    _take_in(context, file, "ged", asked)


@click.command("csv")
@_asks
@click.option(
    "--mapping", type=_FILE, required=True, help="A TOML file that says which column becomes which."
)
def csv_(context: click.Context, /, *, file: Path, mapping: Path, **asked: object) -> None:
    """Make the next release in a folder from a CSV of any dataset of events.

    \b
    Examples:
      eventbook import csv theirs.csv --mapping theirs.toml --into theirs
    """
    _take_in(context, file, str(mapping), asked)


COMMANDS = (ged, csv_)
