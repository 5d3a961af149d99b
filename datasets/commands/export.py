"""`eventbook export`: files made from a release for other programs. It needs only the core install."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from eventbook.datasets.commands.shelf import releases_of
from eventbook.datasets.exporting.export_files import Request, write_exports
from eventbook.datasets.exporting.row_writers import OURS
from eventbook.datasets.releases.read import Release, find_release
from eventbook.schema.session import Session
from eventbook.schema.talk import data_json, say, several, tell

_DAY = click.DateTime(["%Y-%m-%d"])
_ASKED = (
    click.option(
        "--format",
        "kind",
        type=click.Choice(["csv", "jsonl", "xlsx", "gpkg", "geojson"]),
        default="csv",
        show_default=True,
    ),
    click.option("--columns", default=OURS, show_default=True, help="`our`, or a table of the codebook."),
    click.option("--by-country", is_flag=True, help="A file for each country."),
    click.option(
        "--excel", is_flag=True, help="CSV that a spreadsheet opens unharmed; its limit of rows kept."
    ),
    click.option(
        "--country", "countries", multiple=True, help="Only this country, by name or code; repeatable."
    ),
    click.option("--from", "first", type=_DAY, help="Only events of this day and later."),
    click.option("--to", "last", type=_DAY, help="Only events of this day and earlier."),
)


def _request(asked: Mapping[str, Any]) -> Request:
    first, last = (asked[name].date() if asked[name] else None for name in ("first", "last"))
    if first and last and last < first:
        message = f"--to {last} lies before --from {first}"
        raise click.UsageError(message)
    if asked["excel"] and asked["kind"] != "csv":
        message = "--excel is for CSV; the other formats need no such care"
        raise click.UsageError(message)
    return Request(
        format=asked["kind"],
        columns=asked["columns"],
        countries=asked["countries"],
        first=first,
        last=last,
        by_country=asked["by_country"],
        excel=asked["excel"],
    )


def _asks(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say which events it is to write, and how."""
    for option in reversed(_ASKED):
        command = option(command)
    return command


@click.command("export")
@click.argument("version", default="latest")
@_asks
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="The folder to write; it must be new."
)
@click.option("--replace", is_flag=True, help="Replace an export that is there.")
@click.option("--json", "as_json", is_flag=True, help="Print the files as JSON.")
@click.pass_obj
def export(
    session: Session, /, *, version: str, out: Path, replace: bool, as_json: bool, **asked: object
) -> None:
    """Write the events of a release as files for other programs.

    VERSION is a version, `latest`, or the folder of a release.

    \b
    Examples:
      eventbook export --out events
      eventbook export 2026.11.0 --by-country --excel --out for-excel
      eventbook export --columns acled --country Uganda --from 2021-01-01 --out uganda
    """
    request = _request(asked)
    files = write_exports(Release(find_release(releases_of(session), version)), request, out, replace=replace)
    if as_json:
        data_json(files)
    for one in () if as_json else files:
        tell(f"{out / one['file']}")
    say(f"{several(sum(one['rows'] for one in files), 'event')} in {several(len(files), 'file')}.")
