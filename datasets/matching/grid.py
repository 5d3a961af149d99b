"""Cells of the earth's surface: what lies within a distance of a point lies in its cell or in one beside it.

Bands of latitude are as high as the distance, and each is cut into cells as wide as the distance is
at the end that is nearer to a pole, counted in degrees round the earth. So the date line is a border
like any other, and around a pole, where that would be fewer than three cells, a band is one cell.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from eventbook.datasets.matching.columns import Floats, Ints
from eventbook.schema.distance import EARTH_KM

_EDGE = 1 + 1e-9
NOWHERE = -1
"""The number of a cell that nothing lies in."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells for one distance: how many cells each band of latitude has, one band beyond each pole included."""

    cells: Ints
    most: int

    def own(self, degrees: Floats) -> Ints:
        """Return the cell of every point, given by latitude and longitude."""
        band = self._band(degrees)
        return band * self.most + self._along(self.cells.take(band), _turns(degrees))

    def around(self, degrees: Floats) -> Ints:
        """Return the cells of every point and those beside it, a row for each of the nine."""
        band, turns = self._band(degrees), _turns(degrees)
        found = np.empty((3, 3, len(band)), dtype=np.int64)
        for row, beside in zip(found, (band - 1, band, band + 1), strict=True):
            number = self.cells.take(beside)
            along = self._along(number, turns)
            west, east = np.where(along > 0, along, number) - 1, np.where(along + 1 < number, along + 1, 0)
            np.add(beside * self.most, (west, along, east), out=row)
            row[::2, number == 1] = NOWHERE
        return found.reshape(9, -1)

    def _band(self, degrees: Floats) -> Ints:
        bands = len(self.cells) - 2
        return np.clip(((degrees[:, 0] / 180 + 0.5) * bands).astype(np.int64), 0, bands - 1) + 1

    @staticmethod
    def _along(number: Ints, turns: Floats) -> Ints:
        return np.minimum((turns * number).astype(np.int64), number - 1)


@lru_cache(maxsize=64)
def grid_of(km: int) -> Grid:
    """Return the grid in which points so many kilometres from each other, through the earth, are neighbours."""
    half = min(km * _EDGE / (2 * EARTH_KM), 1.0)
    bands = max(1, int(np.pi / (2 * np.arcsin(half))))
    ends = np.abs(np.linspace(-2, bands + 2, bands + 5) * np.pi / bands - np.pi / 2)
    # The points may lie in two bands: what counts is the end of either that is nearest to a pole.
    flat = np.cos(np.minimum(np.maximum(ends[:-3], ends[3:]), np.pi / 2))
    wide = 2 * np.arcsin(np.minimum(half / np.maximum(flat, half), 1.0))
    number = np.floor(2 * np.pi / wide).astype(np.int64)
    cells = np.where(number < 3, 1, number)  # noqa: PLR2004  a cell and one on each side
    return Grid(cells, int(cells.max()))


def _turns(degrees: Floats) -> Floats:
    """Return longitudes as turns round the earth, from nought to one."""
    turns = degrees[:, 1] / 360
    return np.asarray(turns - np.floor(turns))
