"""Nothing assumes the default codebook: keys under another one become a release that verifies."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

KEYS = Path(__file__).parent / "coders" / "muc4" / "keys"

Eventbook = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module", params=["as it comes", "flat"])
def release(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, command_line: Eventbook
) -> Path:
    """Import our keys and build, under the second codebook and under one whose types are a flat list."""
    folder = tmp_path_factory.mktemp("second")
    assert command_line("init", "work", "--codebook", "muc4-terrorism", cwd=folder).returncode == 0
    work = folder / "work"
    if request.param == "flat":
        book = work / "codebook.toml"
        lines = book.read_text(encoding="utf-8").splitlines(keepends=True)
        book.write_text("".join(x for x in lines if not x.startswith("parent")), encoding="utf-8")
    files = (KEYS / "articles.jsonl", KEYS / "templates.jsonl")
    assert command_line("--as", "rosa", "import", "muc4", *files, "--accept", cwd=work).returncode == 1
    done = command_line("--as", "rosa", "build", "--json", cwd=work)
    assert done.returncode == 0, done.stderr
    return Path(json.loads(done.stdout)["folder"])


def query(release: Path, sql: str) -> list[Any]:
    with duckdb.connect() as connection:
        return connection.execute(sql.replace("EVENTS", f"'{release}/events.parquet'")).fetchall()


def test_the_release_verifies(release: Path, command_line: Eventbook) -> None:
    done = command_line("release", "verify", cwd=release.parent.parent)
    assert done.returncode == 0, done.stdout + done.stderr


def test_two_articles_of_one_bombing_are_one_event_with_both_reports(release: Path) -> None:
    rows = query(
        release, "SELECT reports, deaths_best, actor1, len(physical_targets) FROM EVENTS WHERE reports > 1"
    )
    assert rows == [(2, 3, "RED DAWN", 2)]


def test_targets_are_queried_as_lists_of_structs(release: Path) -> None:
    rows = query(
        release,
        "SELECT target.name, target.number_low, target.effect FROM "
        "(SELECT unnest(physical_targets) AS target FROM EVENTS) ORDER BY 1",
    )
    assert rows == [
        ("HOUSE", None, None),
        ("PUBLIC BUSES", 2, None),
        ("SAVINGS BANK", 1, ["DESTROYED"]),
    ]


def test_columns_of_the_default_codebook_are_not_there(release: Path) -> None:
    names = {name for name, *_ in query(release, "DESCRIBE SELECT * FROM EVENTS")}
    assert {"incident_type", "stage", "human_targets", "deaths_best"} <= names
    assert not {"sub_event_type", "event_type", "disorder_type", "interaction", "civilian_targeting"} & names
    assert not (release / "events_acled.csv.gz").exists()


def test_an_events_targets_are_traced_to_the_words_they_were_read_from(
    release: Path, command_line: Eventbook
) -> None:
    rows = query(release, "SELECT event_id FROM EVENTS WHERE reports > 1")
    shown = command_line("release", "show", "--event", rows[0][0], cwd=release.parent.parent).stdout
    assert "physical_targets" in shown
    assert "“SAVINGS BANK OF LERMA” (EFE, 1990-01-04)" in shown
