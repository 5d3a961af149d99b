"""`eventbook judge` at a real pseudo-terminal: keys, colours, undo, and a kill that loses nothing.

The workspace that it needs also shows what `eventbook status` counts.
"""

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from eventbook.cli import program

SAMPLES = Path(__file__).parents[1] / "samples"
PATIENCE = 40


def eventbook(*words: str | Path, cwd: Path) -> str:
    done = CliRunner().invoke(program, ["-w", str(cwd), "--as", "rosa", *map(str, words)])
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, copy_of_samples: Callable[[Path], Path]) -> Path:
    """Make a workspace in which one pair of reports waits: the second coder was vague about one event."""
    work = copy_of_samples(tmp_path_factory.mktemp("judging") / "work")
    names = ("kampala-amira", "kampala-jonas")
    for name in names:
        text = (SAMPLES / "sheets/round-1" / f"{name}.yaml").read_text(encoding="utf-8")
        if name == "kampala-jonas":
            text = text.replace("precision: 1", "precision: 2", 1)
            text = re.sub(r"  - {what: deaths.*\n", "", text, count=1)
            text = re.sub(r"notes: .*", "notes: Policemen died.", text, count=1)
        (work / f"{name}.yaml").write_text(text, encoding="utf-8")
    eventbook("submit", *(work / f"{name}.yaml" for name in names), cwd=work)
    eventbook("accept", *names, cwd=work)
    return work


@dataclass
class Person:
    """Somebody at a terminal."""

    process: subprocess.Popen[bytes]
    end: int
    seen: str = ""

    def sees(self, words: str) -> None:
        """Wait until words are on the screen that were not there before."""
        fresh = ""
        while words not in fresh:
            ready, _, _ = select.select([self.end], [], [], PATIENCE)
            assert ready, f"never saw {words!r} in {fresh!r}"
            fresh += os.read(self.end, 65536).decode(errors="replace")
        self.seen += fresh

    def types(self, keys: str) -> None:
        """Press keys."""
        os.write(self.end, keys.encode())


@pytest.fixture
def person(place: Path) -> Iterator[Person]:
    """Sit somebody down at `eventbook judge`."""
    mine, theirs = pty.openpty()
    settings = {"TERM": "xterm-256color", "COLUMNS": "100", "LINES": "40", "PYTHONUTF8": "1"}
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | settings
    command = [sys.executable, "-m", "eventbook.cli", "--as", "mo", "judge"]
    with subprocess.Popen(  # noqa: S603  our own
        command,
        cwd=place,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment,
        start_new_session=True,
    ) as process:
        os.close(theirs)
        yield Person(process, mine)
        process.kill()
    os.close(mine)


def waiting(place: Path) -> int:
    return len(json.loads(eventbook("judge", "--json", cwd=place)))


def test_a_sitting_at_a_terminal_keeps_each_word_at_once_and_takes_it_back(
    place: Path, person: Person
) -> None:
    person.sees("> ")
    assert "1 of 1" in person.seen
    assert "\x1b[" in person.seen
    person.types("r")
    person.sees("Why")
    person.types("both name the avenue\r")
    person.sees("> ")
    person.types("s")
    person.sees("any other key ends")
    assert waiting(place) == 0
    person.types("b")
    person.sees("> ")
    assert waiting(place) == 1
    person.types("q")
    person.sees("Judged: none; 1 pair left.")
    assert person.process.wait(PATIENCE) == 0


def test_a_kill_loses_no_word_that_was_said_to_be_kept(place: Path, person: Person) -> None:
    person.sees("> ")
    person.types("d")
    person.sees("Kept: different.")
    person.process.send_signal(signal.SIGKILL)
    person.process.wait(PATIENCE)
    assert waiting(place) == 0
    eventbook("judge", "kampala-amira-2", "kampala-jonas-2", "unsure", cwd=place)


def test_a_report_that_a_build_would_leave_out_is_not_counted_as_one_of_the_next_release(place: Path) -> None:
    assert "reports for the next release: 4" in eventbook("status", cwd=place)
    book = place / "codebook.toml"
    text = book.read_text(encoding="utf-8")
    book.write_text(text.replace("earliest = 1900-01-01", "earliest = 2025-01-01"), encoding="utf-8")
    try:
        standing = json.loads(eventbook("status", "--json", cwd=place))
        assert len(standing["left_out"]) == 4
        assert "reports for the next release: 0" in eventbook("status", cwd=place)
    finally:
        book.write_text(text, encoding="utf-8")
