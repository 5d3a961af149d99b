"""The UCDP Actor Dataset as entries of a registry: a row an actor, nothing guessed.

Ids are UCDP's own (`ucdp-182`), so that a later version of the list meets the same entries. The
list gives no dates: former names become aliases, and relations are undated. Of a government the
home is its country; of anybody else it is where UCDP saw it act, for nothing says more.
"""

import csv
import io
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from eventbook.schema.countries import find_country
from eventbook.schema.problem import Problem, error
from eventbook.schema.text import fold

UCDP_UNREADABLE = error("ucdp-unreadable", "a UCDP actor list has the columns and codes that UCDP gives it")

NEEDED = ("ActorId", "NameData", "NameOrig", "NameOrigFull", "NameOrigFullEng", "Org", "GWNOLoc", "Version")
NAMES = (
    "NewName",
    "NameOrig",
    "NameOrigFullEng",
    "NewNameFullEng",
    "NameOrigFull",
    "NewNameFullMotherTongue",
)
"""The columns of further names, the most useful first."""

STATE = "Government of "


@dataclass(frozen=True, slots=True)
class Table:
    """How the list is read: its name and terms, actor types by level, kinds of relation by column."""

    source: str
    terms: str
    types: Mapping[str, str]
    relations: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line, the actor's id and present name, and the entry as a mapping."""

    line: int
    id: str
    name: str
    home: tuple[str, ...]
    body: dict[str, object]
    other_names: tuple[str, ...]
    relations: tuple[tuple[str, str], ...]


@cache
def shipped_table() -> Table:
    """Return the table that comes with the program."""
    raw = tomllib.loads(_text("ucdp_actors.toml"))
    return Table(
        raw["name"],
        f"{raw['licence']}; {raw['attribution']}",
        {one["code"]: one["type"] for one in raw["org"]},
        {one["column"]: one["kind"] for one in raw["relation"]},
    )


@cache
def _states() -> tuple[dict[str, str], dict[str, str]]:
    """Return today's countries by Gleditsch and Ward number, and by names that only UCDP writes.

    States that are gone stand for the country that has their territory.
    """
    rows = list(csv.DictReader(io.StringIO(_text("gw_states.csv"))))
    by_number = {row["number"]: row["iso3"] for row in rows}
    return by_number, {fold(row["name"]): row["iso3"] for row in rows if row["name"]}


def _text(name: str) -> str:
    return files("eventbook.coders.lists").joinpath(name).read_text(encoding="utf-8")


def read_ucdp(text: str, name: str, table: Table) -> tuple[list[Row], list[Problem]]:
    """Return the rows of a list, and what cannot be read of it with its line; `name` is the file's."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    missing = [column for column in (*NEEDED, *table.relations) if column not in (reader.fieldnames or ())]
    if missing:
        says, advice = f"it has no column {', '.join(missing)}", "give the CSV file that UCDP publishes"
        return [], [_fault(UCDP_UNREADABLE.at((), says, advice), name, 1)]
    rows: list[Row] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for raw in reader:
        cells = {
            column: " ".join((cell or "").split()) for column, cell in raw.items() if isinstance(column, str)
        }
        faults = [_fault(one, name, reader.line_num) for one in _row_faults(cells, table, seen)]
        problems += faults
        if not faults:
            seen[cells["ActorId"]] = reader.line_num
            rows.append(_row(cells, reader.line_num, table))
    if not rows and not problems:
        problems.append(_fault(UCDP_UNREADABLE.at((), "it has no rows", "give the whole file"), name, 1))
    return rows, problems


def _fault(problem: Problem, name: str, line: int) -> Problem:
    return Problem(problem.rule, problem.severity, problem.path, problem.message, problem.advice, name, line)


def _row_faults(cells: Mapping[str, str], table: Table, seen: Mapping[str, int]) -> Iterator[Problem]:
    number = cells["ActorId"]
    if not number.isdecimal():
        yield UCDP_UNREADABLE.at(
            ("ActorId",), f"'{number}' is not a number", "correct the row or leave it out"
        )
    elif number in seen:
        says = f"actor {number} stands on line {seen[number]} already"
        yield UCDP_UNREADABLE.at(("ActorId",), says, "leave one of the two out")
    if not _filled(cells["NameData"]):
        yield UCDP_UNREADABLE.at(("NameData",), "the actor has no name", "correct the row or leave it out")
    if cells["Org"] not in table.types:
        codes = ", ".join(table.types)
        yield UCDP_UNREADABLE.at(("Org",), f"'{cells['Org']}' is not one of {codes}", "correct the row")


def _filled(cell: str) -> bool:
    return fold(cell) not in {"", "n/a"}


def _row(cells: Mapping[str, str], line: int, table: Table) -> Row:
    number, name = cells["ActorId"], cells["NameData"]
    others = [part for column in NAMES for part in _names(cells.get(column, ""))]
    relations = dict.fromkeys(
        (kind, f"ucdp-{other}")
        for column, kind in table.relations.items()
        for other in _listed(cells[column])
        if other.isdecimal()
    )
    home = _home(cells)
    body: dict[str, object] = {
        "id": f"ucdp-{number}",
        "name": name,
        "home": home,
        "types": [{"type": table.types[cells["Org"]]}],
        "source": f"{table.source} {cells['Version']}, actor {number} ({table.terms})",
    }
    apart = {fold(one): one for one in reversed(others) if fold(one) != fold(name)}
    return Row(
        line, f"ucdp-{number}", name, tuple(home), body, tuple(reversed(apart.values())), tuple(relations)
    )


def _listed(cell: str) -> list[str]:
    return [part for one in cell.split(",") if _filled(part := one.strip())]


def _names(cell: str) -> list[str]:
    """Return the names of a cell: one, or the same in several scripts with a stroke between."""
    return [part for one in cell.split(" / ") if _filled(part := one.strip())]


def _home(cells: Mapping[str, str]) -> list[str]:
    by_number, by_name = _states()
    name = cells["NameData"]
    if not name.startswith(STATE):
        return list(dict.fromkeys(by_number[one] for one in _listed(cells["GWNOLoc"]) if one in by_number))
    country = name.removeprefix(STATE)
    for written in (country, country.split(" (", maxsplit=1)[0]):
        iso3 = by_name.get(fold(written)) or (found.iso3 if (found := find_country(written)) else "")
        if iso3:
            return [iso3]
    return []
