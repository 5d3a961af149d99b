"""What forms are checked against is what the store says at that moment, however often it was read before."""

import pytest

from eventbook.coders.actors.actors import keep_actor
from eventbook.coders.places.places import keep_place
from eventbook.coders.store.stamp import stamp
from eventbook.coders.store.store import Store
from eventbook.coders.workspace import surroundings as module
from eventbook.coders.workspace.surroundings import surroundings
from eventbook.coders.workspace.workspace import make_workspace, open_workspace
from eventbook.schema.codebook import Codebook
from eventbook.schema.where import Place, PlaceKind
from eventbook.schema.who import Actor, TypePeriod


def front(name: str) -> Actor:
    return Actor(id="front", name=name, home=("ETH",), types=(TypePeriod(type="Rebel group"),))


def town(name: str) -> Place:
    return Place(id="town", name=name, latitude=9.0, longitude=38.0, kind=PlaceKind.TOWN, country="ETH")


def said(store: Store, book: Codebook) -> tuple[str | None, str | None]:
    """Return the names of the actor and of the place as a reader of the store is told them."""
    with store.reading() as connection:
        around = surroundings(connection, book)
        actor, place = around.registry.get("front"), around.gazetteer.get("town")
        return (actor.name if actor else None, place.name if place else None)


def test_what_somebody_else_changes_is_seen_at_once_and_not_by_who_began_before(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    workspace = open_workspace(make_workspace(tmp_path_factory.mktemp("one") / "work"))
    store, other, book, by = workspace.store, Store(workspace.place.store), workspace.book, stamp("amira")
    assert said(store, book) == (None, None)
    with other.writing() as connection:
        keep_actor(connection, front("Karo Front"), by)
        keep_place(connection, town("Lowen"), by)
    with store.reading() as before:
        around = surroundings(before, book)
        with other.writing() as connection:
            keep_actor(connection, front("Karo Army"), by)
            keep_place(connection, town("New Lowen"), by)
        assert said(store, book) == ("Karo Army", "New Lowen")
        late = surroundings(before, book)  # made afterwards, in the transaction that began before
        for one in (around, late):
            actor = one.registry.get("front")
            assert actor is not None
            assert actor.name == "Karo Front"
            assert one.gazetteer["town"].name == "Lowen"
    assert said(store, book) == ("Karo Army", "New Lowen")


def test_who_writes_sees_what_it_wrote(tmp_path_factory: pytest.TempPathFactory) -> None:
    workspace = open_workspace(make_workspace(tmp_path_factory.mktemp("two") / "work"))
    with workspace.store.writing() as connection:
        keep_actor(connection, front("Karo Front"), stamp("amira"))
        assert surroundings(connection, workspace.book).registry.get("front") == front("Karo Front")


def test_what_is_kept_in_memory_is_bounded(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = open_workspace(make_workspace(tmp_path_factory.mktemp("three") / "work"))
    monkeypatch.setattr(module, "MOST_READ", 3)
    with workspace.store.reading() as connection:
        for number in range(20):
            around = surroundings(connection, workspace.book)
            assert around.registry.get(f"nobody-{number}") is None
    mine = [read for (file, _), read in module.KEPT_STATES.items() if file == str(workspace.place.store)]
    assert [len(read.actors) for read in mine] == [4]  # let go of whenever there are more than three
    assert len(module.KEPT_STATES) <= module.MOST_STATES
