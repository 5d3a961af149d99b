"""The registry of actors, as the rest of the program asks it: by id, or by name on a day.

Generic and unidentified actors (`Protesters (Iraq)`) are entries made by rule from the
codebook, for every country, so nobody has to add them and nobody can spell them two ways.
They are made when they are asked for: there are thousands, and a sheet needs two or three.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property

from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_parts import GenericActor
from eventbook.schema.countries import COUNTRIES, Country
from eventbook.schema.text import fold, nearest, slug
from eventbook.schema.who import Actor, TypePeriod

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


class Registry:
    """The actors of one workspace and those of the codebook's rules; a registered actor wins."""

    def __init__(self, actors: Iterable[Actor], book: Codebook) -> None:
        """Index the registered actors by id and by every name."""
        self.registered = {actor.id: actor for actor in actors}
        self.book = book
        self._names: dict[str, set[str]] = {}
        for actor in self.registered.values():
            for name in (actor.name, *(alias.name for alias in actor.aliases)):
                self._names.setdefault(fold(name), set()).add(actor.id)

    @cached_property
    def _country_slugs(self) -> dict[str, Country]:
        return {slug(country.name): country for country in COUNTRIES.values()}

    @cached_property
    def _rule_slugs(self) -> list[tuple[str, str, GenericActor]]:
        """What an id made by each rule has before and after the country's slug."""
        parts = [(generic.name.partition(_SLOT), generic) for generic in self.book.generic_actor]
        return [
            (f"{slug(before)}-".lstrip("-"), f"-{slug(after)}".rstrip("-"), generic)
            for (before, _, after), generic in parts
        ]

    def get(self, actor: str) -> Actor | None:
        """Return the actor with this id."""
        return self.registered.get(actor) or self._by_rule(actor)

    def _by_rule(self, actor: str) -> Actor | None:
        for start, end, generic in self._rule_slugs:
            slot = _SLOT in generic.name
            country = self._country_slugs.get(actor.removeprefix(start).removesuffix(end)) if slot else None
            # A rule without a slot has nothing after it, and its start ends in the joining hyphen.
            if country or (not slot and start == f"{actor}-"):
                made = _made(generic, country)
                if made.id == actor:
                    return made
        return None

    def find(self, written: str, day: date | None = None) -> tuple[Actor, ...]:
        """Return the actors that an id or a name may mean on a day, by id order."""
        known = self.get(written)
        if known:
            return (known,)
        key = fold(written)
        hits = [self.registered[actor] for actor in sorted(self._names.get(key, ()))]
        by_name = [actor for actor in hits if fold(actor.name) == key]
        current = [actor for actor in hits if day is None or _named_on(actor, key, day)]
        generic = generic_named(self.book, written) if not hits else None
        return tuple(by_name or current or hits or ([generic] if generic else []))

    def nearest(self, written: str) -> str:
        """Return the known name most like a written one, or nothing."""
        names = {name: min(self.registered[actor].name for actor in ids) for name, ids in self._names.items()}
        names |= {fold(actor.name): actor.name for actor in generic_actors(self.book)}
        hit = nearest(written, names)
        return names[hit] if hit else ""


def _named_on(actor: Actor, key: str, day: date) -> bool:
    return any(fold(alias.name) == key and alias.covers(day) for alias in actor.aliases)
