from pathlib import Path

import pytest

from eventbook.coders.places.place_search import Match, Query, search
from eventbook.coders.places.world import World
from eventbook.schema.where import Gazetteer, Place, PlaceKind

ZONE = Place(
    id="irq-baghdad-green-zone",
    name="Baghdad - Green Zone",
    country="IRQ",
    latitude=33.3,
    longitude=44.4,
    kind=PlaceKind.DISTRICT,
    aliases=("International Zone",),
)
OWN = Gazetteer((ZONE, Place(id="uga-kyiv", name="Kyiv", country="UGA", latitude=1, longitude=32)))


@pytest.fixture(scope="module")
def world(small_world: Path) -> World:
    return World(small_world)


@pytest.mark.parametrize(
    ("name", "first", "match"),
    [
        ("Erbil", "gn-95446", Match.NAME),
        ("أربيل", "gn-95446", Match.OTHER_NAME),
        ("hewler", "gn-95446", Match.OTHER_SPELLING),
        ("MAIDUGURI", "gn-2331447", Match.SPELLING),
        ("Maidugari", "gn-2331447", Match.ALIKE),
        ("Khersn", "gn-706448", Match.ALIKE),
        ("Kehrson", "gn-706448", Match.ALIKE),
        ("Херсонь", "gn-706448", Match.ALIKE),
        ("Kiev", "gn-703448", Match.OTHER_NAME),
        ("حلب", "gn-170063", Match.OTHER_NAME),
        ("Mekele", "gn-331180", Match.SPELLING),
        ("Tigray", "gn-444187", Match.OTHER_NAME),
        ("Green Zone", "irq-baghdad-green-zone", Match.OTHER_NAME),
        ("Gren Zone", "irq-baghdad-green-zone", Match.ALIKE),
        ("gn-98182", "gn-98182", Match.NAME),
        ("Karadeniz", "sea-black", Match.OTHER_NAME),
    ],
)
def test_the_place_that_is_meant_stands_first_with_the_reason(
    world: World, name: str, first: str, match: Match
) -> None:
    hit = search(Query(name), OWN, world)[0]
    assert (hit.place.id, hit.match) == (first, match)


def test_the_projects_own_places_stand_first(world: World) -> None:
    hits = search(Query("Kyiv"), OWN, world)
    assert [(hit.place.id, hit.own) for hit in hits] == [("uga-kyiv", True), ("gn-703448", False)]


def test_a_hit_lies_where_the_query_says(world: World) -> None:
    assert [hit.place.id for hit in search(Query("Kyiv", country="UKR"), OWN, world)] == ["gn-703448"]
    assert [hit.place.id for hit in search(Query("Kyiv, Ukraine"), OWN, world)] == ["gn-703448"]
    wanted = Query("Springfield", admin="Illinois")
    assert [hit.place.id for hit in search(wanted, OWN, world)] == ["gn-4250542"]
    provinces = search(Query("Baghdad", kind=PlaceKind.ADMIN1), OWN, world)
    assert [hit.place.id for hit in provinces] == ["gn-98180"]


def test_the_nearest_stands_first_where_a_point_is_given(world: World) -> None:
    hits = search(Query("Springfield", near=(39.8, -89.6)), OWN, world)
    assert [hit.place.id for hit in hits] == ["gn-4250542", "gn-4409896"]
    assert hits[0].km is not None
    assert hits[0].km < 5


def test_what_is_not_there_has_no_hit(world: World) -> None:
    assert search(Query("Zzyzxville"), OWN, world) == []


def test_no_more_are_given_than_were_asked_for(world: World) -> None:
    assert len(search(Query("Springfield", limit=1), OWN, world)) == 1
