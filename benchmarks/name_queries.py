"""How many of 200 names in Arabic, Cyrillic and misspelt Latin letters have their target among the first five found.

The queries were fixed before the searches were written (`tests/coders/reading/phrases/names.csv`): 120 places among all
of the world, and 80 actors of a registry that has their usual names (`actors.toml`). What was asked in vain is printed.

    .venv/bin/python benchmarks/name_queries.py
"""

import csv
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

from eventbook.coders.actors.actor_search import ActorSearch
from eventbook.coders.actors.actors import keep_actor
from eventbook.coders.places.place_search import Query, search
from eventbook.coders.places.places import StoredPlaces
from eventbook.coders.places.world import World
from eventbook.coders.places.world_index import index_folder
from eventbook.coders.store.stamp import stamp
from eventbook.coders.workspace.workspace import Workspace, make_workspace, open_workspace
from eventbook.schema.countries import find_country
from eventbook.schema.session import Workplace
from eventbook.schema.text import name_key, slug
from eventbook.schema.where import names_of
from eventbook.schema.who import Actor, Alias, TypePeriod

PHRASES = Path(__file__).parent.parent / "tests" / "coders" / "reading" / "phrases"
FIRST = 5


def queries(kind: str) -> list[tuple[str, str]]:
    """Return the queries of a kind, each with its target."""
    rows = csv.DictReader((PHRASES / "names.csv").read_text("utf-8").splitlines(), delimiter="|")
    return [(row["query"], row["target"]) for row in rows if row["kind"] == kind]


def missed_actors(workspace: Workspace) -> Iterator[str]:
    """Yield the queries for actors whose target is not among the first."""
    listed = tomllib.loads((PHRASES / "actors.toml").read_text("utf-8"))["actor"]
    types = (TypePeriod(type="Rebel group"),)
    with workspace.store.writing() as connection:
        for one in listed:
            aliases = tuple(Alias(name=name) for name in one.get("full", ()))
            actor = Actor(id=f"x-{slug(one['name'])}", name=one["name"], aliases=aliases, types=types)
            keep_actor(connection, actor, stamp("benchmark"))
    with workspace.store.reading() as connection:
        asked = ActorSearch(connection, workspace.book)
        for query, target in queries("actor"):
            if target not in {hit.actor.name for hit in asked.find(query, limit=FIRST)}:
                yield f"{query} ({target})"


def missed_places(workspace: Workspace) -> Iterator[str]:
    """Yield the queries for places whose target is not among the first."""
    world = World(index_folder(None))
    with workspace.store.reading() as connection:
        own = StoredPlaces(connection)
        for query, target in queries("place"):
            name, _, country = target.rpartition(", ")
            home = find_country(country)
            hits = search(Query(query, limit=FIRST), own, world)
            names = [(hit.place.country, set(map(name_key, names_of(hit.place)))) for hit in hits]
            if home is None or not any(home.iso3 == land and name_key(name) in keys for land, keys in names):
                yield f"{query} ({target})"


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        make_workspace(Path(folder) / "work")
        workspace = open_workspace(Workplace(Path(folder) / "work"))
        missed = {"place": list(missed_places(workspace)), "actor": list(missed_actors(workspace))}
    print(f"{'asked for':10} {'queries':>8} {f'in first {FIRST}':>11}")
    for kind, lost in missed.items():
        count = len(queries(kind))
        print(f"{kind:10} {count:8} {count - len(lost):11}  {'; '.join(lost)}")
    every = sum(len(queries(kind)) for kind in missed)
    found = every - sum(map(len, missed.values()))
    print(f"{'all':10} {every:8} {found:11}  {found / every:.1%}")


if __name__ == "__main__":
    main()
