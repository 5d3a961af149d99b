"""The tables of a made-up release, as sorted as those of a build, for measuring how releases are written.

Notes of about 280 characters, countries with a long tail, 51 lines of provenance an event as in the samples,
made when they are written. The words are drawn from a list and mean nothing.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from eventbook.datasets.releases.change_set import change_set
from eventbook.datasets.releases.compare import compare_tables
from eventbook.datasets.releases.manifest import Decisions, Manifest, programs
from eventbook.datasets.releases.quality import Beyond, GreyZone, Review
from eventbook.datasets.releases.release_files import sorted_table, table_files
from eventbook.schema.canonical import sha256
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


def other_tables(whole: pa.Table, before: pa.Table) -> dict[str, pa.Table]:
    """Return all tables of a release but provenance, with what changed since the release before."""
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


def manifest() -> Manifest:
    """Return the manifest of the release, without its tables."""
    decisions = Decisions(
        policy="cautious", threshold=0, window_days=3, window_slack_km=10, weights={}, candidate_pairs=0, incidents=0,
        undecided_pairs=0, joined_by_unit=0, idle_judgements=0,
    )  # fmt: skip
    return Manifest(
        dataset="made-up", version="2026.11.0", previous="2026.10.0", previous_content="",
        made_at=datetime(2026, 11, 1, tzinfo=UTC),
        codebook=BOOK.id, inputs={"codebook": sha256(default_text())}, programs=programs(), tables={},
        decisions=decisions, left_out={}, waived={}, quotes_withheld=0, overrides_for_review=0,
    )  # fmt: skip


def beyond() -> Beyond:
    """Return what nobody measured: nothing."""
    review = Review(
        statuses={}, reports_left_out=0, quotes_withheld=0, overrides=0, overrides_for_review=0, idle_judgements=0,
        idle_relations=0,
    )  # fmt: skip
    return Beyond(review=review, agreement=(), waived=(), grey_zone=GreyZone(count=0, pairs=()))
