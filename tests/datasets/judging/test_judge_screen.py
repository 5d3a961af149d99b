from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from eventbook.datasets.judging.comparison import Cell, Line, Mark
from eventbook.datasets.judging.docket import Question, docket
from eventbook.datasets.judging.judge_screen import HELP, keys, safe, screen

if TYPE_CHECKING:
    from tests.datasets.conftest import World

NEAR = {"place": "alpha", "precision": 2}


@pytest.fixture
def question(world: "World", tmp_path: Path) -> Question:
    """Give one doubtful pair."""
    second = world.coded("r2", notes="A firefight.", where=NEAR, counts=None)
    found = docket(world.given([world.coded("r1", notes="Rebels attacked soldiers."), second]), tmp_path)
    (pair,) = found.sitting.waiting
    return found.question(pair)


@pytest.mark.parametrize("width", [60, 80, 160])
def test_a_pair_as_people_see_it(question: Question, golden: Callable[[str, str], None], width: int) -> None:
    golden(f"datasets/judge_{width}.txt", screen(question, width, "1 of 1", colour=False))


@pytest.mark.parametrize("width", [20, 40, 71, 72, 80, 100, 200])
def test_no_line_is_wider_than_the_terminal(question: Question, width: int) -> None:
    lines = [*screen(question, width, "12 of 140", colour=False).splitlines(), *keys(width).splitlines()]
    assert max(map(cell_len, lines)) <= width


def test_marks_and_words_tell_what_colour_tells(question: Question) -> None:
    plain, coloured = (screen(question, 80, "", colour=colour) for colour in (False, True))
    assert "\x1b" not in plain
    assert "\x1b[" in coloured
    for told in ("= when", "~ where", "· deaths", "not as exact", "only one says"):
        assert told in plain


@pytest.mark.parametrize(
    "hostile",
    ["\x1b[2J", "\x1b]0;owned\x07", "a\x08b", "\x9b31m", "\u202eabc", "\u2066x", "\ud800", "\x7f", "\x00"],
)
def test_nothing_that_a_terminal_obeys_is_sent(question: Question, hostile: str) -> None:
    line = Line("notes", Cell(f"so {hostile} on", (hostile,)), Cell(hostile), Mark.NONE, hostile)
    shown = screen(replace(question, lines=(line,), pair=(hostile, "r2")), 80, "", colour=False)
    assert not [letter for letter in shown if letter != "\n" and ord(letter) < 32]
    assert not set(shown) & set("\x7f\x9b\u202e\u2066\ud800")
    assert "\ufffd" in shown


def test_marks_of_spelling_stay_and_lines_are_joined() -> None:
    persian = "\u0645\u06cc\u200c\u062e\u0648\u0631\u062f"
    assert safe(f"{persian}\n{persian}\t\u00ad{persian}") == f"{persian} {persian} {persian}"


def test_text_that_runs_from_right_to_left_cannot_swap_the_columns(question: Question) -> None:
    arabic = Line("notes", Cell("قتل ثلاثة جنود في المدينة"), Cell("مقتل جنود"), Mark.NONE)
    shown = screen(replace(question, lines=(arabic,)), 80, "", colour=False)
    (line,) = [one for one in shown.splitlines() if "جنود" in one]
    assert "قتل ثلاثة جنود" in line
    assert line.count("\u200e│\u200e") == line.count("│") == 2


def test_long_texts_are_cut_until_all_is_asked_for(question: Question) -> None:
    long = Line("notes", Cell("word " * 300, ("one", "two", "three")), Cell("x"), Mark.NONE)
    shown = replace(question, lines=(long,))
    assert "more characters (m)" in " ".join(screen(shown, 160, "", colour=False).split())
    assert "1 more quotes (m)" in screen(shown, 160, "", colour=False)
    assert "(m)" not in screen(shown, 160, "", colour=False, whole=True)


def test_every_key_is_explained() -> None:
    for key in keys(200).split("  "):
        assert any(line.startswith(key[0]) for line in HELP.splitlines())
