"""Points for map programs: the GeoParquet column of events, made from latitude and longitude.

Well-known binary: byte order, the code of a point, x, y. The column says nothing that the two
numbers do not; it is made when a file is written, checked by `verify`, and left out when our
own programs read the table. GeoParquet 1.1 leaves the reference system out where it is WGS 84
with longitude first.
"""

import json
import struct

import pyarrow as pa
import pyarrow.compute as pc

from eventbook.datasets.releases.differing import one_chunk

GEOMETRY = "geometry"
_LITTLE_ENDIAN, _POINT_CODE = 1, 1
_HEAD = struct.pack("<BI", _LITTLE_ENDIAN, _POINT_CODE)
FIELD = pa.field(GEOMETRY, pa.binary(), metadata={"description": "The point as well-known binary"})


def with_points(table: pa.Table) -> pa.Table:
    """Return the table with a point for each row's `longitude` and `latitude`, as GeoParquet."""
    whole = table.append_column(FIELD, points(table))
    return whole.replace_schema_metadata(about_points(table))


def points(table: pa.Table) -> pa.Array:
    """Return the point of each row; blank where either number is."""
    x, y = (_eight_bytes(table[name]) for name in ("longitude", "latitude"))
    head, nothing = (pa.scalar(one, pa.binary()) for one in (_HEAD, b""))
    joined: pa.Array = pc.binary_join_element_wise(head, x, y, nothing)
    return joined


def _eight_bytes(numbers: pa.ChunkedArray) -> pa.Array:
    """Return numbers as the bytes they are in memory, which is little-endian wherever pyarrow runs."""
    array = one_chunk(numbers)
    viewed: pa.Array = array.view(pa.binary(8))
    return pc.cast(viewed, pa.binary())


def about_points(table: pa.Table) -> dict[str, str]:
    """Return what GeoParquet says of the points of a table, for its metadata."""
    column: dict[str, object] = {"encoding": "WKB", "geometry_types": ["Point"]}
    xs, ys = (pc.min_max(table[name]).as_py() for name in ("longitude", "latitude"))
    if xs["min"] is not None and ys["min"] is not None:
        column["bbox"] = [xs["min"], ys["min"], xs["max"], ys["max"]]
    about = {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}
    return {"geo": json.dumps(about, sort_keys=True)}
