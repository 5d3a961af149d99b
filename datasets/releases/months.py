"""Monthly counts: what many people want instead of events, ready for a spreadsheet or a chart.

One table by country, one by actor; both by month and by the broader type of event. Counts are
sums of the published figures of events whose figure is known; how many events are silent on a
count stands beside each sum, because a sum over unknowns is only a floor. An event counts in the
month of its published day; one with two main actors counts once for each of them.
"""

import csv
import io
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from eventbook.schema.codebook import Codebook
from eventbook.schema.published import Column, Kind

_BOUNDS = ("low", "best", "high")


@dataclass(frozen=True, slots=True)
class MonthTable:
    """One table of monthly counts: its file, what it is, and the columns that say who or where."""

    path: str
    says: str
    keys: tuple[Column, ...]


COUNTRY_MONTH = MonthTable(
    "country_month.csv",
    "Events and counts by country, month and broader type",
    (
        Column("iso3", Kind.TEXT, "ISO 3166 alpha-3 code of the country"),
        Column("country", Kind.TEXT, "Country, in English"),
    ),
)
ACTOR_MONTH = MonthTable(
    "actor_month.csv",
    "Events and counts by main actor, month and broader type; an event counts once for each main actor",
    (
        Column("actor_id", Kind.TEXT, "Permanent id of the actor"),
        Column("actor", Kind.TEXT, "Name of the actor"),
    ),
)
MONTH_TABLES = (COUNTRY_MONTH, ACTOR_MONTH)


def month_columns(table: MonthTable, book: Codebook) -> tuple[Column, ...]:
    """Return the columns of a table of monthly counts under a codebook."""
    columns = [
        *table.keys,
        Column("month", Kind.TEXT, "Month of the published day, as 2021-11"),
        Column(_broader(book), Kind.TEXT, "The broader type of event"),
        Column("events", Kind.INTEGER, "How many events"),
    ]
    for count in book.count:
        columns += [
            Column(f"{count.name}_{bound}", Kind.INTEGER, f"{count.title}: sum of the {bound} figures known")
            for bound in _BOUNDS
        ]
        columns.append(
            Column(f"{count.name}_unknown", Kind.INTEGER, f"{count.title}: events with no best figure")
        )
    return tuple(columns)


def _broader(book: Codebook) -> str:
    """Return the column of the broader type; where the types are a flat list that of the type itself."""
    return book.types.parent_field or book.types.field


def month_csv(table: MonthTable, book: Codebook, events: pa.Table) -> str:
    """Return the table of monthly counts of events as CSV text, ordered by its keys."""
    keys = [*(column.name for column in table.keys), "month", "broader"]
    rows = _keyed(table, _figures(events, book))
    figures = [name for name in rows.column_names if name not in keys]
    sums = rows.group_by(keys).aggregate([(name, "sum") for name in figures])
    lines = [
        (
            *(str(row[name] or "") for name in keys[:-2]),
            _month(row["month"]),
            str(row["broader"] or ""),
            *(row[f"{name}_sum"] or 0 for name in figures),
        )
        for row in sums.to_pylist()
    ]
    sink = io.StringIO(newline="")
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow([column.name for column in month_columns(table, book)])
    writer.writerows(sorted(lines))
    return sink.getvalue()


def _month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def _figures(events: pa.Table, book: Codebook) -> pa.Table:
    """Return who, where and when of each event, with the figures that are summed: events first."""
    day = events["event_date"]
    columns: dict[str, pa.ChunkedArray | pa.Array] = {
        "iso3": events["iso3"],
        "country": events["country"],
        **{name: events[name] for side in (1, 2) for name in (f"actor{side}_id", f"actor{side}")},
        "month": pc.add(pc.multiply(pc.year(day), 12), pc.subtract(pc.month(day), 1)),
        "broader": events[_broader(book)],
        "events": pa.array([1] * events.num_rows, pa.int64()),
    }
    for count in book.count:
        columns |= {f"{count.name}_{bound}": events[f"{count.name}_{bound}"] for bound in _BOUNDS}
        columns[f"{count.name}_unknown"] = pc.cast(pc.is_null(events[f"{count.name}_best"]), pa.int64())
    return pa.table(columns)


def _keyed(table: MonthTable, rows: pa.Table) -> pa.Table:
    """Return a row for each event and whom it counts for, with the columns that say so and the figures."""
    sides = [name for side in (1, 2) for name in (f"actor{side}_id", f"actor{side}")]
    if table is COUNTRY_MONTH:
        return rows.drop_columns(sides)
    one, two = (rows.rename_columns({sides[n]: "actor_id", sides[n + 1]: "actor"}) for n in (0, 2))
    other = pc.or_(
        pc.not_equal(rows["actor1_id"], rows["actor2_id"]), pc.not_equal(rows["actor1"], rows["actor2"])
    )
    two = two.filter(pc.fill_null(other, True))
    names = [
        "actor_id",
        "actor",
        *(name for name in rows.column_names if name not in {*sides, "iso3", "country"}),
    ]
    both = pa.concat_tables([one.select(names), two.select(names)])
    return both.filter(pc.greater(pc.binary_length(pc.fill_null(both["actor_id"], "")), 0))
