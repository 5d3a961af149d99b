"""The world's places: found by id, and by what a coder writes, in the index on the disk.

Nothing is opened before the first question, so that whoever needs only the project's own places
pays nothing. Answers are remembered, because the forms of one project name the same places.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from eventbook.coders.places.world_index import index_path, open_index
from eventbook.schema.countries import find_country
from eventbook.schema.text import name_key
from eventbook.schema.where import Place, PlaceKind, meant

_SELECT = """
SELECT p.n, p.id, p.name, p.country, p.admin1, p.admin2, p.latitude, p.longitude, p.population, p.kind,
    p.names, p.source, a.name, b.name
FROM place p LEFT JOIN place a ON a.n = p.admin1 LEFT JOIN place b ON b.n = p.admin2
"""
MOST = 200
"""Namesakes that are looked at."""

DIGITS = 12
"""The most digits of a geonameid; more would not be one."""


@dataclass(frozen=True, slots=True)
class Namesake:
    """A place of the world that has a name; `own` where it is its own name, not another one of it."""

    place: Place
    own: bool
    divisions: tuple[int, int] = (0, 0)


class World:
    """The world's places in the index that a folder holds."""

    def __init__(self, folder: Path) -> None:
        """Take the folder of the index; it is opened, or made, when it is first asked."""
        self._folder = folder
        self._known: dict[str, Place | None] = {}

    @property
    def made(self) -> bool:
        """Whether the index is there, so that a question does not wait for it to be made."""
        return "index" in self.__dict__ or index_path(self._folder).is_file()

    @cached_property
    def index(self) -> sqlite3.Connection:
        """The index itself, for questions of a kind of their own."""
        return open_index(self._folder)

    def get(self, place: str) -> Place | None:
        """Return the place with this id."""
        kind, _, number = place.partition("-")
        if kind not in {"gn", "sea"} or (kind == "gn" and not _is_number(number)):
            return None
        if place not in self._known:
            test, value = ("p.n = ?", int(number)) if kind == "gn" else ("p.n < 0 AND p.id = ?", place)
            row = self.index.execute(f"{_SELECT} WHERE {test}", (value,)).fetchone()
            self._known[place] = place_of(row) if row else None
        return self._known[place]

    def places(self, numbers: Iterable[int]) -> dict[int, Place]:
        """Return the places with these numbers."""
        asked = ", ".join(str(int(number)) for number in numbers)
        rows = self.index.execute(f"{_SELECT} WHERE p.n IN ({asked})")
        return {row[0]: place_of(row) for row in rows}

    def find(self, written: str) -> tuple[Place, ...]:
        """Return the places that an id or a label may mean: one where it is settled, else the likeliest first."""
        place = self.get(written)
        if place is not None:
            return (place,)
        name, *rest = (part.strip() for part in written.split(","))
        if not rest:
            return tuple(one.place for one in self.namesakes(name, ""))
        country = find_country(rest[-1])
        if country is None:
            return ()
        hits = self.namesakes(name, country.iso3)
        inside = [one for one in hits if all(self._lies_in(one, unit) for unit in rest[:-1])]
        if not inside and len(rest) > 1:  # a comma of the name itself
            inside = self.namesakes(", ".join([name, *rest[:-1]]), country.iso3)
        return meant(tuple(one.place for one in inside))

    def namesakes(self, name: str, country: str | None = None) -> list[Namesake]:
        """Return the places of a name, in a country or anywhere: own names first, then the most people."""
        where = "key = ?" if country is None else "key = ? AND name.country = ?"
        given = (name_key(name),) if country is None else (name_key(name), country)
        query = (
            "SELECT n, own, admin1, admin2 FROM name JOIN place p USING (n) "  # noqa: S608  of our own words
            f"WHERE {where} ORDER BY own DESC, population DESC LIMIT {MOST}"
        )
        found = self.index.execute(query, given).fetchall()
        places = self.places(row[0] for row in found)
        return [Namesake(places[n], bool(own), (one, two)) for n, own, one, two in found]

    def named(self, name: str) -> tuple[Place, ...]:
        """Return the places with this bare name in any country, likeliest first."""
        return tuple(one.place for one in self.namesakes(name.split(",", maxsplit=1)[0]))

    def _lies_in(self, one: Namesake, unit: str) -> bool:
        """Tell whether a place lies in a province or district of this name."""
        asked = (name_key(unit), one.place.country, *one.divisions)
        query = "SELECT 1 FROM name WHERE key = ? AND country = ? AND n IN (?, ?)"
        return self.index.execute(query, asked).fetchone() is not None


def place_of(row: Sequence[Any]) -> Place:
    """Return the place that a row of the index says."""
    return Place(
        id=row[1],
        name=row[2],
        country=row[3],
        admin1=row[12] or "",
        admin2=row[13] or "",
        latitude=round(row[6], 4),
        longitude=round(row[7], 4),
        kind=PlaceKind(row[9]),
        aliases=tuple(row[10].split("\n")) if row[10] else (),
        source=row[11],
        population=row[8] or None,
    )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= DIGITS
