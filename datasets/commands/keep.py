"""The commands that keep old releases small and whole: rebuild and prune."""

from contextlib import suppress
from importlib import import_module
from pathlib import Path

import click

from eventbook.datasets.commands.shelf import releases_of
from eventbook.datasets.releases.prune import prunable, prune
from eventbook.datasets.releases.read import Release, find_release
from eventbook.datasets.releases.rebuild import rebuild
from eventbook.datasets.releases.write import releases_lock
from eventbook.schema.session import Session
from eventbook.schema.talk import data_json, say, several, tell

FAULTS = 1
MEGABYTE = 1e6
JSON = click.option("--json", "as_json", is_flag=True, help="Print as JSON.")


def _list_anew(releases: Path, changed: bool) -> None:  # noqa: FBT001
    """Make the list of releases anew, which says whose tables are there; a reader has not what makes pages."""
    with suppress(ModuleNotFoundError):
        if changed and (releases / "versions.json").is_file():
            import_module("eventbook.datasets.site.site").write_site(releases)


@click.command("rebuild")
@click.argument("version")
@JSON
@click.pass_context
def rebuild_(context: click.Context, version: str, as_json: bool) -> None:  # noqa: FBT001
    """Make a release again from an older one and the changes between, and compare it with its hashes.

    What was pruned is put back. Exit code 1, and nothing is put back, where it does not match.

    \b
    Examples:
      eventbook release rebuild 2026.10.0
    """
    releases = releases_of(context.obj)
    release = Release(find_release(releases, version))
    with releases_lock(release.folder.parent):
        made = rebuild(release)
        _list_anew(release.folder.parent, bool(made.restored))
    if as_json:
        faults = [{"rule": one.rule, "file": one.where, "message": one.message} for one in made.faults]
        data_json(
            {"version": release.folder.name, "base": made.base, "restored": made.restored, "faults": faults}
        )
    for one in made.faults:
        say(str(one))
    if not made.faults:
        back = f"; put back: {', '.join(made.restored)}" if made.restored else ""
        say(
            f"{release.folder.name}, made again from {made.base} and the changes since, is as published{back}."
        )
    context.exit(FAULTS if made.faults else 0)


@click.command("prune")
@click.option(
    "--keep", type=int, default=12, show_default=True, help="How many of the newest releases stay whole."
)
@click.option("--yes", is_flag=True, help="Do it; without, only say what would go.")
@JSON
@click.pass_obj
def prune_(session: Session, keep: int, yes: bool, as_json: bool) -> None:  # noqa: FBT001
    """Let old releases give up the files that can be made again; changes, checksums and pages stay for ever.

    The oldest release stays whole too. Each is first made again and compared, so that nothing can be lost.

    \b
    Examples:
      eventbook release prune
      eventbook release prune --keep 3 --yes
    """
    releases = find_release(releases_of(session), "latest").parent
    with releases_lock(releases):
        found = prunable(releases, keep)
        for one in found:
            if yes:
                prune(one)
            if not as_json:
                size = f"{one.size / MEGABYTE:.1f} MB"
                tell(f"{one.release.folder.name}: {several(len(one.files), 'file')}, {size}")
        _list_anew(releases, yes)
    if as_json:
        data_json(
            [{"version": one.release.folder.name, "files": one.files, "bytes": one.size} for one in found]
        )
    total = sum(one.size for one in found) / MEGABYTE
    if yes or not found:
        gave = f"{several(len(found), 'release')} gave up {total:.1f} MB"
        say(f"{gave}; `eventbook release rebuild VERSION` puts them back.")
    else:
        say(f"{several(len(found), 'release')} would give up {total:.1f} MB; --yes does it.")
