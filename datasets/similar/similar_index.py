"""The known events near a draft in space and time, weighed as matching weighs pairs of reports.

Events are kept in order of their days with their points, so that a question looks only at those of some weeks,
and of these only at the near ones; all comparisons are then matching's own, on those few rows. What the draft does not
say is not compared.
"""

from copy import copy
from datetime import date

import numpy as np
import pyarrow as pa

from eventbook.datasets.matching.candidates import REGION_KM, Pairs
from eventbook.datasets.matching.columns import Columns, Floats, Ints, columns_of, on_sphere
from eventbook.datasets.matching.comparisons import patterns, unpacked
from eventbook.datasets.matching.features import FEATURES, UNKNOWN_FIRST, region_of
from eventbook.datasets.matching.levels import COMPARISONS
from eventbook.datasets.matching.surroundings import Surroundings, surroundings
from eventbook.datasets.matching.weights import Weights, probability_of, shipped_weights
from eventbook.datasets.plan import Window
from eventbook.datasets.similar.event_rows import EventRows
from eventbook.schema.codebook import Codebook
from eventbook.schema.distance import reach_km
from eventbook.schema.registry import Registry
from eventbook.schema.similar import DraftEvent, SimilarEvent

MOST = 5
"""Events that are shown."""

LEAST = 0.02
"""From which probability on one is shown."""

_NEAREST = 300
"""Events that are compared with a draft at most: the nearest in days and distance."""

_LONG = 16.0
"""Half the days of a span from which on it is looked at whatever its middle day."""

_EPOCH = date(1970, 1, 1)


class SimilarIndex:
    """Known events, ready to be asked at every pause in typing."""

    def __init__(
        self, rows: EventRows, book: Codebook, registry: Registry, weights: Weights | None = None
    ) -> None:
        """Put the events in order of time; how common things are is counted once."""
        self._rows = rows
        self._book = book
        self.registry = registry
        self._weights = weights or shipped_weights()
        self._around: Surroundings = surroundings(columns_of(rows.features))
        self._long: Ints = np.flatnonzero(self._columns.half > _LONG)
        self._km = {step.code: step.km for step in book.places.precision}

    @property
    def _columns(self) -> Columns:
        return self._around.columns

    def knowing(self, registry: Registry) -> "SimilarIndex":
        """Return the same events, for drafts whose actors are in another registry."""
        other = copy(self)
        other.registry = registry
        return other

    def similar(self, draft: DraftEvent, window: Window | None = None) -> tuple[SimilarEvent, ...]:
        """Return the events that a draft may tell of too, the likeliest first."""
        near, km, gap = self._near(draft, window or Window())
        if not len(near):
            return ()
        codes = self._codes(draft, near, km, gap)
        asked = [name for name in _asked(draft) if name in codes]
        total = np.tile(np.array([self._weights.prior, self._weights.alike]), (len(near), 1))
        for name in asked:
            total += self._weights.of(name)[codes[name]]
        odds = -np.logaddexp(-total[:, 0], -total[:, 1])
        order = np.argsort(-odds, kind="stable")
        found = (
            self._event(int(near[at]), float(odds[at]), self._reasons(codes, asked, int(at))) for at in order
        )
        likely = (one for one in found if one.id not in draft.own)
        return tuple(one for _, one in zip(range(MOST), likely, strict=False) if one.sure >= LEAST)

    def _near(self, draft: DraftEvent, window: Window) -> tuple[Ints, Floats, Floats]:
        """Return the rows near a draft, their distances in km and the days between."""
        columns = self._columns
        middle, half, reach = self._span(draft)
        days = half + window.days
        low, high = np.searchsorted(columns.middle, (middle - days - _LONG, middle + days + _LONG))
        rows: Ints = np.unique(np.concatenate((np.arange(int(low), int(high), dtype=np.int64), self._long)))
        point = on_sphere(np.array([draft.place.point]))
        km = np.linalg.norm(columns.xyz[rows] - point, axis=1)
        gap = np.maximum(0, np.abs(columns.middle[rows] - middle) - columns.half[rows] - half)
        coarse = np.maximum(columns.reach[rows], reach) >= REGION_KM
        keep = (gap <= window.days) & (
            km <= columns.reach[rows] + reach + window.slack_km + coarse * REGION_KM
        )
        rows, km, gap = rows[keep], km[keep], gap[keep]
        first = np.argsort(gap * 10 + km, kind="stable")[:_NEAREST]
        return rows[first], km[first], gap[first]

    def _span(self, draft: DraftEvent) -> tuple[float, float, float]:
        first = draft.first or draft.last - UNKNOWN_FIRST
        days = ((first - _EPOCH).days, (draft.last - _EPOCH).days)
        reach = reach_km(draft.place.kind, self._km.get(draft.precision, 0.0))
        return sum(days) / 2, (days[1] - days[0]) / 2, reach

    def _codes(self, draft: DraftEvent, near: Ints, km: Floats, gap: Floats) -> dict[str, Ints]:
        """Return the level codes of each comparison for the rows near a draft."""
        rows = self._columns.row[near]
        table = pa.concat_tables(
            [self._rows.features.take(pa.array(rows)), self._row(draft)]
        ).combine_chunks()
        columns = columns_of(table)
        place = np.empty(columns.size, dtype=np.int64)
        place[columns.row] = np.arange(columns.size)  # where each row of the small table went
        own = place[-1]
        sources = np.append(near, near[0])[columns.row]
        common = self._around.common[sources]
        common[own] = 0  # the draft's own row has no rates, so that those of the other one stand
        around = Surroundings(columns, common, self._around.crowded[sources], self._around.types[sources])
        left, right = place[:-1], np.full(len(near), own)
        found = unpacked(patterns(around, Pairs(left, right, km, gap)))
        return {one.name: codes for one, codes in zip(COMPARISONS, found, strict=True)}

    def _row(self, draft: DraftEvent) -> pa.Table:
        """Return the draft as a row of features."""
        row: dict[str, object] = {
            "report_id": "", "country": draft.place.country, "first": draft.first or draft.last - UNKNOWN_FIRST,
            "last": draft.last, "latitude": draft.place.latitude, "longitude": draft.place.longitude,
            "radius_km": self._span(draft)[2], "place_id": draft.place.id, "within": draft.place.within or None,
            "region": region_of(draft.place), "type": draft.type or None, "count_best": draft.deaths,
            "parent": self._book.parent(draft.type) if draft.type in self._book.types_by_code else None,
            "family": self._book.family(draft.type) if draft.type in self._book.types_by_code else None,
        }  # fmt: skip
        for number, side in (("1", draft.side1), ("2", draft.side2)):
            actor = self.registry.get(side) if side else None
            row |= {
                f"actor{number}": side or None,
                f"identified{number}": actor.identified if actor else None,
            }
        return pa.Table.from_pylist([row], schema=FEATURES)

    def _reasons(self, codes: dict[str, Ints], asked: list[str], at: int) -> tuple[str, ...]:
        """Return the levels of a row, the heaviest first."""
        levels: list[tuple[float, str]] = []
        for one in COMPARISONS:
            if one.name in asked:
                level = one.levels[int(codes[one.name][at])]
                levels.append((self._weights.levels[one.name][level][0], f"{one.name}: {level}"))
        return tuple(says for _, says in sorted(levels, key=lambda pair: (-abs(pair[0]), pair[1])))

    def _event(self, row: int, odds: float, reasons: tuple[str, ...]) -> SimilarEvent:
        at = int(self._columns.row[row])
        shown = {name: self._rows.shown[name][at].as_py() for name in self._rows.shown.column_names}
        best = self._columns.best[row]
        deaths = None if np.isnan(best) else int(best)
        kind = self._rows.features["type"][at].as_py() or ""
        sure = round(probability_of(odds), 3)
        return SimilarEvent(
            shown["id"], shown["published"], shown["day"], shown["place"] or "", kind, tuple(shown["actors"] or ()),
            deaths, shown["notes"] or "", sure, reasons,
        )  # fmt: skip


def _asked(draft: DraftEvent) -> list[str]:
    """Return the comparisons for which a draft says something."""
    told = {
        "type": bool(draft.type),
        "sides": bool(draft.side1 or draft.side2),
        "count": draft.deaths is not None,
    }
    return ["date", "place", *(name for name, known in told.items() if known)]
