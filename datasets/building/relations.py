"""How events stand to each other: from the forms' relations to a table of event ids.

A coder names another form, or an event of an earlier release. Which events these are now is
known only when a build has given ids, so it is worked out here. What leads nowhere (to a
form that is not in the build, to a withdrawn id, to what has become the same event) is listed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eventbook.datasets.building.provenance import cited
from eventbook.datasets.building.rows import Page, Settlement
from eventbook.datasets.matching.prepare import LeftOut
from eventbook.datasets.merging.identify import Identity
from eventbook.datasets.merging.settled import Told
from eventbook.schema.evidence import Quote

SHARED_TOTAL = "shares a total with"
"""The kind of the links that nobody writes: from a share to the event with the first share."""


@dataclass(frozen=True, slots=True)
class Link:
    """One event's relation to another, the report that tells it, and the words."""

    event: str
    kind: str
    to: str
    told: Told
    quote: Quote | None


def related(
    events: Sequence[Settlement], identities: Iterable[Identity]
) -> tuple[tuple[Link, ...], tuple[LeftOut, ...]]:
    """Return the relations among the events, and those that lead nowhere, each with the reason."""
    homes = {one.id: event.event_id for event in events for one in event.told}
    current = {one.event_id: one.successor or one.event_id for one in identities if one.status != "withdrawn"}
    links: list[Link] = []
    idle: list[LeftOut] = []
    for event in events:
        for one in event.told:
            links += _shares(event.event_id, one, homes)
            for link in one.form.relations:
                to = homes.get(link.to) or current.get(link.to)
                if to is None or to == event.event_id:
                    idle.append(LeftOut(one.id, _why(f"{link.kind} {link.to}", to)))
                else:
                    links.append(Link(event.event_id, link.kind.value, to, one, link.quote))
    return tuple(links), tuple(sorted(idle, key=lambda one: (one.report, one.reason)))


def _why(written: str, to: str | None) -> str:
    return f"'{written}': " + ("that is not in this build" if to is None else f"both are {to} now")


def _shares(event: str, one: Told, homes: Mapping[str, str]) -> Iterator[Link]:
    for claim in one.form.counts:
        first = homes[claim.split_over[0]] if claim.split_over else event
        if first != event:
            yield Link(event, SHARED_TOTAL, first, one, claim.phrase)


def relation_rows(links: Iterable[Link], page: Page) -> Iterator[dict[str, Any]]:
    """Yield the rows of the table of relations."""
    seen: set[tuple[Any, ...]] = set()
    for link in links:
        base = {"event_id": link.event, "kind": link.kind, "to_event_id": link.to}
        for row in cited(base, link.told, [link.quote] if link.quote else [], page):
            if tuple(row.values()) not in seen:
                yield row
            seen.add(tuple(row.values()))
