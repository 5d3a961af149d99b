"""The countries: ISO 3166 alpha-3 and numeric codes, English names, and the regions users know.

Codes and names are facts taken from ISO 3166-1 by way of GeoNames (CC BY 4.0); the 17 regions
are those that users of conflict-event data filter by. Kosovo has no ISO code: XKX and 0.
"""

import csv
from dataclasses import dataclass
from importlib.resources import files

from eventbook.schema.text import fold


@dataclass(frozen=True, slots=True)
class Country:
    """One country or territory; `numeric` is the ISO 3166 number, 0 where there is none."""

    iso3: str
    numeric: int
    name: str
    region: str


def _load() -> dict[str, Country]:
    lines = files("eventbook.schema").joinpath("countries.csv").read_text(encoding="utf-8").splitlines()
    rows = [
        Country(row["iso3"], int(row["numeric"]), row["name"], row["region"]) for row in csv.DictReader(lines)
    ]
    return {country.iso3: country for country in rows}


COUNTRIES = _load()
_BY_NAME = {fold(country.name): country for country in COUNTRIES.values()}


def find_country(written: str) -> Country | None:
    """Return the country with this alpha-3 code or English name, in any case."""
    return COUNTRIES.get(written.upper()) or _BY_NAME.get(fold(written))
