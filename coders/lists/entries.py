"""The project's own lists: outlets, actors and places, added one by one or from a TOML file.

An entry is told by its id. Adding it again as it stands changes nothing; adding it with other
details makes a new revision, and what it said before stays readable.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection

from eventbook.coders.actors.actors import clashes_of, keep_actor, load_actors
from eventbook.coders.places.place_beside import circle_faults
from eventbook.coders.places.places import StoredPlaces, keep_place
from eventbook.coders.places.workspace_gazetteer import gazetteer_of
from eventbook.coders.store.records import Kept, Kind, bodies, body_of, keep
from eventbook.coders.store.stamp import Stamp
from eventbook.schema.actor_check import COUNTRY_UNKNOWN, faults_of
from eventbook.schema.article import Outlet
from eventbook.schema.codebook import Codebook
from eventbook.schema.countries import find_country
from eventbook.schema.plain_values import is_list
from eventbook.schema.problem import Path, Problem, error
from eventbook.schema.reading import code_unknown, read
from eventbook.schema.registry import generic_faults
from eventbook.schema.text import fold, slug
from eventbook.schema.where import Place, place_id
from eventbook.schema.who import Actor

ENTRY_TWICE = error("entry-twice", "two entries of a list are told apart by name")
WITHIN_UNKNOWN = error("within-unknown", "the place that another lies in is in the gazetteer too")

Entry = Outlet | Actor | Place
Raw = Mapping[str, Any]

_OUTLET: TypeAdapter[Outlet] = TypeAdapter(Outlet)
_ACTOR: TypeAdapter[Actor] = TypeAdapter(Actor)
_PLACE: TypeAdapter[Place] = TypeAdapter(Place)


@dataclass(frozen=True, slots=True)
class EntryList:
    """One of the lists: what a file calls its entries, and how one is read."""

    kind: Kind
    plural: str
    read: Callable[[Raw, Path, Codebook], tuple[Entry | None, list[Problem]]]


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that was read, and where it stands in what was read."""

    path: Path
    entry: Entry


def read_outlet(raw: Raw, path: Path, book: Codebook) -> tuple[Outlet | None, list[Problem]]:
    """Return the outlet that a mapping says, and what is wrong with it."""
    body, problems = _countries(raw, path, "country")
    outlet, faults = read(_OUTLET.validate_python, body, path)
    if outlet and outlet.scale not in book.sources.scales:
        faults.append(code_unknown((*path, "scale"), outlet.scale, book.sources.scales))
    return outlet, [*problems, *faults]


def read_actor(raw: Raw, path: Path, book: Codebook) -> tuple[Actor | None, list[Problem]]:
    """Return the actor that a mapping says; its id comes from its name where none is given."""
    body, problems = _countries(raw, path, "home")
    if "id" not in body and isinstance(body.get("name"), str):
        body["id"] = slug(body["name"])
    actor, faults = read(_ACTOR.validate_python, body, path)
    faults += [*faults_of(actor, book.actor_types, path), *generic_faults(actor, book, path)] if actor else []
    return actor, [*problems, *faults]


def read_place(raw: Raw, path: Path, _: Codebook) -> tuple[Place | None, list[Problem]]:
    """Return the place that a mapping says; its id comes from its country and name where none is given."""
    body, problems = _countries(raw, path, "country")
    if "id" not in body and isinstance(body.get("name"), str):
        # Without a country it is at sea, or the missing country is the one fault that is told.
        body["id"] = place_id(body["name"], str(body.get("country") or "sea"))
    place, faults = read(_PLACE.validate_python, body, path)
    if problems and "id" not in raw:  # what was made of no country is nobody's fault
        faults = [one for one in faults if one.path[len(path) :] != ("id",)]
    return (None if problems else place), [*problems, *faults]


OUTLETS = EntryList(Kind.OUTLET, "outlets", read_outlet)
ACTORS = EntryList(Kind.ACTOR, "actors", read_actor)
PLACES = EntryList(Kind.PLACE, "places", read_place)


def _countries(raw: Raw, path: Path, key: str) -> tuple[dict[str, Any], list[Problem]]:
    """Return a body whose country, or list of countries, is written as three-letter codes."""
    body = dict(raw)
    written = body.get(key)
    if written in (None, "", []):
        return body, []
    items = list(written) if is_list(written) else [written]
    found = [find_country(item) if isinstance(item, str) else None for item in items]
    if None in found:
        wrong = items[found.index(None)]
        says, advice = (
            f"'{wrong}' is not a country",
            "write its English name or three-letter code, such as UGA",
        )
        return body, [COUNTRY_UNKNOWN.at((*path, key), says, advice)]
    codes = [country.iso3 for country in found if country]
    body[key] = codes if is_list(written) else codes[0]
    return body, []


def entry_id(entry: Entry) -> str:
    """Return the id of an entry; an outlet's is made from its name."""
    return entry.id


def add_entries(
    connection: Connection, lists: EntryList, found: Iterable[Found], by: Stamp
) -> dict[str, Kept]:
    """Keep entries; say of each id what became of it."""
    kept: dict[str, Kept] = {}
    for one in found:
        if isinstance(one.entry, Actor):
            kept[one.entry.id] = keep_actor(connection, one.entry, by)
        elif isinstance(one.entry, Place):
            kept[one.entry.id] = keep_place(connection, one.entry, by)
        else:
            kept[one.entry.id] = keep(connection, lists.kind, one.entry.id, body_of(one.entry), by)
    return kept


def clashes(connection: Connection, lists: EntryList, found: Iterable[Found]) -> Iterator[Problem]:
    """Yield entries that could not be told from another one, or that lie in a place unknown."""
    every: dict[str, str] = {}
    incoming = list(found)
    # Whether actors can be told apart takes their dates and countries, not only their names.
    known = () if lists.kind is Kind.ACTOR else load_entries(connection, lists)
    yield from clashes_of(
        connection, [(one.path, one.entry) for one in incoming if isinstance(one.entry, Actor)]
    )
    places = [(one.path, one.entry) for one in incoming if isinstance(one.entry, Place)]
    yield from circle_faults(places, StoredPlaces(connection))
    ids = {one.entry.id for one in incoming}
    for old in known:
        if old.id not in ids:
            every[_told_by(old)] = old.id
    seen: set[str] = set()
    for one in incoming:
        key = _told_by(one.entry)
        if one.entry.id in seen:
            yield ENTRY_TWICE.at(
                (*one.path, "id"), f"'{one.entry.id}' stands twice", "give one of them another id"
            )
        elif key in every and lists.kind is not Kind.ACTOR:
            says = f"'{one.entry.name}' is already there as '{every[key]}'"
            yield ENTRY_TWICE.at((*one.path, "name"), says, _APART[lists.kind])
        seen.add(one.entry.id)
        every.setdefault(key, one.entry.id)
        if (
            isinstance(one.entry, Place)
            and one.entry.within
            and one.entry.within not in ids
            and gazetteer_of(connection).get(one.entry.within) is None
        ):
            says = f"there is no place '{one.entry.within}'"
            yield WITHIN_UNKNOWN.at((*one.path, "within"), says, "add that place first, or leave it empty")


_APART = {
    Kind.OUTLET: "use that one",
    Kind.PLACE: "use that id to change it, or write admin1 or admin2 to tell the two apart",
}


def _told_by(entry: Entry) -> str:
    """Return what people tell an entry by: its name, and of a place also where it lies."""
    if isinstance(entry, Place):
        return fold(f"{entry.name}|{entry.country}|{entry.admin1}|{entry.admin2}|{entry.admin3}")
    return fold(entry.name)


def load_entries(connection: Connection, lists: EntryList) -> tuple[Entry, ...]:
    """Return the entries of a list as they now stand, by id."""
    loaders: dict[Kind, Callable[[Connection], tuple[Entry, ...]]] = {
        Kind.OUTLET: load_outlets,
        Kind.ACTOR: load_actors,
        Kind.PLACE: load_places,
    }
    return loaders[lists.kind](connection)


def load_outlets(connection: Connection) -> tuple[Outlet, ...]:
    """Return the outlets as they now stand, by id."""
    return tuple(Outlet.model_validate(body) for body in bodies(connection, Kind.OUTLET).values())


def load_places(connection: Connection) -> tuple[Place, ...]:
    """Return the places as they now stand, by id."""
    return tuple(Place.model_validate(body) for body in bodies(connection, Kind.PLACE).values())
