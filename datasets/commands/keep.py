"""The commands that keep old releases small and whole: rebuild and prune."""

from contextlib import suppress
from importlib import import_module
from pathlib import Path

import click

from eventbook.datasets.releases.prune import prunable, prune
from eventbook.datasets.releases.read import Release, find_release
from eventbook.datasets.releases.rebuild import rebuild
from eventbook.datasets.releases.write import releases_lock
from eventbook.schema.session import Session, WorkspaceError
from eventbook.schema.talk import say, several, tell

FAULTS = 1
MEGABYTE = 1e6


def _releases(session: Session) -> Path:
    try:
        return session.workplace.releases
    except WorkspaceError:
        return session.folder


def _list_anew(releases: Path, changed: bool) -> None:  # noqa: FBT001
    """Make the list of releases anew, which says whose tables are there; a reader has not what makes pages."""
    with suppress(ModuleNotFoundError):
        if changed and (releases / "versions.json").is_file():
            import_module("eventbook.datasets.site.site").write_site(releases)


@click.command("rebuild")
@click.argument("version")
@click.pass_context
def rebuild_(context: click.Context, version: str) -> None:
    """Make a release again from an older one and the changes between, and compare it with its hashes.

    What was pruned is put back. Exit code 1, and nothing is put back, where it does not match.

    \b
    Examples:
      eventbook release rebuild 2026.10.0
    """
    releases = _releases(context.obj)
    release = Release(find_release(releases, version))
    with releases_lock(release.folder.parent):
        made = rebuild(release)
        _list_anew(release.folder.parent, bool(made.restored))
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
@click.pass_obj
def prune_(session: Session, keep: int, yes: bool) -> None:  # noqa: FBT001
    """Let old releases give up the files that can be made again; changes, checksums and pages stay for ever.

    The oldest release stays whole too. Each is first made again and compared, so that nothing can be lost.

    \b
    Examples:
      eventbook release prune
      eventbook release prune --keep 3 --yes
    """
    releases = _releases(session)
    with releases_lock(releases):
        found = prunable(releases, keep)
        for one in found:
            if yes:
                prune(one)
            tell(
                f"{one.release.folder.name}: {several(len(one.files), 'file')}, {one.size / MEGABYTE:.1f} MB"
            )
        _list_anew(releases, yes)
    total = sum(one.size for one in found) / MEGABYTE
    if yes or not found:
        gave = f"{several(len(found), 'release')} gave up {total:.1f} MB"
        say(f"{gave}; `eventbook release rebuild VERSION` puts them back.")
    else:
        say(f"{several(len(found), 'release')} would give up {total:.1f} MB; --yes does it.")
