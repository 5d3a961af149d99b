"""A dataset divided into parts in space and time, so that many hands can match it.

A part is a country with a strip beyond its borders, or a stretch of time or land of a country that
is too big for one worker. Where a country is cut depends on the calendar and the map and not on
how many reports there are, so that a report more does not move the cuts. A pair belongs to the
part with the smaller number of its two ends; each part is given every report of the others that
could pair with one of its own (a superset: who pairs is decided where the part is worked), and
whatever lies close enough to tell how common things are.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.spatial import cKDTree

from eventbook.datasets.matching.candidates import POINT_KM, REGION_KM
from eventbook.datasets.matching.columns import (
    NOTHING,
    Bools,
    Codes,
    Floats,
    Ints,
    codes_of,
    days_of,
    on_sphere,
    regional_of,
)
from eventbook.datasets.matching.missed import every_how_many
from eventbook.datasets.matching.order import numbered
from eventbook.datasets.matching.part import CONTEXT, OWN, PARTNER, Common, Roles
from eventbook.datasets.matching.rates import MONTH, days_of_middle, neighbourhoods
from eventbook.datasets.matching.surroundings import type_step
from eventbook.datasets.plan import Window

MOST = 60_000
"""A part of more reports of its own than this is cut further."""
_SPOT_KM = 20.0
"""No point of a cell of a quarter degree is farther from its middle than this."""
_LONG, _FINE = 128, 1 / 16
"""Time is cut first, down to so many days; then land, down to so many degrees; then time to the day."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part: its name, the rows of the table that it needs, ascending, and what each is in it."""

    name: str
    rows: Ints
    role: Roles


@dataclass(frozen=True, slots=True)
class Land:
    """The columns that dividing looks at, one entry a report; `number` is its part's."""

    middle: Floats
    half: Floats
    reach: Floats
    degrees: Floats
    region: Codes
    regional: Bools
    number: Ints

    @property
    def size(self) -> int:
        """The number of reports."""
        return len(self.middle)


def common_of(table: pa.Table) -> Common:
    """Return what every part must know of the whole."""
    middle = (days_of(table, "first") + days_of(table, "last")) / 2
    day = days_of_middle(middle)
    counts = pc.value_counts(pc.fill_null(table["type"], "")).to_pylist()
    types = {str(one["values"]): one["counts"] / max(table.num_rows, 1) for one in counts}
    step = type_step(np.array(list(types.values()), dtype=np.float64)).tolist()
    kinds = pc.unique(pc.list_flatten(table["kinds"].combine_chunks())).to_pylist()
    span = (int(day.min(initial=1 << 40)), int(day.max(initial=0)))
    looked = every_how_many(table.num_rows)
    return Common(span, dict(zip(types, step, strict=True)), tuple(sorted(kinds)), looked)


def parts_of(table: pa.Table, window: Window, most: int = MOST) -> list[Part]:
    """Return the parts of a table of features, by number."""
    if not table.num_rows:
        return []
    land, names = _divided(table, most)
    partner = _unique(land, *_beside(land, window))
    every = (np.concatenate((land.number, partner[0])), np.concatenate((np.arange(land.size), partner[1])))
    around = [_around(land, every, coarse=coarse) for coarse in (False, True)]
    context = _unique(land, *(np.concatenate(ends) for ends in zip(*around, strict=True)))
    order = np.argsort(land.number, kind="stable")
    lists = ((land.number[order], order), partner, context)
    return [_part(name, number, lists) for number, name in enumerate(names)]


def _part(name: str, number: int, lists: tuple[tuple[Ints, Ints], ...]) -> Part:
    """Return a part from (part, row) of its own reports, of partners and of those around, each sorted by part."""
    ends = [np.searchsorted(parts, [number, number + 1]) for parts, _ in lists]
    own, partner, context = (rows[low:high] for (_, rows), (low, high) in zip(lists, ends, strict=True))
    context = context[~np.isin(context, partner)]
    rows = np.concatenate((own, partner, context))
    role = np.repeat(np.array([OWN, PARTNER, CONTEXT], dtype=np.int8), [len(own), len(partner), len(context)])
    order = np.argsort(rows, kind="stable")
    return Part(name, rows[order], role[order])


def _divided(table: pa.Table, most: int) -> tuple[Land, list[str]]:
    """Return the reports with the number of the part that owns each, and the parts' names in order."""
    first, last = days_of(table, "first"), days_of(table, "last")
    degrees = np.column_stack([table[name].to_numpy() for name in ("latitude", "longitude")])
    middle = (first + last) / 2
    country = table["country"].to_pylist()
    found: list[tuple[str, Ints]] = []
    codes = codes_of(table, "country")[0]
    for code in np.unique(codes).tolist():
        rows = np.flatnonzero(codes == code)
        found += _cut(country[int(rows[0])] or "nowhere", rows, (middle, degrees[:, 0], degrees[:, 1]), most)
    found.sort(key=lambda one: one[0])
    number = np.empty(table.num_rows, dtype=np.int64)
    for index, (_, rows) in enumerate(found):
        number[rows] = index
    land = Land(
        middle=middle,
        half=(last - first) / 2,
        reach=np.asarray(table["radius_km"].to_numpy()),
        degrees=degrees,
        region=codes_of(table, "region")[0],
        regional=regional_of(table),
        number=number,
    )
    return land, [name for name, _ in found]


def _cut(name: str, rows: Ints, axes: tuple[Floats, Floats, Floats], most: int) -> Iterator[tuple[str, Ints]]:
    """Yield the parts of a country: halves of halves along time, latitude or longitude."""
    todo = [(name, rows, [(-65536.0, 65536.0), (-128.0, 128.0), (-256.0, 256.0)])]
    while todo:
        name, rows, box = todo.pop()
        axis = _longest(box)
        if len(rows) <= most or axis is None:
            yield name, rows
            continue
        low, high = box[axis]
        middle = (low + high) / 2
        below = axes[axis][rows] < middle
        for side, mine, ends in (("0", below, (low, middle)), ("1", ~below, (middle, high))):
            if mine.any():
                halves = [ends if number == axis else one for number, one in enumerate(box)]
                # The name says where, also where nothing lay on the other side, so that it holds still.
                todo.append((f"{name} {'tyx'[axis]}{side}", rows[mine], halves))


def _longest(box: list[tuple[float, float]]) -> int | None:
    """Return the axis to halve: time while it is long, then the longer side of the land, then time."""
    time, tall, wide = (high - low for low, high in box)
    if time > _LONG:
        return 0
    if max(tall, wide) > _FINE:
        return 1 if tall >= wide else 2
    return 0 if time > 1 else None


def _beside(land: Land, window: Window) -> tuple[Ints, Ints]:
    """Return (part, row) for the reports of later parts that could pair with one of the part's own."""
    near, region = _near(land, window), _same_region(land, window)
    return np.concatenate((near[0], region[0])), np.concatenate((near[1], region[1]))


@dataclass(frozen=True, slots=True)
class _Spots:
    """Groups of reports of one part: the part, the group's key, its first and last day; rows sorted by spot."""

    number: Ints
    key: Ints
    low: Floats
    high: Floats
    rows: Ints
    starts: Ints

    def expanded(self, owner: Ints, spot: Ints, low: Floats, high: Floats, land: Land) -> tuple[Ints, Ints]:
        """Return (owner, row) for the rows of spots that come within the days given for each."""
        number = self.starts[spot + 1] - self.starts[spot]
        offset = np.arange(int(number.sum())) - np.repeat(np.cumsum(number) - number, number)
        rows = self.rows[np.repeat(self.starts[spot], number) + offset]
        keep = land.middle[rows] + land.half[rows] >= np.repeat(low, number)
        keep &= land.middle[rows] - land.half[rows] <= np.repeat(high, number)
        return np.repeat(owner, number)[keep], rows[keep]


def _spots(land: Land, key: Ints, rows: Ints) -> _Spots:
    """Group rows by part and key."""
    order = rows[np.argsort(land.number[rows] * (int(key.max(initial=0)) + 1) + key[rows])]
    part, keys = land.number[order], key[order]
    if not len(order):
        nothing = np.empty(0)
        return _Spots(part, keys, nothing, nothing, order, np.zeros(1, dtype=np.int64))
    new = np.concatenate(([True], (part[1:] != part[:-1]) | (keys[1:] != keys[:-1])))
    starts = np.flatnonzero(new)
    return _Spots(
        part[starts],
        keys[starts],
        np.minimum.reduceat(land.middle[order] - land.half[order], starts),
        np.maximum.reduceat(land.middle[order] + land.half[order], starts),
        order,
        np.append(starts, len(order)),
    )


def _near(land: Land, window: Window) -> tuple[Ints, Ints]:
    """Return (part, row) for the reports of later parts that lie near enough, by cells of a quarter degree."""
    steps, step = numbered(land.reach)
    kinds, kind = numbered(step * 2 + land.regional)
    reaches = np.column_stack((steps[kinds // 2], kinds % 2))
    cells, place = numbered(neighbourhoods(land.degrees, land.region, coarse=False))
    corner = np.column_stack((cells // 4096, cells % 4096)) / 4.0 - 360.0
    spots = _spots(land, place * len(reaches) + kind, np.arange(land.size))
    centre = on_sphere(corner + 0.125)[spots.key // len(reaches)]
    of_kind = spots.key % len(reaches)
    rows = [np.flatnonzero(of_kind == number) for number in range(len(reaches))]
    trees = [cKDTree(centre[mine]) for mine in rows]
    found: list[tuple[Ints, Ints]] = []
    for one, tree in enumerate(trees):
        for other in range(one, len(trees)):
            both = reaches[[one, other]]
            # Where both know their region, a vague one reaches no further than a point (see `candidates`).
            reach = np.minimum(both[:, 0], POINT_KM) if both[:, 1].all() else both[:, 0]
            km = float(reach.sum()) + window.slack_km + 2 * _SPOT_KM
            hits = tree.sparse_distance_matrix(trees[other], km, output_type="ndarray")
            left, right = rows[one][hits["i"]], rows[other][hits["j"]]
            found += [(left, right), (right, left)]
    left = np.concatenate([one for one, _ in found])
    return _handed(land, spots, (left, np.concatenate([other for _, other in found])), window)


def _handed(land: Land, spots: _Spots, ends: tuple[Ints, Ints], window: Window) -> tuple[Ints, Ints]:
    """Return (part, row): the part of each left spot is handed the rows of the right one, where that is later."""
    left, right = ends
    keep = spots.number[left] < spots.number[right]
    keep &= spots.low[left] - window.days <= spots.high[right]
    keep &= spots.low[right] - window.days <= spots.high[left]
    left, right = left[keep], right[keep]
    return spots.expanded(
        spots.number[left], right, spots.low[left] - window.days, spots.high[left] + window.days, land
    )


def _same_region(land: Land, window: Window) -> tuple[Ints, Ints]:
    """Return (part, row) for the reports of later parts that name a region of the part, one of them coarse."""
    coarse = (land.reach >= REGION_KM).astype(np.int64)
    known = np.flatnonzero(land.region != NOTHING)
    spots = _spots(land, land.region.astype(np.int64) * 2 + coarse, known)
    order = np.argsort(spots.key // 2, kind="stable")
    region = spots.key[order] // 2
    cuts = np.flatnonzero(np.diff(region)) + 1
    left: list[Ints] = [np.empty(0, dtype=np.int64)]
    right: list[Ints] = [np.empty(0, dtype=np.int64)]
    for group in np.split(order, cuts) if len(order) else []:
        if len(group) > 1:
            one, other = np.repeat(group, len(group)), np.tile(group, len(group))
            some = (spots.key[one] % 2 + spots.key[other] % 2) > 0
            left.append(one[some])
            right.append(other[some])
    return _handed(land, spots, (np.concatenate(left), np.concatenate(right)), window)


def _around(land: Land, every: tuple[Ints, Ints], *, coarse: bool) -> tuple[Ints, Ints]:
    """Return (part, row) for all reports of a neighbourhood of the part within a month of what it holds there."""
    group = numbered(neighbourhoods(land.degrees, land.region, coarse=coarse))[1]
    day = days_of_middle(land.middle)
    day -= day.min(initial=0)
    width = int(day.max(initial=0)) + 2 * MONTH + 2
    keys: Ints = group * width + day + MONTH
    order = np.argsort(keys)
    ordered = keys[order]
    parts, rows = every
    held = np.argsort(parts * (int(keys.max(initial=0)) + 1) + keys[rows])
    parts, rows = parts[held], rows[held]
    new = np.concatenate(([True], (parts[1:] != parts[:-1]) | (group[rows][1:] != group[rows][:-1])))
    starts = np.flatnonzero(new)
    ends = np.append(starts[1:], len(rows)) - 1
    low: Ints = np.searchsorted(ordered, keys[rows[starts]] - MONTH)
    high: Ints = np.searchsorted(ordered, keys[rows[ends]] + MONTH, side="right")
    number = high - low
    offset = np.arange(int(number.sum())) - np.repeat(np.cumsum(number) - number, number)
    return np.repeat(parts[starts], number), order[np.repeat(low, number) + offset]


def _unique(land: Land, parts: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """Return the different (part, row), sorted, without a part's own rows."""
    foreign = land.number[rows] != parts
    keys = np.unique(parts[foreign] * land.size + rows[foreign])
    return keys // max(land.size, 1), keys % max(land.size, 1)
