"""Writing a release: its largest file beside plain pyarrow, the whole of it, and a question to it.

`table`: events.parquet by Eventbook (group by group, with points, hashed and checksummed) beside
`pyarrow.parquet.write_table` of the same sorted table, the points ready made, with the same options.
`whole`: every file of a release, the changes against a release before among them, from sorted
tables; the last one made is kept in build/release. `query`: a country's year through DuckDB. `checkers`: each
standard's own checker, and ours, on the release that `whole` kept. The rows are made up (`release_tables`).
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from measuring import Contestant, compare, table
from release_tables import BOOK, SPECS, beyond, events, manifest, other_tables, provenance

from eventbook.datasets.building.files import Contents, write_files, write_tables
from eventbook.datasets.releases.geometry import with_points
from eventbook.datasets.releases.parquet_file import options, write_parquet
from eventbook.datasets.releases.write import publishing
from eventbook.schema.about import About
from eventbook.schema.codebook_file import default_text
from eventbook.schema.countries import COUNTRIES

BIN = Path(sys.executable).parent
DATACITE = "import json, sys; from datacite import schema45; schema45.validator.validate(json.load(open(sys.argv[1])))"
CROISSANT = [
    str(BIN / "mlcroissant"),
    *["load", "--jsonld", "croissant.json", "--num_records", "1", "--record_set"],
]
LIMIT = ["--limit-rows", "100000"]
CHECKERS: dict[str, list[str]] = {
    "sha256sum": ["sha256sum", "--quiet", "-c", "SHA256SUMS"],
    "citation": [
        str(BIN / "check-jsonschema"),
        "--builtin-schema",
        "vendor.citation-file-format",
        "CITATION.cff",
    ],
    "datacite": [sys.executable, "-c", DATACITE, "datacite.json"],
    "geoparquet": [str(BIN / "geoparquet-validator"), "check", "--class", "core", "events.parquet"],
    "croissant events": [*CROISSANT, "events"],
    "croissant ids": [*CROISSANT, "ids"],
    "frictionless, 100,000 rows": [str(BIN / "frictionless"), "validate", "datapackage.json", *LIMIT],
    "eventbook release verify": [str(BIN / "eventbook"), "release", "verify", "."],
}
"""Frictionless looks at each cell in Python, so of a large release it is shown the first rows of each table."""


def ours(given: object) -> str:
    """Write events.parquet as a release does."""
    with TemporaryDirectory(dir=FOLDER) as folder:
        path = Path(folder) / "events.parquet"
        write_parquet(cast("pa.Table", given), SPECS["events"], path)
        return f"{path.stat().st_size / 1e6:.0f} MB"


def plain(given: object) -> str:
    """Write the same with pyarrow alone."""
    with TemporaryDirectory(dir=FOLDER) as folder:
        path, whole, spec = Path(folder) / "events.parquet", cast("pa.Table", given), SPECS["events"]
        pq.write_table(whole, str(path), row_group_size=spec.row_group, **options(whole.schema, spec))
        return f"{path.stat().st_size / 1e6:.0f} MB"


def _pointed(size: int) -> object:
    return with_points(events(size))


def _pair(size: int) -> object:
    """Return a release before and its successor: one event in fifty changed, one in a hundred new."""
    whole = events(size)
    kept = whole.filter(pc.not_equal(pc.bit_wise_and(whole["timestamp"], 127), 1))
    hit = pc.equal(pc.bit_wise_and(kept["timestamp"], 63), 3)
    index = kept.schema.get_field_index("notes")
    return kept.set_column(
        index, kept.schema.field("notes"), pc.if_else(hit, "old words", kept["notes"])
    ), whole


def whole_release(given: object) -> str:
    """Write every file of a release into a folder, as `eventbook build` does, and say how large it is."""
    before, now = cast("tuple[pa.Table, pa.Table]", given)
    shutil.rmtree(KEPT, ignore_errors=True)
    KEPT.mkdir()
    started = time.perf_counter()
    tables = other_tables(now, before)
    compared = time.perf_counter() - started
    with publishing(KEPT, "2026.11.0") as draft:
        contents = Contents(tables, provenance(now), manifest(), beyond(), BOOK, default_text(), About())
        made = write_tables(contents, draft)
        tabled = time.perf_counter() - started
        write_files(contents, made, draft)
    size = sum(path.stat().st_size for path in KEPT.rglob("*") if path.is_file())
    lines = made.tables["provenance"].rows
    return f"{size / 1e6:.0f} MB, {lines:,} lines; changes {compared:.0f} s, tables {tabled:.0f} s"


def checkers() -> str:
    """Return what each checker makes of the release that was kept."""
    lines: list[str] = []
    for name, words in CHECKERS.items():
        started = time.perf_counter()
        done = subprocess.run(words, cwd=KEPT / "2026.11.0", capture_output=True, text=True, check=False)  # noqa: S603
        verdict = "passed" if done.returncode == 0 else f"FAILED: {(done.stdout + done.stderr)[-400:]}"
        lines.append(f"{name:28}{time.perf_counter() - started:8.1f} s  {verdict}")
    return "\n".join(lines)


def query(size: int, runs: int) -> str:
    """Return the median time of asking for a country's year."""
    with TemporaryDirectory(dir=FOLDER) as folder, duckdb.connect() as connection:
        path = Path(folder) / "events.parquet"
        write_parquet(events(size), SPECS["events"], path)
        asked = f"select event_id, event_date, location, notes from '{path}' where iso3 = ? and year = 2015"  # noqa: S608
        times: list[float] = []
        found = 0
        for number in range(runs):
            country = list(COUNTRIES)[number % 12]
            started = time.perf_counter()
            found += len(connection.execute(asked, [country]).fetchall())
            times.append(time.perf_counter() - started)
        return f"country-year: median {statistics.median(times) * 1000:.0f} ms of {runs}, {found / runs:,.0f} rows each"


FOLDER = Path(__file__).resolve().parent.parent / "build"
KEPT = FOLDER / "release"


def main() -> None:
    """Print what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["table", "whole", "query", "checkers"])
    parser.add_argument("--events", type=float, default=2.5e6)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    size = int(asked.events)
    FOLDER.mkdir(exist_ok=True)
    if asked.what == "table":
        pair = {"plain pyarrow": Contestant(_pointed, plain), "eventbook": Contestant(events, ours)}
        print(table(compare(pair, size, asked.runs), size, "event"))
    elif asked.what == "whole":
        print(
            table(
                compare({"whole release": Contestant(_pair, whole_release)}, size, asked.runs), size, "event"
            )
        )
    elif asked.what == "checkers":
        print(checkers())
    else:
        print(query(size, max(asked.runs, 24)))


if __name__ == "__main__":
    main()
