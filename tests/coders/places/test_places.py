from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, delete, select

from eventbook.coders.lists.entries import load_places
from eventbook.coders.places.places import StoredPlaces, keep_place
from eventbook.coders.store.migrations.versions import v0003_names_of_places
from eventbook.coders.store.records import Kept
from eventbook.coders.store.stamp import stamp
from eventbook.coders.store.store import open_store
from eventbook.coders.store.tables import ENTRY_NAME
from eventbook.schema.session import Workplace
from eventbook.schema.where import Gazetteer, Place

ERBIL = Place(
    id="irq-erbil", name="Erbil", country="IRQ", latitude=36.2, longitude=44.0, stands_for="gn-95446"
)
ASKED = [
    "Kampala, Uganda",
    "KAMPALA, uganda",
    "Kampala",
    "Kampala CPS, Uganda",
    "Central Police Station, Uganda",
    "Baghdad - Green Zone, IRQ",
    "Green Zone, Iraq",
    "uga-kampala",
    "gn-95446",
    "Erbil, Iraq",
    "Karo, Uganda",
    "",
    ",",
]


@pytest.fixture
def store(place: Workplace) -> Iterator[Connection]:
    with open_store(place.store).writing() as connection:
        keep_place(connection, ERBIL, stamp("amira"))
        yield connection


@pytest.mark.parametrize("written", ASKED)
def test_places_looked_up_one_by_one_are_those_of_the_whole_list(store: Connection, written: str) -> None:
    whole, single = Gazetteer(load_places(store)), StoredPlaces(store)
    assert single.find(written) == whole.find(written)
    assert single.named(written) == whole.named(written)
    assert single.get(written) == whole.get(written)
    assert set(single.spellings()) == set(whole.spellings())


def test_a_place_is_found_by_the_names_that_it_has_now(store: Connection) -> None:
    renamed = ERBIL.model_copy(update={"name": "Hawler"})
    assert keep_place(store, ERBIL, stamp("amira")) is Kept.SAME
    assert keep_place(store, renamed, stamp("amira")) is Kept.CHANGED
    places = StoredPlaces(store)
    assert places.find("Erbil, Iraq") == ()
    assert places.find("Hawler, Iraq") == (renamed,)
    assert places.get("gn-95446") == renamed


def test_a_misspelt_name_offers_the_place(store: Connection) -> None:
    assert [place.id for place in StoredPlaces(store).alike("Kampalla, Uganda")] == ["uga-kampala"]
    assert StoredPlaces(store).alike("Zzyzx") == ()


def test_an_older_stores_places_are_found_too(store: Connection) -> None:
    wanted = store.execute(
        select(ENTRY_NAME).where(ENTRY_NAME.c.kind == "place", ENTRY_NAME.c.id != "irq-erbil")
    )
    rows = {tuple(row) for row in wanted}
    store.execute(delete(ENTRY_NAME).where(ENTRY_NAME.c.kind == "place"))
    store.execute(delete(ENTRY_NAME))
    from alembic.migration import MigrationContext  # noqa: PLC0415  only here
    from alembic.operations import Operations  # noqa: PLC0415

    with Operations.context(MigrationContext.configure(store)):
        v0003_names_of_places.upgrade()
    again = {tuple(row) for row in store.execute(select(ENTRY_NAME).where(ENTRY_NAME.c.id != "irq-erbil"))}
    assert rows
    assert again == rows
