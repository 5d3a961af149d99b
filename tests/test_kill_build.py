"""Kill -9 at any moment of a build leaves the releases as they were, or with one more that is whole."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from eventbook.datasets.releases.read import Release, versions
from eventbook.datasets.releases.verify import verify

SAMPLES = Path(__file__).parents[1] / "samples"
KILLS = 10


def eventbook(place: Path, *words: str | Path) -> list[str]:
    return [sys.executable, "-m", "eventbook.cli", "-w", str(place), "--as", "rosa", *map(str, words)]


def run(place: Path, *words: str | Path) -> None:
    subprocess.run(eventbook(place, *words), check=True, capture_output=True)  # noqa: S603  our own program


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-m", "eventbook.cli", "init", str(folder)], check=True, capture_output=True
    )
    for kind in ("outlets", "actors", "places"):
        run(folder, kind, "add", "--from", SAMPLES / f"{kind}.toml")
    run(folder, "article", "add", SAMPLES / "articles")
    sheets = [
        path
        for path in sorted((SAMPLES / "sheets/round-1").glob("*.yaml"))
        if path.stem not in {"bentiu-jonas", "lokwaro-jonas"}
    ]
    run(folder, "submit", *sheets)
    run(folder, "accept", *(path.stem for path in sheets))
    run(folder, "build")
    return folder


def _wait(releases: Path, child: subprocess.Popen[bytes], *, while_writing: bool) -> None:
    """Wait for a random moment, or for the moment at which the release is being written."""
    if while_writing:
        while child.poll() is None and not list(releases.glob(".building-*/*")):
            time.sleep(0.0005)
        time.sleep(random.uniform(0, 0.03))  # noqa: S311  no secret
    else:
        time.sleep(random.uniform(0.2, 2.0))  # noqa: S311  no secret


@pytest.mark.kill
def test_a_killed_build_leaves_whole_releases_and_the_next_one_works(place: Path) -> None:
    for attempt in range(KILLS):
        with subprocess.Popen(  # noqa: S603  our own program
            eventbook(place, "build", "--again"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as child:
            _wait(place / "releases", child, while_writing=attempt % 2 == 0)
            child.send_signal(signal.SIGKILL)
    known = versions(place / "releases")
    run(place, "build", "--again")
    assert len(versions(place / "releases")) == len(known) + 1
    for version in versions(place / "releases"):
        folder = place / "releases" / version
        previous = Release(folder).manifest.previous
        assert verify(folder, folder.parent / previous if previous else None) == []
    assert not list((place / "releases").glob(".building-*"))
