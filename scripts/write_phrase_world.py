"""Write the small world in which the place phrases are tested: every place that any of their words may name.

All namesakes are in it, also those that a text does not mean and those that ordinary words bear; so what is right in
it is right in the whole index. Names (GeoNames, CC BY 4.0) that no phrase has are left out.

    .venv/bin/python scripts/write_phrase_world.py
"""

import csv
import io
from pathlib import Path

from eventbook.coders.places.world import World
from eventbook.coders.places.world_index import index_folder
from eventbook.coders.reading.place_mentions import asked_keys
from eventbook.coders.reading.place_names import PlaceNames
from eventbook.coders.reading.told import Facts, Told
from eventbook.schema.text import name_key

PHRASES = Path(__file__).parent.parent / "tests" / "coders" / "reading" / "phrases"
COLUMNS = [
    "n",
    "name",
    "country",
    "admin1",
    "admin2",
    "latitude",
    "longitude",
    "population",
    "kind",
    "names",
    "source",
]


def main() -> None:
    """Write `world.csv` beside the phrases."""
    world = World(index_folder(None))
    rows = list(csv.DictReader((PHRASES / "places.csv").read_text("utf-8").splitlines(), delimiter="|"))
    keys = {name_key(row["place"].rpartition(", ")[0]) for row in rows}
    for row in rows:
        keys |= asked_keys(Told(row["text"], Facts(None, row["outlet"], row["language"])))
    names = PlaceNames(world, {}, world.get)
    bearers = [one for hits in names.bearers(keys).values() for one in names.with_towns(hits)]
    numbers = {int(one.id.removeprefix("gn-")) for one in bearers if one.id.startswith("gn-")}
    numbers |= {number for one in bearers for number in one.divisions if number}
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    asked = ", ".join(map(str, sorted(numbers)))
    for row in world.index.execute(f"SELECT {', '.join(COLUMNS)} FROM place WHERE n IN ({asked}) ORDER BY n"):  # noqa: S608
        *facts, spelt, source = row
        kept = [name for name in spelt.split("\n") if name_key(name) in keys]
        table.writerow([*facts, "|".join(kept), source.removeprefix("GeoNames")])
    (PHRASES / "world.csv").write_text(out.getvalue(), encoding="utf-8")
    print(f"{len(numbers)} places")


if __name__ == "__main__":
    main()
