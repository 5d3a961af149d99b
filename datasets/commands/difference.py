"""`eventbook release diff`: what changed between two releases, or between two files of any dataset."""

from importlib import import_module
from pathlib import Path

import click
import pyarrow.parquet as pq

from eventbook.datasets.commands.shelf import releases_of
from eventbook.datasets.releases.changes import Changes
from eventbook.datasets.releases.diff import diff_releases
from eventbook.datasets.releases.file_diff import diff_files
from eventbook.datasets.releases.read import Release, ReleaseError, find_release
from eventbook.schema.session import Session
from eventbook.schema.talk import data_json, say, tell

PAGE, TABLE = ".html", ".parquet"


def _named(_: click.Context, __: click.Parameter, out: Path | None) -> Path | None:
    """Return the file to write; its name says as what, so a spreadsheet's name on a Parquet file is refused."""
    if out and out.suffix not in {PAGE, TABLE}:
        message = f"'{out}' must end in {PAGE} for a page or in {TABLE} for a table"
        raise click.BadParameter(message)
    return out


@click.command("diff")
@click.argument("old")
@click.argument("new", default="")
@click.option("--id", "key", default="", help="Compare two CSV or Parquet files by this id column.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    callback=_named,
    help=f"Write the changes to this file: a page where its name ends in {PAGE}, a table in {TABLE}.",
)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.pass_obj
def diff_(  # noqa: PLR0913, PLR0917  each is an option
    session: Session,
    old: str,
    new: str,
    key: str,
    out: Path | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Show what changed from one release to another, or between two files of any dataset.

    Without NEW, OLD is compared with the newest release beside it.

    \b
    Examples:
      eventbook release diff 2026.11.0
      eventbook release diff 2026.11.0 2026.11.1 --json
      eventbook release diff 2026.11.0 2026.11.1 --out changes.html
      eventbook release diff events-2018.csv.gz events-2019.csv.gz --id id
    """
    difference = _of_files(old, new, key) if key else _of_releases(releases_of(session), old, new)
    if out:
        _write(difference, out)
        say("{} new, {} changed, {} gone; written to {}".format(*difference.counts, out))
    elif as_json:
        data_json(difference.as_dict())
    else:
        tell(difference.as_text())


def _of_files(old: str, new: str, key: str) -> Changes:
    if not new:
        message = "--id compares two files: name the newer one, too"
        raise click.UsageError(message)
    return diff_files(Path(old), Path(new), key)


def _of_releases(releases: Path, old: str, new: str) -> Changes:
    """Return what changed between two releases; warn where ids of one need not mean the same in the other."""
    if tables := [one for one in (old, new) if Path(one).is_file()]:
        message = f"{tables[0]} is a file and no release: say with --id which of its columns is an id"
        raise click.UsageError(message)
    older = Release(find_release(releases, old))
    newer = Release(find_release(releases, new) if new else find_release(older.folder.parent, "latest"))
    if older.manifest.dataset != newer.manifest.dataset:
        names = [f"{one.manifest.version} is of {one.manifest.dataset}" for one in (older, newer)]
        say(f"These are different datasets: {' and '.join(names)}; an id of both need not be one event.")
    return diff_releases(older, newer)


def _write(difference: Changes, out: Path) -> None:
    if out.suffix == TABLE:
        pq.write_table(difference.as_table(), str(out), compression="zstd")
        return
    try:
        pages = import_module("eventbook.datasets.describing.difference_page")
    except ModuleNotFoundError as caught:
        message = f"a page needs {caught.name}; install it with: pip install 'eventbook[build]'"
        raise ReleaseError(message) from caught
    out.write_text(pages.difference_page(difference), encoding="utf-8")
