"""Files made from a release for whoever asks: text or workbooks, whole or by country, row by row.

A folder of exports appears whole or not at all, and says in `export.json` which release it was made
from and what is in it; the same request gives the same bytes. Rows are streamed from the release, so
that memory does not grow with it.
"""

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from eventbook.datasets.exporting.map_writers import GeoJson, GeoPackage
from eventbook.datasets.exporting.row_writers import OURS, Csv, JsonLines, Row, Writer
from eventbook.datasets.releases.read import Release, told_unreadable
from eventbook.datasets.releases.release_files import MANIFEST
from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_exports import Export, ExportColumn
from eventbook.schema.countries import COUNTRIES
from eventbook.schema.errors import EventbookError, NotFoundError
from eventbook.schema.published import published_names
from eventbook.schema.text import did_you_mean, fold

SHEET_ROWS = 1_048_576
"""The most rows of a sheet in a spreadsheet program, the heading among them."""
BATCH = 4096
"""Rows read from the release at a time."""
RECEIPT = "export.json"


class ExportError(EventbookError, ValueError):
    """An export that cannot be written as it was asked for."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for. `columns` is `our` or an export of the codebook; `countries` are names or ISO codes."""

    format: str = "csv"
    columns: str = OURS
    countries: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    by_country: bool = False
    excel: bool = False
    rows: int = SHEET_ROWS

    def covers(self, day: date) -> bool:
        """Tell whether events of this day are asked for."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    @property
    def limited(self) -> bool:
        """Whether the files are for a spreadsheet, and so have its limits."""
        return self.excel or self.format == "xlsx"


def columns_of(book: Codebook, name: str) -> Export:
    """Return the columns that are asked for. Raises `NotFoundError` for a table that the codebook has not."""
    if name == OURS:
        columns = [ExportColumn.model_validate({"name": one, "from": one}) for one in published_names(book)]
        return Export(name=OURS, file="events.csv.gz", columns=tuple(columns))
    found = next((export for export in book.export if export.name == name), None)
    if found is None:
        known = ", ".join([OURS, *(export.name for export in book.export)])
        raise NotFoundError("set of columns", name, f"there are: {known}")
    return found


def iso3_of(written: str) -> str:
    """Return the code of a country by its name or a code. Raises `NotFoundError`."""
    for iso3, country in COUNTRIES.items():
        if fold(written) in {fold(iso3), fold(country.name)}:
            return iso3
    raise NotFoundError("country", written, did_you_mean(written, [one.name for one in COUNTRIES.values()]))


def rows_of(release: Release, request: Request) -> Iterator[Row]:
    """Yield the events that are asked for, in the order of the release: country, day, id.

    Raises `ReleaseError` where the file of events is damaged.
    """
    path = release.folder / release.files["events"].path
    wanted = {iso3_of(name) for name in request.countries}
    with told_unreadable(path), pq.ParquetFile(path, page_checksum_verification=True) as file:
        for batch in file.iter_batches(BATCH):
            for row in batch.to_pylist():
                if (not wanted or row["iso3"] in wanted) and request.covers(row["event_date"]):
                    yield row


def write_exports(release: Release, request: Request, out: Path, *, replace: bool) -> list[dict[str, Any]]:
    """Write the files into the folder `out`; return name, rows and SHA-256 of each.

    Raises `ExportError` where the folder is there and may not be replaced.
    """
    _may_write(out, replace=replace)
    columns_of(release.codebook, request.columns)
    building = out.with_name(f".{out.name}.{secrets.token_hex(4)}")
    building.mkdir(parents=True)
    try:
        files = _write_files(release, request, building)
        receipt = {
            "dataset": release.manifest.dataset,
            "version": release.manifest.version,
            "content": release.manifest.content,
            "request": _asked(request),
            "files": files,
        }
        (building / RECEIPT).write_text(
            json.dumps(receipt, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
        )
        _put(building, out)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return files


def _asked(request: Request) -> dict[str, Any]:
    return {
        "format": request.format,
        "columns": request.columns,
        "countries": list(request.countries),
        "from": str(request.first) if request.first else None,
        "to": str(request.last) if request.last else None,
        "by_country": request.by_country,
        "excel": request.excel,
    }


def _may_write(out: Path, *, replace: bool) -> None:
    """Refuse a folder that is there, unless it is an export that may be replaced and holds nothing else.

    One inside a release is refused always: a release holds what was published and nothing else.
    """
    within = next((one for one in out.resolve().parents if (one / MANIFEST).is_file()), None)
    if within:
        message = (
            f"{out} lies inside the release {within.name}, which is never changed; name a folder elsewhere"
        )
        raise ExportError(message)
    if not os.path.lexists(out):
        return
    if not replace:
        message = f"{out} is there already; name another folder with --out, or add --replace"
        raise ExportError(message)
    try:
        receipt = json.loads((out / RECEIPT).read_text(encoding="utf-8"))
        own = {RECEIPT, *(one["file"] for one in receipt["files"])}
        strange = sorted({path.name for path in out.iterdir()} - own)
    except (OSError, ValueError, KeyError, TypeError):
        strange = [f"no {RECEIPT}"]
    if strange:
        message = f"{out} is no export of ours ({', '.join(strange[:3])}), so it is not replaced; name another folder"
        raise ExportError(message)


def _put(building: Path, out: Path) -> None:
    """Make the finished folder visible in one step; one that was there goes away afterwards."""
    old = building.with_name(f"{building.name}.old")
    if out.exists():
        out.rename(old)
    building.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def _write_files(release: Release, request: Request, folder: Path) -> list[dict[str, Any]]:
    """Write one file after the other; countries lie together in the release, so one is open at a time."""
    export = columns_of(release.codebook, request.columns)
    stem = "events" if request.columns == OURS else f"events_{request.columns}"
    files: list[dict[str, Any]] = []
    for country, rows in groupby(
        rows_of(release, request), lambda row: row["iso3"] if request.by_country else ""
    ):
        name = f"{stem}_{country or 'none'}" if request.by_country else stem
        files += _parts(rows, name, folder, (export, request, release))
    if not files and not request.by_country:
        files += _parts([], stem, folder, (export, request, release))
    return files


def _parts(
    rows: Iterable[Row], stem: str, folder: Path, asked: tuple[Export, Request, Release]
) -> Iterator[dict[str, Any]]:
    """Write rows into as many files as the spreadsheet's limit needs; yield what each file holds."""
    export, request, release = asked
    most = request.rows - 1 if request.limited else 0
    numbered = enumerate(rows)
    waiting = next(numbered, None)
    part = 0
    while part == 0 or waiting is not None:
        part += 1
        path = folder / f"{stem}{f'_{part}' if part > 1 else ''}.{request.format}"
        count = 0
        with ExitStack() as stack:
            writer = _writer(path, export, request, release)
            stack.callback(writer.close)
            while waiting is not None and (not most or count < most):
                writer.row(waiting[1])
                count += 1
                waiting = next(numbered, None)
        yield {"file": path.name, "rows": count, "sha256": _hash(path)}


def _hash(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _writer(path: Path, export: Export, request: Request, release: Release) -> Writer:
    if request.format == "xlsx":
        try:
            from eventbook.datasets.exporting.export_xlsx import Workbook  # noqa: PLC0415  needs an extra
        except ModuleNotFoundError as caught:
            message = f"a workbook needs {caught.name}; install it with: pip install 'eventbook[build]'"
            raise ExportError(message) from caught
        return Workbook(path, export, release.manifest.made_at)
    if request.format == "gpkg":
        return GeoPackage(path, export, release.codebook, release.manifest.made_at)
    handle = path.open("w", encoding="utf-8-sig" if request.excel else "utf-8", newline="")
    if request.format == "geojson":
        return GeoJson(handle, export)
    return (
        JsonLines(handle, export) if request.format == "jsonl" else Csv(handle, export, excel=request.excel)
    )
