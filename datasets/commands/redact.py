"""`eventbook release redact`: what must not be public any more is taken out of all releases, also those to come."""

import secrets
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import click

from eventbook.datasets.releases.manifest import utc
from eventbook.datasets.releases.read import Release, ReleaseError, latest, versions
from eventbook.datasets.releases.release_files import SIGNATURE
from eventbook.datasets.releases.take_out import hidden_columns, text_pattern
from eventbook.datasets.releases.write import put_in_place, releases_lock, staging
from eventbook.datasets.signing.signature_check import signed_by, was_signed
from eventbook.schema.errors import EventbookError, NotFoundError
from eventbook.schema.redaction import SHORTEST, Hidden, Redaction
from eventbook.schema.session import Session
from eventbook.schema.talk import say, several, tell

FAULTS = 1
"""The exit code for redactions that were not carried out."""
Signers = Mapping[bytes, Path]
"""Secret keys by their public halves."""


class NotRedactedError(EventbookError, ValueError):
    """Something that cannot be taken out as asked: why, and what to do."""


@click.command("redact")
@click.argument("kind", type=click.Choice([one.value for one in Hidden]), required=False)
@click.argument("what", default="")
@click.argument("field", default="")
@click.option("--reason", help="Why; published.")
@click.option("--by", help="Who says so in public; the publisher of the dataset if left out.")
@click.option(
    "--key",
    "keys",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="EVENTBOOK_KEY",
    multiple=True,
    help="The secret key that releases were signed with, to sign them again; repeatable, where they were several.",
)
@click.option("--yes", is_flag=True, help="Do it; without, only say what would go.")
@click.pass_context
def redact_(context: click.Context, /, *, keys: tuple[Path, ...], yes: bool, **asked: Any) -> None:  # noqa: ANN401  click
    """Take out of all releases, and keep out of those to come, what must not be public any more.

    KIND and WHAT are `field EVENT FIELD`, `quotes EVENT [FIELD]`, `article SOURCE` (an id of sources.parquet) or
    `text TEXT` (- reads it from stdin, so that it stands in no history of the shell). Ids, dates and the reason
    stay. Without KIND, what was redacted before is taken out of releases that were put back since; exit code 1
    where something cannot be. Nothing is changed before all goes well; nothing takes a redaction back.

    \b
    Examples:
      eventbook release redact quotes SOM1 --reason "a witness is in danger"
      eventbook release redact field SOM1 notes --reason "court order" --yes
      eventbook release redact text - --reason "a witness is in danger" --yes < name.txt
    """
    session: Session = context.obj
    releases = session.workplace.releases
    newest = latest(releases)
    if newest is None:
        raise NotFoundError("release", str(releases), "there is nothing to take out of")
    signers = _signers(keys)
    if asked["kind"]:
        _take_out(session, _asked(newest, asked), signers, yes=yes)
        return
    context.exit(0 if _all_again(session, signers, yes=yes) else FAULTS)


def _all_again(session: Session, signers: Signers, *, yes: bool) -> bool:
    """Carry out what was ever redacted, where it is not; tell whether all went well."""
    known = session.redactions(session.workplace)
    if not known:
        say("Nothing was ever redacted here.")
    done = [_carried_out(session, one, signers, yes=yes) for one in known]
    if yes:
        _sign_again(session.workplace.releases, signers)
    return all(done)


def _carried_out(session: Session, one: Redaction, signers: Signers, *, yes: bool) -> bool:
    """Carry out a redaction that is kept; where that cannot be, say so and let the next have its turn."""
    try:
        _take_out(session, one, signers, yes=yes)
    except EventbookError as caught:
        say(f"Redaction {one.number} was not carried out: {caught}")
        return False
    return True


def _take_out(session: Session, one: Redaction, signers: Signers, *, yes: bool) -> None:
    """Prepare all, so that what refuses it does so now; keep it, so that no build brings anything back; do it."""
    made, place, ready = _maker(), session.workplace, list[Path]()
    with releases_lock(place.releases), staging(place.releases) as stage:
        one = _numbered(session, one)
        for met in made.prepare(place.releases, one, stage):
            folder: Path = stage / met.release.folder.name
            tell(f"{folder.name}: {_counted(met.cells)}")
            if was_signed(folder):
                _sign(folder, _signer(met.release.folder, signers))
            ready.append(folder)
        if yes and session.keep_redaction(place, one, session.person).number != one.number:
            message = "something else was redacted at the same moment; say it again"
            raise NotRedactedError(message)
        for folder in ready if yes else ():
            put_in_place(folder, place.releases / folder.name)
            content = Release(place.releases / folder.name).manifest.content
            session.keep_release(place, folder.name, content, session.person)
        if yes:
            import_module("eventbook.datasets.site.site").write_site(place.releases)
    _verdict(one, len(ready), yes=yes)


def _numbered(session: Session, one: Redaction) -> Redaction:
    """Return a redaction under its number: the one that is kept already, or the next."""
    known = session.redactions(session.workplace)
    same = next((each for each in known if each.same == one.same), None)
    return same or one.model_copy(update={"number": len(known) + 1})


def _signers(keys: tuple[Path, ...]) -> Signers:
    """Return the secret keys by their public halves. Raises `SignatureError` for what is none."""
    if not keys:
        return {}
    signing = import_module("eventbook.datasets.signing.signing_key").signing
    return {signing(key)[0].raw: key for key in keys}


def _signer(folder: Path, signers: Signers) -> Path:
    """Return the secret key that a release was signed with. Raises `NotRedactedError` where it is not given."""
    by = signed_by(folder)
    if by.raw in signers:
        return signers[by.raw]
    message = f"{folder.name} is signed: give --key, since readers will not believe it unsigned"
    if signers:
        message = f"{folder.name} was signed with another key than is given: {by.fingerprint}; give that one with --key"
    raise NotRedactedError(message)


def _sign(folder: Path, key: Path) -> None:
    import_module("eventbook.datasets.commands.key").put_signature(folder, key)


def _sign_again(releases: Path, signers: Signers) -> None:
    """Sign the releases that were signed before they were redacted and are not now."""
    for version in versions(releases):
        folder = releases / version
        if was_signed(folder) and not (folder / SIGNATURE).exists():
            _sign(folder, _signer(folder, signers))
            say(f"Signed {version}, which its redaction had left unsigned.")


def _verdict(one: Redaction, count: int, *, yes: bool) -> None:
    releases = several(count, "release") if count else "no release, since none has it"
    if not yes:
        say(f"It would be taken out of {releases}, and kept out of those to come; --yes does it, for good.")
        return
    say(f"Redaction {one.number}: taken out of {releases}, and kept out of those to come.")
    if count:
        say("Copies that others made, exports and backups still have it; tell those who hold them.")


def _counted(cells: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in cells.items())


def _asked(newest: Release, asked: Mapping[str, Any]) -> Redaction:
    """Return what is asked for as a redaction. Raises `NotRedactedError` where it names nothing that could be."""
    kind, what, field = Hidden(asked["kind"]), asked["what"], asked["field"]
    reason = (asked["reason"] or "").strip()
    if not reason:
        message = "say why with --reason; it is published, so it must not give away what is taken out"
        raise NotRedactedError(message)
    if kind is Hidden.TEXT:
        what = _text(what, field, reason, newest)
        field = ""
    elif kind is Hidden.ARTICLE:
        what = _article(newest, what)
    else:
        _known_field(newest, kind, what, field)
    package = _maker().about_of(newest.folder)
    by = asked["by"] or package.publisher or "; ".join(package.creators) or f"{package.title} team"
    if kind is Hidden.TEXT and text_pattern(what).search(by):
        message = "who says so is published and holds the text; name somebody else with --by"
        raise NotRedactedError(message)
    at = utc(datetime.now(UTC))
    return Redaction(
        number=1, kind=kind, what=what, field=field, reason=reason, by=by, at=at, salt=secrets.token_hex(8)
    )


def _text(what: str, field: str, reason: str, newest: Release) -> str:
    text = " ".join((sys.stdin.read() if what == "-" else what).split())
    if field:
        message = "more than one text: put it in quotes, or redact one after the other"
    elif len(text) < SHORTEST:
        message = f"'{text}' is shorter than {SHORTEST} letters, and stands in the middle of everything"
    elif text_pattern(text).search(reason):
        message = "the reason is published and holds the text; write it without"
    elif text_pattern(text).search(newest.codebook.model_dump_json()):
        message = "it is a word of the codebook, which columns and pages are made of"
    else:
        return text
    raise NotRedactedError(message)


def _article(newest: Release, what: str) -> str:
    """Return the article of a source, so that all its publications go, whatever is corrected in them later."""
    for row in newest.table("sources").select(["source_id", "article_id"]).to_pylist():
        if what in {row["source_id"], row["article_id"]}:
            return str(row["article_id"] or row["source_id"])
    raise NotFoundError("source", what, "sources.parquet of the newest release has their ids")


def _known_field(newest: Release, kind: Hidden, event: str, field: str) -> None:
    if event not in set(newest.table("ids")["event_id"].to_pylist()):
        raise NotFoundError("event", event, "`eventbook release show` lists them")
    if kind is Hidden.FIELD and not field:
        message = f"say which field of {event}: `field {event} notes`, for one; a column, or a part of a form"
        raise NotRedactedError(message)
    if field and not hidden_columns(newest.codebook, field):
        message = (
            f"there is no field '{field}' that can be taken out: name a column or a part of a form; "
            "id, date, country and type always stay"
        )
        raise NotRedactedError(message)


def _maker() -> ModuleType:
    try:
        return import_module("eventbook.datasets.redacting.redact")
    except ModuleNotFoundError as caught:
        message = f"redacting needs {caught.name}; install it with: pip install 'eventbook[build]'"
        raise ReleaseError(message) from caught
