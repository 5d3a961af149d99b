import csv
import io
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from eventbook.datasets.releases.exports import cell
from eventbook.datasets.releases.text_columns import csv_chunks
from eventbook.datasets.releases.text_tables import own_columns
from eventbook.schema.tables import events_schema

if TYPE_CHECKING:
    from tests.datasets.conftest import World

TEXT = st.none() | st.text("=a,\"\n\r'-\u00e9 ", max_size=4)
ROW = st.fixed_dictionaries(
    {
        "event_id": st.sampled_from(["UGA1", "-1", ""]),
        "event_date": st.dates(date(25, 1, 1), date(2030, 1, 1)),
        "year": st.none() | st.integers(-5, 2030),
        "latitude": st.none() | st.floats(-90, 90),
        "selective": st.none() | st.booleans(),
        "civilian_targeting": st.sampled_from([None, "None", "Civilian targeting"]),
        "notes": TEXT,
        "source": st.none() | st.lists(st.text("=a,", max_size=2), max_size=3),
        "tags": st.none() | st.lists(st.text("=a;", max_size=2), max_size=2),
        "deaths_best": st.none() | st.integers(0, 3),
        "crowd_best": st.none() | st.integers(0, 3),
        "crowd_high_open": st.none() | st.booleans(),
    }
)


@settings(max_examples=60, deadline=None)
@given(st.lists(ROW, max_size=6))
def test_columns_give_the_cells_that_rows_give(world: "World", rows: list[dict[str, Any]]) -> None:
    table = pa.Table.from_pylist(rows, schema=events_schema(world.book))
    for export in (own_columns(world.book), *world.book.export):
        sink = io.StringIO(newline="")
        writer = csv.writer(sink, lineterminator="\n")
        writer.writerow([column.name for column in export.columns])
        writer.writerows([cell(row, column) for column in export.columns] for row in table.to_pylist())
        assert b"".join(csv_chunks(table, export)).decode() == sink.getvalue()
