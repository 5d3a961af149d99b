import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from eventbook.schema.codebook_file import default_codebook
from eventbook.schema.form_reading import read_form
from eventbook.schema.session import Workplace

Run = Callable[..., tuple[int, str, str]]
FORM = "auno-amira-1"


@pytest.fixture
def corrected(place: Workplace, samples: Path, run: Run) -> Workplace:
    """Give a workspace with a form that was accepted, reopened, corrected and submitted again."""
    for number, action in ((1, "reopen"), (2, "")):
        sheet = shutil.copy(samples / "sheets" / f"round-{number}" / "auno-amira.yaml", place.root)
        assert run(place, "submit", sheet)[0] == 0
        assert run(place, "accept", "auno-amira", person="rosa")[0] == 0
        if action:
            assert run(place, action, FORM, "--reason", "the dateline", person="rosa")[0] == 0
    return place


def test_the_history_says_what_was_done_and_when_the_form_said_something_new(
    corrected: Workplace, run: Run
) -> None:
    rows = json.loads(run(corrected, "form", "history", FORM, "--json")[1])
    assert [row["action"] for row in rows] == ["submit", "accept", "reopen", "submit", "accept"]
    assert [row["changed"] for row in rows] == [True, False, False, True, False]
    assert run(corrected, "form", "history", FORM)[1].count("what it says changed") == 2


def test_an_older_revision_can_be_read_as_it_was(corrected: Workplace, run: Run) -> None:
    old, new = (
        json.loads(run(corrected, "form", "show", FORM, "--revision", n, "--json")[1]) for n in ("1", "5")
    )
    assert old["fields"]["where"] != new["fields"]["where"]
    form, problems = read_form(old["stored"], default_codebook())
    assert problems == []
    assert form.where is not None
    shown = run(corrected, "form", "show", FORM, "--revision", "1")[1]
    assert old["fields"]["where"]["place"] in shown
    assert new["fields"]["where"]["place"] in run(corrected, "form", "show", FORM)[1]


def test_two_revisions_are_compared_field_by_field(corrected: Workplace, run: Run) -> None:
    rows = json.loads(run(corrected, "form", "diff", FORM, "1", "--json")[1])
    assert "where" in {row["field"] for row in rows}
    assert "when" not in {row["field"] for row in rows}
    assert "where:\n  - " in run(corrected, "form", "diff", FORM, "1", "5")[1]
    assert "say the same" in run(corrected, "form", "diff", FORM, "4", "5")[2]


@pytest.mark.parametrize(
    "words", [("show", "nobody-1"), ("show", FORM, "--revision", "9"), ("diff", FORM, "0")]
)
def test_what_is_not_there_is_named(corrected: Workplace, run: Run, words: tuple[str, ...]) -> None:
    code, _, said = run(corrected, "form", *words)
    assert code == 2
    assert "there is no" in said


def test_a_decision_is_told_to_programs(corrected: Workplace, run: Run) -> None:
    code, out, _ = run(corrected, "reopen", FORM, "--reason", "again", "--json", person="rosa")
    assert code == 0
    assert json.loads(out) == {
        "done": [{"form": FORM, "revision": 6, "status": "reopened", "note": ""}],
        "faults": [],
    }
