"""Places out of a CSV file with a header, whatever its columns are called.

A column is taken for the field of its name; `--map` says which other column stands for a field.
Aliases stand in one cell, a `|` or `;` between them. Columns that are no field are left out and named.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from eventbook.coders.lists.entries import PLACES, Entry, Found
from eventbook.coders.lists.entry_match import EntryUnclearError, whole_entry
from eventbook.coders.lists.geonames_dump import PLACES_UNREADABLE
from eventbook.schema.codebook import Codebook
from eventbook.schema.problem import Problem
from eventbook.schema.where import Place

FIELDS = tuple(Place.model_fields)


def read_table(
    text: str, file: str, columns: Mapping[str, str], book: Codebook, stored: Mapping[str, Entry]
) -> tuple[list[Found], list[Problem], tuple[str, ...]]:
    """Return the places of a table, each faulty line with its number, and the columns left out.

    `columns` says of a field which column holds it, `stored` the places that there are.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] = next(reader, list[str]())
    wrong = _header_faults(header, columns)
    if wrong:
        faults = [PLACES_UNREADABLE.at((), says, advice) for says, advice in wrong]
        return [], [replace(one, file=file, line=1) for one in faults], ()
    at = {
        field: header.index(columns.get(field, field))
        for field in FIELDS
        if columns.get(field, field) in header
    }
    known, found, problems = dict(stored), list[Found](), list[Problem]()
    try:
        for cells in reader:
            number = reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            place, faults = _place(cells, header, at, book, known)
            problems += [replace(one, file=file, line=number) for one in faults]
            if place is not None:
                known[place.id] = place
                found.append(Found((f"line {number}",), place))
    except csv.Error as caught:
        fault = PLACES_UNREADABLE.at((), f"not CSV: {caught}", "look at the quotation marks of this line")
        problems.append(replace(fault, file=file, line=reader.line_num))
    return found, problems, tuple(name for name in header if header.index(name) not in at.values())


def _header_faults(header: Sequence[str], columns: Mapping[str, str]) -> list[tuple[str, str]]:
    if len(set(header)) < len(header):
        return [("a column's name stands twice in the header", "give each column a name of its own")]
    wrong = [
        (f"'{field}' is no field of a place", f"map one of: {', '.join(FIELDS)}")
        for field in columns
        if field not in FIELDS
    ]
    wrong += [
        (f"there is no column '{name}'", f"the header has: {', '.join(header)}")
        for name in columns.values()
        if name not in header
    ]
    missing = [f for f in ("name", "country", "latitude", "longitude") if columns.get(f, f) not in header]
    return wrong + [
        (f"no column holds the {field}", f"say which one does: --map {field}=COLUMN") for field in missing
    ]


def _place(
    cells: Sequence[str],
    header: Sequence[str],
    at: Mapping[str, int],
    book: Codebook,
    known: Mapping[str, Entry],
) -> tuple[Place | None, list[Problem]]:
    if len(cells) != len(header):
        says = f"{len(cells)} cells under {len(header)} columns"
        return None, [PLACES_UNREADABLE.at((), says, "quote cells that hold a comma")]
    body: dict[str, Any] = {
        field: cells[index].strip() for field, index in at.items() if cells[index].strip()
    }
    if "aliases" in body:
        body["aliases"] = [
            name.strip() for name in body["aliases"].replace(";", "|").split("|") if name.strip()
        ]
    for degrees in ("latitude", "longitude"):
        body[degrees] = _number(body.get(degrees, ""))
    try:
        entry, faults = PLACES.read(whole_entry(body, PLACES, known), (), book)
    except EntryUnclearError as caught:
        return None, [PLACES_UNREADABLE.at((), str(caught), "add a column `id`")]
    return (entry if isinstance(entry, Place) else None), faults


def _number(written: str) -> float | str:
    """Return a number of degrees, so that places can be compared; what is none is left to be refused."""
    try:
        return float(written)
    except ValueError:
        return written
