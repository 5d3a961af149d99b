"""Whether an actor hangs together, by itself and among the others of the registry.

On one day an actor has one name and one type. Two actors may share a name only where the dates or
the countries of the two tell which is meant: else a sheet that writes it means nobody.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Protocol

from eventbook.schema.countries import find_country
from eventbook.schema.problem import Path, Problem, error
from eventbook.schema.reading import code_unknown
from eventbook.schema.text import fold
from eventbook.schema.who import Actor, ActorRelation, ActorRelationKind, Alias, Dated, TypePeriod

COUNTRY_UNKNOWN = error("country-unknown", "a country is one that Eventbook knows")
DATES_REVERSED = error("actor-dates-reversed", "what is dated begins before it ends")
NAMES_OVERLAP = error("actor-names-overlap", "an actor has one name at a time")
TYPES_OVERLAP = error("actor-types-overlap", "an actor has one type on a day in a country")
NAME_SHARED = error("actor-name-shared", "two actors of one name are told apart by dates or countries")
RELATION_UNKNOWN = error("actor-relation-unknown", "an actor's relations lead to actors that are there")
RELATION_CIRCLE = error("actor-relation-circle", "no actor is a part of itself, or split from itself")


class Shelf(Protocol):
    """Where actors are looked up one by one, however many there are."""

    def get(self, actor: str) -> Actor | None:
        """Return the entry of this id as it stands, whatever became of it."""
        ...

    def named(self, key: str) -> tuple[Actor, ...]:
        """Return the entries that bear a folded name at any time, by id."""
        ...


def faults_of(actor: Actor, types: Iterable[str], path: Path = ()) -> Iterator[Problem]:
    """Yield what is wrong with an actor by itself; `types` are the codebook's labels."""
    labels = tuple(types)
    for index, period in enumerate(actor.types):
        if period.type not in labels:
            yield code_unknown((*path, "types", index, "type"), period.type, labels)
        for country in period.countries:
            if find_country(country) is None or country != country.upper():
                says = f"'{country}' is not a country's three-letter code"
                where = (*path, "types", index, "countries")
                yield COUNTRY_UNKNOWN.at(where, says, "write a code such as UGA")
    listed: dict[str, tuple[Dated, ...]] = {
        "types": actor.types,
        "names": actor.names,
        "aliases": actor.aliases,
        "relations": actor.relations,
    }
    for name, items in listed.items():
        for index, one in enumerate(items):
            if one.first and one.last and one.last < one.first:
                says = f"{one.first} lies after {one.last}"
                yield DATES_REVERSED.at((*path, name, index), says, "correct one of the two days")
    yield from _overlaps(actor, path)
    for index, one in enumerate(actor.relations):
        if one.to == actor.id:
            says = f"'{actor.id}' is said to be {one.kind} itself"
            yield RELATION_CIRCLE.at((*path, "relations", index, "to"), says, "name the other actor")


def _overlaps(actor: Actor, path: Path) -> Iterator[Problem]:
    for (_, one), (index, other) in combinations(enumerate(actor.names), 2):
        if one.meets(other) and fold(one.name) != fold(other.name):
            says = f"'{one.name}'{one.limits} and '{other.name}'{other.limits} are its names at the same time"
            yield NAMES_OVERLAP.at(
                (*path, "names", index), says, "give each its first and last day, or make one an alias"
            )
    for (_, first), (index, second) in combinations(enumerate(actor.types), 2):
        if contradicts(first, second):
            says = f"{first.type}{first.limits} and {second.type}{second.limits} hold at the same time"
            yield TYPES_OVERLAP.at(
                (*path, "types", index), says, "let one end the day before the other begins"
            )


def contradicts(one: TypePeriod, other: TypePeriod) -> bool:
    """Tell whether two periods give two types for one day and country; a named country beats all countries."""
    both = set(one.countries) & set(other.countries)
    same_scope = bool(both) or (not one.countries and not other.countries)
    return one.type != other.type and same_scope and one.meets(other)


def shared_names(actor: Actor, others: Shelf) -> Iterator[tuple[Alias, Actor]]:
    """Yield each name that an actor shares with another one, where nothing tells the two apart."""
    for mine in actor.dated_names:
        for other in others.named(fold(mine.name)):
            if other.id != actor.id and not other.same_as and _clash(mine, actor, other):
                yield mine, other


def _clash(mine: Alias, actor: Actor, other: Actor) -> bool:
    if actor.home and other.home and not set(actor.home) & set(other.home):
        return False
    key = fold(mine.name)
    return any(fold(theirs.name) == key and mine.meets(theirs) for theirs in other.dated_names)


def shared_faults(actor: Actor, others: Shelf, path: Path = ()) -> Iterator[Problem]:
    """Yield the names that an actor cannot have, for nothing tells who is meant by them."""
    for mine, other in shared_names(actor, others):
        says = f"'{mine.name}' is a name of '{other.name}' ({other.id}) too, at the same time"
        advice = (
            "give both their days or home countries, leave it out of one, or merge the two if they are one"
        )
        yield NAME_SHARED.at((*path, *_place_of(actor, mine)), says, advice)


def _place_of(actor: Actor, name: Alias) -> Path:
    for part, listed in (("names", actor.names), ("aliases", actor.aliases)):
        if name in listed:
            return (part, listed.index(name))
    return ("name",)


def relation_faults(actor: Actor, known: Shelf, path: Path = ()) -> Iterator[Problem]:
    """Yield relations that lead nowhere, or in a circle."""
    for index, one in enumerate(actor.relations):
        where = (*path, "relations", index, "to")
        if one.kind is not ActorRelationKind.PARTY_TO and known.get(one.to) is None:
            says = f"there is no actor '{one.to}'"
            yield RELATION_UNKNOWN.at(where, says, "add that actor first, or correct the id")
        elif one.kind.descends and one.to != actor.id:
            chain = _circle(actor, one, known)
            if chain:
                says = f"{actor.id} would be {one.kind} itself: {' → '.join(chain)}"
                yield RELATION_CIRCLE.at(where, says, "take one of these relations out")


def _circle(actor: Actor, start: ActorRelation, known: Shelf) -> tuple[str, ...]:
    """Return the way from an actor over one of its relations back to itself, or nothing."""
    ways: list[tuple[str, ...]] = [(actor.id, start.to)]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        if way[-1] == actor.id:
            return way
        there = known.get(way[-1])
        if there is None or there.id in seen:
            continue
        seen.add(there.id)
        onward = [there.same_as] if there.same_as else [x.to for x in there.relations if x.kind is start.kind]
        ways += [(*way, one) for one in onward]
    return ()


class Overlay:
    """A shelf with some entries put over another one, as it would be if they were kept."""

    def __init__(self, entries: Mapping[str, Actor], below: Shelf) -> None:
        """Index the entries by every name."""
        self._entries, self._below = entries, below
        self._names: dict[str, set[str]] = {}
        for actor in entries.values():
            for name in actor.every_name:
                self._names.setdefault(fold(name), set()).add(actor.id)

    def get(self, actor: str) -> Actor | None:
        """Return the entry that lies on top."""
        return self._entries.get(actor) or self._below.get(actor)

    def named(self, key: str) -> tuple[Actor, ...]:
        """Return the entries that bear a folded name once the new ones are kept."""
        below = [one for one in self._below.named(key) if one.id not in self._entries]
        above = [self._entries[actor] for actor in self._names.get(key, ())]
        return tuple(sorted((*above, *below), key=lambda one: one.id))
