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
from eventbook.datasets.releases.write import releases_lock
from eventbook.schema.errors import EventbookError, NotFoundError
from eventbook.schema.redaction import SHORTEST, Hidden, Redaction
from eventbook.schema.session import Session
from eventbook.schema.talk import say, several, tell


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
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="EVENTBOOK_KEY",
    help="Sign the redacted releases with this secret key; needed where they were signed.",
)
@click.option("--yes", is_flag=True, help="Do it; without, only say what would go.")
@click.pass_obj
def redact_(session: Session, /, *, key: Path | None, yes: bool, **asked: Any) -> None:  # noqa: ANN401  click
    """Take out of all releases, and keep out of those to come, what must not be public any more.

    KIND and WHAT are `field EVENT FIELD`, `quotes EVENT [FIELD]`, `article SOURCE` (an id of sources.parquet) or
    `text TEXT` (- reads it from stdin, so that it stands in no history of the shell). Ids, dates and the reason
    stay. Without KIND, what was redacted before is taken out of releases that were put back since.

    \b
    Examples:
      eventbook release redact quotes SOM1 --reason "a witness is in danger"
      eventbook release redact field SOM1 notes --reason "court order" --yes
      eventbook release redact text - --reason "a witness is in danger" --yes < name.txt
    """
    releases = session.workplace.releases
    newest = latest(releases)
    if newest is None:
        raise NotFoundError("release", str(releases), "there is nothing to take out of")
    known = session.redactions(session.workplace)
    wanted = (_asked(newest, asked),) if asked["kind"] else known
    if not wanted:
        say("Nothing was ever redacted here.")
    for one in wanted:
        with releases_lock(releases):
            _take_out(session, one, key, yes=yes)


def _take_out(session: Session, one: Redaction, key: Path | None, *, yes: bool) -> None:
    """Keep the redaction first, so that no build brings back what is half taken out; then go through the releases."""
    made, place, count = _maker(), session.workplace, 0
    if yes:
        _refuse_unsigned(place.releases, key)
        one = session.keep_redaction(place, one, session.person)
    for met in made.pending(place.releases, one):
        count += 1
        name = met.release.folder.name
        tell(f"{name}: {_counted(met.cells)}")
        if yes:
            made.redact(met)
            _announce(session, name, key)
    if yes:
        import_module("eventbook.datasets.site.site").write_site(place.releases)
    _verdict(one, count, yes=yes)


def _refuse_unsigned(releases: Path, key: Path | None) -> None:
    signed = [version for version in versions(releases) if (releases / version / SIGNATURE).is_file()]
    if signed and key is None:
        message = f"{signed[-1]} is signed: give --key, since readers will not believe it unsigned"
        raise NotRedactedError(message)


def _announce(session: Session, version: str, key: Path | None) -> None:
    place = session.workplace
    folder = place.releases / version
    session.keep_release(place, version, Release(folder).manifest.content, session.person)
    if key:
        import_module("eventbook.datasets.commands.key").put_signature(folder, key)


def _verdict(one: Redaction, count: int, *, yes: bool) -> None:
    releases = several(count, "release") if count else "no release, since none has it"
    if not yes:
        say(f"It would be taken out of {releases}, and kept out of those to come; --yes does it.")
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
    if (field or kind is Hidden.FIELD) and not hidden_columns(newest.codebook, field):
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
