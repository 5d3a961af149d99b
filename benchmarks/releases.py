"""Writing a release: its largest file beside plain pyarrow, the whole of it, and a question to it.

`table`: events.parquet by Eventbook (group by group, with points, hashed and checksummed) beside
`pyarrow.parquet.write_table` of the same sorted table, the points ready made, with the same options.
`whole`: every file of a release, the changes against a release before among them, from sorted
tables. `query`: a country's year through DuckDB. The rows are made up: notes of about 280
characters, 51 lines of provenance an event, as in the samples, made when they are written.
"""

import argparse
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from measuring import Contestant, compare, table

from eventbook.datasets.building.files import Contents, write_files, write_tables
from eventbook.datasets.releases.change_set import change_set
from eventbook.datasets.releases.compare import compare_tables
from eventbook.datasets.releases.geometry import with_points
from eventbook.datasets.releases.manifest import Decisions, Manifest, programs
from eventbook.datasets.releases.parquet_file import options, write_parquet
from eventbook.datasets.releases.quality import Beyond, GreyZone, Review
from eventbook.datasets.releases.release_files import sorted_table, table_files
from eventbook.datasets.releases.write import publishing
from eventbook.schema.about import About
from eventbook.schema.codebook_file import default_codebook, default_text
from eventbook.schema.countries import COUNTRIES
from eventbook.schema.published import Kind, published_columns

BOOK = default_codebook()
SPECS = table_files(BOOK)
WORDS = np.array(
    ["rebels", "soldiers", "town", "market", "attacked", "killed", "on", "the", "officials", "said"]
)
LINES = 51
PIECE = 20_000
"""Events whose provenance is made at a time."""


def events(size: int) -> pa.Table:
    """Return so many made-up events in the order of a release."""
    dice = np.random.default_rng(7)
    land = list(COUNTRIES.values())[:120]
    where = np.minimum(dice.zipf(1.3, size) - 1, len(land) - 1)
    days = np.datetime64("1997-01-01") + dice.integers(0, 10_000, size)
    kinds = [kind.code for kind in BOOK.type]
    place = dice.integers(0, 300, size) + where * 1000
    made: dict[str, Any] = {
        "event_id": _join([one.iso3 for one in land], where, np.arange(1, size + 1)),
        "event_date": pa.array(days, pa.date32()),
        "iso3": pa.array([one.iso3 for one in land]).take(pa.array(where)),
        "country": pa.array([one.name for one in land]).take(pa.array(where)),
        "year": pc.year(pa.array(days, pa.date32())),
        BOOK.types.field: pa.array(kinds).take(pa.array(dice.integers(0, len(kinds), size))),
        "latitude": pa.array(np.round((place * 0.013) % 160 - 80, 4)),
        "longitude": pa.array(np.round((place * 0.029) % 340 - 170, 4)),
        "location": pc.binary_join_element_wise("Town", pc.cast(pa.array(place), pa.string()), " "),
        "place_id": pc.cast(pa.array(place), pa.string()),
        "notes": _notes(dice, size),
        "source": _sources(dice, size),
        "timestamp": pa.array(dice.integers(1_500_000_000, 1_790_000_000, size)),
    }
    for side in (1, 2):
        made[f"actor{side}_id"] = _filler(f"actor{side}_id", Kind.TEXT, dice, size)
        made[f"actor{side}"] = pc.binary_join_element_wise("Name of", made[f"actor{side}_id"], " ")
    columns = [made.get(one.name, _filler(one.name, one.kind, dice, size)) for one in published_columns(BOOK)]
    whole = pa.Table.from_arrays(
        [pc.cast(one, field.type) for one, field in zip(columns, SPECS["events"].schema, strict=True)],
        schema=SPECS["events"].schema,
    )
    return sorted_table(whole, SPECS["events"].order)


def _join(names: list[str], which: Any, numbers: Any) -> pa.Array:  # noqa: ANN401  numpy
    texts = pc.cast(pa.array(numbers), pa.string())
    joined: pa.Array = pc.binary_join_element_wise(pa.array(names).take(pa.array(which)), texts, "")
    return joined


def _notes(dice: np.random.Generator, size: int) -> pa.Array:
    some = pa.array([" ".join(WORDS[dice.integers(0, len(WORDS), 44)]) for _ in range(20_000)])
    picked = some.take(pa.array(dice.integers(0, len(some), size)))
    number = pc.cast(pa.array(dice.integers(0, 10**9, size)), pa.string())
    joined: pa.Array = pc.binary_join_element_wise(picked, number, " ")
    return joined


def _sources(dice: np.random.Generator, size: int) -> pa.Array:
    names = pa.array([f"Outlet {number}" for number in range(2000)])
    lists = [
        names.take(pa.array(dice.integers(0, 2000, 1 + number % 3))).to_pylist() for number in range(5000)
    ]
    return pa.array(lists).take(pa.array(dice.integers(0, len(lists), size)))


def _filler(name: str, kind: Kind, dice: np.random.Generator, size: int) -> pa.Array:
    """Return a column of some plausible variety, a quarter blank; of crowds nine in ten."""
    blank = dice.random(size) < (0.9 if name.startswith("crowd") else 0.25)
    if kind is Kind.TEXTS or kind is Kind.RECORDS:
        return pa.nulls(size, SPECS["events"].schema.field(name).type)
    if kind is Kind.TEXT:
        words = pa.array([f"{name} {number}" for number in range(200)])
        return words.take(pa.array(dice.integers(0, 200, size), mask=blank))
    if kind is Kind.BOOLEAN:
        return pa.array(dice.random(size) < 0.1, mask=blank)
    if kind is Kind.DAY:
        return pa.array(np.datetime64("2010-01-01") + dice.integers(0, 5000, size), pa.date32())
    return pa.array(dice.integers(1, 4, size), mask=None if "precision" in name else blank)


def provenance(whole: pa.Table) -> Iterator[pa.Table]:
    """Yield the lines behind the events, in pieces: each column, the words it was read from, its report."""
    ids = whole["event_id"].combine_chunks().sort()
    fields = pa.array(sorted(f"field_{number}" for number in range(LINES)))
    for start in range(0, len(ids), PIECE):
        some = ids.slice(start, PIECE)
        rows = pa.array(np.repeat(np.arange(len(some)), LINES))
        which = pa.array(np.tile(np.arange(LINES), len(some)))
        event, count = some.take(rows), len(rows)
        made: dict[str, Any] = {
            "event_id": event,
            "field": fields.take(which),
            "value": pc.binary_join_element_wise(fields.take(which), event, " "),
            "how": pa.array(["agreed"] * count),
            "rule": pa.array(["all-agree"] * count),
            "report_id": pc.binary_join_element_wise("r", event, "-"),
            "source_id": pc.binary_join_element_wise("s", event, "-"),
            "quote": pc.binary_join_element_wise("gunmen attacked the market of", event, " "),
            "start": which,
            "end": pc.add(which, 40),
        }
        yield pa.table(made).cast(SPECS["provenance"].schema)


def _other_tables(whole: pa.Table, before: pa.Table) -> dict[str, pa.Table]:
    ids = whole["event_id"].combine_chunks().sort()
    found = compare_tables(before, whole, "event_id")
    touched = pa.array([*found.added, *found.changed], pa.string())
    fields = [
        {"event_id": one.id, "field": one.field, "old": one.old, "new": one.new, "reason": "report corrected"}
        for one in found.fields
    ]
    made = {
        **_histories(ids),
        "upserts": whole.filter(pc.is_in(whole["event_id"], touched)),
        "removed": pa.Table.from_pylist(
            [{"event_id": one} for one in found.removed], schema=SPECS["removed"].schema
        ),
        "fields": pa.Table.from_pylist(fields, schema=SPECS["fields"].schema),
    }
    empty = {name: spec.schema.empty_table() for name, spec in SPECS.items()}
    tables = {**empty, "events": whole, **made}
    earlier = before["event_id"].combine_chunks().sort()
    old = {**empty, **_histories(earlier)}
    return tables | change_set(old, tables, BOOK, "2026.11.0")


def _histories(ids: pa.Array) -> dict[str, pa.Table]:
    """Return a history of ids and a source for each event."""
    numbers = pa.array(np.arange(len(ids)))
    history = {"event_id": ids, "number": numbers, "status": pa.array(["current"] * len(ids))}
    sources: dict[str, Any] = {
        "source_id": pc.binary_join_element_wise("s", ids, "-"),
        "outlet": pa.array(["Wire"] * len(ids)),
    }
    return {"ids": _filled("ids", history), "sources": _filled("sources", sources)}


def _filled(name: str, columns: dict[str, Any]) -> pa.Table:
    schema = SPECS[name].schema
    rows = len(next(iter(columns.values())))
    arrays = [columns.get(field.name, pa.nulls(rows, field.type)) for field in schema]
    return pa.Table.from_arrays(
        [pc.cast(one, field.type) for one, field in zip(arrays, schema, strict=True)], schema=schema
    )


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
    with TemporaryDirectory(dir=FOLDER) as folder:
        started = time.perf_counter()
        tables = _other_tables(now, before)
        compared = time.perf_counter() - started
        with publishing(Path(folder), "2026.11.0") as draft:
            contents = Contents(
                tables, provenance(now), _manifest(), _beyond(), BOOK, default_text(), About()
            )
            manifest = write_tables(contents, draft)
            tabled = time.perf_counter() - started
            write_files(contents, manifest, draft)
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
        lines = manifest.tables["provenance"].rows
        return f"{size / 1e6:.0f} MB, {lines:,} lines; changes {compared:.0f} s, tables {tabled:.0f} s"


def _manifest() -> Manifest:
    decisions = Decisions(
        policy="cautious", threshold=0, window_days=3, window_slack_km=10, weights={}, candidate_pairs=0, incidents=0,
        undecided_pairs=0, joined_by_unit=0, idle_judgements=0,
    )  # fmt: skip
    return Manifest(
        dataset="made-up", version="2026.11.0", previous="2026.10.0", previous_content="",
        made_at=datetime(2026, 11, 1, tzinfo=UTC),
        codebook=BOOK.id, inputs={"codebook": ""}, programs=programs(), tables={}, decisions=decisions, left_out={},
        waived={}, quotes_withheld=0, overrides_for_review=0,
    )  # fmt: skip


def _beyond() -> Beyond:
    review = Review(
        statuses={}, reports_left_out=0, quotes_withheld=0, overrides=0, overrides_for_review=0, idle_judgements=0,
        idle_relations=0,
    )  # fmt: skip
    return Beyond(review=review, agreement=(), waived=(), grey_zone=GreyZone(count=0, pairs=()))


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


def main() -> None:
    """Print what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["table", "whole", "query"])
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
    else:
        print(query(size, max(asked.runs, 24)))


if __name__ == "__main__":
    main()
