"""Two actors turn out to be one between two releases: the event keeps its id, and the change says why."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from eventbook.cli import program

SAMPLES = Path(__file__).parents[1] / "samples"


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, copy_of_samples: Callable[[Path], Path]) -> Path:
    """Return a workspace with one accepted sheet, and make it the current folder."""
    monkeypatch.delenv("EVENTBOOK_WORKSPACE", raising=False)
    monkeypatch.chdir(copy_of_samples(tmp_path / "work"))
    run("submit", str(SAMPLES / "sheets" / "round-1" / "kampala-jonas.yaml"))
    run("accept", "kampala-jonas")
    return tmp_path / "work"


def run(*words: str) -> None:
    """Run a command as the command line does, with nothing left of it but what it did."""
    program.main(["--as", "rosa", *words], standalone_mode=False)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[str, str]:
    capsys.readouterr()
    run(*words)
    told = capsys.readouterr()
    return told.out, told.err


@pytest.mark.usefixtures("work")
def test_a_merge_changes_the_next_release_and_no_id(capsys: pytest.CaptureFixture[str]) -> None:
    first = json.loads(said(capsys, "build", "--json")[0])
    run("actors", "merge", "adf", "iscap", "--reason", "one group")
    out, err = said(capsys, "build")
    second = Path(out.strip()).name
    assert "Reports that name the actor iscap are read as naming adf, into which it was merged." in err
    diff = json.loads(said(capsys, "release", "diff", first["version"], second, "--json")[0])
    assert (diff["added"], diff["removed"]) == ([], [])
    assert {(one["field"], one["old"], one["new"]) for one in diff["changed"]} >= {
        ("actor1_id", "iscap", "adf")
    }
    changes = Path("releases", second, "changes.md").read_text(encoding="utf-8")
    assert "actor iscap was merged into adf" in changes
    for version in (first["version"], second):
        run("release", "verify", version)
    assert "iscap" in said(capsys, "release", "show", first["version"], "--event", "UGA1")[0]


@pytest.mark.usefixtures("work")
def test_a_name_of_its_time_is_published_and_a_rename_since_the_event_changes_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run("build")
    run("actors", "rename", "iscap", "Islamic State Congo", "--from", "2022-01-01", "--reason", "renamed")
    _, err = said(capsys, "build", "--again")
    assert "merged" not in err
    versions = sorted(path.name for path in Path("releases").iterdir() if (path / "manifest.json").exists())
    diff = json.loads(said(capsys, "release", "diff", versions[0], versions[-1], "--json")[0])
    assert diff["changed"] == []
