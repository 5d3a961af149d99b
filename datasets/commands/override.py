"""`eventbook override` and `eventbook overrides`: a manager's values for single fields of events."""

import json
from datetime import UTC, datetime
from typing import Any

import click

from eventbook.datasets.building.event_check import in_force, overridable
from eventbook.datasets.judging.queue import current_build
from eventbook.datasets.merging.overrides import EMPTY, latest_overrides
from eventbook.datasets.releases.take_out import hidden_columns
from eventbook.schema.build_input import BuildInput, with_places
from eventbook.schema.codebook import Codebook
from eventbook.schema.errors import EventbookError, NotFoundError
from eventbook.schema.judgement import Override
from eventbook.schema.redaction import Hidden, Redaction
from eventbook.schema.session import Session
from eventbook.schema.talk import data_json, say, tell
from eventbook.schema.where import written_place


class HiddenFieldError(EventbookError, ValueError):
    """A field that was redacted: no value of it would be published."""


@click.command()
@click.argument("event")
@click.argument("field")
@click.argument("value", required=False)
@click.option("--reason", required=True, help="Why; it is published with the value.")
@click.option("--empty", is_flag=True, help="Empty the field, such as a side that took no part.")
@click.option("--back", is_flag=True, help="Take the field's override back.")
@click.pass_obj
def override(  # noqa: PLR0913, PLR0917  click passes each option by name
    session: Session,
    event: str,
    field: str,
    value: str | None,
    reason: str,
    empty: bool,  # noqa: FBT001
    back: bool,  # noqa: FBT001
) -> None:
    """Set one FIELD of one EVENT to VALUE, whatever the reports say, with a reason.

    VALUE is written as in a sheet; more than a word goes in as JSON. `eventbook overrides` lists them.

    \b
    Examples:
      eventbook override UGA1 deaths "at least 4" --reason "hospital list of 20 November"
      eventbook override UGA1 side1 '{"actor": "ADF", "certainty": "claimed", "by": "ADF"}' --reason "..."
      eventbook override UGA1 side2 --empty --reason "nobody was aimed at"
      eventbook override UGA1 deaths --back --reason "the list was withdrawn"
    """
    if [back, empty, value is not None].count(True) != 1:
        message = "give a VALUE, or --empty, or --back to take the override back"
        raise click.UsageError(message)
    if value is not None and not value.strip():
        message = "VALUE is blank; give a VALUE, or --empty to empty the field"
        raise click.UsageError(message)
    raw = None if back else EMPTY if empty else _written(value or "")
    _keep(session, event, field, raw, reason)


def _keep(session: Session, event: str, field: str, raw: Any, reason: str) -> None:  # noqa: ANN401  as written
    if not reason.strip():
        message = "say why with --reason; it is published with the value"
        raise click.UsageError(message)
    place = session.workplace
    given = _input_for(session, field, raw)
    if raw is not None:
        _refuse_hidden(given.codebook, session.redactions(place), event, field)
    if raw is None:
        over = ""  # what is in force can be taken back, even when its event has gone
        if (event, field) not in latest_overrides(given.overrides):
            advice = "`eventbook overrides list` lists them"
            raise NotFoundError("override in force", f"{event} {field}", advice)
    else:
        over, warnings = overridable(current_build(given, place.releases), event, field, raw)
        for problem in warnings:
            say(f"Kept all the same, for your reason: {problem}")
    kept = Override(
        event=event, field=field, value=raw, reason=reason, by=session.person, at=datetime.now(UTC), over=over
    )
    session.keep_override(place, kept)
    if raw is None:
        say(f"Taken back for {event} {field}. The next build gives the merged value.")
    else:
        say(f"Kept for {event} {field}. The next build follows it.")


def _refuse_hidden(book: Codebook, redactions: tuple[Redaction, ...], event: str, field: str) -> None:
    """Raise where all that a value would fill was taken out of releases: it would not be published."""
    fills = {*hidden_columns(book, field)}
    hiding = [one for one in redactions if one.kind is Hidden.FIELD and one.what == event]
    hidden = {column for one in hiding for column in hidden_columns(book, one.field)}
    if fills and fills <= hidden:
        numbers = ", ".join(str(one.number) for one in hiding)
        message = (
            f"{field} of {event} was taken out of all releases, also those to come (redaction {numbers}), so no value "
            "of it is published; nothing takes a redaction back"
        )
        raise HiddenFieldError(message)


def _input_for(session: Session, field: str, raw: object) -> BuildInput:
    """Return the build input, and in it the place that an override names, which no report may have named yet."""
    given = session.gather(session.workplace)
    if field != "where" or not written_place(raw):
        return given
    return with_places(given, session.find_places(session.workplace, written_place(raw)))


def _written(value: str) -> Any:  # noqa: ANN401  whatever JSON holds
    try:
        return json.loads(value) if value.lstrip().startswith(("{", "[")) else value
    except json.JSONDecodeError as caught:
        message = f"VALUE begins like JSON but is not: {caught}"
        raise click.UsageError(message) from caught


@click.group("overrides")
def overrides() -> None:
    """List the overrides that are in force, and take them back."""


@overrides.command("list")
@click.option("--review", is_flag=True, help="Only those that should be looked at again.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.pass_obj
def list_(session: Session, review: bool, as_json: bool) -> None:  # noqa: FBT001
    """List the overrides in force: who set what and why, what the reports say, and which to look at again.

    \b
    Examples:
      eventbook overrides list
      eventbook overrides list --review --json
    """
    place = session.workplace
    given = session.gather(place)
    rows = in_force(current_build(given, place.releases), given.overrides)
    rows = [row for row in rows if row["review"] or not review]
    if as_json:
        data_json(rows)
        return
    for row in rows:
        tell(f"{row['event']} {row['field']}: {row['written']} instead of {row['merged']}")
        tell(f"  by {row['by']}: {row['reason']}")
        if row["review"]:
            tell(f"  look at it again: {row['review']}")
    if not rows:
        say("No override should be looked at again." if review else "No override is in force.")


@overrides.command("withdraw")
@click.argument("event")
@click.argument("field")
@click.option("--reason", required=True, help="Why; it is kept.")
@click.pass_obj
def withdraw(session: Session, event: str, field: str, reason: str) -> None:
    """Take the override of one FIELD of one EVENT back; the merged value holds again.

    \b
    Examples:
      eventbook overrides withdraw UGA1 deaths --reason "the list was withdrawn"
    """
    _keep(session, event, field, None, reason)
