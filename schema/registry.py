"""The registry of actors, as the rest of the program asks it: by id, or by name on a day.

Generic and unidentified actors (`Protesters (Iraq)`) are entries made by rule from the
codebook, for every country, so nobody has to add them and nobody can spell them two ways.
They are made when they are asked for: there are thousands, and a sheet needs two or three.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache, lru_cache
from typing import Protocol

from eventbook.schema.actor_check import Shelf
from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_parts import GenericActor
from eventbook.schema.countries import COUNTRIES, Country
from eventbook.schema.problem import Path, Problem, error
from eventbook.schema.text import fold, nearest, slug
from eventbook.schema.who import Actor, ActorRelationKind, Standing, TypePeriod

GENERIC = error("actor-generic", "an actor that the codebook's rules make is not added to the registry")

_SLOT = "{country}"
_BY_FOLD = {fold(country.name): country for country in COUNTRIES.values()}


def _made(generic: GenericActor, country: Country | None) -> Actor:
    """Return the entry that a rule makes, for a country where the rule names one."""
    name = generic.name.replace(_SLOT, country.name) if country else generic.name
    types = (TypePeriod(type=generic.type),)
    home = (country.iso3,) if country else ()
    return Actor(id=slug(name), name=name, home=home, types=types, identified=generic.identified)


def generic_named(book: Codebook, written: str) -> Actor | None:
    """Return the actor that the codebook's rules make of a written name, or None."""
    key = fold(written)
    for generic in book.generic_actor:
        before, slot, after = fold(generic.name).partition(_SLOT)
        if not slot and key == before:
            return _made(generic, None)
        if slot and key.startswith(before) and key.endswith(after):
            country = _BY_FOLD.get(key[len(before) : len(key) - len(after)])
            if country:
                return _made(generic, country)
    return None


def generic_actors(book: Codebook) -> Iterator[Actor]:
    """Yield every actor that the codebook's rules make, for all countries."""
    for generic in book.generic_actor:
        for country in COUNTRIES.values() if _SLOT in generic.name else (None,):
            yield _made(generic, country)


def generic_faults(actor: Actor, book: Codebook, path: Path = ()) -> Iterator[Problem]:
    """Yield the names of an actor, or else its id, that the codebook's rules give to another one already.

    A registered actor wins, so that it would stand in the way of the one that sheets mean by the name.
    """
    listed: list[tuple[Path, str]] = [(("name",), actor.name)]
    listed += [(("names", at), one.name) for at, one in enumerate(actor.names)]
    listed += [(("aliases", at), one.name) for at, one in enumerate(actor.aliases)]
    found = [(where, made) for where, name in listed if (made := generic_named(book, name))]
    if not found and (made := Registry((), book).get(actor.id)):
        found = [(("id",), made)]
    for where, made in found:
        says = f"'{made.name}' ({made.id}) is made by the codebook's rule, and nobody adds it"
        yield GENERIC.at((*path, *where), says, "just write it in a sheet")


@lru_cache(
    maxsize=1000
)  # a form that is being filled in is checked at every field, the unknown name each time
def _nearest_made(written: str, listed: str, made: tuple[str, ...]) -> str:
    """Return the name most like a written one: the likest that is listed, or one that the rules make."""
    return nearest(written, [*filter(None, [listed]), *_made_names(made)])


@lru_cache(maxsize=8)
def _made_names(made: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names that rules make for all countries."""
    by_country = [(name, COUNTRIES.values() if _SLOT in name else (None,)) for name in made]
    names = [name.replace(_SLOT, one.name) if one else name for name, every in by_country for one in every]
    return tuple({fold(name): name for name in names}.values())


@cache
def _country_slugs() -> dict[str, Country]:
    return {slug(country.name): country for country in COUNTRIES.values()}


@lru_cache(maxsize=8)
def _rule_slugs(rules: tuple[GenericActor, ...]) -> list[tuple[str, str, GenericActor]]:
    """Return what an id made by each rule has before and after the country's slug."""
    parts = [(generic.name.partition(_SLOT), generic) for generic in rules]
    return [
        (f"{slug(before)}-".lstrip("-"), f"-{slug(after)}".rstrip("-"), generic)
        for (before, _, after), generic in parts
    ]


@lru_cache(maxsize=4000)
def _made_by_rule(rules: tuple[GenericActor, ...], actor: str) -> Actor | None:
    """Return the actor that one of a codebook's rules makes under an id; the same few are asked for all day."""
    for start, end, generic in _rule_slugs(rules):
        slot = _SLOT in generic.name
        country = _country_slugs().get(actor.removeprefix(start).removesuffix(end)) if slot else None
        # A rule without a slot has nothing after it, and its start ends in the joining hyphen.
        if country or (not slot and start == f"{actor}-"):
            made = _made(generic, country)
            if made.id == actor:
                return made
    return None


class ActorList:
    """A shelf of actors in memory, for a build or a test; the store has one of its own."""

    def __init__(self, actors: Iterable[Actor]) -> None:
        """Index the actors by id and by every name."""
        self.entries = {actor.id: actor for actor in actors}
        self._names: dict[str, set[str]] = {}
        for actor in self.entries.values():
            for name in actor.every_name:
                self._names.setdefault(fold(name), set()).add(actor.id)

    def get(self, actor: str) -> Actor | None:
        """Return the entry of this id."""
        return self.entries.get(actor)

    def named(self, key: str) -> tuple[Actor, ...]:
        """Return the entries of this folded name, by id."""
        return tuple(self.entries[actor] for actor in sorted(self._names.get(key, ())))

    def like(self, written: str) -> str:
        """Return the name most like a written one, or nothing."""
        hit = nearest(written, self._names)
        return min(self.entries[actor].name for actor in self._names[hit]) if hit else ""


class SearchedShelf(Shelf, Protocol):
    """A shelf that can also say which name is most like a written one."""

    def like(self, written: str) -> str:
        """Return the present name of the entry whose name is most like a written one, or nothing."""
        ...


class Registry:
    """The actors of one workspace and those of the codebook's rules; a registered actor wins."""

    def __init__(self, actors: Iterable[Actor] | SearchedShelf, book: Codebook) -> None:
        """Take the actors, or a shelf on which they are looked up when they are asked for."""
        self.shelf: SearchedShelf = ActorList(actors) if isinstance(actors, Iterable) else actors
        self.book = book

    def get(self, actor: str) -> Actor | None:
        """Return the actor that this id stands for: after a merge the one that survived."""
        found, seen = self.shelf.get(actor), {actor}
        while found and found.same_as and found.same_as not in seen:
            seen.add(found.same_as)
            found = self.shelf.get(found.same_as) or self._by_rule(found.same_as)
        return found or self._by_rule(actor)

    def _by_rule(self, actor: str) -> Actor | None:
        return _made_by_rule(self.book.generic_actor, actor)

    def find(self, written: str, day: date | None = None, country: str = "") -> tuple[Actor, ...]:
        """Return the actors that an id, or a name that was theirs on the day, may mean, by id.

        Of several the one that bears it as its name is meant, and else the one at home in the country.
        """
        known = self.get(written)
        if known:
            return (known,)
        key = fold(written)
        hits = [actor for actor in self._bearers(key) if actor.known_as(key, day)]
        by_name = [actor for actor in hits if fold(actor.name_on(day)) == key]
        here = [actor for actor in by_name or hits if country in actor.home]
        generic = generic_named(self.book, written) if not hits else None
        found = here if len(here) == 1 else by_name or hits or ([generic] if generic else [])
        return tuple(found)

    def at_other_times(self, written: str) -> tuple[Actor, ...]:
        """Return the actors that bore a name, but perhaps not on the day that is asked about."""
        return self._bearers(fold(written))

    def _bearers(self, key: str) -> tuple[Actor, ...]:
        """Return who bears a folded name at any time: survivors for merged ones, refused ones only if no other."""
        every = {one.id: one for hit in self.shelf.named(key) if (one := self.get(hit.id)) is not None}
        found = [every[actor] for actor in sorted(every)]
        return tuple([one for one in found if one.standing is not Standing.REJECTED] or found)

    def parents(self, actor: str, day: date | None = None) -> tuple[str, ...]:
        """Return the ids of what an actor is a unit of, nearest first, without an end in a circle."""
        above: list[str] = []
        todo = [actor]
        while todo:
            one = self.get(todo.pop(0))
            for relation in one.relations if one else ():
                there = self.get(relation.to)
                up = relation.kind is ActorRelationKind.UNIT_OF and (day is None or relation.covers(day))
                if up and there and there.id not in {actor, *above}:
                    above.append(there.id)
                    todo.append(there.id)
        return tuple(above)

    def nearest(self, written: str) -> str:
        """Return the known name most like a written one, or nothing."""
        made = tuple(generic.name for generic in self.book.generic_actor)
        return _nearest_made(written, self.shelf.like(written), made)
