"""The list of actors as somebody types: who is found, and that it follows what changes in the registry."""

from datetime import UTC, datetime

import pytest

from eventbook.coders.actors.actor_search import ANYONE
from eventbook.coders.actors.actors import keep_actor
from eventbook.coders.desk.actor_list import ActorList, NameWords
from eventbook.coders.store.stamp import Stamp
from eventbook.coders.workspace.workspace import Workspace, open_workspace
from eventbook.schema.session import Workplace
from eventbook.schema.who import Actor, TypePeriod

BY = Stamp("amira", datetime(2026, 1, 1, tzinfo=UTC))


@pytest.fixture
def workspace(bare: Workplace) -> Workspace:
    return open_workspace(bare)


def found(known: ActorList, workspace: Workspace, typed: str) -> list[str]:
    with workspace.store.reading() as connection:
        return [str(one["label"]) for one in known.find(connection, workspace.book, typed, ANYONE)]


def keep(workspace: Workspace, name: str, actor: str = "karo-front", same_as: str = "") -> None:
    entry = Actor(id=actor, name=name, same_as=same_as, types=(TypePeriod(type="Rebel group"),))
    with workspace.store.writing() as connection:
        keep_actor(connection, entry, BY)


def test_every_typed_word_begins_a_word_of_the_name_and_short_names_come_first() -> None:
    words = NameWords(
        [("karo front (north)", "a"), ("karo front", "b"), ("front of karo", "c"), ("karo", "d")]
    )
    assert [actor for _, actor in words.beginning("fr kar")] == ["b", "c", "a"]
    assert [name for name, _ in words.beginning("north")] == ["karo front (north)"]
    assert not list(words.beginning("ront"))


def test_an_actor_is_found_by_its_new_name_as_soon_as_it_has_it(workspace: Workspace) -> None:
    known = ActorList()
    keep(workspace, "Karo Front")
    assert found(known, workspace, "karo fr") == ["Karo Front"]
    keep(workspace, "Dessa Union")
    assert found(known, workspace, "dessa") == ["Dessa Union"]
    assert "Dessa Union" not in found(known, workspace, "karo fr")
    assert "Dessa Union" in found(known, workspace, "desa union")


def test_who_was_merged_is_not_offered_beside_the_survivor(workspace: Workspace) -> None:
    known = ActorList()
    keep(workspace, "Karo Front")
    keep(workspace, "Karo Movement", "karo-movement")
    assert found(known, workspace, "karo") == ["Karo Front", "Karo Movement"]
    keep(workspace, "Karo Movement", "karo-movement", same_as="karo-front")
    assert found(known, workspace, "karo") == ["Karo Front"]
