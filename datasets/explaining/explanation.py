"""Why reports are one incident or several, as the next build would have it.

The build is done without being kept, so that the figures and decisions are the build's own and
not a second opinion of this module.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import combinations
from typing import Any

from eventbook.datasets.building.build import Built, build
from eventbook.datasets.building.rows import Settlement
from eventbook.datasets.explaining.decision import By, Decision, Ground
from eventbook.datasets.judging.queue import Card, card_of
from eventbook.datasets.matching.evidence import Balance, Evidence, balance
from eventbook.datasets.matching.features import features
from eventbook.datasets.matching.links import Pair, latest_verdicts, ordered
from eventbook.datasets.matching.weights import probability_of
from eventbook.datasets.merging.settled import Told
from eventbook.datasets.plan import Before, Plan, Policy
from eventbook.schema.build_input import BuildInput
from eventbook.schema.errors import NotFoundError

MOST = 40
"""Every report of an event is held against so many others at most; of a longer list the earliest."""


@dataclass(frozen=True, slots=True)
class PairExplained:
    """Two reports: the evidence, the decision, the events they are in.

    `waits` tells whether the pair waits for a person's word, `bar` from which log-odds on groups join.
    """

    cards: tuple[Card, Card]
    events: tuple[str, str]
    evidence: Evidence
    decision: Decision
    waits: bool
    bar: float

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data for JSON."""
        found = asdict(self.evidence)
        return {
            "reports": [asdict(card) for card in self.cards],
            "events": list(self.events),
            "one_incident": self.decision.together,
            "decided_by": self.decision.by.value,
            "why": self.decision.says,
            "judgements": [word.model_dump(mode="json") for word in self.decision.words],
            "waits": self.waits,
            "joins_from": round(self.bar, 6),
            "probability": round(probability_of(self.evidence.sum), 6),
            **{
                name: found[name] for name in ("candidate", "km", "gap", "prior", "levels", "sum", "log_odds")
            },
        }


@dataclass(frozen=True, slots=True)
class EventExplained:
    """An event: its incidents with their reports, what ties each report to them, what else it might hold."""

    event_id: str
    incidents: tuple[tuple[Card, ...], ...]
    joined: int
    ties: tuple[PairExplained, ...]
    open: tuple[PairExplained, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data for JSON."""
        return {
            "event": self.event_id,
            "incidents": [[asdict(card) for card in incident] for incident in self.incidents],
            "joined_by_unit": self.joined,
            "ties": [tie.as_dict() for tie in self.ties],
            "open": [pair.as_dict() for pair in self.open],
        }


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A build that can be asked why; `told` gives each report with the id of its event."""

    built: Built
    plan: Plan
    ground: Ground
    balance: Balance
    told: Mapping[str, tuple[str, Told]]

    def pair(self, one: str, other: str) -> PairExplained:
        """Explain two reports. Raises `NotFoundError` for one that the build does not hold."""
        for report in (one, other):
            self._known(report)
        (evidence,) = self.balance.weigh([ordered(one, other)])
        return self._explained(evidence)

    def event(self, name: str) -> EventExplained:
        """Explain an event by its id, which may be one that was merged into another since."""
        event = self._event(name)
        reports = [told.id for told in event.told]
        ties = self.balance.weigh(list(_against_earlier(reports)))
        waiting = [
            ordered(pair.one, pair.other)
            for pair in self.built.matching.open
            if (pair.one in reports) != (pair.other in reports) and {pair.one, pair.other} <= self.told.keys()
        ]
        cards = {told.id: card_of(told, self.built.context) for told in event.told}
        groups = dict.fromkeys(self.ground.groups[report] for report in reports)
        return EventExplained(
            event.event_id,
            tuple(tuple(cards[report] for report in reports if report in group) for group in groups),
            event.joined,
            tuple(self._explained(tie) for tie in _strongest(reports, ties, self.ground.groups)),
            tuple(self._explained(one) for one in self.balance.weigh(waiting)),
        )

    def _known(self, report: str) -> None:
        left_out = {one.report: one.reason for one in self.built.left_out}
        if report in left_out:
            raise NotFoundError("report in the build", report, f"it is left out: {left_out[report]}")
        if report not in self.told:
            raise NotFoundError(
                "accepted report", report, "`eventbook explain EVENT` lists an event's reports"
            )

    def _event(self, name: str) -> Settlement:
        known = {one.event_id: one for one in self.built.identities}
        if name not in known:
            raise NotFoundError("event", name, "`eventbook release show` lists them")
        current = known[name].successor or name
        found = next((one for one in self.built.events if one.event_id == current), None)
        if found is None:
            raise NotFoundError("current event", name, known[name].reason)
        return found

    def _explained(self, evidence: Evidence) -> PairExplained:
        (event, one), (other_event, other) = (self.told[report] for report in evidence.pair)
        cards = (card_of(one, self.built.context), card_of(other, self.built.context))
        decision = self.ground.decided(*evidence.pair) or self._weighed(evidence)
        waits = any(ordered(open_.one, open_.other) == evidence.pair for open_ in self.built.matching.open)
        bar = self.plan.policy.threshold
        return PairExplained(cards, (event, other_event), evidence, decision, waits, bar)

    def _weighed(self, evidence: Evidence) -> Decision:
        one, other = (self.ground.groups[report] for report in evidence.pair)
        together = one == other
        pairs = (
            list(combinations(one[:MOST], 2))
            if together
            else [ordered(mine, theirs) for mine in one[:MOST] for theirs in other[:MOST]]
        )
        policy, bar = self.plan.policy, self.plan.policy.threshold
        if len(pairs) == 1:
            told = f"the two weigh {evidence.log_odds:+.2f}"
        else:
            mean = sum(found.log_odds for found in self.balance.weigh(pairs)) / len(pairs)
            where = "of their incident" if together else "between their two incidents"
            told = f"the {len(pairs)} pairs {where} weigh {mean:+.2f} on average"
        return Decision(together=together, by=By.WEIGHT, says=f"{told}; {policy} joins from {bar:+.2f} on")


def inquiry(given: BuildInput, before: Before | None, policy: Policy) -> Inquiry:
    """Return the build of what there is now, done for being asked and not kept."""
    plan = Plan("0001.1.0", datetime(1, 1, 1, tzinfo=UTC), policy)
    built = build(given, plan, before)
    context = built.context
    articles = {article.id: article for article in given.articles}
    table = features(built.prepared, given.codebook, context.registry, context.gazetteer, articles)
    groups = {report: group for group in built.matching.incidents for report in group}
    words = latest_verdicts(given.judgements)
    ground = Ground(
        built.matching.links, words, built.prepared.roots, groups, before.version if before else ""
    )
    told = {one.id: (event.event_id, one) for event in built.events for one in event.told}
    return Inquiry(built, plan, ground, balance(table, plan.window, built.matching.weights), told)


def _against_earlier(reports: list[str]) -> Iterator[Pair]:
    for number, report in enumerate(reports):
        for earlier in reports[: min(number, MOST)]:
            yield ordered(earlier, report)


def _strongest(
    reports: list[str], ties: tuple[Evidence, ...], groups: Mapping[str, tuple[str, ...]]
) -> Iterator[Evidence]:
    """Yield for each report but the first its strongest tie to an earlier one, of its own incident first."""
    place = {report: number for number, report in enumerate(reports)}
    for report in reports[1:]:
        mine = [
            tie for tie in ties if report in tie.pair and all(place[one] <= place[report] for one in tie.pair)
        ]
        yield max(mine, key=lambda tie: (groups[tie.pair[0]] == groups[tie.pair[1]], tie.log_odds))
