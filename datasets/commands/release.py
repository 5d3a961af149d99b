"""The commands that read releases: list, show, diff, verify. They need only the core install."""

from pathlib import Path

import click

from eventbook.datasets.commands.difference import diff_
from eventbook.datasets.commands.keep import prune_, rebuild_
from eventbook.datasets.commands.redact import redact_
from eventbook.datasets.commands.serve import serve_
from eventbook.datasets.commands.shelf import releases_of
from eventbook.datasets.releases.file_check import gave_up, pruned_files
from eventbook.datasets.releases.manifest import Manifest
from eventbook.datasets.releases.read import Release, ReleaseError, find_release, versions
from eventbook.datasets.releases.rebuild import check_again
from eventbook.datasets.releases.redaction_check import check_copy
from eventbook.datasets.releases.release_faults import REBUILT, fault
from eventbook.datasets.releases.trace import trace, trace_text
from eventbook.datasets.releases.verify import verify
from eventbook.datasets.signing.signature_check import check_signature, trusted_keys
from eventbook.datasets.signing.ssh_signature import PublicKey
from eventbook.schema.errors import EventbookError, NotFoundError
from eventbook.schema.problem import Problem
from eventbook.schema.session import Session
from eventbook.schema.talk import data_json, say, several, table, tell

FAULTS = 1
"""The exit code for faults found."""


def _lost(session: Session) -> str:
    """Return what to do where the newest published release is gone; nothing where no store can be asked."""
    try:
        place = session.workplace
        version = session.lost_release(place)
    except (EventbookError, ImportError):  # a reader has neither the workspace nor what opens its store
        return ""
    says = f"release {version} was published and its folder is missing: put it back into {place.releases}"
    return says if version else ""


def _found(session: Session, version: str) -> Path:
    try:
        return find_release(releases_of(session), version)
    except NotFoundError as caught:
        if lost := _lost(session):
            raise NotFoundError(caught.kind, caught.name, lost) from None
        raise


@click.group()
def release() -> None:
    """Look at releases: list, show, compare and verify them."""


@release.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.pass_obj
def list_(session: Session, as_json: bool) -> None:  # noqa: FBT001
    """List the releases, the oldest first.

    \b
    Examples:
      eventbook release list
      eventbook release list --json
    """
    folder = releases_of(session)
    manifests: list[Manifest] = []
    for version in versions(folder):
        try:
            manifests.append(Release(folder / version).manifest)
        except ReleaseError as caught:
            say(f"{version}: {caught}")
    rows = [
        {
            "version": one.version,
            "made_at": one.made_at,
            "events": one.tables["events"].rows,
            "codebook": one.codebook,
        }
        for one in manifests
    ]
    if as_json:
        data_json(rows)
    elif rows:
        tell(table([tuple(str(value) for value in row.values()) for row in rows]))
    else:
        lost = _lost(session)
        say(
            f"There is no release: {lost}."
            if lost
            else "There is no release yet; make one with `eventbook build`."
        )


@release.command()
@click.argument("version", default="latest")
@click.option("--event", help="Show one event, every value with the words it was read from.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.pass_obj
def show(session: Session, version: str, event: str | None, as_json: bool) -> None:  # noqa: FBT001
    """Show the events of a release, or one event traced to its sources.

    VERSION is a version, `latest`, or the folder of a release.

    \b
    Examples:
      eventbook release show
      eventbook release show 2026.11.0 --event UGA1
      eventbook release show latest --json
    """
    found = Release(_found(session, version))
    if event:
        told = trace(found, event)
        data_json(told) if as_json else tell(trace_text(told, found.codebook))
        return
    rows = found.table("events").to_pylist()
    if as_json:
        data_json({"manifest": found.manifest.model_dump(mode="json"), "events": rows})
        return
    names = (
        "event_id",
        "event_date",
        "iso3",
        "location",
        found.codebook.types.field,
        "actor1",
        "actor2",
        "reports",
    )
    say(f"Release {found.manifest.version}: {several(len(rows), 'event')}")
    tell(table([tuple("" if row[name] is None else str(row[name]) for name in names) for row in rows]))


for _command in (diff_, rebuild_, prune_, redact_, serve_):
    release.add_command(_command)


@release.command("verify")
@click.argument("version", default="latest")
@click.option(
    "--key",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The public key of its makers, which you got elsewhere: the release must be signed with it.",
)
@click.option("--rebuild", "again", is_flag=True, help="Make it again from an older one and compare, too.")
@click.option("--json", "as_json", is_flag=True, help="Print the faults as JSON.")
@click.pass_context
def verify_(
    context: click.Context,
    version: str,
    key: Path | None,
    again: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
) -> None:
    """Check a release, offline; the one it was built on too, where it lies beside it.

    VERSION is a version, `latest`, or the folder of a release. Exit code 1 where there are faults.

    \b
    Examples:
      eventbook release verify
      eventbook release verify downloads/2026.11.0 --key sample-desk.pub
    """
    folder = _found(context.obj, version)
    previous = _previous(folder)
    before = _beside(folder, previous, needed=again)
    again &= previous is not None
    trusted = trusted_keys(key) if key else ()
    signed_by, faults = check_signature(folder, trusted)
    faults += _faults(folder, before, again=again)
    if as_json:
        data_json([{"rule": one.rule, "file": one.where, "message": one.message} for one in faults])
    _verdict(folder, _against(previous, before, again=again), faults)
    if signed_by:
        _say_signer(signed_by, trusted)
    context.exit(FAULTS if faults else 0)


def _say_signer(signed_by: PublicKey, trusted: tuple[PublicKey, ...]) -> None:
    known = signed_by.raw in {one.raw for one in trusted}
    whose = "not a key that you trust" if trusted else "whose that is, --key tells"
    say(f"Signed with {'the key that you trust' if known else f'{signed_by.fingerprint}; {whose}'}.")


def _faults(folder: Path, before: Path | None, *, again: bool) -> list[Problem]:
    """Return what is wrong with a release and with the one before, and what does not match where it is made again."""
    faults = [*verify(folder, before), *check_copy(folder)]
    try:
        faults += check_again(Release(folder)) if again else ()
    except EventbookError as caught:
        faults.append(fault(REBUILT.id, "", str(caught)))
    if before:
        faults += [one.under(f"../{before.name}") for one in (*verify(before, None), *check_copy(before))]
    return faults


def _previous(folder: Path) -> str | None:
    """Return the version of the release that this one was built on, where it was and can be read."""
    try:
        return Release(folder).manifest.previous
    except ValueError:
        return None


def _beside(folder: Path, previous: str | None, *, needed: bool) -> Path | None:
    """Return the folder of the release before, where it lies beside. Raises `ReleaseError` where it is needed."""
    beside = folder.resolve().parent / previous if previous else None
    if beside and needed and not beside.is_dir():
        message = (
            f"{folder.name} cannot be made again: {previous}, on which it was built, does not lie beside it"
        )
        raise ReleaseError(message)
    return beside if beside and beside.is_dir() else None


def _verdict(folder: Path, against: str, faults: list[Problem]) -> None:
    for one in faults:
        say(str(one))
    if not faults:
        given_up = len(pruned_files(folder))
        more = f"\nIt gave up {several(given_up, 'file')}; `eventbook release rebuild {folder.name}` brings them back."
        against += "." + (more if given_up else "")
        say(f"{folder.name} is whole: files, checksums, schemas, order, ids and content agree{against}")
        for redaction in Release(folder).manifest.redactions:
            say(f"Taken out of it: {redaction}.")


def _against(previous: str | None, before: Path | None, *, again: bool) -> str:
    """Return what a release was compared with beyond itself, and what it could not be compared with."""
    same = ", also made again" if again else ""
    if before and gave_up(before):
        says = f"{before.name} gave up files, so what changed since it was not compared"
        return f"{same}; {says} (`eventbook release rebuild {before.name}` puts them back)"
    if before:
        return f"{same}, and follows from {before.name}"
    return f"; {previous}, on which it was built, does not lie beside it" if previous else ""
