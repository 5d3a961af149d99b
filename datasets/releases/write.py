"""Writing a release: it appears whole or not at all, and is never changed afterwards.

Everything is written into a temporary folder beside the releases, synced to disk and renamed.
Whatever a killed build leaves behind has a dotted name, is invisible to readers and is
cleared away by the next build; a lock keeps two builds from one folder.
"""

import fcntl
import gzip
import io
import os
import shutil
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from eventbook.datasets.releases.geometry import with_points
from eventbook.datasets.releases.release_files import CHECKSUMS, TableFile
from eventbook.schema.canonical import sha256
from eventbook.schema.errors import EventbookError

_DRAFTS = (".building-*", ".catalogue-*", ".signing-*")
"""What a killed command can leave beside the releases."""
_PREFIX_COLUMNS = ("event_id", "report_id", "source_id", "actor_id", "place_id")
_LONG_COLUMNS = ("notes", "quote", "reason", "title", "url")


class BusyError(EventbookError, RuntimeError):
    """Another build is writing into this folder of releases."""


def parquet_bytes(table: pa.Table, spec: TableFile) -> bytes:
    """Return a table as Parquet: the same bytes for the same rows, whatever chunks they came in."""
    flat = table.replace_schema_metadata(None).combine_chunks()
    if spec.points:
        flat = with_points(flat)
    texts = [field.name for field in flat.schema if field.type == pa.string()]
    prefixed = [name for name in texts if name in _PREFIX_COLUMNS]
    long = [name for name in texts if name in _LONG_COLUMNS]
    others = [name for name in flat.column_names if name not in {*prefixed, *long}]
    encodings = dict.fromkeys(prefixed, "DELTA_BYTE_ARRAY") | dict.fromkeys(long, "DELTA_LENGTH_BYTE_ARRAY")
    sink = io.BytesIO()
    pq.write_table(
        flat,
        sink,
        row_group_size=spec.row_group,
        compression="zstd",
        compression_level=9,
        use_dictionary=_leaves(flat.schema, others),
        column_encoding=encodings,
        write_page_index=True,
        write_page_checksum=True,
        sorting_columns=pq.SortingColumn.from_ordering(
            flat.schema, [(name, "ascending") for name in spec.order]
        ),
        bloom_filter_options={spec.key: {"ndv": max(1, flat.num_rows)}}
        if spec.key and flat.num_rows
        else None,
        store_schema=True,
    )
    return sink.getvalue()


def _leaves(schema: pa.Schema, names: list[str]) -> list[str]:
    """Return the Parquet paths of columns: those of lists and structs lie below their names."""
    return [path for name in names for path in _paths(schema.field(name).type, name)]


def _paths(kind: pa.DataType, path: str) -> list[str]:
    if pa.types.is_list(kind):
        return _paths(kind.field(0).type, f"{path}.list.element")
    if pa.types.is_struct(kind):
        parts = [kind.field(index) for index in range(kind.num_fields)]
        return [leaf for part in parts for leaf in _paths(part.type, f"{path}.{part.name}")]
    return [path]


def gzip_bytes(text: str) -> bytes:
    """Return gzip of UTF-8 text without a name or a time in it."""
    sink = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=sink, mtime=0, compresslevel=9) as packed:
        packed.write(text.encode())
    return sink.getvalue()


def checksums(files: Mapping[str, bytes]) -> bytes:
    """Return `SHA256SUMS` in the form that `sha256sum -c` reads."""
    return "".join(f"{sha256(files[name])}  {name}\n" for name in sorted(files)).encode()


@contextmanager
def releases_lock(releases: Path) -> Generator[None]:
    """Hold the one lock of a folder of releases; the system frees it when the holder dies.

    Raises `BusyError` where somebody else holds it.
    """
    releases.mkdir(parents=True, exist_ok=True)
    with (releases / ".lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as caught:
            message = f"another build is writing into {releases}; wait for it"
            raise BusyError(message) from caught
        yield


def publish(files: Mapping[str, bytes], releases: Path, version: str) -> Path:
    """Write the files of a release and make it visible in one step. Call it under `releases_lock`.

    Raises FileExistsError where the version is there already.
    """
    target = releases / version
    if target.exists():
        message = f"release {version} is there already; releases are never changed"
        raise FileExistsError(message)
    for stale in [path for pattern in _DRAFTS for path in releases.glob(pattern)]:
        shutil.rmtree(stale) if stale.is_dir() else stale.unlink()
    building = releases / f".building-{version}"
    try:
        _write(building, files)
        building.rename(target)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise
    _sync(releases)
    return target


def _write(building: Path, files: Mapping[str, bytes]) -> None:
    """Write all files and wait until the disk has them."""
    building.mkdir()
    for name, content in {**files, CHECKSUMS: checksums(files)}.items():
        path = building / name
        path.parent.mkdir(exist_ok=True)
        with path.open("wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
    for folder in (*(path for path in building.rglob("*") if path.is_dir()), building):
        _sync(folder)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
