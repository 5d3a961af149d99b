"""A release for those who compute: as Arrow, pandas, polars or DuckDB, from a folder or a web server.

`eventbook.datasets.read("releases")` gives the newest; an address works as a path does. Filters are
pyarrow's, and only the groups of rows that can hold what they ask for are read or travel.
"""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import ValidationError

from eventbook.datasets.releases.geometry import GEOMETRY
from eventbook.datasets.releases.http_file import FetchError, HttpFile, fetch, is_address
from eventbook.datasets.releases.manifest import Manifest
from eventbook.datasets.releases.read import ReleaseError, find_release, told_unreadable
from eventbook.datasets.releases.release_files import CODEBOOK, MANIFEST
from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_file import read_codebook
from eventbook.schema.errors import EventbookError, NotFoundError

_BUFFER = 1 << 18
"""Bytes that are asked of a server at a time at least."""
Filters = Sequence[tuple[str, str, Any]] | Sequence[Sequence[tuple[str, str, Any]]] | None


_NEAR, _ALIKE = 5, 0.7
"""How many names are near another at most, and how alike they are."""


class AskedError(EventbookError, ValueError):
    """A filter that cannot be asked of a table."""


class MissingLibraryError(EventbookError, ImportError):
    """A library that is asked for is not installed."""


def open_dataset(where: str | Path, version: str = "latest") -> "Dataset":
    """Return a release by version, from a folder of releases or from one on a web server; or the one in its own folder.

    Raises `NotFoundError` for an unknown folder or version and `FetchError` for a server that does not answer.
    """
    base = str(where).rstrip("/") or "/"
    if not is_address(base) and not Path(base).is_dir():
        raise NotFoundError("folder", base, "give the folder that has the releases, or that of one release")
    alone = Dataset(base)
    if alone.is_there and version in {"latest", alone.version}:
        return alone
    if not is_address(base):
        return Dataset(str(find_release(Path(base), version)))
    listed = json.loads(fetch(f"{base}/versions.json"))["versions"]
    known = [str(one["version"]) for one in listed]  # the newest first
    if version == "latest" and known:
        return Dataset(f"{base}/{known[0]}")
    if version not in known:
        raise NotFoundError("release", version, f"there are: {', '.join(known)}")
    return Dataset(f"{base}/{version}")


@dataclass(frozen=True)
class Dataset:
    """One release at a path or address. Its tables are read when they are asked for."""

    location: str

    @cached_property
    def manifest(self) -> Manifest:
        """What it was made from, by what, and which tables it has. Raises `ReleaseError`."""
        try:
            return Manifest.model_validate_json(self._bytes(MANIFEST))
        except (ValidationError, OSError) as caught:
            says = "its manifest is damaged" if isinstance(caught, ValidationError) else str(caught)
            message = f"{self.location} is no release that can be read: {says}; fetch it again"
            raise ReleaseError(message) from caught

    @cached_property
    def codebook(self) -> Codebook:
        """What its words mean."""
        return read_codebook(self._bytes(CODEBOOK).decode(), f"{self.location}/{CODEBOOK}")

    @property
    def is_there(self) -> bool:
        """Whether a release lies at the location, and not a folder of them, or nothing."""
        if not is_address(self.location):
            return (Path(self.location) / MANIFEST).is_file()
        try:
            return bool(fetch(f"{self.location}/{MANIFEST}"))
        except FetchError:
            return False

    @property
    def version(self) -> str:
        """Its version."""
        return self.manifest.version

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of its tables."""
        return tuple(self.manifest.tables)

    def _bytes(self, name: str) -> bytes:
        address = f"{self.location}/{name}"
        return fetch(address) if is_address(address) else Path(address).read_bytes()

    def arrow(
        self, table: str = "events", columns: Sequence[str] | None = None, filters: Filters = None
    ) -> pa.Table:
        """Return a table as Arrow: `arrow(filters=[("iso3", "=", "UGA"), ("year", ">=", 2020)])`."""
        if table not in self.manifest.tables:
            raise NotFoundError("table", table, f"there are: {', '.join(self.tables)}")
        address = f"{self.location}/{self.manifest.tables[table].path}"
        with told_unreadable(Path(address)):
            try:
                found = pq.read_table(
                    _opened(address),
                    columns=list(columns) if columns else None,
                    filters=filters or None,
                    page_checksum_verification=True,
                )
            except pa.ArrowException as caught:
                _check_asked(caught, pq.read_schema(_opened(address)).names, columns, filters)
                raise
        return found.drop_columns([GEOMETRY]) if GEOMETRY in found.column_names else found

    def pandas(
        self, table: str = "events", columns: Sequence[str] | None = None, filters: Filters = None
    ) -> Any:  # noqa: ANN401
        """Return a table as a pandas data frame; whole numbers stay whole where some are unknown."""
        pandas = _library("pandas")
        return self.arrow(table, columns, filters).to_pandas(types_mapper=pandas.ArrowDtype)

    def polars(
        self, table: str = "events", columns: Sequence[str] | None = None, filters: Filters = None
    ) -> Any:  # noqa: ANN401
        """Return a table as a polars data frame."""
        return _library("polars").from_arrow(self.arrow(table, columns, filters))

    def duckdb(self, tables: Sequence[str] = ("events", "sources", "provenance", "ids")) -> Any:  # noqa: ANN401
        """Return a connection of DuckDB in which the tables can be asked for by name.

        Those of a folder are read as a query needs them, those of a server are fetched first.
        """
        connection = _library("duckdb").connect()
        for name in tables:
            address = f"{self.location}/{self.manifest.tables[name].path}"
            if is_address(address):
                connection.register(name, self.arrow(name))
            else:
                quoted = address.replace("'", "''")
                asked = f"create view \"{name}\" as select * from read_parquet('{quoted}')"  # noqa: S608  both quoted
                connection.execute(asked)
        return connection


def _opened(address: str) -> Any:  # noqa: ANN401  a path, or an open file
    return io.BufferedReader(HttpFile(address), _BUFFER) if is_address(address) else address


def _check_asked(
    caught: pa.ArrowException, known: Sequence[str], columns: Sequence[str] | None, filters: Filters
) -> None:
    """Raise where what was asked of a table is at fault, not its file: a column that it has not, or an unfit value."""
    terms = [one for each in filters or () for one in (each if isinstance(each[0], tuple | list) else [each])]
    for name in (*(columns or ()), *(str(term[0]) for term in terms)):
        if name.split(".")[0] not in known:
            raise NotFoundError("column", name, _near(name, known)) from caught
    if terms and isinstance(caught, pa.ArrowNotImplementedError | pa.ArrowTypeError):
        message = f"the filters {terms} do not fit the columns that they name: {caught}"
        raise AskedError(message) from caught


def _near(name: str, known: Sequence[str]) -> str:
    """Return the names that are near one; where none is, all."""
    near = get_close_matches(name, known, n=_NEAR, cutoff=_ALIKE)
    near += [one for one in known if name.lower() in one.lower() and one not in near][:_NEAR]
    return f"near it are: {', '.join(near)}" if near else f"there are: {', '.join(known)}"


def _library(name: str) -> Any:  # noqa: ANN401  somebody else's module
    try:
        return import_module(name)
    except ModuleNotFoundError as caught:
        message = f"{name} is not installed; install it with: pip install {name}"
        raise MissingLibraryError(message) from caught
