"""The real command line, end to end: exit codes, what goes to which stream, and the whole job."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[1] / "samples"
FINE, FAULTS, COULD_NOT = 0, 1, 2

Done = subprocess.CompletedProcess[str]


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
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a workspace with the samples' lists and articles, in a folder whose name needs care."""
    folder = tmp_path_factory.mktemp("Ana's проєкт")
    assert eventbook("init", "work", cwd=folder).returncode == FINE
    for kind in ("outlets", "actors", "places"):
        done = eventbook(kind, "add", "--from", SAMPLES / f"{kind}.toml", cwd=folder / "work")
        assert done.returncode == FINE, done.stderr
    assert eventbook("article", "add", SAMPLES / "articles", cwd=folder / "work").returncode == FINE
    return folder / "work"


def test_the_whole_job_from_sheets_to_two_verified_releases(place: Path) -> None:
    def run(*words: str | Path, code: int = FINE) -> Done:
        done = eventbook("--as", "rosa", *words, cwd=place)
        assert done.returncode == code, done.stderr
        return done

    run("submit", *sheets(1))
    run("accept", *to_review(1))
    first = json.loads(run("build", "--json").stdout)
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
    assert "release-bytes" in run("release", "verify", first["version"], code=FAULTS).stderr


def test_a_fault_leaves_with_one_and_says_file_line_field_and_rule(place: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    text = (SAMPLES / "sheets/round-1/kampala-amira.yaml").read_text(encoding="utf-8")
    text = text.replace("kampala-amira", "kampala-nora")
    bad.write_text(text.replace("Suicide bomb\n", "Suicide bom\n", 1), encoding="utf-8")
    done = eventbook("check", bad, cwd=place)
    assert done.returncode == FAULTS
    assert re.search(r"bad\.yaml:\d+: events\[0\]\.sub_event_type: .*\[code-unknown\]\n", done.stdout)
    (problem,) = [
        one for one in json.loads(eventbook("check", "--json", bad, cwd=place).stdout) if one["line"]
    ]
    assert problem["rule"] == "code-unknown"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("status",), "eventbook init DIR"),
        (("check", "nowhere.yaml"), "eventbook"),
        (("release", "show", "2020.1.0"), "there is no release '2020.1.0'"),
        (("nonsense",), "No such command"),
    ],
)
def test_what_cannot_be_done_leaves_with_two_and_one_clear_message(
    tmp_path: Path, words: tuple[str, ...], says: str
) -> None:
    done = eventbook(*words, cwd=tmp_path)
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


def test_alone_it_says_what_to_do_next(place: Path, tmp_path: Path) -> None:
    assert "eventbook init" in eventbook(cwd=tmp_path).stdout
    assert "Next: " in eventbook(cwd=place).stdout
