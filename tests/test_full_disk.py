"""A disk without room: every command says so and leaves store and releases as they were.

The room is taken away by the system's limit on the size of a file, which any user may lower;
writing beyond it fails as writing to a full disk does.
"""

import hashlib
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from eventbook.cli import program

SAMPLES = Path(__file__).parents[1] / "samples"
COULD_NOT = 2
READING = 40_000
"""Bytes that reading the store needs: the memory that SQLite's connections share is a file."""

Done = subprocess.CompletedProcess[str]


def eventbook(*words: str | Path, cwd: Path, room: int | None = None) -> Done:
    def lessen() -> None:
        if room is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    command = [sys.executable, "-m", "eventbook.cli", *map(str, words)]
    return subprocess.run(  # noqa: S603  our own program
        command, cwd=cwd, capture_output=True, text=True, check=False, preexec_fn=lessen
    )


def held(place: Path) -> dict[str, str]:
    """Return what the releases hold, and the store as a dump: its file may be laid out anew."""
    script = "import sqlite3, sys; print(chr(10).join(sqlite3.connect(sys.argv[1]).iterdump()))"
    dump = subprocess.run(  # noqa: S603  our own script
        [sys.executable, "-c", script, str(place / "eventbook.db")], capture_output=True, check=True
    ).stdout
    files = [path for path in (place / "releases").rglob("*") if path.is_file()]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files} | {
        "store": hashlib.sha256(dump).hexdigest()
    }


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, copy_of_samples: Callable[[Path], Path]) -> Path:
    """Make a workspace with one release and one more accepted sheet."""
    work = copy_of_samples(tmp_path_factory.mktemp("full") / "work")

    def run(*words: str | Path) -> None:  # in this process, since nothing is taken from it yet
        done = CliRunner().invoke(program, ["-w", str(work), "--as", "rosa", *map(str, words)])
        assert done.exit_code == 0, done.output

    for name in ("kampala-amira", "auno-amira"):
        run("submit", SAMPLES / f"sheets/round-1/{name}.yaml")
        run("accept", name)
        if name == "kampala-amira":
            run("build")
    return work


COMMANDS: dict[str, tuple[Callable[[], list[str | Path]], int]] = {
    "submit": (lambda: ["submit", SAMPLES / "sheets/round-1/berlin-jonas.yaml"], 1_000),
    "article": (lambda: ["article", "add", SAMPLES / "outlets.toml", "--outlet", "Sample Wire"], 1_000),
    "accept": (lambda: ["--as", "rosa", "reopen", "auno-amira-1", "--reason", "x"], 1_000),
    "build, before the release is written": (lambda: ["build"], 1_000),
    "build, while the release is written": (lambda: ["build"], READING),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_full_disk_is_told_and_changes_nothing(place: Path, name: str) -> None:
    words, room = COMMANDS[name]
    before = held(place)
    done = eventbook(*words(), cwd=place, room=room)
    assert (done.returncode, done.stdout) == (COULD_NOT, "")
    assert "free some space" in done.stderr
    assert "Traceback" not in done.stderr
    assert held(place) == before
    assert not list((place / "releases").glob(".building*"))


def test_a_workspace_that_cannot_be_written_whole_is_not_there(tmp_path: Path) -> None:
    done = eventbook("init", "work", cwd=tmp_path, room=1_000)
    assert done.returncode == COULD_NOT
    assert "free some space" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_could_not_be_done_for_want_of_room_can_be_done_once_there_is_some(
    place: Path, command_line: Callable[..., Done]
) -> None:
    assert eventbook("build", cwd=place, room=READING).returncode == COULD_NOT
    done = command_line("build", cwd=place)
    assert done.returncode == 0, done.stderr
    assert command_line("release", "verify", "latest", cwd=place).returncode == 0
