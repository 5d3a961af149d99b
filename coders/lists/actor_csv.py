"""Actors from any CSV file with a header: which column is what is said by whoever imports it."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace

from eventbook.coders.lists.entries import Found, read_actor
from eventbook.schema.codebook import Codebook
from eventbook.schema.problem import Path, Problem, error
from eventbook.schema.text import did_you_mean

ACTOR_CSV = error("actor-csv", "a CSV file of actors has the columns that it is said to have")

PARTS = ("id", "name", "alias", "home", "type", "first", "last", "source")
"""What a column may be; of `alias` and `home` a cell may hold several."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """Which column is which part of an actor, the type of those that say none, and what parts a list in a cell."""

    columns: Mapping[str, str]
    type: str = ""
    separator: str = ";"


def read_actor_csv(
    text: str, name: str, mapped: Mapped, book: Codebook
) -> tuple[list[Found], dict[Path, int], list[Problem]]:
    """Return the actors of a file, the line of each by path, and every problem with its line."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    header = [column for column in reader.fieldnames or () if column]
    problems = [
        ACTOR_CSV.at((), f"there is no column '{column}'", did_you_mean(column, header))
        for column in mapped.columns.values()
        if column not in header
    ]
    if problems:
        return [], {}, [replace(one, file=name, line=1) for one in problems]
    found: list[Found] = []
    lines: dict[Path, int] = {}
    for index, row in enumerate(reader):
        path: Path = ("row", index)
        lines[path] = reader.line_num
        cells = {part: " ".join((row[column] or "").split()) for part, column in mapped.columns.items()}
        actor, faults = read_actor(_body(cells, mapped), path, book)
        problems += [replace(one, file=name, line=reader.line_num) for one in faults]
        if actor is not None:
            found.append(Found(path, actor))
    if not lines:
        problems.append(replace(ACTOR_CSV.at((), "it has no rows", "give the whole file"), file=name, line=1))
    return found, lines, problems


def _body(cells: Mapping[str, str], mapped: Mapped) -> dict[str, object]:
    """Return an actor as a mapping; cells that are empty say nothing."""
    body: dict[str, object] = {part: cells[part] for part in ("id", "name", "source") if cells.get(part)}
    lists = {"aliases": "alias", "home": "home"}
    for key, part in lists.items():
        if cells.get(part):
            body[key] = [one for cell in cells[part].split(mapped.separator) if (one := cell.strip())]
    kind = {"type": cells.get("type") or mapped.type}
    days = {part: cells[part] for part in ("first", "last") if cells.get(part)}
    return {**body, "types": [{**kind, **days}]}
