"""Review: only the moves that are allowed, with reasons, by people who may; the report stands until it falls."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from eventbook.coders.store.forms import load_form
from eventbook.coders.store.store import open_store
from eventbook.coders.workspace.gather import gather
from eventbook.coders.workspace.status import due, waiting_line
from eventbook.schema.session import Workplace

Run = Callable[..., tuple[int, str, str]]
ONE = "kampala-amira-1"


@pytest.fixture
def coded(place: Workplace, run: Run, samples: Path) -> Workplace:
    """Return a workspace in which amira has submitted a sheet with two events, and jonas one."""
    for name in ("kampala-amira", "mogadishu-jonas"):
        assert (
            run(place, "submit", samples / f"sheets/round-1/{name}.yaml", person=name.split("-")[1])[0] == 0
        )
    return place


def reports(place: Workplace) -> dict[str, int]:
    return {report.id: report.revision for report in gather(place).reports}


def act(place: Workplace, run: Run, *words: str) -> tuple[int, str, str]:
    reason = () if words[0] == "accept" else ("--reason", "because")
    return run(place, *words, *reason, person="vera")


def test_accepting_a_sheet_makes_reports_of_all_its_forms(coded: Workplace, run: Run) -> None:
    assert act(coded, run, "accept", "kampala-amira")[:2] == (
        0,
        f"{ONE}: revision 2, accepted\nkampala-amira-2: revision 2, accepted\n",
    )
    assert reports(coded) == {ONE: 2, "kampala-amira-2": 2}


@pytest.mark.parametrize(
    ("path", "last", "standing"),
    [
        ("accept", "accepted", True),
        ("return", "returned", False),
        ("return reject", "rejected", False),
        ("hold", "held", False),
        ("accept reopen", "reopened", True),
        ("accept reopen hold", "held", True),
        ("accept withdraw", "withdrawn", False),
        ("accept withdraw reopen", "reopened", False),
        ("reject reopen", "reopened", False),
    ],
)
def test_a_report_stands_from_its_acceptance_until_it_is_withdrawn_or_rejected(
    coded: Workplace,
    run: Run,
    path: str,
    last: str,
    standing: bool,  # noqa: FBT001  a column of the table
) -> None:
    for action in path.split():
        assert act(coded, run, action, ONE)[0] == 0
    assert (ONE in reports(coded)) is standing
    assert f"{ONE}: {last}" in run(coded, "sheet", "show", "kampala-amira")[1]


@pytest.mark.parametrize(
    ("path", "action", "can"),
    [
        ("accept", "accept", "reopen, withdraw"),
        ("accept", "return", "reopen, withdraw"),
        ("return", "accept", "submit the corrected sheet, reject, hold, withdraw"),
        ("withdraw", "accept", "reopen"),
        ("withdraw", "withdraw", "reopen"),
        ("", "reopen", "submit the corrected sheet, accept, return, reject, hold, withdraw"),
    ],
)
def test_a_move_that_is_not_open_says_where_the_form_stands_and_what_can_be_done(
    coded: Workplace, run: Run, path: str, action: str, can: str
) -> None:
    for step in path.split():
        act(coded, run, step, ONE)
    code, _, err = act(coded, run, action, ONE)
    assert code == 2
    assert f"cannot {action}: {ONE} is" in err
    assert err.strip().endswith(f"What can be done: {can}")


def test_a_name_that_is_not_there_is_told(coded: Workplace, run: Run) -> None:
    code, _, err = act(coded, run, "accept", "nonsense")
    assert (code, "there is no form or sheet 'nonsense'; see `eventbook sheet list`" in err) == (2, True)


def test_several_at_once_are_all_decided_or_none(coded: Workplace, run: Run) -> None:
    assert act(coded, run, "accept", "kampala-amira", "nonsense")[0] == 2
    assert reports(coded) == {}
    assert act(coded, run, "accept", "kampala-amira", "mogadishu-jonas")[0] == 0
    assert len(reports(coded)) == 3


def test_a_reason_is_needed_and_kept(coded: Workplace, run: Run) -> None:
    assert run(coded, "return", ONE)[0] == 2
    code, _, err = run(coded, "return", ONE, "--reason", " ")
    assert (code, "say why" in err) == (2, True)
    run(coded, "hold", ONE, "--reason", "no town named", "--until", "2999-01-01", person="vera")
    line = f"{ONE}: held by vera, waits for what it is held for until 2999-01-01"
    assert f"{line}: no town named" in run(coded, "status")[1]
    with open_store(coded.store).reading() as connection:
        form = load_form(connection, ONE)
    assert form is not None
    assert waiting_line(form, date(2999, 1, 1)) == f"{line}, which is past: no town named"
    assert [due(form, date(2998, 12, 31)), due(form, date(2999, 1, 1))] == [False, True]


def test_what_is_due_to_be_looked_at_again_is_said_first(coded: Workplace, run: Run) -> None:
    today = datetime.now(UTC).date().isoformat()
    run(coded, "hold", "kampala-amira-2", "--reason", "no town named", "--until", today)
    run(coded, "hold", ONE, "--reason", "no date", "--until", "2999-01-01")
    out = run(coded, "status")[1]
    assert "held and due to be looked at again: kampala-amira-2\n" in out
    waiting = json.loads(run(coded, "status", "--json")[1])["waiting"]
    assert {one["form"]: one["due"] for one in waiting if one["status"] == "held"} == {
        "kampala-amira-2": True,
        ONE: False,
    }


def test_held_again_a_form_keeps_its_day_and_no_day_is_past(coded: Workplace, run: Run) -> None:
    hold = ("hold", ONE, "--reason", "no town")
    code, _, err = run(coded, *hold, "--until", "2020-01-01")
    assert (code, "--until 2020-01-01 is past" in err) == (2, True)
    for words, day in ((("--until", "2999-01-01"), 2999), ((), 2999), (("--until", "2998-01-01"), 2998)):
        assert run(coded, *hold, *words)[0] == 0
        assert f"until {day}-01-01: no town" in run(coded, "status")[1]
    run(coded, "withdraw", ONE, "--reason", "x")
    run(coded, "reopen", ONE, "--reason", "x")
    run(coded, *hold)
    assert "held for: no town" in run(coded, "status")[1]


def test_ones_own_work_is_accepted_by_somebody_else_where_the_workspace_says_so(
    coded: Workplace, run: Run
) -> None:
    text = coded.settings.read_text().replace("own_work = true", "own_work = false")
    coded.settings.write_text(text)
    code, _, err = run(coded, "accept", ONE, person="amira")
    assert (code, "is amira's own work" in err) == (2, True)
    assert run(coded, "accept", ONE, person="vera")[0] == 0


def test_two_rounds_need_two_people(coded: Workplace, run: Run, samples: Path) -> None:
    coded.settings.write_text("[review]\nrounds = 2\n")
    assert "round 1 of 2" in run(coded, "accept", ONE, person="vera")[1]
    assert reports(coded) == {}
    code, _, err = run(coded, "accept", ONE, person="vera")
    assert (code, "2 different people are needed" in err) == (2, True)
    assert "revision 3, accepted" in run(coded, "accept", ONE, person="omar")[1]
    assert reports(coded) == {ONE: 3}
    run(coded, "reopen", ONE, "--reason", "x", person="vera")
    run(coded, "submit", samples / "sheets/round-1/kampala-amira.yaml")
    assert "round 1 of 2" in run(coded, "accept", ONE, person="vera")[1]


def test_of_several_sheets_on_an_article_one_is_accepted(coded: Workplace, run: Run, samples: Path) -> None:
    text = (
        (samples / "sheets/round-1/kampala-amira.yaml").read_text(encoding="utf-8").replace("amira", "jonas")
    )
    assert run(coded, "submit", "-", stdin=text.replace("kampala-jonas", "kampala-two").encode())[0] == 0
    assert act(coded, run, "accept", "kampala-amira")[0] == 0
    code, _, err = act(coded, run, "accept", "kampala-two")
    assert code == 2
    assert "the sheet kampala-amira by amira is accepted" in err
    assert "eventbook withdraw kampala-amira --reason" in err
    act(coded, run, "withdraw", "kampala-amira")
    assert act(coded, run, "accept", "kampala-two")[0] == 0


def test_a_form_that_no_longer_holds_is_not_accepted(coded: Workplace, run: Run) -> None:
    book = coded.codebook.read_text(encoding="utf-8")
    coded.codebook.write_text(
        book.replace('version = "1.0.0"', 'version = "1.1.0"').replace(
            "earliest = 1900-01-01", "earliest = 2022-01-01"
        ),
        encoding="utf-8",
    )
    code, out, err = act(coded, run, "accept", ONE)
    assert code == 1
    assert f"{ONE}.when: 2021-11-16 lies before 2022-01-01. Check the year [date-too-early]" in out
    assert "nothing was accepted" in err
    assert reports(coded) == {}


def test_a_corroboration_of_a_withdrawn_form_is_not_accepted(
    coded: Workplace, run: Run, samples: Path
) -> None:
    late = (samples / "sheets/round-2/mogadishu-ministry-jonas.yaml").read_text(encoding="utf-8")
    run(coded, "submit", "-", stdin=late.replace("mogadishu-amira-1", "mogadishu-jonas-1").encode())
    act(coded, run, "withdraw", "mogadishu-jonas-1")
    code, _, err = act(coded, run, "accept", "mogadishu-ministry-jonas")
    assert (code, "it corroborates mogadishu-jonas-1, which is withdrawn" in err) == (2, True)


def test_what_was_not_read_is_not_accepted(coded: Workplace, run: Run, samples: Path) -> None:
    text = (samples / "sheets/round-1/kampala-amira.yaml").read_text(encoding="utf-8")
    run(coded, "submit", "-", stdin=text.replace("base: 0", "base: 1").replace("on foot", "by bus").encode())
    code, _, err = run(coded, "accept", ONE, "--revision", "1", person="vera")
    assert (code, f"{ONE} has moved on: revision 2 (submitted by amira" in err) == (2, True)
    assert run(coded, "accept", ONE, "--revision", "2", person="vera")[0] == 0


def test_what_leaves_with_a_withdrawn_form_is_told(coded: Workplace, run: Run, samples: Path) -> None:
    late = (samples / "sheets/round-2/mogadishu-ministry-jonas.yaml").read_text(encoding="utf-8")
    run(coded, "submit", "-", stdin=late.replace("mogadishu-amira-1", "mogadishu-jonas-1").encode())
    act(coded, run, "accept", "mogadishu-jonas", "mogadishu-ministry-jonas")
    told = act(coded, run, "withdraw", "mogadishu-jonas-1")[1]
    assert "its report leaves the next release; mogadishu-ministry-jonas-1 corroborates it" in told


@pytest.mark.parametrize("person", ["", "amira k", "a\nb", "x" * 65, "\x1b[31m"])
def test_a_name_that_cannot_stand_for_a_person_does_nothing(coded: Workplace, run: Run, person: str) -> None:
    code, _, err = run(coded, "accept", ONE, person=person)
    assert (code, "cannot stand for a person" in err) == (2, True)
    assert run(coded, "sheet", "new", "78be5f5a", person=person)[0] == 2
    assert reports(coded) == {}


def test_what_is_held_stays_held_until_it_changes_and_is_skipped_in_plain_words(
    coded: Workplace, run: Run, samples: Path
) -> None:
    text = (samples / "sheets/round-1/kampala-amira.yaml").read_text(encoding="utf-8")
    act(coded, run, "hold", ONE)
    out = run(coded, "submit", "-", stdin=text.encode())[1]
    assert f"{ONE}: revision 2, nothing new, it stays held by vera: because\n" in out
    code, out, err = act(coded, run, "accept", "kampala-amira")
    assert (code, out) == (0, "kampala-amira-2: revision 2, accepted\n")
    assert err.startswith(f"{ONE}: skipped, revision 2 (held by vera, ")
    assert "because)" in err
    assert reports(coded) == {"kampala-amira-2": 2}
    changed = text.replace("base: 0", "base: 2").replace("on foot", "by bus", 1)
    code, out, _ = run(coded, "submit", "-", stdin=changed.encode())
    assert (code, f"{ONE}: revision 3, answers revision 2 (held" in out) == (0, True), out
