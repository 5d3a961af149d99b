"""Sheets that are written for coders: pleasant, harmless, and read back as exactly what was stored."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from eventbook.coders.intake.articles import article_ids
from eventbook.coders.sheets.sheet_file import read_sheet
from eventbook.coders.store.store import open_store
from eventbook.schema.session import Workplace

Run = Callable[..., tuple[int, str, str]]
Golden = Callable[[str, str], None]

HOSTILE = (
    "Text\u2028sheet: stolen\u2029coder: mallory\x85events: []\ncoder: eve\r- form: x"
    "\u009b2J \ufeff\u202e\ud7ff end"
)


def test_an_article_cannot_write_into_its_sheet(place: Workplace, run: Run) -> None:
    _, out, _ = run(
        place,
        "article",
        "add",
        "-",
        "--outlet",
        "Sample Wire",
        "--published",
        "unknown",
        "--title",
        "\u2028coder: eve",
        stdin=HOSTILE.encode(),
    )
    text = run(place, "sheet", "new", out.strip(), "-o", "-")[1]
    raw = read_sheet(text.encode(), "x").raw
    assert set(raw) == {"sheet", "article", "coder", "codebook", "events"}
    assert raw["coder"] == "amira"
    assert len(raw["events"]) == 1


def test_a_new_sheet_asks_only_for_what_is_required(place: Workplace, run: Run) -> None:
    code, out, _ = run(place, "sheet", "new", "78be5f5a")
    path = Path(out.strip())
    assert code == 0
    assert path.parent == place.root / "sheets"
    code, out, _ = run(place, "check", path)
    assert code == 1
    assert [line.rpartition("[")[2] for line in out.splitlines()] == ["required]"] * 4
    lines = path.read_text(encoding="utf-8").splitlines()
    told = [lines[int(line.split(":")[1]) - 1].strip() for line in out.splitlines()]
    assert told == ["sub_event_type:", "when:", "where:", "side1:"]


def test_what_a_coder_is_given(place: Workplace, run: Run, golden: Golden) -> None:
    text = run(place, "sheet", "new", "78be5f5a", "-o", "-")[1]
    golden(
        "coders/sheet-new.yaml",
        re.sub(r"-amira-[0-9a-f]{4}", "-amira-XXXX", text).replace(str(place.root), "WORK"),
    )


def test_a_new_sheet_can_say_that_there_is_nothing_to_code(place: Workplace, run: Run) -> None:
    text = run(place, "sheet", "new", "4a850797", "-o", "-")[1]
    filled = text.replace("nothing_to_code:", "nothing_to_code: Floods only.", 1)
    assert run(place, "check", "-", stdin=filled.encode()) == (0, "", "1 sheet, no problems\n")


def test_a_sheet_filled_in_by_hand_is_accepted_as_it_is(place: Workplace, run: Run) -> None:
    _, out, _ = run(place, "sheet", "new", "78be5f5a")
    path = Path(out.strip())
    text = path.read_text(encoding="utf-8")
    for field, value in (
        ("sub_event_type", "Suicide bomb"),
        ("when", "2021-11-16"),
        ("place", '"Kampala - Parliamentary Avenue, Uganda"'),
        ("precision", "1"),
        ("side1", "Unidentified Armed Group (Uganda)"),
        ("civilian_targeting", "Civilian targeting"),
        ("  when", "on Tuesday morning"),
        ("  where", "on Parliamentary Avenue"),
        ("  sub_event_type", "blew themselves up"),
        ("  side1", "nobody had claimed the bombings"),
    ):
        text, count = re.subn(
            rf"^(\s+{field.strip()}:)$" if not field.startswith(" ") else rf"^(    {field.strip()}:)$",
            rf"\1 {value}",
            text,
            count=1,
            flags=re.MULTILINE,
        )
        assert count == 1, field
    path.write_text(text, encoding="utf-8")
    assert run(place, "submit", path)[0] == 0, run(place, "check", path)
    assert "  base: 1\n" in path.read_text(encoding="utf-8")


def test_a_file_that_is_there_is_never_written_over(place: Workplace, run: Run, tmp_path: Path) -> None:
    target = tmp_path / "mine.yaml"
    target.write_text("mine")
    code, _, err = run(place, "sheet", "new", "78be5f5a", "-o", target)
    assert (code, "is there already and is not written over" in err) == (2, True)
    assert target.read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.yaml", "work"]


def test_who_has_coded_the_article_already_is_told(place: Workplace, run: Run, samples: Path) -> None:
    run(place, "submit", samples / "sheets/round-1/kampala-amira.yaml")
    assert "to change that: eventbook sheet edit kampala-amira" in run(place, "sheet", "new", "78be5f5a")[2]


@pytest.mark.parametrize("name", ["kampala-amira", "zamfara-jonas", "bentiu-jonas", "berlin-jonas"])
def test_an_edit_that_changes_nothing_submits_nothing(
    place: Workplace, run: Run, samples: Path, name: str
) -> None:
    run(place, "submit", samples / f"sheets/round-1/{name}.yaml")
    code, out, _ = run(place, "sheet", "edit", name)
    assert code == 0
    assert run(place, "check", out.strip()) == (0, "", "1 sheet, no problems\n")
    told = run(place, "submit", out.strip())[1]
    assert told.count("nothing new") == len(told.splitlines())


def test_an_edit_is_written_beside_the_file_that_is_there(
    place: Workplace, run: Run, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place.root)
    run(place, "submit", samples / "sheets/round-1/kampala-amira.yaml")
    names = [f"sheets/kampala-amira{number}.yaml" for number in ("", "-2", "-3")]
    assert [run(place, "sheet", "edit", "kampala-amira-1")[1].strip() for _ in names] == names
    for name in names:
        assert name in Path(name).read_text(encoding="utf-8")
    code, _, err = run(place, "sheet", "edit", "kampala-amira", "-o", names[0])
    assert (code, "is there already" in err) == (2, True)


def test_an_edit_says_what_was_returned_and_why(place: Workplace, run: Run, samples: Path) -> None:
    run(place, "submit", samples / "sheets/round-1/kampala-amira.yaml")
    run(place, "return", "kampala-amira-2", "--reason", "name the\nstreet", person="vera")
    run(place, "accept", "kampala-amira-1", person="vera")
    code, out, err = run(place, "sheet", "edit", "kampala-amira-1", "-o", "-")
    assert code == 0
    assert "# kampala-amira-2 is returned by vera: name the\n# street" in out
    assert "kampala-amira-1 is accepted: run `eventbook reopen kampala-amira-1" in err
    better = out.replace("[suicide device]", "[]")
    assert run(place, "check", "-", stdin=better.encode())[0] == 1


def test_a_corroboration_is_written_ready_to_fill_in(place: Workplace, run: Run, samples: Path) -> None:
    run(place, "submit", samples / "sheets/round-1/mogadishu-amira.yaml")
    for event in ("mogadishu-amira-1", "SOM1"):
        text = run(place, "corroborate", "65965292", event, "-o", "-")[1]
        raw = read_sheet(text.encode(), "x").raw
        assert raw["events"] == []
        assert raw["corroborations"][0]["event"] == "mogadishu-amira-1"
        assert "Civilians (Somalia)" in text
        assert run(place, "submit", "-", stdin=text.encode())[0] == 0
    code, _, err = run(place, "corroborate", "65965292", "UGA9")
    assert (code, "there is no form or event 'UGA9'" in err) == (2, True)


def test_sheets_are_listed_and_shown_for_people_and_programs(
    place: Workplace, run: Run, samples: Path
) -> None:
    assert "no sheets yet" in run(place, "sheet", "list")[2]
    run(place, "submit", samples / "sheets/round-1/kampala-amira.yaml")
    assert run(place, "sheet", "list")[1] == (
        "kampala-amira  amira  article 78be5f5a9efa01da  kampala-amira-1 submitted, kampala-amira-2 submitted\n"
    )
    assert json.loads(run(place, "sheet", "list", "--json")[1])[0]["forms"]["kampala-amira-1"] == "submitted"
    row = json.loads(run(place, "sheet", "show", "kampala-amira-2", "--json")[1])
    assert row["forms"][1]["fields"]["where"]["place"] == "Kampala - Parliamentary Avenue, Uganda"
    assert run(place, "sheet", "show", "nobody")[0] == 2


def test_minted_ids_are_readable_whatever_the_title(place: Workplace, run: Run) -> None:
    _, out, _ = run(
        place,
        "article",
        "add",
        "-",
        "--outlet",
        "Sample Wire",
        "--published",
        "unknown",
        "--title",
        "مقديشو",
        stdin=b"Text.\n",
    )
    article = out.strip()
    text = run(place, "sheet", "new", article, "-o", "-", person="Ünal.K")[1]
    assert re.search(rf"^sheet: article-{article[:6]}-unal-k-[0-9a-f]{{4}}$", text, re.MULTILINE)
    with open_store(place.store).reading() as connection:
        assert article in article_ids(connection)
