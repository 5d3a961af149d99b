import json
from collections.abc import Callable

from eventbook.schema.session import Workplace

Run = Callable[..., tuple[int, str, str]]


def test_a_search_shows_id_whereabouts_and_reason_and_credits_geonames(place: Workplace, run: Run) -> None:
    code, out, err = run(place, "places", "search", "Hewler, Iraq")
    assert code == 0
    assert out == (
        "gn-95446  Erbil, Arbīl, Iraq  town  36.1912 44.0094  1,612,700 people"
        "  (another name of it: Hewler)\n"
    )
    assert "CC BY 4.0" in err


def test_the_projects_district_of_a_city_is_found_by_its_own_name(place: Workplace, run: Run) -> None:
    _, out, _ = run(place, "places", "search", "Green Zone", "--json")
    first = json.loads(out)[0]
    assert (first["id"], first["own"], first["match"]) == ("irq-baghdad-green-zone", True, "other_name")


def test_a_misspelt_name_and_one_that_is_not_there_say_what_to_do(place: Workplace, run: Run) -> None:
    _, out, err = run(place, "places", "search", "Maidugri", "--country", "Nigeria")
    assert "aiduguri" in out
    assert "spelt nearly alike" in err
    _, out, err = run(place, "places", "search", "Zzyzxville")
    assert out == ""
    assert "eventbook places add" in err


def test_a_country_or_a_point_that_is_none_is_refused(place: Workplace, run: Run) -> None:
    assert run(place, "places", "search", "Erbil", "--country", "Irak")[0] == 2
    assert run(place, "places", "search", "Erbil", "--near", "95,1")[0] == 2
    assert run(place, "places", "search", "Erbil", "--near", "here")[0] == 2
