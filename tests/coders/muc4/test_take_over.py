"""The import of our own keys in the format of MUC-4 (tests/coders/muc4), and of a slice of the real ones.

Set EVENTBOOK_MUC4 to a folder with muc4_articles_dev.jsonl.gz and muc4_templates_dev.jsonl.gz for the latter.
"""

import csv
import gzip
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eventbook.coders.store.forms import StoredForm, all_forms, load_sheet
from eventbook.coders.store.records import Kind, bodies
from eventbook.coders.store.store import open_store
from eventbook.coders.workspace.workspace import make_workspace
from eventbook.schema.codebook_file import shipped_text
from eventbook.schema.counts import Amount
from eventbook.schema.form import Form, Status
from eventbook.schema.session import Workplace
from eventbook.schema.who import Certainty

Run = Callable[..., tuple[int, str, str]]
KEYS = Path(__file__).parent / "keys"
REAL = Path(os.environ.get("EVENTBOOK_MUC4", "no such folder"))


@pytest.fixture(scope="session")
def muc4_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an empty workspace under the second codebook once, to be copied."""
    return make_workspace(tmp_path_factory.mktemp("muc4") / "work", shipped_text("muc4-terrorism")).root


@pytest.fixture
def work(tmp_path: Path, muc4_template: Path) -> Workplace:
    return Workplace(Path(shutil.copytree(muc4_template, tmp_path / "work")))


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory, muc4_template: Path, run: Run) -> Workplace:
    """Import our keys once, for tests that only read."""
    work = Workplace(Path(shutil.copytree(muc4_template, tmp_path_factory.mktemp("imported") / "work")))
    take(run, work)
    return work


def take(run: Run, work: Workplace, *more: str | Path, folder: Path = KEYS) -> tuple[int, str, str]:
    files = (folder / "articles.jsonl", folder / "templates.jsonl")
    return run(work, "import", "muc4", *files, "--accept", *more)


def stored(work: Workplace) -> dict[str, StoredForm]:
    with open_store(work.store).reading() as connection:
        return {form.id: form for form in all_forms(connection)}


def form(work: Workplace, name: str) -> Form:
    return stored(work)[name].head.form


def counts(of: Form) -> dict[str, Amount]:
    return {claim.what: claim.count for claim in of.counts}


def test_what_was_taken_over_and_what_was_not_is_said(
    work: Workplace, run: Run, golden: Callable[[str, str], None]
) -> None:
    code, out, err = take(run, work)
    assert code == 1
    golden("coders/import_muc4.txt", out)
    assert err.startswith("done in ")


def test_sound_templates_become_accepted_forms_of_one_sheet_an_article(imported: Workplace) -> None:
    found = stored(imported)
    assert {name: one.status for name, one in found.items()} == dict.fromkeys(
        ["tst-0001-1", "tst-0001-2", "tst-0002-1", "tst-0004-1"], Status.ACCEPTED
    )
    assert {one.sheet for one in found.values()} == {"tst-0001", "tst-0002", "tst-0004"}
    assert {one.coder for one in found.values()} == {"muc4-key"}
    with open_store(imported.store).reading() as connection:
        nothing = load_sheet(connection, "tst-0003")
    assert nothing is not None
    assert "no relevant incident" in nothing.nothing_to_code


def test_targets_are_records_with_their_words_and_doubts(imported: Workplace) -> None:
    told = form(imported, "tst-0001-1")
    bank, buses = told.records["physical_targets"]
    assert bank.said == {
        "name": "SAVINGS BANK",
        "also": ("SAVINGS BANK OF LERMA",),
        "type": "FINANCIAL",
        "number": Amount(low=1, best=1, high=1),
        "effect": ("DESTROYED",),
    }
    assert [quote.exact for quote in bank.quotes] == ["SAVINGS BANK", "SAVINGS BANK OF\nLERMA"]
    assert buses.said["number"] == Amount(low=2, best=2, high_open=True)
    doubts = {(doubt.field, doubt.alternative) for doubt in told.doubts}
    assert doubts == {
        ("physical_targets", "SOME DAMAGE"),
        ("physical_targets", "OTHER"),
        ("physical_targets", ""),
    }


def test_people_are_one_record_each_and_the_dead_and_hurt_are_counted(imported: Workplace) -> None:
    told = form(imported, "tst-0001-1")
    guard, customers = told.records["human_targets"]
    assert (guard.said["name"], guard.said["description"], guard.said["type"]) == (
        "JUAN PRADO",
        "GUARD",
        "SECURITY GUARD",
    )
    assert customers.said["description"] == "CUSTOMERS"
    assert counts(told) == {
        "deaths": Amount(low=3, best=3, high=3),
        "injuries": Amount(low=1, best=1, high=1),
        "human_target_total": Amount(low=4, best=4, high=4),
    }


def test_unknown_is_not_nought_but_nobody_is(imported: Workplace) -> None:
    nobody = Amount(low=0, best=0, high=0)
    assert counts(form(imported, "tst-0001-2")) == {"deaths": nobody, "injuries": nobody}
    assert counts(form(imported, "tst-0004-1")) == {"abducted": Amount(best=10)}


def test_who_did_it_is_as_sure_as_the_key_says(imported: Workplace) -> None:
    claimed, unknown = form(imported, "tst-0001-1").side1, form(imported, "tst-0001-2").side1
    suspected = form(imported, "tst-0004-1")
    assert claimed
    assert (claimed.actor, claimed.certainty, claimed.by) == ("red-dawn", Certainty.CLAIMED, "RED DAWN")
    assert unknown
    assert unknown.actor == "unidentified-perpetrators-peru"
    assert suspected.side1
    assert (suspected.side1.actor, suspected.side1.certainty) == ("army-peru", Certainty.SUSPECTED)
    assert "certainty-without-speaker" in suspected.waive


def test_optional_templates_are_marked(imported: Workplace) -> None:
    assert form(imported, "tst-0001-2").values["relevance_doubted"] is True
    assert "relevance_doubted" not in form(imported, "tst-0001-1").values


def test_again_it_changes_nothing(work: Workplace, run: Run) -> None:
    first = take(run, work)[1]
    before = stored(work)
    _, again, _ = take(run, work)
    assert stored(work) == before
    changed = [line for line in again.splitlines() if line not in first.splitlines()]
    assert changed == ["5 articles, 0 of them new", "made: 0 outlets, 0 actors, 0 places"]


def test_what_a_person_corrected_since_stays(work: Workplace, run: Run) -> None:
    take(run, work)
    run(work, "reopen", "tst-0002-1", "--reason", "look again")
    sheet = run(work, "sheet", "edit", "tst-0002")[1].strip().splitlines()[-1]
    path = Path(sheet) if Path(sheet).is_file() else work.root / "sheets" / "tst-0002.yaml"
    path.write_text(path.read_text().replace("stage: ACCOMPLISHED", "stage: ATTEMPTED"))
    assert run(work, "submit", path)[0] == 0
    run(work, "accept", "tst-0002-1")
    _, out, _ = take(run, work)
    assert "form-closed" in out
    assert form(work, "tst-0002-1").values["stage"] == "ATTEMPTED"


def test_without_accept_forms_wait_for_a_reviewer(work: Workplace, run: Run) -> None:
    run(work, "import", "muc4", KEYS / "articles.jsonl", KEYS / "templates.jsonl", "--coder", "olga")
    assert {one.status for one in stored(work).values()} == {Status.SUBMITTED}
    assert {one.coder for one in stored(work).values()} == {"olga"}


def test_all_of_it_or_nothing(work: Workplace, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_done: int, _every: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("eventbook.coders.commands.take_over.progress", stop)
    assert take(run, work)[0] == 1
    with open_store(work.store).reading() as connection:
        assert not bodies(connection, Kind.OUTLET)
        assert not all_forms(connection)


def test_a_program_reads_the_same_figures(work: Workplace, run: Run, tmp_path: Path) -> None:
    _, out, _ = take(run, work, "--json", "--report", tmp_path / "left.csv")
    told: dict[str, Any] = json.loads(out)
    assert (told["templates"], told["forms"]["accepted"]) == (9, 4)
    assert told["quotations_not_found"][0]["words"] == "THE GUNMEN"
    with (tmp_path / "left.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [row["rule"] for row in rows] == [fault["rule"] for fault in told["left_out"]]


def test_another_codebooks_workspace_is_refused(bare: Workplace, run: Run) -> None:
    code, _, err = take(run, bare)
    assert code == 2
    assert "eventbook init DIR --codebook muc4-terrorism" in err


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"docid": "A B", "text": "x"}', '{"docid": "TST-1", "text": ""}']
)
def test_lines_that_cannot_be_read_are_told_with_their_number(
    work: Workplace, run: Run, tmp_path: Path, line: str
) -> None:
    for name in ("articles.jsonl", "templates.jsonl"):
        shutil.copy(KEYS / name, tmp_path / name)
    path = tmp_path / "articles.jsonl"
    path.write_text(path.read_text() + line + "\n")
    code, out, _ = take(run, work, folder=tmp_path)
    assert code == 1
    assert "line 7" in out
    assert "muc4-unreadable" in out


def test_a_file_that_is_no_text_is_refused(work: Workplace, run: Run, tmp_path: Path) -> None:
    for name in ("articles.jsonl", "templates.jsonl"):
        (tmp_path / name).write_bytes(b"\x1f\x8bnot gzip")
    code, _, err = take(run, work, folder=tmp_path)
    assert code == 2
    assert "cannot be read" in err


@pytest.mark.skipif(not REAL.is_dir(), reason="EVENTBOOK_MUC4 names no folder with the corpus")
def test_a_slice_of_the_real_keys_is_taken_over(work: Workplace, run: Run, tmp_path: Path) -> None:
    for name in ("articles", "templates"):
        with gzip.open(REAL / f"muc4_{name}_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
            rows = [line for line in lines if json.loads(line)["docid"] <= "DEV-MUC3-0040"]
        (tmp_path / f"{name}.jsonl").write_text("".join(rows), encoding="utf-8")
    _, out, _ = take(run, work, "--json", folder=tmp_path)
    told: dict[str, Any] = json.loads(out)
    assert told["articles"] == 40
    assert told["forms"]["accepted"] == told["templates"] > 30
    assert told["quotations"]["missing"] < 0.03 * told["quotations"]["exact"]
