import pytest

from eventbook.coders.muc4.fills import FillError
from eventbook.coders.muc4.places import Atlas, read_location
from eventbook.schema.text import fold
from eventbook.schema.where import Place, PlaceKind


def place(key: str, name: str, kind: PlaceKind, admin1: str = "", latitude: float = -12.0) -> Place:
    return Place(
        id=key, name=name, country="PER", admin1=admin1, latitude=latitude, longitude=-77.0, kind=kind
    )


KNOWN = (
    place("lerma", "Lerma", PlaceKind.TOWN, "Alta"),
    place("alta", "Alta", PlaceKind.ADMIN1, latitude=-11.0),
    place("alta-town", "Alta", PlaceKind.TOWN, "Alta", latitude=-11.5),
    place("prado-1", "Prado", PlaceKind.TOWN, "Alta"),
    place("prado-2", "Prado", PlaceKind.VILLAGE, "Baja"),
)


@pytest.fixture
def atlas() -> Atlas:
    return Atlas(lambda name: tuple(one for one in KNOWN if fold(one.name) == fold(name)))


def settled(atlas: Atlas, text: str) -> tuple[str, int]:
    found, precision = atlas.settle(read_location(text))
    return found.id, precision


@pytest.mark.parametrize(
    ("text", "key", "precision"),
    [
        ("PERU: LERMA (CITY)", "lerma", 1),
        ("PERU: ALTA (DEPARTMENT)", "alta", 3),
        ("PERU: ALTA (CITY)", "alta-town", 1),
        ("PERU: ALTA (DEPARTMENT): PRADO (TOWN)", "prado-1", 1),
        ("PERU: LERMA (CITY) - PRADO (TOWN)", "lerma", 2),
        ("(PERU: LERMA (CITY)) / (PERU: ALTA (CITY))", "lerma", 1),
    ],
)
def test_a_place_is_settled_by_country_kind_and_department(
    atlas: Atlas, text: str, key: str, precision: int
) -> None:
    assert settled(atlas, text) == (key, precision)
    assert key not in atlas.made


def test_namesakes_that_nothing_tells_apart_are_not_settled_by_name(atlas: Atlas) -> None:
    key, precision = settled(atlas, "PERU: PRADO (CITY)")
    assert key in atlas.made
    assert (atlas.made[key].within, precision) == ("per-whole-country", 4)


def test_a_place_that_nobody_knows_stands_where_the_place_around_it_does(atlas: Atlas) -> None:
    found, precision = atlas.settle(read_location("PERU: LERMA (CITY): LAS FLORES (NEIGHBORHOOD)"))
    assert (found.name, found.kind, found.within) == ("Las Flores", PlaceKind.DISTRICT, "lerma")
    assert (found.latitude, found.longitude, precision) == (-12.0, -77.0, 2)
    again, _ = atlas.settle(read_location("PERU: LERMA (CITY): LAS FLORES (NEIGHBORHOOD)"))
    assert again is found
    assert [key for key in atlas.made if key != "per-whole-country"] == [found.id]


def test_a_whole_country_is_as_coarse_as_can_be(atlas: Atlas) -> None:
    assert settled(atlas, "PERU") == ("per-whole-country", 4)


@pytest.mark.parametrize("text", ["RURITANIA: LERMA (CITY)", "-", "PERU: LERMA"])
def test_what_is_no_location_is_refused(text: str) -> None:
    with pytest.raises(FillError):
        read_location(text)


def test_a_country_that_the_gazetteer_lacks_is_asked_for(atlas: Atlas) -> None:
    with pytest.raises(FillError, match="eventbook places add"):
        atlas.settle(read_location("NORWAY: OSLO (CITY)"))


def test_what_is_doubted_or_could_be_another_place_is_kept() -> None:
    assert read_location("? PERU").optional
    assert read_location("COLOMBIA / VENEZUELA").others == ("VENEZUELA",)
