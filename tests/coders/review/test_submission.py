"""Submit: all of a sheet or nothing, never twice, and never over what somebody else did."""

import json
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from eventbook.coders.review.submission import Submission, submit
from eventbook.coders.sheets.sheet_file import read_sheet
from eventbook.coders.store.chain import broken
from eventbook.coders.store.forms import forms_of_sheet, load_form
from eventbook.coders.store.stamp import stamp
from eventbook.coders.store.store import open_store
from eventbook.coders.workspace.workspace import open_workspace
from eventbook.schema.session import Workplace

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def kampala(samples: Path) -> str:
    """Return the text of a good sheet with two events."""
    return (samples / "sheets/round-1/kampala-amira.yaml").read_text(encoding="utf-8")


def heads(place: Workplace, sheet: str) -> dict[str, int]:
    with open_store(place.store).reading() as connection:
        assert list(broken(connection)) == []
        return {form.id: form.head.n for form in forms_of_sheet(connection, sheet)}


def test_every_sample_sheet_of_both_rounds_checks_clean(place: Workplace, run: Run, samples: Path) -> None:
    first, second = (sorted((samples / "sheets" / name).glob("*.yaml")) for name in ("round-1", "round-2"))
    assert run(place, "check", *first) == (0, "", f"{len(first)} sheets, no problems\n")
    for path in first:
        assert run(place, "submit", path)[0] == 0
    run(place, "accept", "auno-amira", person="vera")
    run(place, "reopen", "auno-amira", "--reason", "the dateline was coded", person="vera")
    assert run(place, "check", *second) == (0, "", f"{len(second)} sheets, no problems\n")
    for path in second:
        assert run(place, "submit", path)[0] == 0


def test_a_submit_again_is_nothing_new(place: Workplace, run: Run, kampala: str) -> None:
    assert "submitted" in run(place, "submit", "-", stdin=kampala.encode())[1]
    again = run(place, "submit", "-", stdin=kampala.encode())
    assert again[0] == 0
    assert again[1].count("nothing new") == 2
    assert heads(place, "kampala-amira") == {"kampala-amira-1": 1, "kampala-amira-2": 1}


def test_only_the_forms_that_changed_get_a_revision(place: Workplace, run: Run, kampala: str) -> None:
    run(place, "submit", "-", stdin=kampala.encode())
    changed = kampala.replace("weapons: [suicide device]", "weapons: []", 1).replace("base: 0", "base: 1")
    assert run(place, "submit", "-", stdin=changed.encode())[0] == 0
    assert heads(place, "kampala-amira") == {"kampala-amira-1": 2, "kampala-amira-2": 1}


def test_whoever_comes_second_is_told_and_both_versions_are_kept(
    place: Workplace, run: Run, kampala: str
) -> None:
    run(place, "submit", "-", stdin=kampala.encode())
    one = kampala.replace("base: 0", "base: 1").replace("on foot", "on a bicycle")
    two = kampala.replace("base: 0", "base: 1").replace("on foot", "by bus")
    assert run(place, "submit", "-", stdin=one.encode(), person="jonas")[0] == 0
    code, out, err = run(place, "submit", "-", stdin=two.encode())
    assert code == 1
    assert "revision 2 (submitted by jonas" in out
    assert "write base: 2 [form-moved]" in out
    assert "your version of kampala-amira-1 is kept beside it" in err
    shown = run(place, "sheet", "show", "kampala-amira")[1]
    assert "on a bicycle" in shown
    assert "by bus" in shown
    assert heads(place, "kampala-amira") == {"kampala-amira-1": 2, "kampala-amira-2": 1}
    run(place, "submit", "-", stdin=two.encode())
    row = json.loads(run(place, "sheet", "show", "kampala-amira", "--json")[1])
    assert [len(form["refused"]) for form in row["forms"]] == [1, 0]
    assert run(place, "submit", "-", stdin=two.replace("base: 1", "base: 2", 1).encode())[0] == 0


def test_of_two_at_the_same_moment_exactly_one_is_first(place: Workplace, kampala: str) -> None:
    workspace = open_workspace(place)
    results: list[Submission] = []

    def hand_in(text: str) -> None:
        sheet = read_sheet(text.encode(), "x.yaml")
        results.append(submit(open_store(place.store), workspace.book, sheet, lambda _: None, stamp("x")))

    texts = [kampala.replace("on foot", f"on foot, no. {number},") for number in range(4)]
    threads = [threading.Thread(target=hand_in, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.done for one in results) == [False, False, False, True]
    assert heads(place, "kampala-amira") == {"kampala-amira-1": 1, "kampala-amira-2": 1}


def test_a_form_left_out_is_not_lost_silently(place: Workplace, run: Run, kampala: str) -> None:
    run(place, "submit", "-", stdin=kampala.encode())
    cut = kampala[: kampala.index("- form: kampala-amira-2")]
    code, out, _ = run(place, "submit", "-", stdin=cut.encode())
    assert (code, "form 'kampala-amira-2' (submitted) is not in the file" in out) == (1, True)
    run(place, "withdraw", "kampala-amira-2", "--reason", "coded twice")
    assert run(place, "submit", "-", stdin=cut.encode())[0] == 0


def test_one_bad_form_keeps_the_whole_sheet_out(place: Workplace, run: Run, kampala: str) -> None:
    bad = kampala.replace("bringing the dead on that street to three", "four dead")
    assert run(place, "submit", "-", stdin=bad.encode())[0] == 1
    assert heads(place, "kampala-amira") == {}


def test_a_sheet_stays_with_its_article_coder_and_forms(place: Workplace, run: Run, kampala: str) -> None:
    run(place, "submit", "-", stdin=kampala.encode())
    other = kampala.replace("coder: amira", "coder: jonas")
    assert "sheet 'kampala-amira' is amira's" in run(place, "submit", "-", stdin=other.encode())[1]
    taken = kampala.replace("sheet: kampala-amira", "sheet: another-one")
    assert "is of sheet 'kampala-amira'" in run(place, "submit", "-", stdin=taken.encode())[1]
    nothing = (
        "sheet: kampala-amira\narticle: 3f32cb66168bf8e1\ncoder: amira\n"
        "codebook: political-violence 1.0.0\nnothing_to_code: none\n"
    )
    out = run(place, "submit", "-", stdin=nothing.encode())[1]
    assert "[sheet-taken]" in out
    assert "[form-dropped]" in out


def test_an_accepted_form_is_reopened_before_it_changes(place: Workplace, run: Run, kampala: str) -> None:
    run(place, "submit", "-", stdin=kampala.encode())
    run(place, "accept", "kampala-amira", person="vera")
    changed = kampala.replace("base: 0", "base: 2").replace("on foot", "by bus")
    code, out, _ = run(place, "submit", "-", stdin=changed.encode())
    assert (
        code,
        "run `eventbook reopen kampala-amira-1 --reason …` first [form-closed]".lower() in out.lower(),
    ) == (1, True)
    assert run(place, "submit", "-", stdin=kampala.encode())[1].count("nothing new, it is accepted") == 2
    run(place, "reopen", "kampala-amira-1", "--reason", "a correction was printed", person="vera")
    code, out, _ = run(place, "submit", "-", stdin=changed.encode())
    assert (code, "answers revision 3 (reopened by vera" in out) == (0, True)


def test_a_return_does_not_stand_in_the_coders_way(place: Workplace, run: Run, kampala: str) -> None:
    run(place, "submit", "-", stdin=kampala.encode())
    run(place, "return", "kampala-amira-1", "--reason", "say more", person="vera")
    better = kampala.replace("base: 0", "base: 1").replace("on foot", "by bus")
    assert run(place, "submit", "-", stdin=better.encode())[0] == 0
    assert heads(place, "kampala-amira") == {"kampala-amira-1": 3, "kampala-amira-2": 1}


def test_nothing_to_code_is_kept_and_counted(place: Workplace, run: Run, samples: Path) -> None:
    code, _, err = run(place, "submit", samples / "sheets/round-1/bentiu-jonas.yaml")
    assert (code, "kept, there is nothing to code" in err) == (0, True)
    assert "1 with nothing to code" in run(place, "status")[1]
    assert "Floods" in run(place, "sheet", "show", "bentiu-jonas")[1]
    code, _, err = run(place, "accept", "bentiu-jonas")
    assert (code, "there is nothing to accept" in err) == (2, True)


def test_a_corroboration_is_kept_with_the_form_that_it_is_about(
    place: Workplace, run: Run, samples: Path
) -> None:
    late = (samples / "sheets/round-2/mogadishu-ministry-jonas.yaml").read_text(encoding="utf-8")
    assert run(place, "submit", "-", stdin=late.encode())[0] == 1
    run(place, "submit", samples / "sheets/round-1/mogadishu-amira.yaml")
    published = late.replace("event: mogadishu-amira-1", "event: SOM1")
    assert run(place, "submit", "-", stdin=published.encode())[0] == 0
    with open_store(place.store).reading() as connection:
        form = load_form(connection, "mogadishu-ministry-jonas-1")
    assert form is not None
    assert form.head.form.event == "mogadishu-amira-1"
    itself = late.replace("ministry-jonas", "third-jonas").replace(
        "event: mogadishu-amira-1", "event: mogadishu-ministry-jonas-1"
    )
    assert (
        "is itself a corroboration. Write what it is about: mogadishu-amira-1"
        in run(place, "check", "-", stdin=itself.encode())[1]
    )
    run(place, "withdraw", "mogadishu-amira-1", "--reason", "wrong")
    again = late.replace("ministry-jonas", "third-jonas")
    assert "'mogadishu-amira-1' was withdrawn by amira" in run(place, "check", "-", stdin=again.encode())[1]


def test_a_file_of_the_workspace_is_kept_up_to_date_and_no_other(
    place: Workplace, run: Run, kampala: str, tmp_path: Path
) -> None:
    inside, outside = place.root / "sheets" / "k.yaml", tmp_path / "k.yaml"
    inside.parent.mkdir()
    for path in (inside, outside):
        path.write_text(kampala, encoding="utf-8")
        assert run(place, "submit", path)[0] == 0
    assert outside.read_text(encoding="utf-8") == kampala
    assert inside.read_text(encoding="utf-8") == kampala.replace("base: 0", "base: 1")
    text = inside.read_text(encoding="utf-8").replace("on foot", "by bus")
    inside.write_text(text, encoding="utf-8")
    assert run(place, "submit", inside)[0] == 0
    assert heads(place, "kampala-amira") == {"kampala-amira-1": 2, "kampala-amira-2": 1}


def test_problems_can_be_read_by_a_program(place: Workplace, run: Run, kampala: str) -> None:
    code, out, _ = run(
        place, "check", "-", "--json", stdin=kampala.replace("Suicide bomb", "Bomb", 1).encode()
    )
    row = json.loads(out)[0]
    assert (code, row["rule"], row["path"], row["file"]) == (
        1,
        "code-unknown",
        "events[0].sub_event_type",
        "-",
    )
    assert row["line"] == kampala[: kampala.index("sub_event_type")].count("\n") + 1
    code, out, _ = run(place, "submit", "-", "--json", stdin=kampala.encode())
    assert json.loads(out)[0]["forms"][0] == {"form": "kampala-amira-1", "revision": 1, "new": True}


def test_a_file_that_cannot_be_read_hides_nothing_of_the_others(
    place: Workplace, run: Run, kampala: str, tmp_path: Path
) -> None:
    bad, good = tmp_path / "bad.yaml", tmp_path / "good.yaml"
    bad.write_text(kampala.replace("Suicide bomb", "Bomb", 1), encoding="utf-8")
    good.write_text(kampala, encoding="utf-8")
    code, out, err = run(place, "check", "missing.yaml", bad, good)
    assert (code, "[code-unknown]" in out) == (2, True)
    assert err == (
        "missing.yaml cannot be read: No such file or directory\n"
        "2 sheets, 1 problem; 1 file could not be read\n"
    )


def test_what_is_no_regular_file_is_refused_and_not_waited_for(
    place: Workplace, run: Run, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path):
        for command in ("check", "submit"):
            code, _, err = run(place, command, path)
            assert (code, f"{path} cannot be read: it is no regular file" in err) == (2, True)
