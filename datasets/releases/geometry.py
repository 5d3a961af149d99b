"""Points for map programs: the GeoParquet column of events, made from latitude and longitude.

Well-known binary: byte order, the code of a point, x, y. The column says nothing that the two
numbers do not; it is made when a file is written, checked by `verify`, and left out when our
own programs read the table. GeoParquet 1.1 leaves the reference system out where it is WGS 84
with longitude first.
"""

import json
import struct
from collections.abc import Iterable

import pyarrow as pa

GEOMETRY = "geometry"
_POINT = struct.Struct("<BIdd")
_LITTLE_ENDIAN, _POINT_CODE = 1, 1


def with_points(table: pa.Table) -> pa.Table:
    """Return the table with a point for each row's `longitude` and `latitude`, as GeoParquet."""
    longitudes, latitudes = table["longitude"].to_pylist(), table["latitude"].to_pylist()
    field = pa.field(GEOMETRY, pa.binary(), metadata={"description": "The point as well-known binary"})
    points = pa.array(_points(longitudes, latitudes), pa.binary())
    whole = table.append_column(field, points)
    return whole.replace_schema_metadata({"geo": json.dumps(_about(longitudes, latitudes), sort_keys=True)})


def _points(longitudes: Iterable[float | None], latitudes: Iterable[float | None]) -> list[bytes | None]:
    return [
        None if x is None or y is None else _POINT.pack(_LITTLE_ENDIAN, _POINT_CODE, x, y)
        for x, y in zip(longitudes, latitudes, strict=True)
    ]


def _about(longitudes: list[float | None], latitudes: list[float | None]) -> dict[str, object]:
    column: dict[str, object] = {"encoding": "WKB", "geometry_types": ["Point"]}
    xs = [x for x in longitudes if x is not None]
    ys = [y for y in latitudes if y is not None]
    if xs and ys:
        column["bbox"] = [min(xs), min(ys), max(xs), max(ys)]
    return {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}
