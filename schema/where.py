"""Where something happened, and how exactly anyone knows.

A place is an entry of the gazetteer; an event points at it by id and says how exact the
source was. A name alone never settles a place: two towns may share it, so a place is written
with its country (and its province, where that is not enough) or by id. Only a sea, which has
no country, is written by its name.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Protocol, Self, cast

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from eventbook.schema.countries import COUNTRIES
from eventbook.schema.text import name_key, nearest, plain_name, slug


class PlaceKind(StrEnum):
    """What kind of place: it says how far its coordinates may lie from the event."""

    TOWN = "town"
    VILLAGE = "village"
    DISTRICT = "district"
    AREA = "area"
    ADMIN1 = "admin1"
    ADMIN2 = "admin2"
    COUNTRY = "country"
    SEA = "sea"

    @property
    def division(self) -> bool:
        """Whether it is a whole country, province or district of one, which often share a town's name."""
        return self in {PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.ADMIN2}


class Place(BaseModel):
    """One entry of the gazetteer. Coordinates are WGS 84 degrees; `country` is ISO 3166 alpha-3.

    Only a sea may lie in no country. `stands_for` is the id of a place of the world that a project's
    own place takes the place of, to correct it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str = Field(pattern=r"^[^\s,/;]{1,80}$")
    name: str = Field(min_length=1, max_length=200)
    country: str = ""
    admin1: str = ""
    admin2: str = ""
    admin3: str = ""
    latitude: float = Field(ge=-90, le=90, allow_inf_nan=False)
    longitude: float = Field(ge=-180, le=180, allow_inf_nan=False)
    kind: PlaceKind = PlaceKind.TOWN
    within: str = ""
    aliases: tuple[str, ...] = ()
    source: str = "project"
    population: int | None = Field(default=None, ge=0)
    stands_for: str = ""

    _tidy = field_validator("name")(plain_name)

    @model_validator(mode="after")
    def _on_land(self) -> Self:
        """Refuse a place on land that lies in no country."""
        if not self.country and self.kind is not PlaceKind.SEA:
            message = "only a sea lies in no country; write the country"
            raise ValueError(message)
        return self

    @property
    def point(self) -> tuple[float, float]:
        """Its latitude and longitude."""
        return self.latitude, self.longitude

    @property
    def country_name(self) -> str:
        """The English name of its country; nothing for a sea."""
        return COUNTRIES[self.country].name if self.country else ""

    @property
    def label(self) -> str:
        """The name with its country, as a coder writes it."""
        return ", ".join(part for part in (self.name, self.country_name) if part)

    @property
    def full_label(self) -> str:
        """The name with province and country, for when the short label fits two places."""
        return ", ".join(part for part in (self.name, self.admin1, self.country_name) if part)

    @property
    def told_apart(self) -> str:
        """All that tells it from its namesakes: where it lies, its id, its kind and how many live there."""
        where = ", ".join(part for part in (self.name, self.admin2, self.admin1, self.country_name) if part)
        people = f", {self.population:,} people" if self.population else ""
        return f"'{where}' ({self.id}, {self.kind}{people})"


class Where(BaseModel):
    """The place of an event: a place id, the codebook's precision code, and what stays unnamed.

    `remainder` counts further places that the source counts but does not name ("14 cities").
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    place: str
    precision: int = Field(strict=True)  # `true` is no precision
    remainder: int | None = Field(default=None, ge=1)


def written_place(raw: object) -> str:
    """Return the id or label in a place as it is written in a sheet: alone, or as one of several fields."""
    place: object = cast("Mapping[str, object]", raw).get("place") if isinstance(raw, Mapping) else raw
    return place if isinstance(place, str) else ""


def place_id(name: str, country: str) -> str:
    """Return the id that a new place gets from its country and name."""
    return f"{country.lower()}-{slug(name)}"


class PlaceLookup(Protocol):
    """What forms and rules ask of the places there are, be they a list or an index on a disk."""

    def get(self, place: str) -> Place | None:
        """Return the place with this id."""
        ...

    def __getitem__(self, place: str) -> Place:
        """Return the place with this id, which is known to be there. Raises `KeyError`."""
        ...

    def find(self, written: str) -> tuple[Place, ...]:
        """Return the places that an id or a label with its country may mean; one only where it is settled."""
        ...

    def named(self, name: str) -> tuple[Place, ...]:
        """Return the places with this bare name in any country, likeliest first; never to settle."""
        ...

    def alike(self, written: str) -> tuple[Place, ...]:
        """Return places whose names are spelt nearly alike, likeliest first; never to settle."""
        ...


def meant(hits: tuple[Place, ...]) -> tuple[Place, ...]:
    """Return, of places that share a label, the towns, villages and the like where there are any.

    A province and its chief town often share their name, and where the province is meant its chief
    town stands for it; whoever wants the province itself writes its id.
    """
    return tuple(place for place in hits if not place.kind.division) or hits


class Gazetteer:
    """A list of places, found by id or by a label that names only one of them."""

    def __init__(self, places: tuple[Place, ...]) -> None:
        """Index the places by id, by the ids they stand for, and by every label and alias."""
        self.places = {place.stands_for: place for place in places if place.stands_for}
        self.places |= {place.id: place for place in places}
        self._labels: dict[str, set[str]] = {}
        self._names: dict[str, set[str]] = {}
        for place in places:
            for name in names_of(place):
                self._names.setdefault(name_key(name), set()).add(place.id)
                for label in labels_of(name, place):
                    self._labels.setdefault(label, set()).add(place.id)

    def get(self, place: str) -> Place | None:
        """Return the place with this id."""
        return self.places.get(place)

    def __getitem__(self, place: str) -> Place:
        """Return the place with this id, which is known to be there."""
        return self.places[place]

    def find(self, written: str) -> tuple[Place, ...]:
        """Return the places that an id or a label with its country may mean, by id order."""
        if written in self.places:
            return (self.places[written],)
        return meant(tuple(self.places[key] for key in sorted(self._labels.get(label_key(written), ()))))

    def named(self, name: str) -> tuple[Place, ...]:
        """Return the places with this bare name in any country, to suggest from; never to settle."""
        hits = self._names.get(name_key(name.split(",", maxsplit=1)[0]), ())
        return tuple(self.places[key] for key in sorted(hits))

    def spellings(self) -> Iterable[str]:
        """Return the keys of all names."""
        return self._names

    def alike(self, written: str) -> tuple[Place, ...]:
        """Return the places of the name most like a wrong one, the label most like it first."""
        # The name is compared without the country, which would make any two of its places alike.
        places = {place.id: place for place in self.places.values()}.values()
        near = nearest(written.split(",", maxsplit=1)[0], {place.name for place in places})
        by_label = {place.label: place for place in places if place.name == near}
        best = nearest(written, sorted(by_label))
        return (by_label[best],) if best else ()


def names_of(place: Place) -> set[str]:
    """Return the names that a place is written by; a part of a city (`Baghdad - Green Zone`) also by its own."""
    return {place.name, *place.aliases, *place.name.split(" - ", maxsplit=1)[1:]}


def label_key(written: str) -> str:
    """Return a label in the form in which its usual spellings are equal."""
    return ",".join(name_key(part) for part in written.split(","))


def labels_of(name: str, place: Place) -> set[str]:
    """Return the keys of the labels by which a place of this name may be written."""
    if not place.country:
        return {label_key(name)}
    country = COUNTRIES[place.country]
    between = {"", *(f",{name_key(unit)}" for unit in (place.admin1, place.admin2, place.admin3) if unit)}
    return {
        f"{label_key(name)}{unit},{name_key(tail)}"
        for unit in between
        for tail in (country.name, country.iso3)
    }
