from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventbook.coders.places.place_locate import NOWHERE, Located, locate_many
from eventbook.coders.places.world import World
from eventbook.schema.countries import COUNTRIES

NAMES = ["Erbil", "Hewlêr", "Baghdad", "Springfield", "Kiev", "Borno", "Tigray", "Nowhere", "Black Sea", ""]


@pytest.fixture(scope="session")
def world(small_world: Path) -> World:
    return World(small_world)


@given(
    asked=st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(["IRQ", "USA", "UKR", "NGA", "ETH"])))
)
def test_many_names_at_once_mean_what_each_means_alone(world: World, asked: list[tuple[str, str]]) -> None:
    for (name, country), found in zip(asked, locate_many(asked, world), strict=True):
        alone = tuple(place.id for place in world.find(f"{name}, {COUNTRIES[country].iso3}"))
        if found.likeness == 100.0:
            assert found.ids == alone
        else:
            assert alone == ()


def test_a_misspelt_name_is_located_but_not_settled(world: World) -> None:
    (found,) = locate_many([("Maidugri", "NGA")], world)
    assert found.ids == ("gn-2331447",)
    assert 86 <= found.likeness < 100
    assert not found.settled
    assert locate_many([("Maidugri", "IRQ"), ("Maiduguri", "NGA")], world) == [
        NOWHERE,
        Located(("gn-2331447",)),
    ]


def test_a_sea_is_located_without_a_country(world: World) -> None:
    assert locate_many([("Red Sea", "")], world)[0].ids == ("sea-red",)
