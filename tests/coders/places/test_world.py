from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventbook.coders.places.world import World
from eventbook.schema.where import PlaceKind


@pytest.fixture(scope="session")
def world(small_world: Path) -> World:
    return World(small_world)


def found(world: World, written: str) -> list[str]:
    return [place.id for place in world.find(written)]


@pytest.mark.parametrize(
    "written",
    ["gn-95446", "Erbil, Iraq", "أربيل, Iraq", "إربيل, IRQ", "Hewlêr, Iraq", "hewler, iraq", "ERBIL,Iraq"],
)
def test_a_place_is_found_by_id_and_by_any_of_its_names_with_its_country(world: World, written: str) -> None:
    assert found(world, written) == ["gn-95446"]


@pytest.mark.parametrize(
    "written", ["Erbil", "Erbil, Syria", "Erbil, Nowhere", "", ",", "gn-", "gn-x", "gn-²"]
)
def test_neither_a_bare_name_nor_another_country_settles_a_place(world: World, written: str) -> None:
    assert found(world, written) == []


def test_two_towns_of_one_name_are_both_given_and_the_province_tells_them_apart(world: World) -> None:
    assert found(world, "Springfield, United States") == ["gn-4409896", "gn-4250542"]
    assert found(world, "Springfield, Illinois, United States") == ["gn-4250542"]
    assert found(world, "Springfield, MO, USA") == ["gn-4409896"]
    assert found(world, "Springfield, Borno, USA") == []


def test_a_town_is_meant_rather_than_the_province_of_its_name(world: World) -> None:
    assert found(world, "Baghdad, Iraq") == ["gn-98182"]
    assert found(world, "Borno, Nigeria") == ["gn-2346794"]
    assert found(world, "Tigray, Ethiopia") == ["gn-444187"]


def test_a_sea_has_no_country_and_is_written_by_its_name(world: World) -> None:
    (sea,) = world.find("black sea")
    assert (sea.id, sea.kind, sea.country, sea.label) == ("sea-black", PlaceKind.SEA, "", "Black Sea")
    assert world.get("sea-black") == sea
    assert world.get("sea-none") is None


def test_a_place_comes_with_its_province_names_and_people(world: World) -> None:
    place = world.get("gn-2331447")
    assert place is not None
    assert (place.name, place.admin1, place.country, place.population) == (
        "Maiduguri",
        "Borno",
        "NGA",
        1_110_000,
    )
    assert "Yerwa" in place.aliases
    province = world.get("gn-2346794")
    assert province is not None
    assert (province.kind, province.admin1) == (PlaceKind.ADMIN1, "Borno")


def test_namesakes_are_only_suggested_the_largest_first(world: World) -> None:
    assert [place.id for place in world.named("Springfield, Nowhere")] == ["gn-4409896", "gn-4250542"]


@given(written=st.text(max_size=60))
def test_whatever_is_written_is_answered(world: World, written: str) -> None:
    for place in world.find(written):
        assert world.get(place.id) == place
    world.named(written)
