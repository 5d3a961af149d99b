"""Where something happened, and how exactly anyone knows.

A place is an entry of the project's gazetteer; an event points at it by id and says how
exact the source was. A name alone never settles a place: two towns may share it, so a
place is written with its country (and its province, where that is not enough) or by id.
"""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, field_validator

from eventbook.schema.countries import COUNTRIES
from eventbook.schema.text import fold, plain_name, slug

EARTH_KM = 6371.0088
"""Mean radius of the earth (IUGG)."""


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


class Place(BaseModel):
    """One entry of the gazetteer. Coordinates are WGS 84 degrees; `country` is ISO 3166 alpha-3."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str = Field(pattern=r"^[^\s,/;]{1,80}$")
    name: str = Field(min_length=1, max_length=200)
    country: str
    admin1: str = ""
    admin2: str = ""
    admin3: str = ""
    latitude: float = Field(ge=-90, le=90, allow_inf_nan=False)
    longitude: float = Field(ge=-180, le=180, allow_inf_nan=False)
    kind: PlaceKind = PlaceKind.TOWN
    within: str = ""
    aliases: tuple[str, ...] = ()
    source: str = "project"

    _tidy = field_validator("name")(plain_name)

    @property
    def label(self) -> str:
        """The name with its country, as a coder writes it."""
        return f"{self.name}, {COUNTRIES[self.country].name}"

    @property
    def full_label(self) -> str:
        """The name with province and country, for when the short label fits two places."""
        return ", ".join(part for part in (self.name, self.admin1, COUNTRIES[self.country].name) if part)


class Where(BaseModel):
    """The place of an event: a place id, the codebook's precision code, and what stays unnamed.

    `remainder` counts further places that the source counts but does not name ("14 cities").
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    place: str
    precision: int = Field(strict=True)  # `true` is no precision
    remainder: int | None = Field(default=None, ge=1)


def place_id(name: str, country: str) -> str:
    """Return the id that a new place gets from its country and name."""
    return f"{country.lower()}-{slug(name)}"


class Gazetteer:
    """The places of one workspace, found by id or by a label that names only one of them."""

    def __init__(self, places: tuple[Place, ...]) -> None:
        """Index the places by id and by every label and alias."""
        self.places = {place.id: place for place in places}
        self._labels: dict[str, set[str]] = {}
        for place in places:
            country = COUNTRIES[place.country]
            for name in (place.name, *place.aliases):
                for tail in (country.name, country.iso3):
                    self._index(f"{name}, {tail}", place.id)
                    if place.admin1:
                        self._index(f"{name}, {place.admin1}, {tail}", place.id)

    def _index(self, label: str, place: str) -> None:
        self._labels.setdefault(fold(label), set()).add(place)

    def get(self, place: str) -> Place | None:
        """Return the place with this id."""
        return self.places.get(place)

    def find(self, written: str) -> tuple[Place, ...]:
        """Return the places that an id or a label with its country may mean, by id order."""
        if written in self.places:
            return (self.places[written],)
        label = fold(", ".join(part.strip() for part in written.split(",")))
        return tuple(self.places[key] for key in sorted(self._labels.get(label, ())))

    def named(self, name: str) -> tuple[Place, ...]:
        """Return the places with this bare name in any country, to suggest from; never to settle."""
        key = fold(name.split(",", maxsplit=1)[0])
        hits = [
            place
            for place in self.places.values()
            if key in {fold(name) for name in (place.name, *place.aliases)}
        ]
        return tuple(sorted(hits, key=lambda place: place.id))
