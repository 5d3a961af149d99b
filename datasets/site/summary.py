"""What a release holds in sum, for the explorer's first view: a browser cannot fetch millions of events to count them.

Two small tables lie beside the releases, not in them: they say nothing that the events do not say,
and may be made anew at any time. Events by country, year and broader type; and by half degree.
"""

import shutil
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from eventbook.datasets.releases.read import Release, told_unreadable
from eventbook.schema.codebook import Codebook

CELLS = 2
"""Cells of the grid to a degree."""


def years_table(events: pa.Table, book: Codebook) -> pa.Table:
    """Return events by country, year and broader type, with the sum of the first count and how many lack it."""
    best = f"{book.count[0].name}_best" if book.count else None
    kind = book.types.parent_field or book.types.field
    table = pa.table(
        {
            **{name: events[name] for name in ("iso3", "country", "year")},
            "kind": events[kind],
            "best": events[best] if best else pa.nulls(events.num_rows, pa.int64()),
        }
    )
    keys = ["iso3", "country", "year", "kind"]
    sums: list[tuple[str, str, pc.CountOptions | None]] = [
        ("kind", "count", pc.CountOptions(mode="all")),
        ("best", "sum", None),
        ("best", "count", pc.CountOptions(mode="only_null")),
    ]
    grouped = table.group_by(keys, use_threads=False).aggregate(sums)
    named = grouped.rename_columns([*keys, "events", "best", "unknown"])
    return named.sort_by([(key, "ascending") for key in keys])


def grid_table(events: pa.Table) -> pa.Table:
    """Return events by country and half degree of the globe: the middle of each cell, and how many lie in it."""
    middles = {name: _middles(events[name]) for name in ("latitude", "longitude")}
    keys = ["iso3", *middles]
    table = pa.table({"iso3": events["iso3"], **middles})
    grouped = table.group_by(keys, use_threads=False).aggregate(
        [("iso3", "count", pc.CountOptions(mode="all"))]
    )
    return grouped.rename_columns([*keys, "events"]).sort_by([(key, "ascending") for key in keys])


def _middles(degrees: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.divide(pc.add(pc.floor(pc.multiply(degrees, float(CELLS))), 0.5), float(CELLS))


def write_summary(release: Release, target: Path) -> None:
    """Write the two tables into a folder that is not there yet; it appears whole or not at all."""
    book = release.codebook
    path = release.folder / release.files["events"].path
    columns = [
        "iso3",
        "country",
        "year",
        "latitude",
        "longitude",
        book.types.parent_field or book.types.field,
    ]
    columns += [f"{book.count[0].name}_best"] if book.count else []
    with told_unreadable(path):
        events = pq.read_table(path, columns=columns)
    draft = Path(tempfile.mkdtemp(dir=target.parent, prefix=".summary-"))
    try:
        for name, table in (("years", years_table(events, book)), ("grid", grid_table(events))):
            pq.write_table(table, draft / f"{name}.parquet", compression="zstd", compression_level=9)
        draft.chmod(0o755)
        draft.rename(target)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
