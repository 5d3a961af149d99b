import csv
from collections.abc import Mapping
from pathlib import Path

import pytest

from eventbook.coders.places.world import World
from eventbook.coders.places.world_index import index_path, write_index
from eventbook.coders.places.world_source import WorldRow
from eventbook.schema.where import PlaceKind

PHRASES = Path(__file__).parent / "phrases"


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Return a world of every place that a word of the phrases may name; see scripts/write_phrase_world.py."""
    folder = tmp_path_factory.mktemp("phrase-world")
    rows = csv.DictReader((PHRASES / "world.csv").read_text(encoding="utf-8").splitlines())
    write_index(index_path(folder), [_row(row) for row in rows], lambda _done, _every: None)
    return World(folder)


def _row(row: Mapping[str, str]) -> WorldRow:
    n, source = int(row["n"]), f"GeoNames{row['source']}"
    return WorldRow(
        n, f"gn-{n}" if n > 0 else f"sea-{-n}", row["name"], row["country"], int(row["admin1"]), int(row["admin2"]),
        float(row["latitude"]), float(row["longitude"]), int(row["population"]), PlaceKind(row["kind"]),
        tuple(filter(None, row["names"].split("|"))), source,
    )  # fmt: skip
