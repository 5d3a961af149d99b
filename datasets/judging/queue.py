"""What waits for a person: the pairs of reports that nobody has judged."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from eventbook.datasets.building.build import Built, build
from eventbook.datasets.merging.settled import Told
from eventbook.datasets.plan import Plan
from eventbook.datasets.releases.read import latest
from eventbook.schema.build_input import BuildInput
from eventbook.schema.context import Context

_NEVER = Plan("0001.1.0", datetime(1, 1, 1, tzinfo=UTC))
"""A plan for builds that are only looked at: nothing of it is kept."""


@dataclass(frozen=True, slots=True)
class Card:
    """One report of a waiting pair, as a person compares it."""

    report: str
    when: str
    place: str
    kind: str
    sides: str
    counts: str
    outlets: str

    @property
    def line(self) -> str:
        """The report in one line."""
        parts = (self.report, self.when, self.place, self.kind, self.sides, self.counts, self.outlets)
        return "  ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A pair of reports that waits for a judgement; `log_odds` says how likely they are one incident."""

    one: Card
    other: Card
    log_odds: float

    def as_dict(self) -> dict[str, Any]:
        """Return the pair as plain data for JSON."""
        return asdict(self)


def current_build(given: BuildInput, releases: Path) -> Built:
    """Return what a build would make now, without making it."""
    before = latest(releases)
    return build(given, _NEVER, before.before() if before else None)


def review_queue(given: BuildInput, releases: Path) -> tuple[Waiting, ...]:
    """Return the pairs that wait for a judgement, the least certain first."""
    built = current_build(given, releases)
    told = {one.id: one for event in built.events for one in event.told}
    return tuple(
        Waiting(
            card_of(told[pair.one], built.context), card_of(told[pair.other], built.context), pair.log_odds
        )
        for pair in built.matching.open
        if pair.one in told and pair.other in told
    )


def card_of(told: Told, context: Context) -> Card:
    """Return a report as a person compares it."""
    form = told.form
    place = context.gazetteer.get(form.where.place) if form.where else None
    actors = [context.registry.get(side.actor) for side in form.sides]
    span = f"{form.when.first or '…'} to {form.when.last}" if form.when and form.when.days != 1 else ""
    return Card(
        report=told.id,
        when=span or (str(form.when.last) if form.when else ""),
        place=place.label if place else "",
        kind=str(form.values.get(context.book.types.field, "")),
        sides=" / ".join(actor.name for actor in actors if actor),
        counts=", ".join(f"{claim.what} {claim.count}" for claim in form.counts),
        outlets=", ".join(sorted({publication.outlet for publication in told.article.publications})),
    )
