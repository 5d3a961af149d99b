"""Monthly counts: what many people want instead of events, ready for a spreadsheet or a chart.

One table by country, one by actor; both by month and by the broader type of event. Counts are
sums of the published figures of events whose figure is known; how many events are silent on a
count stands beside each sum, because a sum over unknowns is only a floor. An event counts in the
month of its published day; one with two main actors counts once for each of them.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

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


def month_csv(table: MonthTable, book: Codebook, events: Iterable[Mapping[str, Any]]) -> str:
    """Return the table of monthly counts of events as CSV text, ordered by its keys."""
    sums: dict[tuple[str, ...], list[int]] = {}
    width = 1 + len(book.count) * (len(_BOUNDS) + 1)
    for row in events:
        figures = _figures(row, book)
        for who in _keys(table, row):
            key = (*who, f"{row['event_date']:%Y-%m}", str(row[_broader(book)] or ""))
            known = sums.setdefault(key, [0] * width)
            for index, figure in enumerate(figures):
                known[index] += figure
    sink = io.StringIO(newline="")
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow([column.name for column in month_columns(table, book)])
    writer.writerows([*key, *sums[key]] for key in sorted(sums))
    return sink.getvalue()


def _keys(table: MonthTable, row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if table is COUNTRY_MONTH:
        yield str(row["iso3"] or ""), str(row["country"] or "")
        return
    named = {(row[f"actor{side}_id"], row[f"actor{side}"]) for side in (1, 2)}
    yield from ((str(key), str(name)) for key, name in named if key)


def _figures(row: Mapping[str, Any], book: Codebook) -> list[int]:
    figures = [1]
    for count in book.count:
        figures += [row[f"{count.name}_{bound}"] or 0 for bound in _BOUNDS]
        figures.append(int(row[f"{count.name}_best"] is None))
    return figures
