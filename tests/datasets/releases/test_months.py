import csv
import io
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from eventbook.datasets.releases.months import (
    ACTOR_MONTH,
    COUNTRY_MONTH,
    MonthTable,
    month_columns,
    month_csv,
)
from eventbook.schema.tables import events_schema

if TYPE_CHECKING:
    from tests.datasets.conftest import World

known = st.none() | st.integers(0, 50)


def event(world: "World", day: date, deaths: int | None, **more: object) -> dict[str, Any]:
    row: dict[str, Any] = {"event_date": day, "iso3": "UGA", "country": "Uganda"}
    row |= {world.book.types.parent_field: "Battles"}
    row |= {"actor1": "Karo", "actor1_id": "karo", "actor2": "Army", "actor2_id": "army"}
    for count in world.book.count:
        row |= {f"{count.name}_{bound}": None for bound in ("low", "best", "high")}
    return row | {f"deaths_{bound}": deaths for bound in ("low", "best", "high")} | more


def text(table: MonthTable, world: "World", events: list[dict[str, Any]]) -> str:
    schema = events_schema(world.book)
    return month_csv(table, world.book, pa.Table.from_pylist(events, schema=schema))


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@given(st.lists(st.tuples(st.dates(date(2021, 1, 1), date(2021, 3, 31)), known), max_size=20))
def test_the_months_of_a_country_sum_to_its_events(
    world: "World", found: list[tuple[date, int | None]]
) -> None:
    events = [event(world, day, deaths) for day, deaths in found]
    table = rows(text(COUNTRY_MONTH, world, events))
    assert sum(int(row["events"]) for row in table) == len(events)
    assert sum(int(row["deaths_best"]) for row in table) == sum(deaths or 0 for _, deaths in found)
    assert sum(int(row["deaths_unknown"]) for row in table) == sum(deaths is None for _, deaths in found)
    assert text(COUNTRY_MONTH, world, events[::-1]) == text(COUNTRY_MONTH, world, events)


def test_an_event_counts_once_for_each_main_actor(world: "World") -> None:
    events = [
        event(world, date(2021, 1, 2), 3),
        event(world, date(2021, 1, 3), None, actor2="Karo", actor2_id="karo"),
    ]
    table = {row["actor_id"]: row["events"] for row in rows(text(ACTOR_MONTH, world, events))}
    assert table == {"karo": "2", "army": "1"}


def test_every_column_is_explained(world: "World") -> None:
    for table in (COUNTRY_MONTH, ACTOR_MONTH):
        head = text(table, world, []).strip().split(",")
        assert head == [column.name for column in month_columns(table, world.book)]
