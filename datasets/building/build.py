"""The build: from reports to the tables of a release, without touching a file or the clock.

It chains the steps of the design: prepare, candidate pairs, weights, incidents, merge,
aggregate, identify, rows. The same input, plan and release before give the same tables.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from eventbook.datasets.building.relations import Link, related
from eventbook.datasets.building.rows import Settlement
from eventbook.datasets.matching.features import features
from eventbook.datasets.matching.links import Pair, latest_verdicts, links
from eventbook.datasets.matching.matching import Comparer, Matching, Task, match
from eventbook.datasets.matching.prepare import LeftOut, Prepared, prepare
from eventbook.datasets.matching.voices import voice_of
from eventbook.datasets.matching.weights import pinned_weights
from eventbook.datasets.merging.aggregate import Event, aggregate
from eventbook.datasets.merging.identify import Identity, Member, Unnamed, identify
from eventbook.datasets.merging.merge import merge
from eventbook.datasets.merging.overrides import ForReview, apply_overrides
from eventbook.datasets.merging.settled import Settled, Told
from eventbook.datasets.merging.shares import split_by_incident
from eventbook.datasets.plan import Before, Plan
from eventbook.schema.article import Article
from eventbook.schema.build_input import BuildInput
from eventbook.schema.circles import unsought
from eventbook.schema.context import Context
from eventbook.schema.judgement import Verdict
from eventbook.schema.registry import Registry
from eventbook.schema.when import When
from eventbook.schema.where import Gazetteer, Where

AT_SEA = "SEA"
"""The prefix of the ids of events that lie in no country; no country has it for its code."""


@dataclass(frozen=True, slots=True)
class Built:
    """A build before it is written down: events with ids, the id history, and everything not silent.

    `idle` lists the judged pairs of which a report is not in the build, `links_idle` the relations
    that lead nowhere.
    """

    events: tuple[Settlement, ...]
    identities: tuple[Identity, ...]
    merged_fields: Mapping[str, Mapping[str, Settled[object]]]
    left_out: tuple[LeftOut, ...]
    matching: Matching
    for_review: tuple[ForReview, ...]
    waived: Mapping[str, int]
    idle: tuple[Pair, ...]
    context: Context
    prepared: Prepared
    links: tuple[Link, ...] = ()
    links_idle: tuple[LeftOut, ...] = ()


@unsought()
def build(given: BuildInput, plan: Plan, before: Before | None, compare: Comparer | None = None) -> Built:
    """Return the events of a release. Raises `ContradictionError` where judgements contradict each other."""
    places = Gazetteer(tuple(sorted(given.places, key=lambda one: one.id)))
    context = Context(given.codebook, Registry(given.actors, given.codebook), places)
    articles = {article.id: article for article in given.articles}
    prepared = prepare(given)
    matching = match(_features(given, prepared, articles), _task(given, prepared, plan, before), compare)
    whole, stranded = _whole(matching.incidents, prepared)
    told = split_by_incident({key: _told(prepared, key, articles) for key in prepared.reports}, whole)
    merged = [merge([told[key] for key in group], context) for group in whole]
    events = aggregate(merged, context, matching.links.apart)
    names, identities = identify(
        [_unnamed(event, context) for event in events], before.identities if before else (), plan.version
    )
    fields = {name: event.fields for name, event in zip(names, events, strict=True)}
    settled, review = apply_overrides(fields, given.overrides, identities, context)
    changed = _changed_at(names, events, given, identities)
    joined = _joined(events, names, given, _joined_before(before, identities))
    settlements = [
        Settlement(name, settled[name], event.told, len(event.incidents), changed[name], joined[name])
        for name, event in zip(names, events, strict=True)
    ]
    found, nowhere = related(settlements, identities)
    return Built(
        events=tuple(settlements),
        identities=identities,
        merged_fields=fields,
        left_out=tuple(sorted((*prepared.left_out, *stranded), key=lambda one: one.report)),
        matching=matching,
        for_review=tuple(review),
        waived=prepared.waived,
        idle=_idle(given, prepared),
        context=context,
        links=found,
        links_idle=nowhere,
        prepared=prepared,
    )


def _idle(given: BuildInput, prepared: Prepared) -> tuple[Pair, ...]:
    """Return the judged pairs of which a report is not in the build; one taken back would have no effect anyway."""
    words = sorted(latest_verdicts(given.judgements).items())
    judged = [pair for pair, word in words if word.verdict is not Verdict.UNSURE]
    return tuple(pair for pair in judged if not set(pair) <= prepared.reports.keys())


def _features(given: BuildInput, prepared: Prepared, articles: Mapping[str, Article]) -> pa.Table:
    registry = Registry(given.actors, given.codebook)
    return features(prepared, given.codebook, registry, Gazetteer(given.places), articles)


def _task(given: BuildInput, prepared: Prepared, plan: Plan, before: Before | None) -> Task:
    """Return what matching is asked."""
    bound = links(prepared, given.judgements, incidents_before(None if plan.afresh else before, prepared))
    words = latest_verdicts(given.judgements)
    judged = {
        pair: word.verdict is Verdict.SAME
        for pair, word in words.items()
        if word.verdict is not Verdict.UNSURE and prepared.reports.keys() >= {*pair}
    }
    pinned = pinned_weights(before.weights) if before and not plan.retrain else None
    return Task(plan.window, plan.policy.threshold, bound, judged, pinned)


def _joined_before(before: Before | None, identities: Iterable[Identity]) -> dict[str, int]:
    """Return how many incidents the unit of record joined in the release before, of events that are as they were.

    The release before holds them together now, but nobody has said since that they are one.
    """
    if before is None or "joined" not in before.events.schema.names:
        return {}
    earlier = {identity.event_id: identity.members for identity in before.identities}
    told = zip(before.events["event_id"].to_pylist(), before.events["joined"].to_pylist(), strict=True)
    same = {one.event_id for one in identities if one.members == earlier.get(one.event_id)}
    return {event: number for event, number in told if number and event in same}


def _joined(
    events: Iterable[Event], names: Iterable[str], given: BuildInput, before: Mapping[str, int]
) -> dict[str, int]:
    """Return how many incidents of each event the unit of record joined, now or before; a person's word ends it."""
    words = latest_verdicts(given.judgements)
    same = [pair for pair, word in words.items() if word.verdict is Verdict.SAME]
    found: dict[str, int] = {}
    for name, event in zip(names, events, strict=True):
        mine = {one.id for one in event.told}
        settled = any(mine.issuperset(pair) for pair in same)
        found[name] = event.joined or (0 if settled else before.get(name, 0))
    return found


def incidents_before(before: Before | None, prepared: Prepared) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the incidents of the release before, under the reports' own ids."""
    names = {report.public: key for key, report in prepared.reports.items()}
    groups: dict[str, list[tuple[str, str]]] = {}
    for identity in before.identities if before else ():
        for member in identity.members if identity.status == "current" else ():
            if member.report_id in names:
                key = f"{identity.event_id}/{member.incident}"
                groups.setdefault(key, []).append((names[member.report_id], member.content))
    return {key: tuple(members) for key, members in groups.items()}


def _whole(
    groups: Iterable[tuple[str, ...]], prepared: Prepared
) -> tuple[list[tuple[str, ...]], list[LeftOut]]:
    """Return the incidents that some report tells whole; a corroboration judged away from its event is none."""
    reports = prepared.reports
    whole = [group for group in groups if not all(reports[key].form.corroborates for key in group)]
    alone = sorted(prepared.roots.keys() - {key for group in whole for key in group})
    says = "it was judged different from {}, which it corroborates, and nothing else tells of its event"
    return whole, [LeftOut(key, says.format(reports[key].form.event)) for key in alone]


def _told(prepared: Prepared, key: str, articles: Mapping[str, Article]) -> Told:
    report = prepared.reports[key]
    article = articles[report.article]
    return Told(report, report.form, article, voice_of(article))


def _unnamed(event: Event, context: Context) -> Unnamed:
    when, where = event.fields["when"].value, event.fields["where"].value
    country = (context.gazetteer[where.place].country if isinstance(where, Where) else "") or AT_SEA
    day = when.last.isoformat() if isinstance(when, When) else ""
    members = [
        Member(one.report.public, one.report.content, number)
        for number, incident in enumerate(event.incidents)
        for one in incident.told
    ]
    order = {one.report.public: one.order for one in event.told}
    ranked = sorted(members, key=lambda member: order[member.report_id])
    return Unnamed(
        country, (day, event.told[0].report.accepted_at.isoformat(), event.told[0].id), tuple(ranked)
    )


def _changed_at(
    names: Sequence[str], events: Sequence[Event], given: BuildInput, identities: Sequence[Identity]
) -> dict[str, int]:
    """Return when what each event rests on last changed, in Unix seconds; taking an override back counts."""
    successor = {identity.event_id: identity.successor for identity in identities}
    stamps = {
        name: max(int(one.report.accepted_at.timestamp()) for one in event.told)
        for name, event in zip(names, events, strict=True)
    }
    for override in given.overrides:
        event = successor.get(override.event) or override.event
        if event in stamps:
            stamps[event] = max(stamps[event], int(override.at.timestamp()))
    return stamps
