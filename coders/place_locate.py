"""Locating many names at once: an import's hundred thousand places, each with its country.

Every name is looked up once, in few questions to the index. What no name fits is compared, country by
country, with all names there. As everywhere, a name that fits two places settles neither; a name that
is only nearly right is marked so, for a person to look at.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from eventbook.coders.world import World
from eventbook.schema.text import name_key

CHUNK = 500
"""Names in one question to the index."""

SURE = 86.0
"""Likeness in per cent from which a misspelt name is taken for a known one: one letter in seven wrong."""

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
    missing = wanted - found.keys()
    near = dict(_nearest(missing, world)) if missing else {}
    again = _known({(key, country) for (_, country), (key, _) in near.items()}, world)
    for pair, (key, likeness) in near.items():
        found[pair] = Located(again[key, pair[1]].ids, likeness)
    return [found.get((keys[name], country), NOWHERE) for name, country in asked]


def _known(wanted: Iterable[Asked], world: World) -> dict[Asked, Located]:
    """Return what keys of names mean that are those of places."""
    countries: defaultdict[str, set[str]] = defaultdict(set)
    for key, country in wanted:
        countries[key].add(country)
    rows: defaultdict[Asked, list[tuple[bool, bool, int, int]]] = defaultdict(list)
    ordered = sorted(countries)
    for at in range(0, len(ordered), CHUNK):
        part = ordered[at : at + CHUNK]
        marks = ", ".join("?" * len(part))
        query = (
            "SELECT key, name.country, n, own, population, kind FROM name JOIN place p USING (n) "  # noqa: S608  marks
            f"WHERE key IN ({marks})"
        )
        for key, country, n, own, people, kind in world.index.execute(query, part):
            if country in countries[key]:
                rows[key, country].append((kind in {"admin1", "admin2", "country"}, not own, -people, n))
    seas = dict(world.index.execute("SELECT n, id FROM place WHERE n < 0"))
    return {pair: Located(_meant(sorted(hits), seas)) for pair, hits in rows.items()}


def _meant(hits: Sequence[tuple[bool, bool, int, int]], seas: Mapping[int, str]) -> tuple[str, ...]:
    """Return the ids that namesakes leave, as `eventbook.coders.world.settled` does for one name."""
    towns = [hit for hit in hits if not hit[0]] or list(hits)
    own = [hit for hit in towns if not hit[1]]
    most = min(hit[2] for hit in towns)
    if len(own) == 1 and most < 0 and own[0][2] == most:
        towns = own
    return tuple(seas.get(n, f"gn-{n}") for *_, n in towns)


def _nearest(missing: Iterable[Asked], world: World) -> Iterator[tuple[Asked, tuple[str, float]]]:
    """Yield for names that no place has the key of the name most like each in its country."""
    by_country: defaultdict[str, list[str]] = defaultdict(list)
    for key, country in sorted(missing):
        by_country[country].append(key)
    choices: defaultdict[str, list[str]] = defaultdict(list)
    for key, country in world.index.execute("SELECT DISTINCT key, country FROM name"):
        if country in by_country:
            choices[country].append(key)
    for country, keys in by_country.items():
        for key in keys:
            hit = process.extractOne(key, choices[country], scorer=fuzz.ratio, score_cutoff=SURE)
            if hit:
                yield (key, country), (hit[0], hit[1])
