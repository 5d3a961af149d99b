"""Events for map programs: a GeoPackage, which is one SQLite file, and GeoJSON, which is text.

Both are written row by row. A GeoPackage carries the release's time, so that the same release gives
the same bytes; a row without coordinates has no point. Text is text in both.
"""

import json
import sqlite3
import struct
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from eventbook.datasets.exporting.row_writers import OURS, Row
from eventbook.datasets.releases.exports import plain_cell
from eventbook.datasets.releases.text_values import as_text
from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_exports import Export, ExportColumn
from eventbook.schema.plain_values import is_list
from eventbook.schema.published import Kind, published_columns

_APPLICATION, _VERSION = 0x47504B47, 10300
"""What says that a SQLite file is a GeoPackage, of version 1.3."""
_WGS84 = 4326
_POINT = struct.Struct("<2sBBiBIdd")
_TYPES = {
    Kind.INTEGER: "INTEGER",
    Kind.SECONDS: "INTEGER",
    Kind.NUMBER: "REAL",
    Kind.BOOLEAN: "BOOLEAN",
    Kind.DAY: "DATE",
}
_TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
  srs_id INTEGER REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL REFERENCES gpkg_contents(table_name),
  column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL REFERENCES gpkg_spatial_ref_sys(srs_id), z TINYINT NOT NULL, m TINYINT NOT NULL,
  PRIMARY KEY (table_name, column_name), UNIQUE (table_name));
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined cartesian', -1, 'NONE', -1, 'undefined', NULL),
  ('Undefined geographic', 0, 'NONE', 0, 'undefined', NULL),
  ('WGS 84', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],
PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]', NULL);
"""


def point_of(row: Row) -> tuple[float, float] | None:
    """Return longitude and latitude of an event, or None."""
    x, y = row.get("longitude"), row.get("latitude")
    return None if x is None or y is None else (x, y)


class GeoPackage:
    """One file with one layer, `events`."""

    def __init__(self, path: Path, export: Export, book: Codebook, made_at: datetime) -> None:
        """Make the file and its tables."""
        self._export, self._made = export, made_at
        self._box: list[float] | None = None
        kinds = (
            {column.name: column.kind for column in published_columns(book)} if export.name == OURS else {}
        )
        names = [
            (column.name, _TYPES.get(kinds.get(column.name, Kind.TEXT), "TEXT")) for column in export.columns
        ]
        self._file = sqlite3.connect(path, isolation_level=None)
        self._file.execute(f"PRAGMA application_id = {_APPLICATION}")
        self._file.execute(f"PRAGMA user_version = {_VERSION}")
        self._file.execute("PRAGMA journal_mode = OFF")
        self._file.executescript(_TABLES)
        columns = ", ".join(f'"{name}" {kind}' for name, kind in names)
        self._file.execute(f"CREATE TABLE events (fid INTEGER PRIMARY KEY, geom POINT, {columns})")
        marks = ", ".join("?" * (len(names) + 1))
        self._insert = f"INSERT INTO events VALUES (NULL, {marks})"  # noqa: S608  question marks only
        self._file.execute("BEGIN")

    def row(self, row: Row) -> None:
        """Write one row."""
        self._file.execute(
            self._insert, [self._point(row), *(self._value(row, one) for one in self._export.columns)]
        )

    def _value(self, row: Row, column: ExportColumn) -> object:
        value = row.get(column.source)
        if self._export.name != OURS:
            return plain_cell(row, column) or None
        return value if value is None or isinstance(value, (bool, int, float, str)) else as_text(value)

    def _point(self, row: Row) -> bytes | None:
        found = point_of(row)
        if found is None:
            return None
        x, y = found
        box = self._box or [x, y, x, y]
        self._box = [min(box[0], x), min(box[1], y), max(box[2], x), max(box[3], y)]
        # The head of a GeoPackage (little-endian, no envelope), then the point as well-known binary.
        return _POINT.pack(b"GP", 0, 1, _WGS84, 1, 1, x, y)

    def close(self) -> None:
        """Say what the layer holds, and finish the file."""
        made = f"{self._made:%Y-%m-%dT%H:%M:%S.000Z}"
        box: list[float | None] = [*self._box] if self._box else [None] * 4
        self._file.execute(
            "INSERT INTO gpkg_contents VALUES ('events', 'features', 'events', '', ?, ?, ?, ?, ?, ?)",
            [made, *box, _WGS84],
        )
        self._file.execute(
            "INSERT INTO gpkg_geometry_columns VALUES ('events', 'geom', 'POINT', ?, 0, 0)", [_WGS84]
        )
        self._file.execute("COMMIT")
        self._file.close()


class GeoJson:
    """A collection of features, one a line."""

    def __init__(self, handle: IO[str], export: Export) -> None:
        """Write the beginning."""
        self._handle, self._export, self._first = handle, export, True
        self._handle.write('{"type": "FeatureCollection", "features": [')

    def row(self, row: Row) -> None:
        """Write one row."""
        found = point_of(row)
        feature: dict[str, Any] = {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": found} if found else None,
            "properties": {one.name: self._value(row, one) for one in self._export.columns},
        }
        self._handle.write("\n" if self._first else ",\n")
        self._handle.write(json.dumps(feature, ensure_ascii=False))
        self._first = False

    def _value(self, row: Row, column: ExportColumn) -> object:
        value = row.get(column.source)
        if self._export.name != OURS:
            return plain_cell(row, column) or None
        plain = value is None or isinstance(value, (bool, int, float, str))
        return (
            value
            if plain or (is_list(value) and all(isinstance(one, str) for one in value))
            else as_text(value)
        )

    def close(self) -> None:
        """Write the end and close the file."""
        self._handle.write("\n]}\n")
        self._handle.close()
