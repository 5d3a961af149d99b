"""What stands out in a release and would mislead whoever counts: odd days, coordinates that stand for others, jumps.

Nothing here is wrong for certain, or the rules would have refused it. Each kind says what a
reader should make of it; each case names its events.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from eventbook.datasets.releases.quality import MOST, Case, Outlier
from eventbook.datasets.releases.spikes import spikes
from eventbook.schema.codebook import Codebook
from eventbook.schema.where import PlaceKind

_LONELY_YEARS = 10
"""A year is lonely that lies so many years from every other year of the dataset."""
_WIDE_KM = 50
"""A point is not the place where the true one may lie so many kilometres away."""
_SHARED = 3
"""So many places of different names at one point are taken for one that stands for the others."""


@dataclass(frozen=True, slots=True)
class Scene:
    """When a release was made, and which it is."""

    version: str
    made: date


def outliers(tables: Mapping[str, pa.Table], book: Codebook, scene: Scene) -> tuple[Outlier, ...]:
    """Return every kind of what stands out that occurs, each with its cases, the largest first."""
    events, places = tables["events"], tables["places"]
    found = [
        _kind(_EARLY, _by_year(events, pc.less(events["event_date"], book.head.earliest))),
        _kind(_FUTURE, _by_year(events, pc.greater(events["event_date"], scene.made))),
        _kind(_LONELY, _lonely(events)),
        _kind(_STANDS_IN, _coarse(events, book)),
        _kind(_SHARED_POINT, _shared_points(events)),
        _kind(_TOO_EXACT, _too_exact(events, places, book)),
        _kind(_NOWHERE, _nowhere(events)),
        _kind(_CROSSED, _crossed(events, book)),
        _kind(_SPIKE, spikes(events)),
    ]
    return tuple(one for one in found if one.events)


_Kind = tuple[str, str, str]
_EARLY: _Kind = (
    "date-early",
    "Days before the time that the codebook covers",
    "Mostly a year that was mistyped; leave them out of any series.",
)
_FUTURE: _Kind = (
    "date-future",
    "Days after the release was made",
    "They cannot have been reported; leave them out.",
)
_LONELY: _Kind = (
    "date-lonely",
    f"Years that lie {_LONELY_YEARS} or more from every other year",
    "A year that was mistyped, or a stray event; do not draw a line to it.",
)
_STANDS_IN: _Kind = (
    "place-stands-in",
    "Points that stand for a wider area, by the precision that is published",
    "The point is a chief town or a middle, not the place: leave these out of maps of towns.",
)
_SHARED_POINT: _Kind = (
    "place-shared-point",
    f"One point under {_SHARED} or more names of places",
    "Often the coordinates of a capital or chief town that were given to places nobody could find.",
)
_TOO_EXACT: _Kind = (
    "place-too-exact",
    "A whole country, province or district published as an exact place",
    "Its point is a middle or a chief town; read it as the wider precision.",
)
_NOWHERE: _Kind = (
    "place-null-island",
    "Points at latitude 0, longitude 0",
    "Coordinates that were left out and became noughts.",
)
_CROSSED: _Kind = (
    "count-crossed",
    "Counts whose low, best and high are not in order",
    "Sources differ, or two figures were swapped; use the best figure with care.",
)
_SPIKE: _Kind = (
    "source-spike",
    "Rises that come with a new source and not without it",
    "More was read, not more happened: compare only what the other sources tell.",
)


def _kind(kind: _Kind, cases: Iterable[Case]) -> Outlier:
    found = sorted(cases, key=lambda case: (-case.events, case.what))
    name, title, advice = kind
    return Outlier(
        kind=name,
        title=title,
        advice=advice,
        events=sum(case.events for case in found),
        cases=tuple(found[:MOST]),
        cases_in_all=len(found),
    )


def _case(what: str, ids: list[Any]) -> Case:
    return Case(what=what, events=len(ids), ids=tuple(ids[:MOST]))


def _by_year(events: pa.Table, mask: pa.ChunkedArray) -> Iterator[Case]:
    hits = events.select(["event_id", "event_date"]).filter(mask)
    years: dict[int, list[Any]] = defaultdict(list)
    for name, day in zip(hits["event_id"].to_pylist(), hits["event_date"].to_pylist(), strict=True):
        years[day.year].append(name)
    yield from (_case(f"year {year:04d}", ids) for year, ids in years.items())


def _lonely(events: pa.Table) -> Iterator[Case]:
    years = sorted(year for year in pc.unique(events["year"]).to_pylist() if year is not None)
    for index, year in enumerate(years):
        around = years[max(0, index - 1) : index] + years[index + 1 : index + 2]
        if around and min(abs(year - other) for other in around) >= _LONELY_YEARS:
            yield from _by_year(events, pc.equal(events["year"], year))


def _coarse(events: pa.Table, book: Codebook) -> Iterator[Case]:
    """Yield each point that a wide precision is published at."""
    wide = {step.code: step.label for step in book.places.precision if step.km >= _WIDE_KM}
    mask = pc.is_in(events["geo_precision"], pa.array(list(wide), pa.int64()))
    names = ["location", "country", "latitude", "longitude", "geo_precision"]
    grouped: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in events.select(["event_id", *names]).filter(mask).to_pylist():
        grouped[tuple(row[name] for name in names)].append(row["event_id"])
    for (place, country, latitude, longitude, code), ids in grouped.items():
        named = ", ".join(part for part in (place, country) if part)
        yield _case(f"{named} ({latitude}, {longitude}): {wide[code]}", ids)


def _shared_points(events: pa.Table) -> Iterator[Case]:
    names = events.select(["latitude", "longitude", "location"]).group_by(["latitude", "longitude"])
    many = names.aggregate([("location", "count_distinct")])
    many = many.filter(pc.greater_equal(many["location_count_distinct"], _SHARED))
    for row in many.to_pylist():
        here = pc.and_(
            pc.equal(events["latitude"], row["latitude"]), pc.equal(events["longitude"], row["longitude"])
        )
        hits = events.select(["event_id", "location"]).filter(here)
        listed = sorted({str(name) for name in hits["location"].to_pylist()})
        more = f" and {len(listed) - _SHARED} more" if len(listed) > _SHARED else ""
        what = f"{', '.join(listed[:_SHARED])}{more} at {row['latitude']}, {row['longitude']}"
        yield _case(what, hits["event_id"].to_pylist())


def _too_exact(events: pa.Table, places: pa.Table, book: Codebook) -> Iterator[Case]:
    wide = {PlaceKind.COUNTRY.value, PlaceKind.ADMIN1.value, PlaceKind.ADMIN2.value}
    divisions = {row["place_id"]: row for row in places.to_pylist() if row["kind"] in wide}
    finest = book.places.precision[0].code
    mask = pc.and_(
        pc.equal(events["geo_precision"], finest),
        pc.is_in(events["place_id"], pa.array(list(divisions), pa.string())),
    )
    hits = events.select(["event_id", "place_id"]).filter(mask)
    grouped: dict[str, list[Any]] = defaultdict(list)
    for name, place in zip(hits["event_id"].to_pylist(), hits["place_id"].to_pylist(), strict=True):
        grouped[place].append(name)
    for place, ids in grouped.items():
        yield _case(f"{divisions[place]['name']} ({divisions[place]['kind']})", ids)


def _nowhere(events: pa.Table) -> Iterator[Case]:
    mask = pc.and_(pc.equal(events["latitude"], 0.0), pc.equal(events["longitude"], 0.0))
    ids = events["event_id"].filter(mask).to_pylist()
    if ids:
        yield _case("0, 0", ids)


def _crossed(events: pa.Table, book: Codebook) -> Iterator[Case]:
    for count in book.count:
        low, best, high = (events[f"{count.name}_{bound}"] for bound in ("low", "best", "high"))
        pairs = (
            (low, best, "low above best"),
            (best, high, "best above high"),
            (low, high, "low above high"),
        )
        said = Counter[str]()
        for smaller, larger, what in pairs:
            ids = events["event_id"].filter(pc.greater(smaller, larger)).to_pylist()
            said[what] += len(ids)
            if ids and (what != pairs[2][2] or not said[pairs[0][2]] + said[pairs[1][2]]):
                yield _case(f"{count.title}: {what}", ids)
