from collections.abc import Callable
from pathlib import Path

import pytest

from eventbook.schema.session import Workplace

Run = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--all", "78be"), "leave out 78be, or leave out --all"),
        ((), "write --all"),
        (("78b",), "write at least 4 characters of its id"),
        (("notes.txt",), "this file was not taken in: `eventbook article add"),
        (("folder",), "it is a folder: take it in with `eventbook article add"),
    ],
)
def test_what_names_no_article_is_refused_with_what_to_write_instead(
    place: Workplace, run: Run, tmp_path: Path, words: tuple[str, ...], says: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "notes.txt").write_text("Nothing of note.\n", encoding="utf-8")
    meant = [str(tmp_path / one) if (tmp_path / one).exists() else one for one in words]
    code, out, err = run(place, "suggest", *meant)
    assert (code, out) == (2, "")
    assert says in err


def test_it_says_that_nothing_was_found_and_that_days_need_a_day_of_publication(
    place: Workplace, run: Run, tmp_path: Path
) -> None:
    for name, text, says in (
        ("blue.txt", "It was blue, and then it was green.\n", "nothing was found"),
        ("day.txt", "Gunmen killed 3 people on Tuesday.\n", "eventbook article correct"),
    ):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        assert (
            run(place, "article", "add", str(path), "--outlet", "Sample Wire", "--published", "unknown")[0]
            == 0
        )
        code, out, err = run(place, "suggest", str(path))
        assert code == 0
        assert out
        assert says in err
