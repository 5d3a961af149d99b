import pytest
from pydantic import ValidationError

from eventbook.schema.where import Gazetteer, Place, place_id


@pytest.fixture(scope="module")
def gazetteer(places: tuple[Place, ...]) -> Gazetteer:
    return Gazetteer(places)


def found(gazetteer: Gazetteer, written: str) -> list[str]:
    return [place.id for place in gazetteer.find(written)]


@pytest.mark.parametrize("written", ["Kampala", "kampala", "كمبالا", "Karo", "Central", ""])
def test_a_bare_name_never_settles_a_place(gazetteer: Gazetteer, written: str) -> None:
    assert found(gazetteer, written) == []


@pytest.mark.parametrize(
    "written", ["uga-kampala", "Kampala, Uganda", "KAMPALA,  uganda", "Kampala, UGA", "كمبالا, Uganda"]
)
def test_an_id_or_a_name_with_its_country_settles_it(gazetteer: Gazetteer, written: str) -> None:
    assert found(gazetteer, written) == ["uga-kampala"]


def test_a_label_that_fits_two_places_gives_both_in_order(gazetteer: Gazetteer) -> None:
    assert found(gazetteer, "Karo, Uganda") == ["uga-karo-north", "uga-karo-west"]


def test_the_province_tells_two_places_apart(gazetteer: Gazetteer) -> None:
    assert found(gazetteer, "Karo, West, Uganda") == ["uga-karo-west"]
    assert found(gazetteer, "Karo, East, Uganda") == []


def test_every_full_label_and_id_finds_its_place(gazetteer: Gazetteer, places: tuple[Place, ...]) -> None:
    for place in places:
        assert place in gazetteer.find(place.label)
        assert gazetteer.find(place.full_label) == (place,)
        assert gazetteer.find(place.id) == (place,)
        assert gazetteer.get(place.id) == place


def test_a_bare_name_is_only_suggested_from(gazetteer: Gazetteer) -> None:
    assert [place.id for place in gazetteer.named("Kampala, Kenya")] == ["ken-kampala", "uga-kampala"]
    assert gazetteer.named("Nowhere") == ()
    assert gazetteer.get("Kampala") is None


@pytest.mark.parametrize(
    "change",
    [
        {"latitude": 91},
        {"longitude": -181},
        {"latitude": float("nan")},
        {"id": "a b"},
        {"name": ""},
        {"kind": "x"},
    ],
)
def test_a_place_lies_on_the_earth_and_has_an_id_and_a_name(
    places: tuple[Place, ...], change: dict[str, object]
) -> None:
    with pytest.raises(ValidationError):
        Place.model_validate({**places[0].model_dump(), **change})


def test_a_new_places_id_comes_from_its_country_and_name() -> None:
    assert place_id("Côte Sud", "UGA") == "uga-cote-sud"
