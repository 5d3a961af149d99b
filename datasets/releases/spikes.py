"""Rises in the number of events that a newly read source explains.

In a country, a source that tells of nothing for half a year and then of much lifts the count of
events without anything having changed. It is told where the months after its first are half as
many again as the half year before, and without what it alone tells they would not be.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from eventbook.datasets.releases.quality import MOST, Case

BEFORE, AFTER = 6, 3
"""Months that are looked at before and after a source appears."""
RISE, STEADY = 1.5, 1.2
"""The months after are at least so many times the months before; without the source at most so many times."""
LEAST = 5
"""So many events a month it must tell of alone."""


@dataclass(slots=True)
class _Country:
    """Events of a country by month, and those that one outlet alone tells of; when each outlet begins."""

    total: Counter[int] = field(default_factory=Counter[int])
    alone: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    first: dict[str, int] = field(default_factory=dict[str, int])


def spikes(events: pa.Table) -> Iterator[Case]:
    """Yield each country and source of which that is so."""
    for country, told in sorted(_countries(events).items()):
        start = min(told.total)
        for outlet, first in sorted(told.first.items()):
            if first - start < BEFORE:
                continue
            before = sum(told.total[month] for month in range(first - BEFORE, first)) / BEFORE
            months = range(first, first + AFTER)
            after = sum(told.total[month] for month in months) / AFTER
            alone = sum(told.alone[outlet][month] for month in months) / AFTER
            if alone >= LEAST and after >= RISE * before and after - alone <= STEADY * before:
                what = (
                    f"{outlet} from {first // 12}-{first % 12 + 1:02d} in {country or 'no country'}: "
                    f"{before:.1f} events a month before, {after:.1f} after, {after - alone:.1f} without it"
                )
                yield _case(events, country, outlet, what, (first, first + AFTER))


def _months(events: pa.Table) -> pa.ChunkedArray:
    """Return the month of each event as a number that counts on over years."""
    day = events["event_date"]
    return pc.add(pc.multiply(pc.year(day), 12), pc.subtract(pc.month(day), 1))


def _countries(events: pa.Table) -> dict[str, _Country]:
    outlets = pc.list_value_length(events["source"])
    base = pa.table({"country": pc.fill_null(events["country"], ""), "month": _months(events)})
    found: dict[str, _Country] = defaultdict(_Country)
    for row in base.group_by(["country", "month"]).aggregate([([], "count_all")]).to_pylist():
        found[row["country"]].total[row["month"]] += row["count_all"]
    told = _exploded(base, events["source"])
    for row in told.group_by(["country", "outlet"]).aggregate([("month", "min")]).to_pylist():
        found[row["country"]].first[row["outlet"]] = row["month_min"]
    one = pc.fill_null(pc.equal(outlets, 1), False)
    single = _exploded(base.filter(one), events["source"].filter(one))
    for row in single.group_by(["country", "outlet", "month"]).aggregate([([], "count_all")]).to_pylist():
        found[row["country"]].alone[row["outlet"]][row["month"]] += row["count_all"]
    return found


def _exploded(base: pa.Table, sources: pa.ChunkedArray) -> pa.Table:
    """Return a row for each event and outlet."""
    combined: Any = sources.combine_chunks()
    rows = pc.list_parent_indices(combined)
    return base.take(rows).append_column("outlet", pa.chunked_array([pc.list_flatten(combined)], pa.string()))


def _case(events: pa.Table, country: str, outlet: str, what: str, months: tuple[int, int]) -> Case:
    month = _months(events)
    mask = pc.and_(pc.greater_equal(month, months[0]), pc.less(month, months[1]))
    mask = pc.and_(mask, pc.equal(pc.fill_null(events["country"], ""), country))
    mask = pc.and_(mask, pc.fill_null(pc.equal(pc.list_value_length(events["source"]), 1), False))
    hits = events.select(["event_id", "source"]).filter(mask).to_pylist()
    ids = [row["event_id"] for row in hits if row["source"] == [outlet]]
    return Case(what=what, events=len(ids), ids=tuple(ids[:MOST]))
