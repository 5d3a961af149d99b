"""What changed between two files of any dataset that share an id column: CSV or Parquet, packed or not.

Everything in a CSV is compared as text, since two files of one dataset seldom agree on types; a number
that is only written otherwise (5 and 5.0) is no change, and is counted. A Parquet file beside a CSV is
compared as our CSV would write it: what is blank there, a list in one cell, a number with four decimals.
"""

import csv
import zlib
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq

from eventbook.datasets.releases.changes import Changes
from eventbook.datasets.releases.compare import Difference, FieldChange, compare_tables
from eventbook.datasets.releases.differing import one_chunk
from eventbook.datasets.releases.exports import defused
from eventbook.datasets.releases.packed_text import opened, opened_text
from eventbook.datasets.releases.text_values import as_text
from eventbook.schema.errors import EventbookError
from eventbook.schema.text import did_you_mean

_NAMED = 5
TELLING = (
    "event_date",
    "date_start",
    "location",
    "where_coordinates",
    "country",
    "sub_event_type",
    "dyad_name",
)
"""Columns of well-known datasets that say in a word what a row is."""


class UnlikeFilesError(EventbookError, ValueError):
    """Files that cannot be compared: which, and why."""


def diff_files(old: Path, new: Path, key: str) -> Changes:
    """Return what changed between two files. Raises `UnlikeFilesError` where a file has no such id column."""
    tables = _read(old), _read(new)
    for path, table in zip((old, new), tables, strict=True):
        _check_key(path, table, key)
    mixed = len({path.suffix == ".parquet" for path in (old, new)}) > 1
    if mixed:
        tables = _as_written(tables[0]), _as_written(tables[1])
    names = [{*table.column_names} for table in tables]
    both = [name for name in tables[0].column_names if name in names[1]]
    found = compare_tables(tables[0].select(both), tables[1].select(both), key)
    real = tuple(one for one in found.fields if not _same_number(one, rounded=mixed))
    remarks = [f"columns only in {path.name}: {', '.join(sorted(one - other))}" for path, one, other in (
        (old, names[0], names[1]), (new, names[1], names[0])) if one - other]  # fmt: skip
    if len(found.fields) > len(real):
        remarks.append(f"{len(found.fields) - len(real)} numbers are written otherwise and are the same")
    return Changes(
        old=old.name,
        new=new.name,
        events=Difference(found.added, found.removed, real),
        summary=_summary(tables, key, {*found.added, *found.removed, *(one.id for one in real)}),
        remarks=tuple(remarks),
        key=key,
    )


def _summary(tables: tuple[pa.Table, pa.Table], key: str, touched: set[str]) -> dict[str, str]:
    """Return rows in a few words, by id: what stands in the columns by which people know events."""
    said: dict[str, str] = {}
    for table in tables:
        some = table.select([key, *(name for name in TELLING if name in table.column_names)])
        rows = some.filter(pc.is_in(pc.cast(some[key], pa.string()), pa.array(sorted(touched), pa.string())))
        for row in rows.to_pylist():
            one = str(row.pop(key))
            said[one] = ", ".join(str(value) for value in row.values() if value not in {None, ""})
    return {one: words for one, words in said.items() if words}


def _read(path: Path) -> pa.Table:
    """Return a file as a table; a CSV all as text."""
    try:
        if path.suffix == ".parquet":
            return pq.read_table(path)
        names = _head(path)
        options = arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        )
        with opened(path) as handle:
            parse = arrow_csv.ParseOptions(newlines_in_values=True)
            return arrow_csv.read_csv(handle, parse_options=parse, convert_options=options)
    except (OSError, EOFError, zlib.error, pa.ArrowException, UnicodeDecodeError) as caught:
        says = caught.strerror or caught if isinstance(caught, OSError) else caught
        if isinstance(caught, UnicodeDecodeError) or "UTF8" in str(caught):
            says = "it is not UTF-8; save it as CSV UTF-8"
        message = f"{path} is no table that can be read: {says}"
        raise UnlikeFilesError(message) from caught


def _head(path: Path) -> list[str]:
    with opened_text(path) as handle:
        return next(csv.reader(handle), list[str]())


def _check_key(path: Path, table: pa.Table, key: str) -> None:
    if key not in table.column_names:
        message = f"{path} has no column '{key}' to know rows by; {did_you_mean(key, table.column_names)}"
        raise UnlikeFilesError(message)
    counts = pc.value_counts(pc.cast(table[key], pa.string()))
    names, times = pc.struct_field(counts, "values"), pc.struct_field(counts, "counts")
    blank = pc.or_(pc.is_null(names), pc.fill_null(pc.equal(names, ""), False))
    if pc.any(blank).as_py():
        message = (
            f"{path} has rows without '{key}'; rows are known by it, so fill it or name another with --id"
        )
        raise UnlikeFilesError(message)
    twice = names.filter(pc.greater(times, 1))
    if len(twice):
        named = ", ".join(str(one) for one in twice[:_NAMED].to_pylist())
        message = (
            f"in {path} {len(twice)} values of '{key}' stand more than once ({named}); name an id column"
        )
        raise UnlikeFilesError(message)


def _as_written(table: pa.Table) -> pa.Table:
    """Return a table as text as our CSV has it, blank for what is unknown, without apostrophes before formulas."""
    return pa.table({name: _texts(one_chunk(table[name])) for name in table.column_names})


def _texts(column: pa.Array) -> pa.Array:
    """Return a column as text; what is plain is written once for each different value."""
    if pa.types.is_nested(column.type):
        return pa.array([_text(value) for value in column.to_pylist()], pa.string())
    coded = column.dictionary_encode()
    texts = pa.array([_text(value) for value in coded.dictionary.to_pylist()], pa.string())
    return pc.fill_null(texts.take(coded.indices), "")


def _text(value: object) -> str:
    if isinstance(value, float):
        return repr(value)
    text = as_text(value).replace("\r\n", "\n").replace("\r", "\n")
    return text[1:] if text[:1] == "'" and defused(text[1:]) == text else text


def _same_number(change: FieldChange, *, rounded: bool) -> bool:
    try:
        old, new = float(change.old), float(change.new)
    except ValueError:
        return False
    return as_text(old) == as_text(new) if rounded else old == new
