"""`eventbook build`: the command that makes releases."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from eventbook.datasets.building.build import Built
from eventbook.datasets.building.preview import foresee
from eventbook.datasets.building.release import Outcome, make_release
from eventbook.datasets.commands.hands import ENGINE, MASTER, WORKERS, check_hands, hands
from eventbook.datasets.commands.key import put_signature
from eventbook.datasets.plan import Plan, Policy
from eventbook.datasets.releases.manifest import utc
from eventbook.datasets.signing.signing_key import sign
from eventbook.datasets.site.site import write_site
from eventbook.schema.errors import EventbookError
from eventbook.schema.session import Session
from eventbook.schema.talk import MANY, data_json, say, say_some, several, tell


class BadMomentError(EventbookError, ValueError):
    """A moment that cannot be read."""


def moment_of(text: str | None) -> datetime:
    """Return the moment of a release as it is written, else now. Raises `BadMomentError`."""
    now = utc(datetime.now(UTC))
    try:
        moment = utc(datetime.fromisoformat(text)) if text else now
    except ValueError as caught:
        message = f"'{text}' is not a moment; write it as 2026-11-23T12:00:00Z"
        raise BadMomentError(message) from caught
    if moment > now + timedelta(days=1):
        message = (
            f"{moment} lies in the future; releases only go forward, so no other could follow until then"
        )
        raise BadMomentError(message)
    return moment


AT = click.option(
    "--at", metavar="MOMENT", help="The moment of the release, as 2026-11-23T12:00:00Z; now if left out."
)
POLICY = click.option(
    "--policy",
    type=click.Choice([one.value for one in Policy]),
    default=Policy.CAUTIOUS.value,
    show_default=True,
)
KEY = click.option(
    "--key",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="EVENTBOOK_KEY",
    help="Sign the release with this secret key; see `eventbook key new`.",
)
AFRESH = click.option(
    "--afresh",
    is_flag=True,
    help="Group all reports anew, without holding on to the incidents of the release before; ids are kept.",
)
DRY_RUN = click.option(
    "--dry-run", is_flag=True, help="Tell how the release would differ from the one before; make none."
)


@click.command()
@AT
@POLICY
@KEY
@click.option("--again", is_flag=True, help="Make a release even if nothing has changed.")
@click.option("--retrain", is_flag=True, help="Learn the match weights anew from the reports and judgements.")
@AFRESH
@DRY_RUN
@ENGINE
@MASTER
@WORKERS
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@click.pass_obj
def build(session: Session, /, *, key: Path | None, as_json: bool, **asked: Any) -> None:  # noqa: ANN401
    """Build the next release from the accepted reports.

    \b
    Examples:
      eventbook build
      eventbook build --policy best-guess --at 2026-11-23T12:00:00Z --json
      eventbook build --key ~/.ssh/eventbook_release
      eventbook build --afresh --dry-run
      eventbook build --engine spark --master "local[2]"
    """
    check_hands(asked)
    sign(key, b"") if key else None  # a key that cannot sign is told before the work, not after it
    place, at, policy = session.workplace, moment_of(asked["at"]), Policy(asked["policy"])
    say("Reading the accepted reports …")
    given, published = session.gather(place), session.published(place)
    say(f"Matching and merging {several(len(given.reports), 'report')} …")
    flags: dict[str, Any] = {name: asked[name] for name in ("retrain", "afresh")}
    with hands(place, asked) as compare:
        if asked["dry_run"]:
            told = foresee(given, place.releases, Plan("", at, policy, **flags), published, compare)
            data_json(told.as_dict()) if as_json else tell(told.as_text())
            return
        flags |= {"again": asked["again"], "published": published}
        outcome = make_release(given, place.releases, at, policy, compare=compare, **flags)
    _keep(session, outcome, key)
    data_json(_outcome(outcome)) if as_json else _tell(outcome)


def _keep(session: Session, outcome: Outcome, key: Path | None) -> None:
    """Remember the release, if one was made, and sign it."""
    if outcome.folder is None:
        return
    place = session.workplace
    session.keep_release(place, outcome.manifest.version, outcome.manifest.content, session.person)
    if key:
        put_signature(outcome.folder, key)
        write_site(place.releases)


def _outcome(outcome: Outcome) -> dict[str, Any]:
    built, manifest = outcome.built, outcome.manifest
    return {
        "version": manifest.version,
        "made": outcome.folder is not None,
        "folder": str(outcome.folder) if outcome.folder else None,
        "events": manifest.tables["events"].rows,
        "changes": {name: manifest.tables[name].rows for name in ("upserts", "removed", "fields")},
        "left_out": [{"report": one.report, "reason": one.reason} for one in built.left_out],
        "undecided": [
            {"one": one.one, "other": one.other, "log_odds": one.log_odds} for one in built.matching.open
        ],
        "joined_by_unit": [event.event_id for event in built.events if event.joined],
        "idle_judgements": [list(pair) for pair in built.idle],
        "idle_relations": [{"report": one.report, "relation": one.reason} for one in built.links_idle],
        "merged_actors": dict(sorted(built.prepared.merged.items())),
        "overrides_for_review": [
            {"event": one.event, "field": one.field, "why": one.why} for one in built.for_review
        ],
    }


def _tell(outcome: Outcome) -> None:
    built, manifest = outcome.built, outcome.manifest
    if outcome.folder is None:
        say(
            f"Nothing has changed since {manifest.version}; no release was made (--again makes one all the same)."
        )
    else:
        say(
            f"Release {manifest.version}: {several(manifest.tables['events'].rows, 'event')} "
            f"from {several(_reports(built), 'report')}."
        )
        tell(str(outcome.folder))
        say(built.matching.diagnostics.line)
    if built.matching.outgrown:
        say(
            f"The match weights were learned from {built.matching.weights.rests_on:,} pairs and there are "
            f"{built.matching.candidates:,} by now: `eventbook build --retrain` learns them anew."
        )
    for lines in _listed(built):
        say_some(lines, "`eventbook build --json` lists all")
    joined = [event.event_id for event in built.events if event.joined]
    if joined:
        says = "taken as one incident, since actors, place, day and type agree and nobody told them apart"
        more = f" and {len(joined) - MANY:,} more" if len(joined) > MANY else ""
        say(f"Reports that were not sure to match, {says}: {', '.join(joined[:MANY])}{more}")
    if built.matching.open:
        say(
            f"A judgement is wanted on {several(len(built.matching.open), 'pair')}: `eventbook judge` lists them."
        )


def _listed(built: Built) -> Iterator[list[str]]:
    """Yield what a build has to tell a line each, list by list."""
    yield [f"Left out: {one.report}: {one.reason}" for one in built.left_out]
    yield [
        f"Reports that name the actor {old} are read as naming {new}, into which it was merged."
        for old, new in sorted(built.prepared.merged.items())
    ]
    yield [f"Override to look at again: {one.event} {one.field}: {one.why}" for one in built.for_review]
    yield [
        f"Judgement without effect: {' and '.join(pair)}: not both are in the build" for pair in built.idle
    ]
    yield [f"Relation without effect: {one.report}: {one.reason}" for one in built.links_idle]


def _reports(built: Built) -> int:
    return sum(len(event.told) for event in built.events)
