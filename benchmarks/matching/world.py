"""The made-up world and what truly happens in it.

Towns are of very unequal size, each with its usual pair of adversaries, and some events have
look-alikes: the same people at the same town with the same kind of event one to three days
later. Density does not depend on size: more events cover more days.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

COUNTRIES, TOWNS, PROVINCES, ACTORS, DYADS = 44, 90, 9, 50, 36
EVENTS_A_DAY = 450
TYPES = tuple(f"{family}{parent}{kind}" for family in "ab" for parent in "12" for kind in "xyz")
TYPE_SHARE = (0.22, 0.12, 0.06, 0.12, 0.08, 0.05, 0.13, 0.07, 0.04, 0.05, 0.04, 0.02)

Array: TypeAlias = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class World:
    """Where things happen and between whom: arrays by country, then by province, town or dyad."""

    province: Array
    province_at: Array
    town_at: Array
    country_share: Array
    town_share: Array
    sides: Array
    names: Array


def _falling(size: int, power: float) -> Array:
    weights = 1 / np.arange(1, size + 1) ** power
    return np.asarray(weights / weights.sum())


def world_of(dice: np.random.Generator) -> World:
    """Draw a world."""
    centre = np.stack((dice.uniform(-30, 38, COUNTRIES), dice.uniform(-17, 105, COUNTRIES)), axis=-1)
    province_at = centre[:, None, :] + dice.uniform(-3.2, 3.2, (COUNTRIES, PROVINCES, 2))
    province = dice.integers(0, PROVINCES, (COUNTRIES, TOWNS))
    chosen = np.take_along_axis(province_at, province[:, :, None], axis=1)
    return World(
        province=province,
        province_at=province_at,
        town_at=chosen + dice.normal(0, 0.5, (COUNTRIES, TOWNS, 2)),
        country_share=_falling(COUNTRIES, 0.9),
        town_share=_falling(TOWNS, 0.8),
        sides=np.stack([_two(dice) for _ in range(COUNTRIES)]),
        names=_names(dice),
    )


def _two(dice: np.random.Generator) -> Array:
    """Return the pairs of adversaries of one country; nobody fights themselves."""
    one = dice.integers(0, ACTORS, DYADS)
    return np.stack((one, (one + dice.integers(1, ACTORS, DYADS)) % ACTORS), axis=-1)


def _names(dice: np.random.Generator) -> Array:
    """Return three printed names of every actor: the full one, a short one, one with a slip."""
    parts = np.array(["ba", "cor", "del", "ful", "gan", "ira", "jo", "kel", "lum", "mar", "nor", "ost",
                      "pa", "rel", "sab", "tor", "uva", "ven", "wil", "zam"])  # fmt: skip
    kinds = np.array(["Front", "Army", "Police", "Militia", "Brigade", "Movement", "Union", "Guard"])
    size = COUNTRIES * ACTORS
    drawn = parts[dice.integers(0, len(parts), (size, 3))]
    kind = kinds[dice.integers(0, len(kinds), size)]
    rows: list[tuple[str, str, str]] = []
    for number, (syllables, what) in enumerate(zip(drawn, kind, strict=True)):
        stem = "".join(syllables).capitalize()
        slip = stem[:2] + stem[3:]
        rows.append((f"{stem} {what} of {number // ACTORS}", f"{stem} {what[0]}", f"{slip} {what}"))
    return np.array(rows)


@dataclass(frozen=True, slots=True)
class Events:
    """What truly happened, one entry an event; `kind` counts into TYPES."""

    country: Array
    town: Array
    day: Array
    dyad: Array
    kind: Array
    deaths: Array


def events_of(dice: np.random.Generator, world: World, size: int, alike: float) -> Events:
    """Return so many events; a share of them are look-alikes of another."""
    days = max(30, size // EVENTS_A_DAY)
    alone = size - int(size * alike)
    country = dice.choice(COUNTRIES, alone, p=world.country_share)
    town = dice.choice(TOWNS, alone, p=world.town_share)
    dyad = (dice.choice(DYADS, alone, p=_falling(DYADS, 0.9)) + town * 7) % DYADS
    kind = dice.choice(len(TYPES), alone, p=TYPE_SHARE)
    day = dice.integers(0, days, alone)
    like = dice.integers(0, alone, size - alone)

    def again(values: Array) -> Array:
        return np.concatenate((values, values[like]))

    later = np.minimum(day[like] + dice.integers(1, 4, len(like)), days - 1)
    deaths = np.where(
        dice.random(size) < 0.55, 0, 1 + dice.geometric(0.22, size) * (1 + dice.integers(0, 2, size))
    )
    return Events(again(country), again(town), np.concatenate((day, later)), again(dyad), again(kind), deaths)
