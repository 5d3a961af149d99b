import json
from datetime import date
from pathlib import Path

import pytest

from eventbook.schema.talk import MANY, data_json, say, say_some, table, tell


def test_data_goes_to_stdout_and_talk_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    tell("data")
    say("talk")
    assert capsys.readouterr() == ("data\n", "talk\n")


def test_json_keeps_every_script_and_writes_days_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    data_json({"name": "北", "day": date(2021, 11, 16), "folder": Path("a")})
    out = capsys.readouterr().out
    assert "北" in out
    assert json.loads(out) == {"name": "北", "day": "2021-11-16", "folder": "a"}


def test_columns_are_aligned_without_blanks_at_the_end() -> None:
    assert table([("a", "long"), ("longer", "")]) == "a       long\nlonger"
    assert table([]) == ""


def test_of_a_long_list_the_first_lines_are_said_and_how_many_more_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    say_some([f"line {number}" for number in range(MANY)], "`list` has them")
    assert capsys.readouterr().err.splitlines()[-1] == f"line {MANY - 1}"
    say_some([f"line {number}" for number in range(1000 + MANY)], "`list` has them")
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == MANY + 1
    assert lines[-1] == "… and 1,000 more like these: `list` has them"
