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
    for plural, count in (("outlets", 11), ("actors", 12), ("places", 15)):
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
