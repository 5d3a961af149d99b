import csv
import tomllib
from pathlib import Path

from eventbook.coders.actors.actor_search import ActorSearch
from eventbook.coders.actors.actors import keep_actor
from eventbook.coders.store.stamp import stamp
from eventbook.coders.workspace.workspace import open_workspace
from eventbook.schema.session import Workplace
from eventbook.schema.text import slug
from eventbook.schema.who import Actor, Alias, TypePeriod

PHRASES = Path(__file__).parents[1] / "reading" / "phrases"


def test_nearly_all_actors_are_found_by_names_in_other_scripts_and_by_misspelt_ones(bare: Workplace) -> None:
    listed = tomllib.loads((PHRASES / "actors.toml").read_text(encoding="utf-8"))["actor"]
    workspace = open_workspace(bare)
    types = (TypePeriod(type="Rebel group"),)
    with workspace.store.writing() as connection:
        for one in listed:
            aliases = tuple(Alias(name=name) for name in one.get("full", ()))
            actor = Actor(id=f"x-{slug(one['name'])}", name=one["name"], aliases=aliases, types=types)
            keep_actor(connection, actor, stamp("setup"))
    lines = (PHRASES / "names.csv").read_text(encoding="utf-8").splitlines()
    asked = [row for row in csv.DictReader(lines, delimiter="|") if row["kind"] == "actor"]
    with workspace.store.reading() as connection:
        search = ActorSearch(connection, workspace.book)
        missed = [
            row["query"]
            for row in asked
            if row["target"] not in {hit.actor.name for hit in search.find(row["query"], limit=5)}
        ]
    assert len(missed) <= 0.05 * len(asked), missed
