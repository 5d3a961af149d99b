"""Kill -9 at any moment of taking articles in leaves all of them in, or none, and the next try works."""

import json
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from eventbook.coders.intake.articles import article_ids
from eventbook.coders.store.chain import broken
from eventbook.coders.store.store import open_store

ARTICLES = 400
KILLS = 10


def eventbook(place: Path, *words: str | Path) -> list[str]:
    return [sys.executable, "-m", "eventbook.cli", "-w", str(place), *map(str, words)]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Make a workspace with one outlet, and beside it a file of articles that are not alike."""
    folder, dice = tmp_path / "work", random.Random(7)  # noqa: S311  no secret
    for words in (
        ("init", folder),
        ("-w", folder, "outlets", "add", "--name", "Wire", "--scale", "National"),
    ):
        subprocess.run(  # noqa: S603  our own program
            [sys.executable, "-m", "eventbook.cli", *map(str, words)], check=True, capture_output=True
        )
    with (tmp_path / "news.jsonl").open("w") as lines:
        for number in range(ARTICLES):
            text = " ".join(f"word{dice.randrange(100_000)}" for _ in range(200))
            lines.write(
                json.dumps({"text": f"Story {number}. {text}", "outlet": "Wire", "published": "2021-11-16"})
                + "\n"
            )
    return folder


def visible(place: Path) -> int:
    """Return how many articles everybody sees; the store must be whole and free to write to."""
    store = open_store(place / "eventbook.db")
    with store.writing() as connection:
        assert list(broken(connection)) == []
        return len(article_ids(connection))


@pytest.mark.kill
def test_articles_come_in_all_together_or_not_at_all(place: Path) -> None:
    news, killed = place.parent / "news.jsonl", 0
    for _ in range(KILLS):
        with subprocess.Popen(  # noqa: S603  our own program
            eventbook(place, "article", "add", news), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as child:
            time.sleep(random.uniform(0.3, 3.0))  # noqa: S311  no secret
            child.send_signal(signal.SIGKILL)
            killed += child.wait() == -signal.SIGKILL
            assert child.stdout is not None
            acknowledged = bool(child.stdout.read().strip())
        found = visible(place)
        assert found in {0, ARTICLES}
        assert found == ARTICLES or not acknowledged
    assert killed > 0
    subprocess.run(eventbook(place, "article", "add", news), check=True, capture_output=True)  # noqa: S603
    assert visible(place) == ARTICLES
    with sqlite3.connect(place / "eventbook.db") as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
    connection.close()
