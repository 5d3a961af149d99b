"""What of events is drawn: where, when, of which kind, and how sure the place is, as arrays of one length."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from eventbook.schema.codebook import Codebook

EXACT, NEAR, REGION = 0, 1, 2
"""How a place is drawn: as a dot, as a ring, as a dashed ring that must not be read as the place."""
REGION_KM = 40
"""From how many kilometres of doubt on a place is a region; the explorer draws by the same number."""
KINDS = 8
"""Colours there are; kinds beyond them share one."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Events to draw. `kind` is a number of `kinds(book)`; `day` counts from 1970; places may be NaN."""

    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    day: NDArray[np.int64]
    kind: NDArray[np.int64]
    place: NDArray[np.int64]


def kinds(book: Codebook) -> tuple[str, ...]:
    """Return the broader types in the codebook's order, or the types themselves where they have none above them."""
    return tuple(dict.fromkeys(one.parent or one.code for one in book.type))


def drawn(events: pa.Table, book: Codebook) -> Drawn:
    """Return what is drawn of the events table."""
    parents = kinds(book)
    column = events[book.types.parent_field or book.types.field]
    kind = pc.fill_null(pc.index_in(column, value_set=pa.array(parents)), KINDS - 1)
    return Drawn(
        latitude=_numbers(events["latitude"]),
        longitude=_numbers(events["longitude"]),
        day=np.asarray(events["event_date"].cast(pa.int32()), dtype=np.int64),
        kind=np.asarray(kind, dtype=np.int64),
        place=_places(events["geo_precision"], book),
    )


def place_classes(book: Codebook) -> tuple[int, ...]:
    """Return how each class of place is drawn: the finest is exact, the last and all wide ones are regions."""
    steps = book.places.precision
    wide = [step.km >= REGION_KM or n == len(steps) - 1 for n, step in enumerate(steps)]
    return tuple(EXACT if n == 0 else REGION if wide[n] else NEAR for n in range(len(steps)))


def _numbers(column: pa.ChunkedArray) -> NDArray[np.float64]:
    return np.asarray(column.cast(pa.float64()).fill_null(float("nan")), dtype=np.float64)


def _places(codes: pa.ChunkedArray, book: Codebook) -> NDArray[np.int64]:
    """Return how each place is drawn: the codebook's first class is exact, its last a region, those between near."""
    classes = [step.code for step in book.places.precision]
    shown = dict.fromkeys(classes, NEAR) | {classes[-1]: REGION} | {classes[0]: EXACT}
    known = pc.fill_null(pc.index_in(codes, value_set=pa.array(shown, codes.type)), len(shown))
    return np.array([*shown.values(), REGION], dtype=np.int64)[np.asarray(known, dtype=np.int64)]
