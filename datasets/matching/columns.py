"""The table of features as plain arrays, in order of time: what the matching of many reports runs on.

Texts become small whole numbers, since matching only asks whether two are the same. The rows
are sorted by middle day (then by report id), so that reports of one season lie side by side
in memory; `row` leads back to the table.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from eventbook.datasets.matching.features import ALL_REGIONS
from eventbook.datasets.matching.told import BITS, STEPS, Masks, Named, Worded, kinds, named, told_words
from eventbook.schema.distance import EARTH_KM

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Codes: TypeAlias = npt.NDArray[np.int32]
Bools: TypeAlias = npt.NDArray[np.bool_]
Ends: TypeAlias = tuple[Ints, Ints]
"""Pairs, as the rows or the numbers of one and of the other."""

NOTHING = -1
"""The code of a text that is not there."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The reports as arrays. Days count from 1970, distances are km; a code of -1 is nothing known.

    `whole` tells where the place is a whole country.
    """

    row: Ints
    degrees: Floats
    xyz: Floats
    middle: Floats
    half: Floats
    reach: Floats
    place: Codes
    within: Codes
    region: Codes
    country: Codes
    whole: Bools
    type: Codes
    parent: Codes
    family: Codes
    actors: Codes
    known: Bools
    low: Floats
    best: Floats
    open: Bools
    article: Codes
    voice: Codes
    published: Floats
    words: Worded | None
    named: Named | None
    kinds: Masks

    @property
    def size(self) -> int:
        """The number of reports."""
        return len(self.row)

    def taken(self, rows: Ints) -> "Columns":
        """Return some of the reports, in the order given; texts keep their codes."""
        every = {one.name: getattr(self, one.name) for one in fields(self)}
        some: dict[str, Any] = {name: None if one is None else one[rows] for name, one in every.items()}
        return Columns(**some)


def columns_of(table: pa.Table, vocabulary: tuple[str, ...] = ()) -> Columns:
    """Return the arrays of a table of features, whatever order its rows are in.

    `vocabulary` are the kinds that the whole dataset knows, where the table is a part of it.
    """
    row, text = _in_order(table)
    first, last = days_of(table, "first")[row], days_of(table, "last")[row]
    degrees = np.column_stack((_floats(table, "latitude")[row], _floats(table, "longitude")[row]))
    steps = [name for name in (STEPS, BITS) if name in table.column_names]
    told = table.select(["words", "named", "kinds", "region", "country", "last", *steps]).take(pa.array(row))
    return Columns(
        row=row,
        degrees=degrees,
        xyz=on_sphere(degrees),
        middle=(first + last) / 2,
        half=(last - first) / 2,
        reach=_floats(table, "radius_km")[row],
        place=text["place_id"],
        within=text["within"],
        region=text["region"],
        country=text["country"],
        whole=_wholes(table)[row],
        type=text["type"],
        parent=text["parent"],
        family=text["family"],
        actors=np.column_stack((text["actor1"], text["actor2"])),
        known=np.column_stack([_flags(table, name) for name in ("identified1", "identified2")])[row],
        low=_floats(table, "count_low")[row],
        best=_floats(table, "count_best")[row],
        open=_flags(table, "count_open")[row],
        article=text["article_id"],
        voice=text["voice"],
        published=days_of(table, "published")[row],
        words=told_words(told),
        named=named(told),
        kinds=kinds(told, vocabulary),
    )


_TEXTS: tuple[tuple[str, ...], ...] = (
    ("article_id",), ("place_id", "within"), ("actor1", "actor2"), ("voice",), ("region",), ("country",),
    ("type",), ("parent",), ("family",),
)  # fmt: skip
"""Columns of texts that are compared with each other, the longest to work out first."""


def _in_order(table: pa.Table) -> tuple[Ints, dict[str, Codes]]:
    """Return the rows by time, and the columns of texts as codes in that order: worked out two at a time."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        in_order = pool.submit(in_time, table)
        coded = [pool.submit(codes_of, table, *names) for names in _TEXTS]
        row = in_order.result()
        taken = [pool.submit(_taken, one.result(), row) for one in coded]
        found = [codes for one in taken for codes in one.result()]
    return row, dict(zip((name for names in _TEXTS for name in names), found, strict=True))


def _taken(codes: list[Codes], rows: Ints) -> list[Codes]:
    return [one[rows] for one in codes]


def in_time(table: pa.Table) -> Ints:
    """Return the row numbers by middle day, then by report id."""
    ids = np.asarray(pc.sort_indices(table["report_id"]).to_numpy(), dtype=np.int64)
    middle = days_of(table, "first") + days_of(table, "last")
    return ids[np.argsort(middle[ids], kind="stable")]


def on_sphere(degrees: Floats) -> Floats:
    """Return latitudes and longitudes as points on the earth's surface, x, y and z in km."""
    latitude, longitude = np.radians(degrees).T
    flat = np.cos(latitude)
    return EARTH_KM * np.column_stack((flat * np.cos(longitude), flat * np.sin(longitude), np.sin(latitude)))


def days_of(table: pa.Table, name: str) -> Floats:
    """Return a date column as days since 1970; NaN where there is none."""
    days = table[name].cast(pa.int32()).cast(pa.float64())
    return np.asarray(days.to_numpy(), dtype=np.float64)


def _wholes(table: pa.Table) -> Bools:
    """Tell which reports know no more of the place than the country."""
    found = pc.fill_null(pc.ends_with(table["region"], ALL_REGIONS), fill_value=False)
    return np.asarray(found.to_numpy(), dtype=np.bool_)


def regional_of(table: pa.Table) -> Bools:
    """Tell which reports know the region that they lie in."""
    known = np.asarray(pc.is_valid(table["region"]).to_numpy(), dtype=np.bool_)
    return known & ~_wholes(table)


def _floats(table: pa.Table, name: str) -> Floats:
    return np.asarray(table[name].cast(pa.float64()).to_numpy(), dtype=np.float64)


def _flags(table: pa.Table, name: str) -> Bools:
    return np.asarray(pc.fill_null(table[name], fill_value=False).to_numpy(), dtype=np.bool_)


def codes_of(table: pa.Table, *names: str) -> list[Codes]:
    """Return text columns as codes that are the same where the texts are, across the columns."""
    texts = pa.concat_arrays([table[name].combine_chunks() for name in names])
    codes = pc.fill_null(texts.dictionary_encode().indices, NOTHING)
    return np.split(np.asarray(codes.to_numpy(), dtype=np.int32), len(names))
