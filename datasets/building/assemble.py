"""From a build to the tables of a release, the changes since the release before among them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from eventbook.datasets.building.build import Built
from eventbook.datasets.building.provenance import doubt_rows, provenance_rows
from eventbook.datasets.building.public import (
    UNDISCLOSED,
    is_confidential,
    outlet_of,
    publications,
    source_id,
)
from eventbook.datasets.building.relations import relation_rows
from eventbook.datasets.building.rows import (
    Page,
    Settlement,
    event_row,
)
from eventbook.datasets.merging.identify import Identity
from eventbook.datasets.merging.settled import How
from eventbook.datasets.plan import Before, Plan
from eventbook.datasets.releases.compare import Difference, FieldChange, compare_tables
from eventbook.datasets.releases.ids_table import ids_table
from eventbook.datasets.releases.manifest import Redacted
from eventbook.datasets.releases.release_files import sorted_table, table_files
from eventbook.datasets.releases.take_out import record, take_out
from eventbook.schema.article import Article
from eventbook.schema.build_input import BuildInput
from eventbook.schema.published import published_columns
from eventbook.schema.who import TypePeriod

BEHIND = (
    "its reports are the same: an override was taken back, the others that share a total are not the same, "
    "or the codebook, an actor, a place or an outlet changed"
)


@dataclass(frozen=True, slots=True)
class Assembled:
    """The tables of a release by short name, how many quotes the limits kept out, and what was taken out."""

    tables: Mapping[str, pa.Table]
    quotes_withheld: int
    redactions: tuple[Redacted, ...] = ()


def assemble(built: Built, given: BuildInput, plan: Plan, before: Before | None) -> Assembled:
    """Return the sorted tables of a release."""
    outlets = {name: outlet for outlet in given.outlets for name in (outlet.name, outlet.id)}
    told = [one for event in built.events for one in event.told]
    page = Page.of(told, built.context, outlets)
    rows = {event.event_id: event_row(event, page) for event in built.events}
    lines = [line for event in built.events for line in provenance_rows(event, rows[event.event_id], page)]
    lines += [line for event in built.events for line in doubt_rows(event, page)]
    spec = table_files(given.codebook)
    rest = {
        "sources": list(_sources(built.events, page)),
        "provenance": lines,
        "relations": list(relation_rows(built.links, page)),
        "actors": list(_actors(built, rows)),
        "places": list(_places(built, rows)),
        "events": list(rows.values()),
    }
    told_of = {name: pa.Table.from_pylist(one, schema=spec[name].schema) for name, one in rest.items()}
    own, hidden = left_out(told_of, given, ids_table(built.identities))
    events = sorted_table(own["events"], spec["events"].order)
    old = before.events if before else events.slice(0, 0)
    difference = compare_tables(old, events, "event_id")
    identities = _with_changes(built.identities, difference, plan.version)
    changed = pa.array([*difference.added, *difference.changed], pa.string())
    by_id = {one.event_id: one for one in identities}
    moved = {
        "ids": ids_table(identities),
        "upserts": events.filter(pc.is_in(events["event_id"], changed)),
        "removed": pa.Table.from_pylist(_removed(difference, by_id), schema=spec["removed"].schema),
        "fields": pa.Table.from_pylist(_fields(difference, built, before), schema=spec["fields"].schema),
    }
    moved, _ = left_out(moved, given, moved["ids"])
    return Assembled(
        {name: sorted_table(table, spec[name].order) for name, table in (own | moved).items()},
        page.quotes.withheld,
        hidden,
    )


def left_out(
    tables: dict[str, pa.Table], given: BuildInput, ids: pa.Table
) -> tuple[dict[str, pa.Table], tuple[Redacted, ...]]:
    """Return tables without what must not be public, and the record of each redaction that met anything."""
    found: list[Redacted] = []
    for one in given.redactions:
        taken = take_out(tables, one, given.codebook, ids)
        tables = taken.tables
        found += [record(one, taken.cells)] if taken.cells else []
    return tables, tuple(found)


def _with_changes(identities: tuple[Identity, ...], difference: Difference, version: str) -> list[Identity]:
    touched = {*difference.added, *difference.changed, *difference.removed}
    return [replace(one, last_changed=version) if one.event_id in touched else one for one in identities]


def _sources(events: tuple[Settlement, ...], page: Page) -> Iterator[dict[str, Any]]:
    articles: dict[str, Article] = {}
    tells: dict[str, set[str]] = {}
    for event in events:
        for one in event.told:
            articles[one.article.id] = one.article
            tells.setdefault(one.article.id, set()).add(event.event_id)
    for key, article in articles.items():
        hide = is_confidential(article, page.outlets)
        for publication in publications(article)[: 1 if hide else None]:
            row: dict[str, Any] = {
                "source_id": source_id(article, publication, first_report=page.first[key], confidential=hide),
                "outlet": UNDISCLOSED if hide else None,
                "events": sorted(tells[key]),
            }
            if not hide:
                row |= {"article_id": article.id, "sha256": article.sha256}
            known = outlet_of(publication.outlet, page.outlets) if publication else None
            row["scale"] = known.scale if known else None
            if not hide and publication is not None:
                row["outlet"] = known.name if known else publication.outlet
                row |= {
                    name: getattr(publication, name) or None
                    for name in ("origin", "title", "url", "language")
                }
                row["published"] = publication.published
            yield row


def _actors(built: Built, rows: Mapping[str, Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    used = {row[f"actor{n}_id"] for row in rows.values() for n in (1, 2)} - {None}
    for event in built.events:
        for name in ("side1", "side2"):
            side = event.fields[name].value if name in event.fields else None
            used |= set(getattr(side, "associates", ()))
    for key in sorted(used):
        actor = built.context.registry.get(key)
        if actor:
            yield {
                "actor_id": actor.id,
                "name": actor.name,
                "names": [f"{one.name}{one.limits}" for one in actor.names],
                "aliases": list(dict.fromkeys(alias.name for alias in actor.aliases)),
                "home": list(actor.home),
                "types": [_period(period) for period in actor.types],
                "identified": actor.identified,
                "relations": [str(one) for one in actor.relations],
                "merged": sorted(old for old, new in built.prepared.merged.items() if new == actor.id),
                "source": actor.source or None,
            }


def _period(period: TypePeriod) -> str:
    """Write an actor's type with its limits: `Rebel group (1995-01-01 to 2021-08-15; in AFG)`."""
    limits: list[str] = []
    if period.first or period.last:
        limits.append(f"{period.first or ''} to {period.last or ''}".strip())
    if period.countries:
        limits.append(f"in {', '.join(period.countries)}")
    return f"{period.type} ({'; '.join(limits)})" if limits else period.type


def _places(built: Built, rows: Mapping[str, Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for key in sorted({row["place_id"] for row in rows.values()}):
        place = built.context.gazetteer[key]
        texts = {name: getattr(place, name) or None for name in ("admin1", "admin2", "admin3", "within")}
        yield {
            **texts,
            "place_id": place.id,
            "name": place.name,
            "aliases": list(place.aliases),
            "kind": place.kind.value,
            "iso3": place.country,
            "latitude": place.latitude,
            "longitude": place.longitude,
            "source": place.source,
        }


def _removed(difference: Difference, identities: Mapping[str, Identity]) -> list[dict[str, Any]]:
    return [
        {"event_id": one, "status": kept.status, "successor": kept.successor or None, "reason": kept.reason}
        for one in difference.removed
        for kept in (identities[one],)
    ]


def _fields(difference: Difference, built: Built, before: Before | None) -> list[dict[str, Any]]:
    old = {one.event_id: one for one in before.identities} if before else {}
    events = {event.event_id: event for event in built.events}
    source = {column.name: column.source for column in published_columns(built.context.book)}
    moved: dict[str, set[str]] = {}
    for one in difference.fields:
        moved.setdefault(one.id, set()).add(source.get(one.field, ""))
    reasons = {
        key: _why(events[key], old.get(key), moved[key], built.prepared.merged) for key in difference.changed
    }
    return [
        {"event_id": one.id, "field": one.field, "old": _old(one), "new": one.new, "reason": reasons[one.id]}
        for one in difference.fields
    ]


def _old(change: FieldChange) -> str:
    """Return the old value; the names of outlets are withheld where one has become confidential since."""
    old, new = change.old.split("; "), change.new.split("; ")
    if change.field != "source" or UNDISCLOSED not in new:
        return change.old
    return "; ".join(dict.fromkeys(name if name in new else UNDISCLOSED for name in old))


def _why(event: Settlement, old: Identity | None, moved: set[str], merged: Mapping[str, str]) -> str:
    """Say what changed under an event: reports that came, went or changed, overrides, or the lists behind it."""
    was = {member.report_id: member.content for member in old.members} if old else {}
    now = {one.report.public: one.report.content for one in event.told}
    causes = [
        ("report added", sorted(now.keys() - was.keys())),
        ("report gone", sorted(was.keys() - now.keys())),
        ("report corrected", sorted(key for key in now.keys() & was.keys() if now[key] != was[key])),
    ]
    said = [f"{cause}: {', '.join(keys)}" for cause, keys in causes if keys]
    if moved & {"side1", "side2"}:
        sides = [side for one in event.told for side in (one.report.coded or one.report.form).sides]
        named = {actor for side in sides for actor in (side.actor, *side.associates)}
        said += [f"actor {actor} was merged into {merged[actor]}" for actor in sorted(named & merged.keys())]
    said += [
        f"override: {settled.rule}"
        for name, settled in event.fields.items()
        if settled.how is How.OVERRIDDEN and name in moved
    ]
    return "; ".join(said) or BEHIND
