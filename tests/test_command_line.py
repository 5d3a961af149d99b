"""The real command line, end to end: exit codes, what goes to which stream, and the whole job.

What a process of its own shows is tried in one; what is the same without one runs in this process, through `main`.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[1] / "samples"
FINE, FAULTS, COULD_NOT = 0, 1, 2

Done = subprocess.CompletedProcess[str]
CommandLine = Callable[..., Done]


def eventbook(*words: str | Path, cwd: Path) -> Done:
    command = [sys.executable, "-m", "eventbook.cli", *map(str, words)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)  # noqa: S603  our own


def sheets(number: int) -> list[Path]:
    return sorted((SAMPLES / "sheets" / f"round-{number}").glob("*.yaml"))


def to_review(number: int) -> list[str]:
    return [
        path.stem
        for path in sheets(number)
        if not re.search("^nothing_to_code: .", path.read_text(encoding="utf-8"), re.MULTILINE)
        and path.stem != "lokwaro-jonas"  # the other sheet on that article is the one to take
    ]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, copy_of_samples: Callable[[Path], Path]) -> Path:
    """Return a workspace with the samples' lists and articles, in a folder whose name needs care."""
    return copy_of_samples(tmp_path_factory.mktemp("Ana's проєкт") / "work")


def test_the_whole_job_from_sheets_to_two_verified_releases(place: Path, command_line: CommandLine) -> None:
    def run(*words: str | Path, code: int = FINE, way: CommandLine = command_line) -> Done:
        done = way("--as", "rosa", *words, cwd=place)
        assert done.returncode == code, done.stderr
        return done

    run("submit", *sheets(1), way=eventbook)
    run("accept", *to_review(1), way=eventbook)
    first = json.loads(run("build", "--json", way=eventbook).stdout)
    assert (first["events"], first["left_out"]) == (27, [])
    run("reopen", "auno-amira-1", "--reason", "the dateline is not where it happened")
    run("submit", *sheets(2))
    run("accept", *to_review(2))
    second = json.loads(run("build", "--json").stdout)
    assert (second["events"], second["left_out"]) == (31, [])
    difference = json.loads(run("release", "diff", first["version"], second["version"], "--json").stdout)
    assert difference["added"] == ["TCD6", "TCD7", "TGO1", "UKR3"]
    changed = {(one["event_id"], one["field"]): (one["old"], one["new"]) for one in difference["changed"]}
    assert changed["SOM1", "deaths_best"] == ("120", "121")
    shown = run("release", "show", "--event", "SOM1").stdout
    assert "“It holds 121 names” (Mogadishu Ledger (sample), 2022-11-08)" in shown
    whole = Path(first["folder"]) / "events_acled.csv.gz"
    whole.write_bytes(whole.read_bytes()[:-9])
    assert "release-bytes" in run("release", "verify", first["version"], code=FAULTS, way=eventbook).stderr


def test_a_fault_leaves_with_one_and_says_file_line_field_and_rule(
    place: Path, tmp_path: Path, command_line: CommandLine
) -> None:
    bad = tmp_path / "bad.yaml"
    text = (SAMPLES / "sheets/round-1/kampala-amira.yaml").read_text(encoding="utf-8")
    text = text.replace("kampala-amira", "kampala-nora")
    bad.write_text(text.replace("Suicide bomb\n", "Suicide bom\n", 1), encoding="utf-8")
    done = eventbook("check", bad, cwd=place)
    assert done.returncode == FAULTS
    assert re.search(r"bad\.yaml:\d+: events\[0\]\.sub_event_type: .*\[code-unknown\]\n", done.stdout)
    found = json.loads(command_line("check", "--json", bad, cwd=place).stdout)
    (problem,) = [one for one in found if one["line"]]
    assert problem["rule"] == "code-unknown"


@pytest.mark.parametrize(
    ("words", "says", "apart"),
    [
        (("status",), "eventbook init DIR", True),
        (("check", "nowhere.yaml"), "eventbook", False),
        (("release", "show", "2020.1.0"), "there is no release '2020.1.0'", False),
        (("nonsense",), "No such command", True),
    ],
)
def test_what_cannot_be_done_leaves_with_two_and_one_clear_message(
    tmp_path: Path,
    command_line: CommandLine,
    words: tuple[str, ...],
    says: str,
    apart: bool,  # noqa: FBT001  in a process of its own
) -> None:
    done = (eventbook if apart else command_line)(*words, cwd=tmp_path)
    assert done.returncode == COULD_NOT
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("words", [("codebook", "show"), ("--help",), ("build", "--help"), ()])
def test_when_nobody_reads_on_it_does_not_say_that_faults_were_found(
    place: Path, words: tuple[str, ...]
) -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "eventbook.cli", *words]
    done = subprocess.run(command, cwd=place, stdout=write, stderr=subprocess.PIPE, text=True, check=False)  # noqa: S603
    os.close(write)
    assert (done.returncode, done.stderr) == (COULD_NOT, "")


def test_alone_it_says_what_to_do_next(place: Path, tmp_path: Path, command_line: CommandLine) -> None:
    assert "eventbook init" in command_line(cwd=tmp_path).stdout
    assert "Next: " in command_line(cwd=place).stdout
