"""The places of MUC-4: `COUNTRY: PLACE (TYPE): PLACE (TYPE)`, from the widest to the narrowest.

A name is looked up in the gazetteer among places of its country, of its kind, and of its
department where the key names one. What the gazetteer does not have becomes a place of the
project at the coordinates of the place around it, with the coarser precision; each is listed.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from eventbook.coders.muc4.fills import FillError
from eventbook.schema.countries import COUNTRIES, find_country
from eventbook.schema.text import fold
from eventbook.schema.where import Place, PlaceKind, place_id

Named = Callable[[str], tuple[Place, ...]]
"""From a bare name to the places of the gazetteer that have it."""

SOURCE = "muc4"
"""What places made by an import bear as their source, so that the next one does not take them for known."""

EXACT, NEAR, REGION, NATION = 1, 2, 3, 4
"""The codebook's classes of place precision."""

_STEP = re.compile(r"([^():]+?)\s*\(([^()]*)\)")
_WIDE = {"DEPARTMENT", "PROVINCE", "INTENDANCY", "STATE"}
_VAGUE = {
    "REGION",
    "AREA",
    "RURAL AREA",
    "JUNGLE",
    "MOUNTAIN",
    "ZONE",
    "ISLAND",
    "RIVER",
    "VALLEY",
    "JURISDICTION",
}
_TOWNS = {"CITY", "TOWN", "MUNICIPALITY", "TOWNSHIP", "CAPITAL", "PORT", "TOWN IN FEDERAL DISTRICT"}
_VILLAGES = {"VILLAGE", "CANTON", "COMMUNITY", "HAMLET", "FARM"}
_LEADING = 10
"""How many times as many people a town has as every namesake for its bare name to mean it."""


@dataclass(frozen=True, slots=True)
class Located:
    """A location slot as read: the steps from the country inwards, and how it was put."""

    country: str
    steps: tuple[tuple[str, str], ...]
    between: bool = False
    optional: bool = False
    others: tuple[str, ...] = ()


@dataclass(slots=True)
class Atlas:
    """The places that an import needs: those of the gazetteer, and those it made, by what they lie in."""

    named: Named
    made: dict[str, Place] = field(default_factory=dict[str, Place])
    _known: dict[tuple[str, ...], tuple[Place, int]] = field(
        default_factory=dict[tuple[str, ...], tuple[Place, int]]
    )

    def settle(self, located: Located) -> tuple[Place, int]:
        """Return the place of a location and its precision."""
        place, precision = self._country(located.country)
        path: tuple[str, ...] = (located.country,)
        for name, kind in located.steps:
            path = (*path, fold(name), kind)
            if path not in self._known:
                self._known[path] = self._step(name, kind, place, precision)
            place, precision = self._known[path]
        return place, max(precision, NEAR) if located.between else precision

    def _country(self, country: str) -> tuple[Place, int]:
        if (country,) not in self._known:
            name = COUNTRIES[country].name
            whole = [
                one
                for one in self.named(name)
                if one.country == country and one.kind is PlaceKind.COUNTRY and one.source != SOURCE
            ]
            self._known[(country,)] = (whole[0] if whole else self._make_country(country), NATION)
        return self._known[(country,)]

    def _make_country(self, country: str) -> Place:
        if country not in CAPITALS:
            message = (
                f"the gazetteer does not have {COUNTRIES[country].name}; add it with `eventbook places add`"
            )
            raise FillError(message)
        latitude, longitude = CAPITALS[country]
        place = Place(
            id=f"{country.lower()}-whole-country",
            name=COUNTRIES[country].name,
            country=country,
            latitude=latitude,
            longitude=longitude,
            kind=PlaceKind.COUNTRY,
            source=SOURCE,
        )
        return self._keep(place)

    def _step(self, name: str, kind: str, around: Place, precision: int) -> tuple[Place, int]:
        found = _meant(self.named(name), kind, around)
        if found is not None:
            return found, REGION if kind in _WIDE | _VAGUE else EXACT
        admin1 = around.name if around.kind is PlaceKind.ADMIN1 else around.admin1
        title = _title(name)
        wanted = place_id(
            title if around.kind is PlaceKind.COUNTRY else f"{around.name} {title}", around.country
        )
        place = Place(
            id=f"{wanted}-{fold(kind).replace(' ', '-') or 'place'}"[:80],
            name=title,
            country=around.country,
            admin1="" if kind in _WIDE else admin1,
            latitude=around.latitude,
            longitude=around.longitude,
            kind=_kind(kind),
            within=around.id,
            source=SOURCE,
        )
        return self._keep(place), max(precision, NEAR)

    def _keep(self, place: Place) -> Place:
        return self.made.setdefault(place.id, place)


def _meant(hits: tuple[Place, ...], kind: str, around: Place) -> Place | None:
    """Return the one hit that fits in country, kind and surroundings, or None where none or several do."""
    known = [one for one in hits if one.country == around.country and one.source != SOURCE]
    fit = [one for one in known if _alike(one.kind, kind)]
    if around.kind is PlaceKind.ADMIN1:
        fit = [one for one in fit if fold(one.admin1) == fold(around.name)]
    elif around.kind is not PlaceKind.COUNTRY:
        near = [one for one in fit if one.within == around.id]
        fit = near or ([] if kind not in _TOWNS else [one for one in fit if one.admin1 == around.admin1])
    if len(fit) > 1:
        people = sorted((int(getattr(one, "population", None) or 0) for one in fit), reverse=True)
        leading = people[0] >= _LEADING * max(people[1], 1)
        fit = [one for one in fit if leading and (getattr(one, "population", None) or 0) == people[0]]
    return fit[0] if len(fit) == 1 else None


def _kind(kind: str) -> PlaceKind:
    if kind in _WIDE:
        return PlaceKind.ADMIN1
    if kind in _VAGUE:
        return PlaceKind.AREA
    if kind in _TOWNS:
        return PlaceKind.TOWN
    return PlaceKind.VILLAGE if kind in _VILLAGES else PlaceKind.DISTRICT


def _alike(found: PlaceKind, kind: str) -> bool:
    """Tell whether a place of the gazetteer can be what the key calls it."""
    settled = {PlaceKind.TOWN, PlaceKind.VILLAGE}
    wanted = {
        PlaceKind.ADMIN1: {PlaceKind.ADMIN1},
        PlaceKind.AREA: {PlaceKind.AREA},
        PlaceKind.TOWN: settled,
        PlaceKind.VILLAGE: settled,
        PlaceKind.DISTRICT: settled | {PlaceKind.DISTRICT},
    }
    return found in wanted[_kind(kind)]


def _title(name: str) -> str:
    small = {"DE", "DEL", "LA", "LAS", "LOS", "EL", "Y", "OF"}
    words = name.split()
    return " ".join(
        word.lower() if index and word in small else word.capitalize() for index, word in enumerate(words)
    )


def read_location(text: str) -> Located:
    """Return what a location slot says; of several that would do the first. Raises `FillError`."""
    optional = text.strip().startswith("?")
    written = [_bare(one) for one in re.split(r"\s/\s", text.strip().lstrip("?"))]
    country, _, rest = written[0].partition(":")
    found = find_country(country.strip())
    if found is None:
        message = f"`{country.strip()}` is not a country"
        raise FillError(message)
    chain, dash, _ = rest.partition(" - ")
    steps = tuple((name.strip(), kind.strip().upper()) for name, kind in _STEP.findall(chain))
    if bool(rest.strip()) != bool(steps):
        message = f"`{rest.strip()}` is no list of places with their types"
        raise FillError(message)
    return Located(found.iso3, steps, bool(dash), optional, tuple(written[1:]))


def _bare(text: str) -> str:
    """Return a location without the parentheses around the whole of it."""
    bare = text.strip()
    whole = bare.startswith("(") and bare.endswith(")")
    return bare[1:-1].strip() if whole else bare


CAPITALS = {
    "ARG": (-34.61, -58.38), "BOL": (-16.50, -68.15), "BRA": (-15.78, -47.93), "CHL": (-33.45, -70.67),
    "COL": (4.61, -74.08), "CRI": (9.93, -84.08), "CUB": (23.13, -82.38), "ECU": (-0.23, -78.52),
    "ESP": (40.42, -3.70), "GTM": (14.64, -90.51), "HND": (14.08, -87.21), "JAM": (18.00, -76.79),
    "MEX": (19.43, -99.13), "NIC": (12.13, -86.25), "PAN": (8.99, -79.52), "PER": (-12.04, -77.03),
    "SLV": (13.69, -89.19), "VEN": (10.49, -66.88),
}  # fmt: skip
"""Where the capitals of the countries of MUC-4 lie, which stand for them where the gazetteer has no countries."""
