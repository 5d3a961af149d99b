"""Locating many names at once: an import's million places, each with its country.

Every name is looked up once, few of them one by one, many by going through the index once. What no
name fits is compared with the names of its country that begin or end as it does. As everywhere, a
name that fits two places settles neither; a name that is only nearly right is marked so, for a
person to look at.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from eventbook.coders.places.world import World
from eventbook.schema.text import name_key

CHUNK = 500
"""Names in one question to the index."""

MANY = 20_000
"""Names from which it takes less time to go through the whole index than to look each up."""

SURE = 86.0
"""Likeness in per cent from which a misspelt name is taken for a known one: one letter in seven wrong."""

END, SHORT_END, SHORT = 3, 2, 6
"""Letters at either end, one of which a misspelling keeps; fewer in names of up to six."""

Asked = tuple[str, str]
"""A name and its country's alpha-3 code."""


@dataclass(frozen=True, slots=True)
class Located:
    """What a name was found to mean: the ids that fit, likeliest first, and how alike the name is in per cent."""

    ids: tuple[str, ...] = ()
    likeness: float = 100.0

    @property
    def settled(self) -> bool:
        """Whether it means one place, and was spelt as that is."""
        return len(self.ids) == 1 and self.likeness == 100.0  # noqa: PLR2004  exactly alike


NOWHERE = Located(likeness=0.0)


def locate_many(asked: Sequence[Asked], world: World) -> list[Located]:
    """Return what each name with its country means, in the order asked."""
    keys = {name: name_key(name) for name in {name for name, _ in asked}}
    wanted = {(keys[name], country) for name, country in asked}
    found = _known(wanted, world)
    near = dict(_nearest(wanted - found.keys(), world))
    again = _known({(key, country) for (_, country), (keys, _) in near.items() for key in keys}, world)
    for (key, country), (names, likeness) in near.items():
        ids = dict.fromkeys(place for name in names for place in again[name, country].ids)
        found[key, country] = Located(tuple(ids), likeness)
    return [found.get((keys[name], country), NOWHERE) for name, country in asked]


def _known(wanted: set[Asked], world: World) -> dict[Asked, Located]:
    """Return what keys of names mean that are those of places."""
    rows: defaultdict[Asked, list[tuple[bool, bool, int, int]]] = defaultdict(list)
    for key, country, n, own, people, kind in _rows({key for key, _ in wanted}, world):
        if (key, country) in wanted:
            rows[key, country].append((kind in {"admin1", "admin2", "country"}, not own, -people, n))
    seas = dict(world.index.execute("SELECT n, id FROM place WHERE n < 0"))
    return {pair: Located(_meant(sorted(hits), seas)) for pair, hits in rows.items()}


def _rows(keys: set[str], world: World) -> Iterator[tuple[str, str, int, int, int, str]]:
    """Yield key, country, number, whether it is its own name, people and kind of what bears a name."""
    every = "SELECT key, name.country, n, own, population, kind FROM name JOIN place p USING (n)"
    if len(keys) >= MANY:
        yield from world.index.execute(every)
        return
    ordered = sorted(keys)
    for at in range(0, len(ordered), CHUNK):
        part = ordered[at : at + CHUNK]
        yield from world.index.execute(f"{every} WHERE key IN ({', '.join('?' * len(part))})", part)


def _meant(hits: Sequence[tuple[bool, bool, int, int]], seas: Mapping[int, str]) -> tuple[str, ...]:
    """Return the ids of namesakes, towns before divisions, as `eventbook.schema.where.meant` does."""
    towns = [hit for hit in hits if not hit[0]] or hits
    return tuple(seas.get(n, f"gn-{n}") for *_, n in towns)


def _nearest(missing: Iterable[Asked], world: World) -> Iterator[tuple[Asked, tuple[list[str], float]]]:
    """Yield for names that no place has the keys most like each in its country, and how alike they are."""
    asked: defaultdict[str, list[str]] = defaultdict(list)
    for key, country in missing:
        asked[country].append(key)
    for country, names in _names_in(asked, world):
        ends: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for name in names:
            for end in _ends(name):
                ends[end].append(name)
        for key in asked[country]:
            choices = dict.fromkeys(name for end in _ends(key) for name in ends.get(end, ()))
            hits = process.extract(key, list(choices), scorer=fuzz.ratio, score_cutoff=SURE, limit=None)
            if hits:
                yield (key, country), (sorted(name for name, how, _ in hits if how == hits[0][1]), hits[0][1])


def _names_in(countries: Iterable[str], world: World) -> Iterator[tuple[str, list[str]]]:
    """Yield the keys of all names in each of some countries."""
    names: dict[str, list[str]] = {country: [] for country in countries}
    if names:
        for key, country in world.index.execute("SELECT DISTINCT key, country FROM name"):
            if country in names:
                names[country].append(key)
    while names:
        yield names.popitem()  # forgotten when it was used, so that only one country is taken apart at a time


def _ends(key: str) -> Iterator[tuple[str, str]]:
    """Yield how a name begins and ends: two names of which one is a misspelling share one of these."""
    for length in (END, SHORT_END) if len(key) <= SHORT else (END,):
        yield key[:length], ""
        yield "", key[-length:]
