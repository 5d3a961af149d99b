"""What is compared with a draft: the events of the newest release and the reports that it does not have, as features.

Published events are read from their table, column by column, so that a million of them take seconds once.
What matching knows only of reports (their words, their voices) is left out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from eventbook.datasets.matching.features import FEATURES, UNKNOWN_FIRST, features
from eventbook.datasets.matching.prepare import Prepared, prepare
from eventbook.datasets.releases.read import Release
from eventbook.schema.build_input import BuildInput
from eventbook.schema.codebook import Codebook
from eventbook.schema.form import Form
from eventbook.schema.registry import Registry, generic_named
from eventbook.schema.text import fold
from eventbook.schema.where import Gazetteer, PlaceLookup


@dataclass(frozen=True, slots=True)
class EventRows:
    """Features of events and of waiting reports, and beside them what is shown of each."""

    features: pa.Table
    shown: pa.Table


SHOWN = pa.schema(
    [
        pa.field("id", pa.string()),
        pa.field("published", pa.bool_()),
        pa.field("day", pa.date32()),
        pa.field("place", pa.string()),
        pa.field("actors", pa.list_(pa.string())),
        pa.field("notes", pa.string()),
    ]
)


def released_rows(release: Release) -> EventRows:
    """Return the rows of the events of a release."""
    book, events = release.codebook, release.table("events")
    size = events.num_rows
    first = pc.coalesce(
        events["first_day"], pc.subtract(events["last_day"], pa.scalar(UNKNOWN_FIRST, pa.duration("s")))
    ).cast(pa.date32())
    count = book.count[0].name if book.count else ""
    field = book.types.field
    columns: dict[str, Any] = {
        "report_id": events["event_id"],
        "country": events["iso3"],
        "first": first,
        "last": events["last_day"],
        "latitude": events["latitude"],
        "longitude": events["longitude"],
        "radius_km": _mapped(events["geo_precision"], _reach(book), pa.float64()),
        "place_id": events["place_id"],
        "region": pc.binary_join_element_wise(
            events["iso3"],
            _mapped(events["admin1"], lambda name: fold(str(name)) if name else None, pa.string()),
            "/",
        ),
        "type": events[field],
        "parent": _mapped(events[field], lambda code: book.parent(str(code)), pa.string()),
        "family": _mapped(events[field], lambda code: book.family(str(code)), pa.string()),
        "actor1": events["actor1_id"],
        "actor2": events["actor2_id"],
        "identified1": _mapped(events["actor1"], _identified(book), pa.bool_()),
        "identified2": _mapped(events["actor2"], _identified(book), pa.bool_()),
    }
    bounds = {"count_low": "low", "count_best": "best", "count_open": "high_open"} if count else {}
    columns |= {name: events[f"{count}_{bound}"] for name, bound in bounds.items()}
    arrays = [columns.get(one.name, pa.nulls(size, one.type)).cast(one.type) for one in FEATURES]
    return EventRows(pa.table(arrays, schema=FEATURES), _shown_events(events))


def _reach(book: Codebook) -> Callable[[object], float]:
    km = {step.code: step.km for step in book.places.precision}
    return lambda code: float(km.get(int(str(code)), 0.0)) if code is not None else 0.0


def _identified(book: Codebook) -> Callable[[object], bool | None]:
    def known(name: object) -> bool | None:
        if not name:
            return None
        made = generic_named(book, str(name))
        return made.identified if made else True

    return known


def _mapped(column: pa.ChunkedArray, function: Callable[[Any], object], kind: pa.DataType) -> pa.ChunkedArray:
    """Return what a function makes of each value, called once for each that is different."""
    values: list[object] = column.to_pylist()
    made = {value: function(value) for value in dict.fromkeys(values)}
    return pa.chunked_array([pa.array([made[value] for value in values], kind)])


def _shown_events(events: pa.Table) -> pa.Table:
    sides = zip(events["actor1"].to_pylist(), events["actor2"].to_pylist(), strict=True)
    return pa.table(
        [
            events["event_id"], pa.array([True] * events.num_rows), events["event_date"], events["location"],
            pa.array([[name for name in pair if name] for pair in sides], SHOWN.field("actors").type), events["notes"],
        ],
        schema=SHOWN,
    )  # fmt: skip


def waiting_rows(given: BuildInput, released: frozenset[str]) -> EventRows:
    """Return the rows of the reports that no event of the release rests on; `released` are public names."""
    prepared = prepare(given, checked=True)
    places = Gazetteer(given.places)
    waiting = {
        key: one
        for key, one in prepared.reports.items()
        if one.public not in released and _tells_enough(prepared.whole(key), places)
    }
    some = Prepared(waiting, {key: root for key, root in prepared.roots.items() if root in waiting}, (), {})
    registry = Registry(given.actors, given.codebook)
    articles = {article.id: article for article in given.articles}
    table = features(some, given.codebook, registry, places, articles) if waiting else FEATURES.empty_table()
    rows: list[Mapping[str, object]] = []
    for key in table["report_id"].to_pylist():
        form = some.whole(str(key))
        ids = [side.actor for side in (form.side1, form.side2) if side]
        names = [actor.name if (actor := registry.get(one)) else one for one in ids]
        place = places.get(form.where.place) if form.where else None
        day = form.when.middle if form.when else date.min
        rows.append({"id": key, "published": False, "day": day, "place": place.name if place else "",
                     "actors": names, "notes": form.notes or ""})  # fmt: skip
    return EventRows(table, pa.Table.from_pylist(rows, schema=SHOWN))


def _tells_enough(form: Form, places: PlaceLookup) -> bool:
    """Tell whether a report says when and where, so that it can be compared."""
    return form.when is not None and form.where is not None and places.get(form.where.place) is not None
