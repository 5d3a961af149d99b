"""Reports made by somebody else's generator, as a table of features.

Reads a folder with `reports.parquet` (report_id, country, admin1, day, lat, lon, geo_prec,
event_type, actor1, actor2, actor1_id, actor2_id, fatalities, coder_id, article_id, pub_day)
and `truth.parquet` (report_id, true_event). An actor id that begins with `x:` is a name that no
registry knew, an empty one an unidentified actor.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from eventbook.datasets.matching.columns import Ints
from eventbook.datasets.matching.features import FEATURES
from matching.telling import CODERS, REACH, Made


def neutral(folder: Path) -> Made:
    """Return the reports of a folder with their truth."""
    table = pq.read_table(folder / "reports.parquet").sort_by("report_id")
    truth = pq.read_table(folder / "truth.parquet").sort_by("report_id")
    size = table.num_rows
    given: dict[str, Any] = {
        "report_id": pa.array(np.char.mod("r%09d", table["report_id"].to_numpy())),
        "article_id": table["article_id"].cast(pa.string()),
        "sheet_id": pc.binary_join_element_wise(
            table["article_id"].cast(pa.string()), table["coder_id"].cast(pa.string()), "/"
        ),
        "country": table["country"],
        "first": _days(table["day"]),
        "last": _days(table["day"]),
        "published": _days(table["pub_day"]),
        "latitude": table["lat"],
        "longitude": table["lon"],
        "radius_km": pa.array(REACH[np.asarray(table["geo_prec"].to_numpy()) - 1]),
        "region": table["admin1"],
        "type": table["event_type"],
        "count_low": table["fatalities"].cast(pa.int64()),
        "count_best": table["fatalities"].cast(pa.int64()),
    }
    for side in ("actor1", "actor2"):
        found = table[f"{side}_id"]
        unlisted = pc.starts_with(pc.fill_null(found, "x:"), "x:")
        given[f"identified{side[-1]}"] = pc.invert(unlisted)
        given[side] = pc.coalesce(found, _unidentified(table["country"]))
    columns = [given.get(field.name, pa.nulls(size, field.type)) for field in FEATURES]
    return Made(
        pa.Table.from_arrays(columns, schema=FEATURES),
        np.asarray(truth["true_event"].to_numpy()),
        (table["actor1"], table["actor2"]),
    )


def _days(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(pa.int32()).cast(pa.date32())


def _unidentified(countries: pa.ChunkedArray) -> pa.ChunkedArray:
    named: pa.ChunkedArray = pc.binary_join_element_wise("unidentified", countries, "-")
    return named


def told_apart(features: pa.Table) -> tuple[Ints, Ints]:
    """Return the pairs of rows of one sheet: its coder said that they are two events."""
    sheets = np.asarray(pc.rank(features["sheet_id"], tiebreaker="dense").to_numpy(), dtype=np.int64)
    order = np.argsort(sheets, kind="stable")
    ordered = sheets[order]
    left: list[Ints] = [np.empty(0, dtype=np.int64)]
    right: list[Ints] = [np.empty(0, dtype=np.int64)]
    for step in range(1, CODERS):
        same = np.flatnonzero(ordered[step:] == ordered[:-step])
        if not len(same):
            break
        left.append(order[same])
        right.append(order[same + step])
    return np.concatenate(left), np.concatenate(right)
