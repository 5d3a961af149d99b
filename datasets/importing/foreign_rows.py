"""The rows of a CSV of others as published rows, with every fault at its line; none is passed over.

A row is right where its values are of their column's kind, its codes are the codebook's, its days are
in order and its point is on the globe. What a row does not say is unknown.
"""

import csv
import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from pathlib import Path
from typing import Any

from eventbook.datasets.importing.mapping import Plan, Taken
from eventbook.datasets.releases.packed_text import opened_text
from eventbook.schema.countries import COUNTRIES, find_country
from eventbook.schema.derive import type_columns
from eventbook.schema.errors import EventbookError
from eventbook.schema.problem import Problem, error
from eventbook.schema.published import Column, Kind, published_columns
from eventbook.schema.text import did_you_mean, slug

VALUE = error("import-value", "a value of an imported dataset can be read as its column's kind")
ROW = error("import-row", "a row of an imported dataset says when, where and what, and has an id of its own")


_LARGEST = 2**53
"""The largest whole number: past it programs that count in floating point no longer tell neighbours apart."""


class ForeignFileError(EventbookError, ValueError):
    """A file that cannot be imported at all: which, and why."""


@dataclass(frozen=True, slots=True)
class ForeignRow:
    """One row: its id there, the line it begins at, and its values by our columns."""

    id: str
    line: int
    values: dict[str, Any]


def foreign_rows(path: Path, plan: Plan) -> tuple[list[ForeignRow], list[Problem]]:
    """Return the rows of a file in order of their ids, and every fault of it."""
    columns = {column.name: column for column in published_columns(plan.book)}
    rows: dict[str, ForeignRow] = {}
    faults: list[Problem] = []
    for line, raw in _read(path, plan):
        if isinstance(raw, str):
            faults.append(Problem(ROW.id, ROW.severity, (), raw, "", path.name, line))
            continue
        values: dict[str, Any] = {}
        for name, taken in plan.mapping.columns.items():
            try:
                values[name] = _value(raw, taken, columns[name])
            except ValueError as caught:
                where = (taken.source or name,)
                faults.append(Problem(VALUE.id, VALUE.severity, where, str(caught), "", path.name, line))
                values[name] = None
        key = raw[plan.mapping.head.id].strip()
        said = [*_derive(values, plan)]
        if not key or key in rows:
            said.append(f"its id '{key}' stands at line {rows[key].line} too" if key else "it has no id")
        faults += [Problem(ROW.id, ROW.severity, (), one, "", path.name, line) for one in said]
        rows.setdefault(key, ForeignRow(key, line, values))
    if not rows and not faults:
        message = f"{path} has a heading and no rows; nothing was imported, since every event would be gone"
        raise ForeignFileError(message)
    return sorted(rows.values(), key=lambda row: row.id), faults


def _read(path: Path, plan: Plan) -> Iterator[tuple[int, dict[str, str] | str]]:
    """Yield the rows of a CSV by column, each with the line that it begins at; of a row that is none, what is wrong."""
    try:
        with opened_text(path) as handle:
            reader = csv.reader(handle, strict=True)
            head = next(reader, list[str]())
            _check_head(path, head, plan)
            line = reader.line_num + 1
            for cells in reader:
                yield line, _row(head, cells)
                line = reader.line_num + 1
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as caught:
        message = f"{path} cannot be read: {_told(caught)}"
        raise ForeignFileError(message) from caught


def _row(head: list[str], cells: list[str]) -> dict[str, str] | str:
    """Return a row by column, or what is wrong with it."""
    if len(cells) != len(head):
        return f"the row has {len(cells)} cells, the heading {len(head)}"
    if broken := next((name for name, cell in zip(head, cells, strict=True) if "\0" in cell), None):
        return f"{broken} holds a NUL, at which other programs end a text; the file is damaged there"
    return dict(zip(head, cells, strict=True))


def _check_head(path: Path, head: list[str], plan: Plan) -> None:
    """Raise where a column that the mapping takes something from is there twice, or missing and not optional."""
    taken = {one.source for one in plan.mapping.columns.values() if one.source} | {plan.mapping.head.id}
    if double := sorted(name for name in taken if head.count(name) > 1):
        message = (
            f"{path} has the column {', '.join(double)} more than once; rename all but the one that is meant"
        )
        raise ForeignFileError(message)
    wanted = {one.source for one in plan.mapping.columns.values() if one.source and not one.optional}
    if missing := sorted({plan.mapping.head.id, *wanted} - {*head}):
        advice = did_you_mean(missing[0], head)
        message = f"{path} has no column {', '.join(missing)}; {advice if head else 'it is empty'}"
        raise ForeignFileError(message)


def _told(caught: Exception) -> str:
    """Say in words what a file has instead of a table."""
    if isinstance(caught, UnicodeDecodeError):
        return f"byte {caught.start + 1} of a passage is not UTF-8; save it as CSV UTF-8"
    if isinstance(caught, gzip.BadGzipFile):
        return "it is packed with gzip and damaged; fetch it again"
    if isinstance(caught, EOFError):
        return "it ends too early; fetch it again"
    return caught.strerror or str(caught) if isinstance(caught, OSError) else str(caught)


def _value(raw: dict[str, str], taken: Taken, column: Column) -> Any:  # noqa: ANN401  of the column's kind
    """Return a value, or None where nothing is said. Raises ValueError, in words, for what is not of its kind."""
    text = (raw.get(taken.source, "") if taken.source else taken.value).strip()
    text = taken.map.get(text, text)
    if not text:
        return [] if column.kind is Kind.TEXTS else None
    if column.kind is Kind.TEXTS:
        parts = text.split(taken.split) if taken.split else [text]
        return list(dict.fromkeys(part.strip() for part in parts if part.strip()))
    if column.kind not in _READ:
        return taken.prefix + text.removesuffix(".0") if taken.prefix else text
    read, says = _READ[column.kind]
    try:
        value = read(text)
    except (ValueError, KeyError, OverflowError) as caught:
        message = f"'{text}' is {says}"
        raise ValueError(message) from caught
    if column.source.startswith("counts.") and isinstance(value, int) and value < 0:
        message = f"{value} is less than nought, and nobody counts so few"
        raise ValueError(message)
    return value


def _whole(text: str) -> int:
    number = float(text)
    if number != int(number) or abs(number) > _LARGEST:
        raise ValueError
    return int(number)


def _number(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError
    return number


_READ: dict[Kind, tuple[Callable[[str], object], str]] = {
    Kind.INTEGER: (_whole, f"not a whole number of at most {_LARGEST:,}"),
    Kind.SECONDS: (_whole, "not a whole number of seconds"),
    Kind.NUMBER: (_number, "not a number"),
    Kind.DAY: (lambda text: datetime.fromisoformat(text).date(), "not a day; write it as 2026-11-23"),
    Kind.BOOLEAN: (
        lambda text: {"true": True, "1": True, "false": False, "0": False}[text.lower()],
        "neither true nor false",
    ),
}


def _derive(values: dict[str, Any], plan: Plan) -> Iterator[str]:
    """Fill what follows from the values; yield what is wrong with them together."""
    book, kind = plan.book, values.get(plan.book.types.field)
    first, last = values.get("first_day"), values.get("last_day")
    if last is None:
        yield "it says no last day"
    elif first and first > last:
        yield f"its first day {first} lies after its last day {last}"
    else:
        values.setdefault("event_date", _middle(first, last))
        values["year"] = values["event_date"].year
    values.setdefault("lasting", "within")
    if kind in book.types_by_code:
        values |= type_columns(book, kind) | {"selective": book.types_by_code[kind].selective}
    else:
        yield f"its type '{kind}' is not in the codebook; {did_you_mean(str(kind), book.types_by_code)}"
    for name, steps in (("time_precision", book.dates.precision), ("geo_precision", book.places.precision)):
        if values.get(name) not in {step.code for step in steps}:
            yield f"its {name} '{values.get(name)}' is not in the codebook"
    y, x = values.get("latitude"), values.get("longitude")
    if y is None or x is None or abs(y) > 90 or abs(x) > 180:  # noqa: PLR2004  degrees
        yield f"its point '{y}, {x}' is not on the globe"
    _place(values)
    for side in ("actor1", "actor2"):
        values.setdefault(f"{side}_id", slug(str(values.get(side) or "")) or None)


def _middle(first: date | None, last: date) -> date:
    return first + (last - first) // 2 if first else last


def _place(values: dict[str, Any]) -> None:
    """Fill what follows from country and place; a country by a name that nobody knows stays as it is written."""
    written = str(values.get("country") or "")
    found = (
        COUNTRIES.get(str(values.get("iso3") or ""))
        or find_country(written)
        or find_country(written.split(" (", maxsplit=1)[0])
    )
    if found:
        values |= {"iso": found.numeric, "iso3": found.iso3, "region": found.region, "country": found.name}
    name = str(values.get("location") or "")
    if name and not values.get("place_id"):
        point = f"{values.get('latitude')} {values.get('longitude')}"
        values["place_id"] = slug(f"{values.get('iso3') or ''} {name} {point}")[:80]
