"""Asking which known events are like a half-filled form, among so many events drawn by a seed.

.venv/bin/python benchmarks/similar.py [--size 1000000]
"""

import argparse
import random
import resource
import statistics
import time
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from eventbook.datasets.matching.features import FEATURES
from eventbook.datasets.similar.event_rows import SHOWN, EventRows
from eventbook.datasets.similar.similar_index import SimilarIndex
from eventbook.schema.codebook_file import default_codebook
from eventbook.schema.registry import Registry
from eventbook.schema.similar import DraftEvent
from eventbook.schema.where import Place

TOWNS, YEARS, QUESTIONS = 5000, 30, 200


def rows(size: int) -> EventRows:
    """Return events in towns of one continent over thirty years."""
    draw = np.random.default_rng(9)
    town = draw.integers(0, TOWNS, size)
    north, east = draw.uniform(-30, 35, TOWNS), draw.uniform(-15, 50, TOWNS)
    days = draw.integers(0, YEARS * 365, size).astype("int32") + 9000
    kinds = [one.code for one in default_codebook().type]
    book = default_codebook()
    code: list[str] = [kinds[at] for at in draw.integers(0, len(kinds), size).tolist()]
    day = pa.array(days, pa.int32()).cast(pa.date32())
    home = [f"C{at % 50}" for at in town.tolist()]
    listed: dict[str, list[object]] = {
        "report_id": [f"E{at}" for at in range(size)],
        "latitude": north[town].tolist(),
        "longitude": east[town].tolist(),
        "radius_km": [3.0] * size,
        "place_id": [f"t{at}" for at in town.tolist()],
        "country": list(home),
        "region": [f"{one}/{at % 500}" for one, at in zip(home, town.tolist(), strict=True)],
        "type": list(code),
        "parent": [book.parent(one) for one in code],
        "family": [book.family(one) for one in code],
        "actor1": [f"a{at}" for at in draw.integers(0, 900, size).tolist()],
        "identified1": [True] * size,
        "count_best": draw.poisson(2, size).tolist(),
    }
    columns = {name: pa.array(values, FEATURES.field(name).type) for name, values in listed.items()}
    columns |= {"first": day, "last": day}
    table = pa.table([columns.get(one.name, pa.nulls(size, one.type)) for one in FEATURES], schema=FEATURES)
    none = pa.nulls(size, pa.string())
    shown = pa.table(
        [
            columns["report_id"],
            pa.array([True] * size),
            day,
            columns["place_id"],
            pa.nulls(size, SHOWN.field("actors").type),
            none,
        ],
        schema=SHOWN,
    )
    return EventRows(table, shown)


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--size", type=float, default=1e6)
    size = int(options.parse_args().size)
    known = rows(size)
    start = time.perf_counter()
    book = default_codebook()
    index = SimilarIndex(known, book, Registry((), book))
    made = time.perf_counter() - start
    draw, found = random.Random(3), 0
    took: list[float] = []
    for _ in range(QUESTIONS):
        at = draw.randrange(size)
        row = known.features.slice(at, 1).to_pylist()[0]
        place = Place(
            id=row["place_id"],
            name="town",
            country="NGA",
            latitude=row["latitude"],
            longitude=row["longitude"],
        )
        day: date = row["first"] + timedelta(days=draw.choice((0, 0, 1)))
        asked = DraftEvent(day, day, place, 1, row["type"], "", "", row["count_best"])
        start = time.perf_counter()
        answer = index.similar(asked)
        took.append((time.perf_counter() - start) * 1000)
        found += row["report_id"] in {one.id for one in answer}
    took.sort()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{size:,} events: index made in {made:.1f} s, peak {peak:.0f} MB")
    print(
        f"a question: median {statistics.median(took):.1f} ms, 95 % within {took[int(len(took) * 0.95)]:.1f} ms"
    )
    print(f"the event itself among the first five: {found / QUESTIONS:.0%}")


if __name__ == "__main__":
    main()
