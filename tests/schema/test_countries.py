import pytest

from eventbook.schema.countries import COUNTRIES, find_country
from eventbook.schema.text import fold, slug

ALL = list(COUNTRIES.values())


def test_codes_and_names_are_unique() -> None:
    numbers = [country.numeric for country in ALL if country.numeric]
    assert len(set(numbers)) == len(numbers)
    assert len({fold(country.name) for country in ALL}) == len(ALL) == 250
    assert len({slug(country.name) for country in ALL}) == len(ALL)


def test_codes_have_the_form_that_iso_3166_gives_them() -> None:
    for country in ALL:
        assert len(country.iso3) == 3
        assert country.iso3.isalpha()
        assert country.iso3.isupper()
        assert 0 <= country.numeric < 1000


def test_only_kosovo_has_no_number() -> None:
    assert [country.iso3 for country in ALL if country.numeric == 0] == ["XKX"]


def test_every_country_lies_in_a_region_and_every_region_has_several_countries() -> None:
    assert all(country.region for country in ALL)
    regions = {country.region for country in ALL}
    assert len(regions) == 17
    for region in regions - {"Antarctica"}:
        assert sum(country.region == region for country in ALL) > 1


@pytest.mark.parametrize(
    ("written", "iso3"),
    [("UGA", "UGA"), ("uga", "UGA"), ("Uganda", "UGA"), (" uganda ", "UGA"), ("Kosovo", "XKX")],
)
def test_a_country_is_found_by_code_or_name_in_any_case(written: str, iso3: str) -> None:
    country = find_country(written)
    assert country is not None
    assert country.iso3 == iso3


@pytest.mark.parametrize("written", ["", "UG", "Nowhere", "800"])
def test_nothing_else_is_a_country(written: str) -> None:
    assert find_country(written) is None


@pytest.mark.parametrize(
    ("iso3", "number", "name"), [("IRQ", 368, "Iraq"), ("UKR", 804, "Ukraine"), ("SDN", 729, "Sudan")]
)
def test_numbers_are_those_of_iso_3166(iso3: str, number: int, name: str) -> None:
    assert (COUNTRIES[iso3].numeric, COUNTRIES[iso3].name) == (number, name)
