"""Looking actors up for one sheet: name by name in the index, beside reading the whole registry.

The registry is as large as its size says, each actor with three names, in a workspace's own store.
A sheet names three actors, one of them by rule and one spelt wrongly, which asks for the nearest
name too. The third line is a search for a misspelt name.
"""

import argparse
import random
import tempfile
from datetime import date
from pathlib import Path
from typing import cast

from measuring import Contestant, compare, table

from eventbook.coders.actors.actor_search import ActorSearch
from eventbook.coders.actors.actors import StoredActors, keep_actor, load_actors
from eventbook.coders.store.stamp import stamp
from eventbook.coders.store.store import Store, make_store
from eventbook.schema.codebook_file import default_codebook
from eventbook.schema.registry import Registry
from eventbook.schema.who import Actor

DAY = date(2021, 11, 16)
SYLLABLES = [
    "ba",
    "do",
    "fi",
    "ga",
    "hu",
    "ka",
    "lo",
    "mi",
    "na",
    "po",
    "ra",
    "se",
    "ti",
    "vu",
    "wa",
    "ze",
    "sha",
    "kha",
    "tor",
    "lim",
]
SHEET = ("Group 0007 ", "Civilians (Uganda)", "Grop 0042")


def filled(size: int) -> Store:
    """Return a store with so many invented actors."""
    dice = random.Random(7)
    store = make_store(Path(tempfile.mkdtemp(prefix="registry-")) / "eventbook.db")
    by = stamp("benchmark")
    with store.writing() as connection:
        for number in range(size):
            word = "".join(dice.choices(SYLLABLES, k=4)).title()
            raw = {
                "id": f"group-{number}",
                "name": f"Group {number:04}",
                "aliases": [
                    {"name": f"{word} Liberation Front {number}"},
                    {"name": f"{word[:5].upper()}{number}"},
                ],
                "home": [dice.choice(("UGA", "KEN", "SOM"))],
                "types": [{"type": "Rebel group"}],
            }
            keep_actor(connection, Actor.model_validate(raw), by)
    return store


def _asked(registry: Registry) -> str:
    found = [len(registry.find(name, DAY, "UGA")) for name in SHEET]
    return f"{found}, nearest {registry.nearest(SHEET[-1])}"


def by_name(store: object) -> str:
    """Look the names of a sheet up in the index."""
    with cast("Store", store).reading() as connection:
        return _asked(Registry(StoredActors(connection), default_codebook()))


def whole(store: object) -> str:
    """Read every actor first."""
    with cast("Store", store).reading() as connection:
        return _asked(Registry(load_actors(connection), default_codebook()))


def searched(store: object) -> str:
    """Search for a misspelt name."""
    with cast("Store", store).reading() as connection:
        hits = ActorSearch(connection, default_codebook()).find("Liberaton Frunt 4242")
    return hits[0].name if hits else "nobody"


CONTESTANTS = {
    "by name, in the index": Contestant(filled, by_name),
    "the whole registry read": Contestant(filled, whole),
    "a search": Contestant(filled, searched),
}

if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--actors", type=int, default=11_725, help="the UCDP list and 10,000 more")
    options.add_argument("--runs", type=int, default=3)
    given = options.parse_args()
    print(table(compare(CONTESTANTS, given.actors, given.runs), given.actors, "actor"))
