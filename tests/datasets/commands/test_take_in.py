import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.datasets.importing.test_imported import HEAD, MAPPING, ONE, TWO

from eventbook.datasets.commands.take_in import csv_


def take_in(folder: Path, rows: str, *more: str) -> Result:
    (folder / "theirs.csv").write_text(HEAD + rows)
    (folder / "theirs.toml").write_text(MAPPING + 'deaths_high = {from = "who"}\n')
    words = [folder / "theirs.csv", "--mapping", folder / "theirs.toml", "--into", folder / "releases"]
    return CliRunner().invoke(csv_, [*map(str, words), *more, "--at", "2026-11-23T12:00:00Z"])


def test_the_same_again_makes_no_release_and_says_so(tmp_path: Path) -> None:
    first, again = (take_in(tmp_path, ONE.replace(",7.0,", ",2,")) for _ in range(2))
    assert "Release 2026.11.0: 1 event; 1 new, 0 changed, 0 gone." in first.stderr
    assert "Of 1 event the low, best and high figures are not in order" in first.stderr
    assert (again.exit_code, again.stdout) == (0, "")
    assert "Nothing new: " in again.stderr


def test_faults_leave_with_one_and_what_is_no_table_with_an_exception(tmp_path: Path) -> None:
    done = take_in(tmp_path, ONE.replace("fight", "brawl"))
    assert (done.exit_code, "theirs.csv:2" in done.stderr) == (1, True)
    assert not (tmp_path / "releases").exists()


@pytest.mark.parametrize("killed", ["99999999999999999999", "-9999999999999999999", "1e400", "nan"])
def test_a_number_that_no_column_holds_is_a_fault_with_its_line(tmp_path: Path, killed: str) -> None:
    done = take_in(tmp_path, ONE.replace(",3,", f",{killed},"))
    assert (done.exit_code, f"theirs.csv:2: killed: '{killed}' is not a whole number" in done.stderr) == (
        1,
        True,
    )


def test_a_file_without_most_events_is_taken_only_when_that_is_said_again(tmp_path: Path) -> None:
    assert take_in(tmp_path, ONE + TWO + TWO.replace("b,", "c,", 1)).exit_code == 0
    nothing, few = take_in(tmp_path, ""), take_in(tmp_path, ONE)
    assert "has a heading and no rows" in str(nothing.exception)
    assert "2 of the 3 events of release 2026.11.0 are not in theirs.csv" in str(few.exception)
    done = take_in(tmp_path, ONE, "--yes")
    assert "0 new, 0 changed, 2 gone" in done.stderr


def test_a_program_reads_what_was_made_and_which_faults_kept_it_from_being_made(tmp_path: Path) -> None:
    made = json.loads(take_in(tmp_path, ONE, "--json").stdout)
    assert (made["made"], made["version"], made["rows"], made["faults"]) == (True, "2026.11.0", 1, [])
    assert made["changes"] == {"new": 1, "changed": 0, "gone": 0}
    assert json.loads(take_in(tmp_path, ONE, "--json").stdout)["made"] is False
    refused = take_in(tmp_path, ONE.replace("fight", "brawl"), "--json")
    told = json.loads(refused.stdout)
    assert (refused.exit_code, told["made"], told["faults"][0]["line"]) == (1, False, 2)
