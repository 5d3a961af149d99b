from pathlib import Path

from click.testing import CliRunner, Result
from tests.datasets.importing.test_imported import HEAD, MAPPING, ONE

from eventbook.datasets.commands.take_in import csv_


def take_in(folder: Path, rows: str) -> Result:
    (folder / "theirs.csv").write_text(HEAD + rows)
    (folder / "theirs.toml").write_text(MAPPING + 'deaths_high = {from = "who"}\n')
    words = [folder / "theirs.csv", "--mapping", folder / "theirs.toml", "--into", folder / "releases"]
    return CliRunner().invoke(csv_, [*map(str, words), "--at", "2026-11-23T12:00:00Z"])


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
