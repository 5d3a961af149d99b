"""Real events from slices of the UCDP Georeferenced Event Dataset (CC BY 4.0), read and never copied.

What is used of a row: its days, place, sides, kind of violence and deaths, so that density, places and
look-alikes are real. The codes are UCDP's: `where_prec` 1 exact to 7, `type_of_violence` 3 is against civilians.
"""

import csv
import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from eventbook.schema.text import slug
from eventbook.schema.where import Place, PlaceKind
from eventbook.schema.who import Actor, TypePeriod

WIDEST = 5
"""Events known only by country or sea (`where_prec` 6 and 7) are left out: forms of them break the rules."""
COUNTRIES = {"Nigeria": "NGA", "Mexico": "MEX", "Ukraine": "UKR"}


@dataclass(frozen=True, slots=True)
class RealEvent:
    """One event as UCDP has it."""

    key: str
    first: date
    last: date
    where: str
    region: str
    country: str
    precision: int
    point: tuple[float, float]
    sides: tuple[str, str]
    civilians: bool
    deaths: int

    @property
    def place(self) -> str:
        """The id of its place: its rounded coordinates and its name, as far as there is room for it."""
        return slug(f"{self.point[0]:.2f} {self.point[1]:.2f} {self.where}")[:80]

    @property
    def province(self) -> str:
        """The id of the first-level region that it lies in."""
        return slug(f"{self.country} {self.region} region")[:80]


def read_events(folder: Path, year: int) -> tuple[RealEvent, ...]:
    """Return the events of a year in all slices of a folder, each once, by id."""
    found: dict[str, RealEvent] = {}
    for path in sorted(folder.glob("ged_*.csv.gz")):
        with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                if row["date_end"].startswith(str(year)) and _usable(row):
                    found[row["id"]] = _event(row)
    return tuple(found[key] for key in sorted(found))


def _usable(row: dict[str, str]) -> bool:
    days = (date.fromisoformat(row["date_end"][:10]) - date.fromisoformat(row["date_start"][:10])).days
    known = row["country"] in COUNTRIES and row["adm_1"] and row["where_coordinates"]
    return bool(known) and int(row["where_prec"]) <= WIDEST and days <= 7


def _event(row: dict[str, str]) -> RealEvent:
    return RealEvent(
        key=row["id"],
        first=date.fromisoformat(row["date_start"][:10]),
        last=date.fromisoformat(row["date_end"][:10]),
        where=row["where_coordinates"],
        region=row["adm_1"],
        country=COUNTRIES[row["country"]],
        precision=int(row["where_prec"]),
        point=(float(row["latitude"]), float(row["longitude"])),
        sides=(row["side_a"], row["side_b"]),
        civilians=row["type_of_violence"] == "3",
        deaths=max(0, int(row["best"])),
    )


def places_of(events: Iterable[RealEvent]) -> tuple[Place, ...]:
    """Return the places of the events and the regions that they lie in."""
    made: dict[str, Place] = {}
    for event in events:
        latitude, longitude = event.point
        about = {"country": event.country, "latitude": latitude, "longitude": longitude}
        made.setdefault(
            event.place,
            Place(id=event.place, name=event.where, admin1=event.region, **about),  # type: ignore[arg-type]
        )
        made.setdefault(
            event.province,
            Place(id=event.province, name=event.region, kind=PlaceKind.ADMIN1, **about),  # type: ignore[arg-type]
        )
    return tuple(made.values())


def actors_of(events: Iterable[RealEvent]) -> tuple[Actor, ...]:
    """Return the sides as a registry: governments are state forces, all others rebels."""
    names = {name for event in events for name in _named(event)}
    return tuple(
        Actor(
            id=slug(name),
            name=name,
            types=(TypePeriod(type="State forces" if name.startswith("Government") else "Rebel group"),),
        )
        for name in sorted(names)
    )


def _named(event: RealEvent) -> Iterator[str]:
    yield event.sides[0]
    if not event.civilians:
        yield event.sides[1]
