"""Outlets, actors and places: checked as they come in, kept with their history, all of a file or none."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from eventbook.schema.session import Workplace

Run = Callable[..., tuple[int, str, str]]
AUNO = (
    "--name",
    "Auno",
    "--country",
    "nigeria",
    "--admin1",
    "Borno",
    "--latitude",
    "11.85",
    "--longitude",
    "12.93",
)
REBELS = "[[actor]]\nname = 'A'\ntypes = [{type = 'Rebel group'}]\n"


def entries(place: Workplace, run: Run, plural: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(run(place, plural, "list", "--json")[1])
    return found


def test_an_entry_is_added_by_its_details(bare: Workplace, run: Run) -> None:
    outlet = (
        "--name",
        "Kampala Courier",
        "--scale",
        "National",
        "--country",
        "Uganda",
        "--time-zone",
        "Africa/Kampala",
    )
    assert run(bare, "outlets", "add", *outlet)[:2] == (0, "kampala-courier  new\n")
    assert run(bare, "places", "add", *AUNO)[:2] == (0, "nga-auno  new\n")
    actor = (
        "--name",
        "ADF",
        "--type",
        "Rebel group",
        "--first",
        "1995-01-01",
        "--home",
        "UGA",
        "--home",
        "DRC",
        "--alias",
        "Allied",
    )
    code, out, _ = run(bare, "actors", "add", *actor)
    assert (code, "'DRC' is not a country" in out) == (1, True)
    assert run(bare, "actors", "add", *("COD" if word == "DRC" else word for word in actor))[0] == 0
    assert entries(bare, run, "actors")[0]["home"] == ["UGA", "COD"]
    assert entries(bare, run, "places")[0]["country"] == "NGA"
    assert entries(bare, run, "outlets")[0]["time_zone"] == "Africa/Kampala"


def test_the_same_again_is_nothing_new_and_a_change_keeps_the_history(bare: Workplace, run: Run) -> None:
    run(bare, "places", "add", *AUNO)
    assert "nga-auno  same" in run(bare, "places", "add", *AUNO)[1]
    assert "nga-auno  changed" in run(bare, "places", "add", *AUNO, "--kind", "village", person="jonas")[1]
    past = json.loads(run(bare, "places", "show", "nga-auno", "--json")[1])
    assert [(one["revision"], one["author"]) for one in past] == [(1, "amira"), (2, "jonas")]
    assert "revision 2 by jonas" in run(bare, "places", "show", "nga-auno")[1]


def test_another_entry_of_the_same_name_is_told(bare: Workplace, run: Run) -> None:
    run(bare, "places", "add", *AUNO)
    code, out, _ = run(bare, "places", "add", *AUNO, "--id", "auno-2")
    assert (code, "'Auno' is already there as 'nga-auno'" in out) == (1, True)
    assert run(bare, "places", "add", *AUNO, "--id", "auno-2", "--admin2", "Konduga")[0] == 0


@pytest.mark.parametrize(
    ("plural", "text", "says"),
    [
        ("places", "[[place]\n", "x.toml:1: not TOML"),
        ("places", "", "x.toml:1: it has no [[place]]"),
        ("places", "[[places]]\nname = 'a'\n", "x.toml:1: places: 'places' does not belong here"),
        (
            "places",
            "[[place]]\nname = 'A'\ncountry = 'Nirvana'\n",
            "x.toml:3: place[0].country: 'Nirvana' is not a country",
        ),
        (
            "places",
            "[[place]]\nname = 'A'\ncountry = 'UGA'\nlatitude = 91\nlongitude = 0\n",
            "x.toml:4: place[0].latitude",
        ),
        (
            "places",
            "[[place]]\nname = 'A'\ncountry = 'UGA'\nlatitude = 1\n",
            "x.toml:1: place[0].longitude: 'longitude' is missing",
        ),
        (
            "places",
            "[[place]]\nname = 'A'\ncountry = 'UGA'\nlatitude = 1\nlongitude = 1\nwithin = 'x'\n",
            "x.toml:6: place[0].within: there is no place 'x'",
        ),
        (
            "actors",
            "[[actor]]\nname = 'A'\ntypes = [{type = 'Rebels'}]\n",
            "x.toml:3: actor[0].types[0].type: 'Rebels' is not in the codebook",
        ),
        ("actors", "[[actor]]\nname = 'A'\ntypes = []\n", "x.toml:3: actor[0].types"),
        (
            "actors",
            REBELS + "\n" + REBELS.replace("name = 'A'", "id = 'a'\nname = 'B'"),
            "x.toml:6: actor[1].id: 'a' stands twice",
        ),
        (
            "outlets",
            "[[outlet]]\nname = 'A'\nscale = 'Galactic'\n",
            "x.toml:3: outlet[0].scale: 'Galactic' is not in the codebook",
        ),
        (
            "outlets",
            "[[outlet]]\nname = 'A'\nscale = 'National'\ntime_zone = 'Mars'\n",
            "x.toml:4: outlet[0].time_zone",
        ),
        ("outlets", "outlet = 1\n", "it has no [[outlet]]"),
        ("outlets", "outlet = [1]\n", "it is no table"),
    ],
)
def test_a_file_with_any_fault_adds_nothing(
    bare: Workplace, run: Run, plural: str, text: str, says: str
) -> None:
    file = bare.root / "x.toml"
    file.write_text(text)
    code, out, err = run(bare, plural, "add", "--from", file)
    assert (code, entries(bare, run, plural)) == (1, [])
    assert says in out
    assert "nothing was added" in err


def test_the_samples_come_in_whole_and_twice_is_nothing_new(bare: Workplace, run: Run, samples: Path) -> None:
    for plural in ("outlets", "actors", "places"):
        count = (samples / f"{plural}.toml").read_text(encoding="utf-8").count(f"\n[[{plural[:-1]}]]\n")
        assert f"{count} added" in run(bare, plural, "add", "--from", samples / f"{plural}.toml")[2]
        assert f"{count} known already" in run(bare, plural, "add", "--from", samples / f"{plural}.toml")[2]


def test_a_list_is_searched_by_a_word(place: Workplace, run: Run) -> None:
    out = run(place, "places", "list", "kampala")[1]
    assert len(out.splitlines()) == 3
    assert "no actors with 'xyz'" in run(place, "actors", "list", "xyz")[2]
    assert run(place, "actors", "show", "xyz")[0] == 2


def test_file_and_details_are_not_mixed(bare: Workplace, run: Run) -> None:
    code, _, err = run(bare, "places", "add", "--from", "x.toml", "--name", "A")
    assert (code, "either --from FILE" in err) == (2, True)


WIRE = ("outlets", "add", "--name", "Wire")


def test_an_option_that_is_not_given_leaves_an_outlet_as_it_is(bare: Workplace, run: Run) -> None:
    run(bare, *WIRE, "--scale", "National", "--country", "UGA", "--time-zone", "Africa/Kampala")
    assert run(bare, *WIRE, "--confidential")[1] == "wire  changed\n"
    assert run(bare, *WIRE, "--scale", "Subnational")[1] == "wire  changed\n"
    whole = {
        "id": "wire",
        "name": "Wire",
        "scale": "Subnational",
        "country": "UGA",
        "time_zone": "Africa/Kampala",
        "confidential": True,
        "hosts": list[str](),
    }
    assert entries(bare, run, "outlets") == [whole]
    run(bare, *WIRE, "--public", "--country", "")
    assert entries(bare, run, "outlets") == [{**whole, "confidential": False, "country": ""}]


def test_only_a_word_makes_an_outlet_public(bare: Workplace, run: Run) -> None:
    file = bare.root / "x.toml"
    for says, hidden in (
        ("confidential = true", True),
        ("", True),
        ("confidential = false", False),
        ("", False),
    ):
        file.write_text(f"[[outlet]]\nname = 'Wire'\nscale = 'National'\n{says}\n")
        assert run(bare, "outlets", "add", "--from", file)[0] == 0
        assert entries(bare, run, "outlets")[0]["confidential"] is hidden


def test_an_option_that_is_not_given_leaves_an_actor_as_it_is(bare: Workplace, run: Run) -> None:
    named = ("actors", "add", "--name", "ADF")
    run(bare, *named, "--type", "Rebel group", "--first", "1995-01-01", "--home", "UGA", "--alias", "Allied")
    assert run(bare, *named, "--last", "2020-01-01")[0] == 0
    actor = entries(bare, run, "actors")[0]
    period: dict[str, object] = {
        "type": "Rebel group",
        "first": "1995-01-01",
        "last": "2020-01-01",
        "countries": [],
    }
    assert (actor["types"], actor["home"]) == ([period], ["UGA"])
    assert "Allied" in str(actor["aliases"])
    text = "[[actor]]\nname = 'ADF'\ntypes = [{type = 'Rebel group', last = 2000-01-01}, {type = 'Rebel group'}]\n"
    (bare.root / "x.toml").write_text(text)
    run(bare, "actors", "add", "--from", bare.root / "x.toml")
    code, _, err = run(bare, *named, "--type", "Rebel group")
    assert (code, "adf has 2 types; change them in a file" in err) == (2, True)


def test_an_option_that_is_not_given_leaves_a_place_as_it_is(bare: Workplace, run: Run) -> None:
    run(bare, "places", "add", *AUNO, "--alias", "Awno")
    assert run(bare, "places", "add", "--id", "nga-auno", "--kind", "village")[1] == "nga-auno  changed\n"
    auno = entries(bare, run, "places")[0]
    assert (auno["admin1"], auno["latitude"], auno["kind"], auno["aliases"]) == (
        "Borno",
        11.85,
        "village",
        ["Awno"],
    )


def test_another_town_of_the_name_gets_an_id_of_its_own(bare: Workplace, run: Run) -> None:
    yobe = (
        "--name",
        "Auno",
        "--country",
        "NGA",
        "--admin1",
        "Yobe",
        "--latitude",
        "12",
        "--longitude",
        "11.5",
    )
    far = ("--admin2", "Biu", "--latitude", "10.6")
    run(bare, "places", "add", *AUNO)
    for _ in range(2):
        assert "nga-auno-yobe" in run(bare, "places", "add", *yobe)[1]
        assert "nga-auno-borno" in run(bare, "places", "add", *AUNO, *far)[1]
    assert "nga-auno  changed" in run(bare, "places", "add", *AUNO, "--latitude", "11.9")[1]
    assert [(one["id"], one["admin1"], one["latitude"]) for one in entries(bare, run, "places")] == [
        ("nga-auno", "Borno", 11.9),
        ("nga-auno-borno", "Borno", 10.6),
        ("nga-auno-yobe", "Yobe", 12.0),
    ]
    code, _, err = run(bare, "places", "add", "--name", "Auno", "--country", "NGA", "--kind", "village")
    assert (code, "may be nga-auno or nga-auno-borno or nga-auno-yobe; say which" in err) == (2, True)
    assert (
        "nga-auno  changed" in run(bare, "places", "add", *yobe[4:], "--admin2", "x", "--id", "nga-auno")[1]
    )


def test_towns_of_one_name_in_a_file_get_ids_of_their_own(bare: Workplace, run: Run) -> None:
    town = "[[place]]\nname = 'Auno'\ncountry = 'NGA'\nadmin1 = '{}'\nlatitude = {}\nlongitude = 12\n"
    file = bare.root / "x.toml"
    file.write_text(town.format("Borno", 11) + town.format("Yobe", 12))
    assert run(bare, "places", "add", "--from", file)[1] == "nga-auno  new\nnga-auno-yobe  new\n"
    assert run(bare, "places", "add", "--from", file)[1] == "nga-auno  same\nnga-auno-yobe  same\n"


@pytest.mark.parametrize(
    ("line", "fault"),
    [("country = 'No way'", "is not a country"), ("", "only a sea lies in no country"), ("kind = 'sea'", "")],
)
def test_a_place_without_a_country_is_told_of_that_alone(
    bare: Workplace, run: Run, line: str, fault: str
) -> None:
    text = f"[[place]]\nname = 'Way X'\nlatitude = 1\nlongitude = 2\n{line}\n"
    code, out, err = run(bare, "places", "add", "--from", "-", stdin=text.encode())
    assert (code, "1 problem" in err) == ((1, True) if fault else (0, False))
    assert fault in out
