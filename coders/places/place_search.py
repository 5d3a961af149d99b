"""Looking for a place by what an article calls it: every hit with the reason why it is one.

A search never settles a place; it shows the coder what there is. The project's own places stand
first, then exact names by how many people live there, then names that are spelt nearly alike.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from math import log10
from typing import Protocol

from rapidfuzz import fuzz, process

from eventbook.coders.places.world import World
from eventbook.schema.countries import find_country
from eventbook.schema.distance import km_between
from eventbook.schema.text import consonants, name_key
from eventbook.schema.where import Place, PlaceKind, PlaceLookup, names_of

ALIKE_FROM = 74.0
"""Likeness in per cent from which a name is shown as nearly alike; two of three letters in a row agree."""

CLOSE = 88.0
"""Likeness from which a name is shown beside places that are called just so."""

CANDIDATES = 40
PREFIX, TAIL = 3, 4
OWN_NAME = 1.5
"""What its own name counts for over another one: as much as thirty times the people."""

STANDING = {PlaceKind.ADMIN1: 4.0, PlaceKind.ADMIN2: 2.0, PlaceKind.SEA: 6.0}
"""What divisions and seas, of which no people are told, count for: as a town of so many noughts."""


class Match(StrEnum):
    """Why a place is a hit."""

    NAME = "its name"
    OTHER_NAME = "another name of it"
    SPELLING = "its name, spelt otherwise"
    OTHER_SPELLING = "another name of it, spelt otherwise"
    ALIKE = "spelt nearly alike"


class OwnPlaces(PlaceLookup, Protocol):
    """The project's own places: looked up like all, and known by how their names are spelt."""

    def spellings(self) -> Iterable[str]:
        """Return the keys of all their names."""
        ...


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that was found: which of its names, why, and how alike that is in per cent."""

    place: Place
    name: str
    match: Match
    likeness: float = 100.0
    own: bool = False
    km: float | None = None

    @property
    def reason(self) -> str:
        """Why it is a hit, in words."""
        if self.match is Match.ALIKE:
            return f"{self.match}: {self.name}"
        return str(self.match) if self.match in {Match.NAME, Match.SPELLING} else f"{self.match}: {self.name}"


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for; `country` is an alpha-3 code, `near` a latitude and longitude."""

    name: str
    country: str = ""
    admin: str = ""
    kind: PlaceKind | None = None
    near: tuple[float, float] | None = None
    limit: int = 10

    def split(self) -> "Query":
        """Return the query with a country and province that are written after the name."""
        name, *rest = (part.strip() for part in self.name.split(","))
        found = find_country(rest[-1]) if rest and not self.country else None
        if found is None:
            return self
        return replace(self, name=name, country=found.iso3, admin=self.admin or ", ".join(rest[:-1]))


def search(query: Query, own: OwnPlaces, world: World) -> list[Hit]:
    """Return the places that a name may mean, likeliest first."""
    asked = query.split()
    hits = {hit.place.id: hit for hit in _fitting(_called(asked, own, world), asked)}
    least = CLOSE if hits else ALIKE_FROM
    if len(hits) < asked.limit:
        for hit in _fitting(_alike(asked, own, world, least), asked):
            hits.setdefault(hit.place.id, hit)
    return sorted(hits.values(), key=lambda hit: _rank(hit, asked))[: asked.limit]


def _called(query: Query, own: OwnPlaces, world: World) -> Iterator[Hit]:
    """Yield the places of exactly this name, in any of its spellings."""
    place = own.get(query.name) or world.get(query.name)
    if place:
        yield Hit(place, place.id, Match.NAME, own=own.get(query.name) is not None)
    for place in own.named(query.name):
        yield _hit(place, query.name, own=True)
    for one in world.namesakes(query.name, query.country or None):
        if own.get(one.place.id) is None:
            yield _hit(one.place, query.name)


def _hit(place: Place, written: str, *, own: bool = False) -> Hit:
    """Return the hit that a place of this name is."""
    key = name_key(written)
    if written == place.name:
        return Hit(place, place.name, Match.NAME, own=own)
    if written in names_of(place):
        return Hit(place, written, Match.OTHER_NAME, own=own)
    if key == name_key(place.name):
        return Hit(place, place.name, Match.SPELLING, own=own)
    other = next((name for name in names_of(place) if name_key(name) == key), place.name)
    return Hit(place, other, Match.OTHER_SPELLING, own=own)


def _alike(query: Query, own: OwnPlaces, world: World, least: float) -> Iterator[Hit]:
    """Yield places with a name that is spelt nearly alike."""
    key = name_key(query.name)
    for found, likeness in _nearest(key, own.spellings(), least):
        for place in own.named(found):
            yield Hit(place, _hit(place, found).name, Match.ALIKE, likeness, own=True)
    for found, likeness in _nearest(key, spelt_like(key, world), least):
        for one in world.namesakes(found, query.country or None):
            if own.get(one.place.id) is None:
                yield Hit(one.place, _hit(one.place, found).name, Match.ALIKE, likeness)


def _nearest(key: str, keys: Iterable[str], least: float) -> Iterator[tuple[str, float]]:
    ranked = process.extract(key, list(keys), scorer=fuzz.ratio, score_cutoff=least, limit=CANDIDATES)
    yield from ((found, likeness) for found, likeness, _ in ranked if found != key)


def spelt_like(key: str, world: World) -> list[str]:
    """Return the keys of names among which a misspelt one is looked for: a small part of all."""
    begin = key[:PREFIX]
    span = (begin, begin + "\U0010ffff", len(key) - 3, len(key) + 3)
    if not key.isascii():
        query = "SELECT DISTINCT key FROM name WHERE key >= ? AND key < ? AND length(key) BETWEEN ? AND ?"
        return [row[0] for row in world.index.execute(query, span)]
    query = (
        "SELECT key FROM spelling WHERE (sound = ? OR tail = ? OR (key >= ? AND key < ?))"
        " AND length(key) BETWEEN ? AND ?"
    )
    return [row[0] for row in world.index.execute(query, (consonants(key), key[-TAIL:], *span))]


def _fitting(hits: Iterable[Hit], query: Query) -> Iterator[Hit]:
    """Yield the hits that lie where the query says and are what it asks for, with their distance."""
    for hit in hits:
        place = hit.place
        units = {name_key(unit) for unit in (place.admin1, place.admin2, place.admin3)}
        if (query.country and place.country != query.country) or (
            query.kind and place.kind is not query.kind
        ):
            continue
        if query.admin and name_key(query.admin) not in units:
            continue
        km = km_between(place.point, query.near) if query.near else None
        yield replace(hit, km=km)


def _rank(hit: Hit, query: Query) -> tuple[object, ...]:
    place = hit.place
    weight = STANDING.get(place.kind) or log10((place.population or 0) + 10)
    weight += OWN_NAME if hit.match in {Match.NAME, Match.SPELLING} else 0
    if hit.match is Match.ALIKE:
        weight += hit.likeness / 4  # four per cent of likeness weigh as much as ten times the people
    near = hit.km if query.near and hit.km is not None else 0.0
    return (hit.match is Match.ALIKE, not hit.own, near, -weight, place.id)
