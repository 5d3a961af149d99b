"""Published lists come in whole, again without harm, and whatever is not taken over is said."""

import csv
import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eventbook.coders.lists.ucdp_actors import NEEDED, read_ucdp, shipped_table
from eventbook.schema.session import Workplace

Run = Callable[..., tuple[int, str, str]]
COLUMNS = (*NEEDED, "NewName", "NewNameFullEng", "NewNameFullMotherTongue", *shipped_table().relations)
REAL = Path(os.environ.get("EVENTBOOK_UCDP_ACTORS", "ucdp-actor-221.csv"))


def listed(*rows: dict[str, str]) -> str:
    """Return a list in UCDP's columns; what is not said of a row is as UCDP leaves it."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    for number, row in enumerate(rows, start=1):
        name = row.get("NameData", f"Group {number}")
        usual = {
            "ActorId": str(number),
            "NameData": name,
            "NameOrig": name,
            "NameOrigFull": "n/a",
            "Org": "1",
        }
        writer.writerow({**dict.fromkeys(COLUMNS, ""), **usual, "GWNOLoc": "500", "Version": "0.0", **row})
    return out.getvalue()


def take(place: Workplace, run: Run, *rows: dict[str, str]) -> tuple[int, str, str]:
    (place.root / "list.csv").write_text("\ufeff" + listed(*rows), encoding="utf-8")
    return run(place, "actors", "import", "ucdp", place.root / "list.csv")


def entries(place: Workplace, run: Run) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in json.loads(run(place, "actors", "list", "--json")[1])}


def test_a_row_becomes_an_entry_with_its_source(bare: Workplace, run: Run) -> None:
    hill = {
        "NameData": "HF",
        "NameOrig": "HM",
        "NameOrigFull": "Народ / Narod",
        "NameOrigFullEng": "Hill  Movement",
        "NewName": "HF",
        "NewNameFullEng": "Hill Front",
        "GWNOLoc": "501, 500",
        "ActorIdPrev": "2",
        "ActorIdAlliance": "2, 3",
        "ActorIdGroup": "3",
    }
    state = {"NameData": "Government of Congo", "Org": "4", "GWNOLoc": "490, 484"}
    assert take(bare, run, hill, {"Org": "3"}, state)[0] == 0
    found = entries(bare, run)
    one = found["ucdp-1"]
    assert (one["name"], one["home"]) == ("HF", ["KEN", "UGA"])
    assert [alias["name"] for alias in one["aliases"]] == [
        "HM",
        "Hill Movement",
        "Hill Front",
        "Народ",
        "Narod",
    ]
    assert [(way["kind"], way["to"]) for way in one["relations"]] == [
        ("splinter of", "ucdp-2"),
        ("ally of", "ucdp-2"),
        ("ally of", "ucdp-3"),
        ("merged into", "ucdp-3"),
    ]
    assert "UCDP Actor Dataset 0.0, actor 1 (CC BY 4.0; Sundberg & Melander 2013" in str(one["source"])
    assert found["ucdp-3"]["home"] == ["COG"]
    assert "Identity militia" in str(found["ucdp-2"]["types"])


def test_the_same_again_is_nothing_new_and_a_new_version_changes_only_what_it_changes(
    bare: Workplace, run: Run
) -> None:
    take(bare, run, {}, {})
    assert "2 actors: 2 known already" in take(bare, run, {}, {})[2]
    assert "1 added, 1 changed, 1 known already" in take(bare, run, {}, {"NameOrig": "G2"}, {})[2]


def test_what_people_changed_or_merged_is_left_as_it_is(bare: Workplace, run: Run) -> None:
    take(bare, run, {}, {}, {"ActorIdPrev": "2"})
    run(bare, "actors", "rename", "ucdp-1", "Better Name", "--reason", "as it calls itself", person="rosa")
    run(bare, "actors", "merge", "ucdp-3", "ucdp-2", "--reason", "one group")
    code, out, _ = take(bare, run, {}, {}, {"ActorIdPrev": "2"})
    assert code == 0
    assert "ucdp-1: left as it is: rosa changed it after it was imported" in out
    assert "ucdp-2: left as it is: it was merged into 'ucdp-3'" in out or "ucdp-3: left as it is" in out
    assert entries(bare, run)["ucdp-1"]["name"] == "Better Name"


def test_a_name_of_two_is_given_to_neither_unless_countries_tell_them_apart(
    bare: Workplace, run: Run
) -> None:
    rows = (
        {"NameData": "ELN", "NameOrigFullEng": "People's Army"},
        {"NameData": "ELN", "NameOrigFullEng": "Northern Army", "NameOrig": "PA"},
        {"NameData": "ELN", "GWNOLoc": "501"},
        {"NameOrig": "PA"},
    )
    code, out, _ = take(bare, run, *rows)
    found = entries(bare, run)
    assert code == 0
    assert [found[f"ucdp-{n}"]["name"] for n in (1, 2, 3)] == ["People's Army", "Northern Army", "ELN"]
    assert out.count("for others are called 'ELN' too") == 2
    assert out.count("alias 'PA' left out") == 2
    assert "PA" not in str([one["aliases"] for one in found.values()])


def test_an_actor_that_the_project_has_is_not_taken_twice(bare: Workplace, run: Run) -> None:
    run(bare, "actors", "add", "--name", "Karo Rebels", "--type", "Rebel group", "--home", "UGA")
    code, out, _ = take(bare, run, {"NameData": "karo rebels"}, {"ActorIdPrev": "1"})
    assert code == 0
    assert "list.csv:2: ucdp-1: not imported: 'karo rebels' is there already as 'karo-rebels'" in out
    assert "splinter of', 'to': 'karo-rebels'" in str(entries(bare, run)["ucdp-2"]["relations"])


def test_relations_that_lead_nowhere_or_in_a_circle_are_left_out_and_said(bare: Workplace, run: Run) -> None:
    rows = ({"ActorIdPrev": "2"}, {"ActorIdPrev": "1"}, {"ActorIdAlliance": "3, 99"})
    _, out, _ = take(bare, run, *rows)
    assert "would be splinter of itself" in out
    assert "it is the actor itself" in out
    assert "there is no actor 'ucdp-99'" in out
    ways = [len(one["relations"]) for one in entries(bare, run).values()]
    assert ways == [0, 1, 0]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"Org": "9"}, "list.csv:3: Org: '9' is not one of 1, 2, 3, 4"),
        ({"ActorId": "x"}, "list.csv:3: ActorId: 'x' is not a number"),
        ({"ActorId": "1"}, "list.csv:3: ActorId: actor 1 stands on line 2 already"),
        ({"NameData": "n/a"}, "list.csv:3: NameData: the actor has no name"),
    ],
)
def test_a_row_that_cannot_be_read_stops_the_whole_list(
    bare: Workplace, run: Run, row: dict[str, str], says: str
) -> None:
    code, out, err = take(bare, run, {}, row)
    assert (code, says in out, "nothing was imported" in err) == (1, True, True)
    assert entries(bare, run) == {}


def test_another_file_is_told_what_is_missing(bare: Workplace, run: Run) -> None:
    (bare.root / "list.csv").write_text("a,b\n1,2\n")
    code, out, _ = run(bare, "actors", "import", "ucdp", bare.root / "list.csv")
    assert (code, "it has no column ActorId, NameData" in out) == (1, True)
    assert "it has no rows" in take(bare, run)[1]


def test_the_types_are_those_of_the_codebook(bare: Workplace, run: Run) -> None:
    take(bare, run, {})
    path = bare.root / "list.csv"
    code, out, _ = run(bare, "actors", "import", "ucdp", path, "--type", "1=Gang")
    assert (code, "'Gang' is not in the codebook" in out) == (1, True)
    assert run(bare, "actors", "import", "ucdp", path, "--type", "7=Rebel group")[0] == 2
    assert run(bare, "actors", "import", "ucdp", path, "--type", "1=Political militia")[0] == 0
    assert "Political militia" in str(entries(bare, run)["ucdp-1"]["types"])


def test_any_csv_comes_in_by_its_columns_or_not_at_all(bare: Workplace, run: Run) -> None:
    path = bare.root / "groups.csv"
    path.write_text("Group,Short,Where,Since\nKaro Rebels,KR; K.R.,Uganda;Kenya,2015-01-01\nHill Front,,,\n")
    maps = ("--map", "name=Group", "--map", "alias=Short", "--map", "home=Where", "--map", "first=Since")
    words = ("actors", "import", "csv", path, *maps)
    code, out, err = run(bare, *words)
    assert (code, "groups.csv:2: row[0].types[0].type" in out, "nothing was imported" in err) == (
        1,
        True,
        True,
    )
    assert "2 actors: 2 added" in run(bare, *words, "--type", "Rebel group")[2]
    assert "2 known already" in run(bare, *words, "--type", "Rebel group")[2]
    one = entries(bare, run)["karo-rebels"]
    assert (one["home"], "2015-01-01" in str(one["types"])) == (["UGA", "KEN"], True)
    assert (
        "there is no column 'Groop'. Did you mean 'Group'?"
        in run(bare, "actors", "import", "csv", path, "--map", "name=Groop")[1]
    )
    assert run(bare, "actors", "import", "csv", path, "--map", "alias=Short")[0] == 2
    path.write_text("Group\nNew One\nKR\n")
    code, out, _ = run(bare, "actors", "import", "csv", path, "--map", "name=Group", "--type", "Rebel group")
    assert (code, "groups.csv:3: row[1].name: 'KR' is a name of 'Karo Rebels'" in out) == (1, True)
    assert len(entries(bare, run)) == 2


@pytest.mark.skipif(not REAL.is_file(), reason="EVENTBOOK_UCDP_ACTORS does not name the real UCDP list")
def test_every_row_of_the_real_list_is_imported_or_said_to_be_not(bare: Workplace, run: Run) -> None:
    rows, problems = read_ucdp(REAL.read_text(encoding="utf-8-sig"), REAL.name, shipped_table())
    assert (len(rows), problems) == (1725, [])
    assert sum(1 for row in rows if not row.home) <= 3
    run(bare, "actors", "add", "--name", "LRA", "--type", "Rebel group", "--home", "UGA")
    told = json.loads(run(bare, "actors", "import", "ucdp", REAL, "--json")[1])
    missing = {row.id for row in rows} - told["kept"].keys()
    assert missing == {one["actor"] for one in told["remarks"] if one["says"].startswith("not imported")}
    assert missing == {"ucdp-488"}
