"""The figures of the quality report that follow from the tables of a release.

All are worked out column by column, so that millions of events take seconds. Lists name events in
the order of the release.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from eventbook.datasets.releases.outliers import Scene, outliers
from eventbook.datasets.releases.quality import (
    MOST,
    Beyond,
    Concentration,
    Listing,
    Missing,
    OutletShare,
    Precision,
    Quality,
    Told,
)
from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_parts import DatePrecision, PlacePrecision
from eventbook.schema.published import published_columns

_MANY = 5
"""Events told of by so many outlets or more are counted together."""
_EXAMPLES = 20
"""How many events are named that lack a column."""


def quality_of(tables: Mapping[str, pa.Table], book: Codebook, scene: Scene, beyond: Beyond) -> Quality:
    """Return the report of a release on its tables `events` and `places`, and on what lies beyond them."""
    events = tables["events"]
    mentions = _mentions(events)
    return Quality(
        version=scene.version,
        events=events.num_rows,
        beyond=beyond,
        time_precision=_precision(events["time_precision"], book.dates.precision),
        place_precision=_precision(events["geo_precision"], book.places.precision),
        outlets_per_event=_outlets_per_event(events),
        one_outlet=_listing(events, pc.equal(_lengths(events["source"]), 1)),
        outlets=_outlets(mentions, events.num_rows),
        concentration=_concentration(mentions),
        doubted=_listing(events, pc.greater(_lengths(events["doubted"]), 0)),
        joined=_listing(events, pc.greater(pc.fill_null(events["joined"], 0), 0)),
        missing=tuple(_missing(events, book)),
        outliers=outliers(tables, book, scene),
    )


def share(part: int, whole: int) -> float:
    """Return a share of a whole to four decimals; nothing of nothing is nought."""
    return round(part / whole, 4) if whole else 0.0


def counted(column: pa.ChunkedArray) -> dict[Any, int]:
    """Return how often each value of a column occurs."""
    return {one["values"]: one["counts"] for one in pc.value_counts(column).to_pylist()}


def _lengths(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.fill_null(pc.list_value_length(column), 0)


def _listing(events: pa.Table, mask: pa.ChunkedArray) -> Listing:
    hits = events["event_id"].filter(mask)
    return Listing(
        count=len(hits), share=share(len(hits), events.num_rows), ids=tuple(hits[:MOST].to_pylist())
    )


def _precision(
    codes: pa.ChunkedArray, steps: Iterable[DatePrecision | PlacePrecision]
) -> tuple[Precision, ...]:
    counts = counted(codes)
    return tuple(
        Precision(
            code=step.code,
            label=step.label,
            events=counts.get(step.code, 0),
            share=share(counts.get(step.code, 0), len(codes)),
        )
        for step in steps
    )


def _outlets_per_event(events: pa.Table) -> tuple[Told, ...]:
    counts = counted(pc.min_element_wise(_lengths(events["source"]), _MANY))
    return tuple(
        Told(outlets=number, events=counts[number], share=share(counts[number], events.num_rows))
        for number in sorted(counts)
    )


def _mentions(events: pa.Table) -> Mapping[str, tuple[int, int]]:
    """Return for each outlet how many events it tells of, and of how many it alone tells."""
    told = counted(_flat(events["source"]))
    alone = counted(_flat(events["source"].filter(pc.equal(_lengths(events["source"]), 1))))
    return {name: (count, alone.get(name, 0)) for name, count in told.items()}


def _flat(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.list_flatten(column)


def _outlets(mentions: Mapping[str, tuple[int, int]], events: int) -> tuple[OutletShare, ...]:
    ranked = sorted(mentions.items(), key=lambda item: (-item[1][0], item[0]))
    return tuple(
        OutletShare(outlet=name, events=count, share=share(count, events), alone=alone)
        for name, (count, alone) in ranked[:MOST]
    )


def _concentration(mentions: Mapping[str, tuple[int, int]]) -> Concentration:
    sizes = sorted((count for count, _ in mentions.values()), reverse=True)
    total = sum(sizes)
    evenness = sum(size * size for size in sizes) / (total * total) if total else 0.0
    return Concentration(
        outlets=len(sizes),
        largest=share(sum(sizes[:1]), total),
        five_largest=share(sum(sizes[:5]), total),
        evenness=round(evenness, 4),
        as_many_as=round(1 / evenness, 2) if evenness else 0.0,
    )


def _missing(events: pa.Table, book: Codebook) -> Iterator[Missing]:
    for column in published_columns(book):
        if column.name not in events.column_names:
            continue
        values = events[column.name]
        blank = pc.is_null(values)
        if isinstance(values.type, pa.ListType):
            blank = pc.equal(_lengths(values), 0)
        hits = events["event_id"].filter(blank)
        if len(hits):
            yield Missing(
                column=column.name,
                says=column.says,
                count=len(hits),
                share=share(len(hits), events.num_rows),
                ids=tuple(hits[:_EXAMPLES].to_pylist()),
            )
