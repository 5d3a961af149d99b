"""Reports of the made-up world, with the field's usual faults, as a table of features.

Reports err in day, place, type, sides and deaths. An article may hold two events of one
country and day (one coder, so they must stay apart), or be coded by two people. The same
size, seed and setting give the same tables. What is drawn here is a guess at the field and
not the field: programs can be compared on it, and weights started from it, but it does not
say how good a match on real reports is.
"""

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from eventbook.datasets.matching.features import FEATURES
from matching.world import ACTORS, TYPES, Array, Events, World, events_of, world_of

REACH = np.array([3.0, 15.0, 120.0])
CODERS = 40
KM_A_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class Setting:
    """How faulty reports are: how many events have so many reports, how many reports err in each way."""

    reports: tuple[float, ...] = (0.46, 0.25, 0.14, 0.10, 0.05)
    days_off: tuple[float, ...] = (0.03, 0.10, 0.65, 0.17, 0.05)
    week: float = 0.0
    places: tuple[float, ...] = (0.72, 0.16, 0.12)
    mistyped: float = 0.10
    alias: float = 0.45
    unlisted: float = 0.08
    swapped: float = 0.10
    unidentified: float = 0.10
    wrong: float = 0.02
    unknown_deaths: float = 0.10
    wrong_deaths: float = 0.30
    early: float = 0.0
    alike: float = 0.12
    round_up: float = 0.04
    twice: float = 0.05
    full: bool = False


SETTINGS = {
    "plain": Setting(),
    "rough": replace(
        Setting(),
        days_off=(0.06, 0.13, 0.50, 0.22, 0.09),
        places=(0.60, 0.22, 0.18),
        mistyped=0.18,
        unidentified=0.18,
        unknown_deaths=0.25,
        alike=0.18,
    ),
    "full": replace(Setting(), week=0.06, early=0.08, full=True),
}
"""`full` has named places, spans, outlets, notes, names and kinds too, as Eventbook's own reports have, and some
that were written before anybody counted the dead."""


@dataclass(frozen=True, slots=True)
class Made:
    """Reports as a table of features, the true event of each, and the names of the sides as printed."""

    features: pa.Table
    truth: Array
    names: tuple[pa.ChunkedArray | pa.Array, pa.ChunkedArray | pa.Array]


def made(size: int, seed: int, setting: Setting) -> Made:
    """Return so many reports of a world drawn from the seed."""
    dice = np.random.default_rng(seed)
    world = world_of(dice)
    mean = sum(number * share for number, share in enumerate(setting.reports, start=1))
    events = events_of(dice, world, int(size / mean * 1.02) + 10, setting.alike)
    times = 1 + dice.choice(len(setting.reports), len(events.day), p=setting.reports)
    truth = dice.permutation(np.repeat(np.arange(len(events.day)), times)[:size])
    teller = _Teller(dice, world, events, setting, truth)
    columns, names = teller.columns()
    arrays = [pa.array(columns[field.name], field.type, from_pandas=True) for field in FEATURES]
    one, other = (pa.array(name.tolist(), pa.string()) for name in names)
    return Made(pa.Table.from_arrays(arrays, schema=FEATURES), truth, (one, other))


@dataclass(frozen=True, slots=True)
class _Teller:
    """What the reports are told from."""

    dice: np.random.Generator
    world: World
    events: Events
    setting: Setting
    truth: Array

    def some(self, share: float) -> Array:
        """Return which reports a fault of this share hits."""
        return np.asarray(self.dice.random(len(self.truth)) < share)

    def columns(self) -> tuple[dict[str, Array | list[list[str]]], tuple[Array, Array]]:
        """Return the columns of the table of features, and the printed names of both sides."""
        size, setting = len(self.truth), self.setting
        country = self.events.country[self.truth]
        last = (
            self.events.day[self.truth]
            + self.dice.choice(len(setting.days_off), size, p=setting.days_off)
            - 2
        )
        first = np.where(self.some(setting.week), last - self.dice.integers(1, 7, size), last)
        article, coder = self._articles(last)
        outlet = self.dice.integers(0, 12, size)
        kind = self._kind()
        family = np.array([code[:1] for code in TYPES], dtype=object)
        parent = np.array([code[:2] for code in TYPES], dtype=object)
        columns: dict[str, Array | list[list[str]]] = {
            "report_id": np.char.mod("r%09d", np.arange(size)),
            "sheet_id": np.char.mod("%d", article * CODERS + coder),
            "article_id": np.char.mod("%d", article),
            "voice": np.char.mod("v%d", country * 12 + outlet) if setting.full else self._blank(),
            "country": np.char.mod("%d", country),
            "first": first.astype("datetime64[D]"),
            "last": last.astype("datetime64[D]"),
            "published": (last + self.dice.integers(0, 4, size)).astype("datetime64[D]"),
            "type": np.array(TYPES, dtype=object)[kind],
            "parent": parent[kind],
            "family": family[kind],
            "count_open": np.zeros(size, dtype=np.bool_),
            "words": self._words() if setting.full else [[]] * size,
            "named": self._named() if setting.full else [[]] * size,
            "kinds": self._kinds() if setting.full else [[]] * size,
            **self._where(),
        }
        deaths = self._deaths()
        columns |= {"count_low": deaths, "count_best": deaths}
        sides, names = self._sides()
        return columns | sides, names

    def _blank(self) -> Array:
        return np.full(len(self.truth), None, dtype=object)

    def _kind(self) -> Array:
        """Return the types; of two wrong ones, one is a sibling of the right one."""
        told = self.events.kind[self.truth]
        sibling = told // 3 * 3 + self.dice.integers(0, 3, len(told))
        wrong = np.where(self.some(0.5), sibling, self.dice.integers(0, len(TYPES), len(told)))
        return np.where(self.some(self.setting.mistyped), wrong, told)

    def _deaths(self) -> Array:
        told = self.events.deaths[self.truth].astype(np.float64)
        off = np.rint(told * (1 + self.dice.uniform(-0.5, 0.5, len(told))))
        told = np.where(self.some(self.setting.wrong_deaths), off, told)
        told = np.where(self.some(self.setting.early), 0, told)
        return np.where(self.some(self.setting.unknown_deaths), np.nan, told)

    def _where(self) -> dict[str, Array]:
        size, world = len(self.truth), self.world
        country, town = self.events.country[self.truth], self.events.town[self.truth]
        precision = self.dice.choice(3, size, p=self.setting.places)
        named = self.setting.full
        km = np.where(
            precision == 0,
            0.0 if named else np.abs(self.dice.normal(0, 0.9, size)),
            self.dice.uniform(1, 12, size),
        )
        angle = self.dice.uniform(0, 2 * np.pi, size)
        at = world.town_at[country, town]
        north, east = km * np.sin(angle) / KM_A_DEGREE, km * np.cos(angle) / KM_A_DEGREE
        at = at + np.stack((north, east / np.cos(np.radians(at[:, 0]))), axis=-1)
        province = world.province[country, town]
        region = np.char.mod("p%d", country * 100 + province)
        # A part of the town, with a name and a place of its own.
        part = np.where(self.some(0.06), self.dice.integers(1, 5, size), 0) if named else np.zeros(size)
        at = at + (part * 0.008)[:, None]
        names = np.char.mod("t%d", country * 1000 + town * 10 + part)
        province_only = precision == len(self.setting.places) - 1
        place = np.where(province_only, region, names).astype(object)
        at = np.where(province_only[:, None], world.province_at[country, province], at)
        return {
            "latitude": np.round(at[:, 0], 4),
            "longitude": np.round(at[:, 1], 4),
            "radius_km": REACH[precision],
            "place_id": place if named else self._blank(),
            "within": self._blank(),
            "region": region,
        }

    def _sides(self) -> tuple[dict[str, Array], tuple[Array, Array]]:
        setting, size = self.setting, len(self.truth)
        country = self.events.country[self.truth]
        pair = self.world.sides[country, self.events.dyad[self.truth]]
        turned = self.some(setting.swapped)
        pair = np.where(turned[:, None], pair[:, ::-1], pair)
        columns: dict[str, Array] = {}
        names: list[Array] = []
        for number in range(2):
            stranger = self.dice.integers(0, ACTORS, size)
            actor = country * ACTORS + np.where(self.some(setting.wrong), stranger, pair[:, number])
            alias = np.where(self.some(setting.alias), self.dice.integers(1, 3, size), 0)
            unlisted = (alias > 0) & self.some(setting.unlisted)
            unknown = self.some(setting.unidentified)
            name = np.where(unknown, "Unidentified Armed Group", self.world.names[actor, alias])
            listed = np.char.mod("a%d", actor)
            code = np.where(unlisted, np.char.add("x:", self.world.names[actor, alias]), listed)
            columns[f"actor{number + 1}"] = np.where(unknown, np.char.mod("unidentified-%d", country), code)
            columns[f"identified{number + 1}"] = ~(unknown | unlisted)
            names.append(name)
        return columns, (names[0], names[1])

    def _words(self) -> list[list[str]]:
        """Return the words of each report's notes: some of its event, of its town, of its kind, of its own."""
        size = len(self.truth)
        own = (self.truth[:, None] * 31 + self.dice.integers(0, 9, (size, 5)) * 7) % 1499
        own = np.where(self.some(0.3)[:, None], self.dice.integers(0, 1499, (size, 5)), own)
        town = (self.events.country[self.truth] * 100 + self.events.town[self.truth])[:, None] * 3
        kind = self.events.kind[self.truth][:, None] * 12 + self.dice.integers(0, 12, (size, 4))
        common = self.dice.zipf(1.6, (size, 4)) % 400
        rows = np.concatenate((own, 2000 + kind, 3000 + common, 4000 + town), axis=1)
        return [sorted({f"w{word}" for word in row}) for row in rows.tolist()]

    def _named(self) -> list[list[str]]:
        """Return whom and what each report names: in some events somebody known, in others any house or bus."""
        size, event = len(self.truth), self.truth
        known, told = event % 5 < 2, self.some(0.75)
        # Some are hit again and again: a mayor, a bridge.
        again = (self.events.country * 97 + self.events.town) * 36 + self.events.dyad
        name = np.where(event % 3 == 0, -again[event], event)
        common = self.dice.zipf(1.25, size) % 4000
        other = self.some(0.3) | (told & ~known)
        rows = zip(name.tolist(), (known & told).tolist(), common.tolist(), other.tolist(), strict=True)
        return [[f"n{one}"] * knows + [f"c{thing}"] * adds for one, knows, thing, adds in rows]

    def _kinds(self) -> list[list[str]]:
        """Return what each report chooses of weapon, target and stage: mostly its event's, sometimes nothing."""
        size, event = len(self.truth), self.truth
        chosen: list[list[str]] = [[] for _ in range(size)]
        for number, (name, choices) in enumerate((("weapon", 7), ("target", 12), ("stage", 3))):
            right = (event * (31 + number) // 7 + self.events.kind[event]) ** 2 % choices
            code = np.where(self.some(0.15), self.dice.integers(0, choices, size), right)
            for row in np.flatnonzero(self.some(0.7)).tolist():
                chosen[row].append(f"{name}={code[row]}")
        return chosen

    def _articles(self, day: Array) -> tuple[Array, Array]:
        """Return article and coder of every report: mostly one each, some shared."""
        size = len(self.truth)
        article, coder = np.arange(size), self.dice.integers(0, CODERS, size)
        order = np.lexsort((self.dice.random(size), day, self.events.country[self.truth]))
        first, second = order[:-1], order[1:]
        same_day = (day[first] == day[second]) & (
            self.events.country[self.truth[first]] == self.events.country[self.truth[second]]
        )
        held = same_day & (self.truth[first] != self.truth[second]) & self.some(self.setting.round_up)[1:]
        held[1:] &= ~held[:-1]
        article[second[held]], coder[second[held]] = article[first[held]], coder[first[held]]
        order = np.lexsort((self.dice.random(size), self.truth))
        first, second = order[:-1], order[1:]
        alone = np.bincount(article, minlength=size)[article] == 1
        twice = (self.truth[first] == self.truth[second]) & self.some(self.setting.twice)[1:]
        twice &= alone[second] & alone[first] & (coder[first] != coder[second])
        twice[1:] &= ~twice[:-1]
        article[second[twice]] = article[first[twice]]
        return article, coder
