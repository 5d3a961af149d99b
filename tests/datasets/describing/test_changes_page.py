from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from eventbook.datasets.describing.changes_page import (
    ALIKE_IN,
    MOST,
    Changed,
    Changes,
    Gone,
    Line,
    Value,
    changes_page,
    marked,
    sort_out,
    written_otherwise,
)

if TYPE_CHECKING:
    from tests.datasets.conftest import Page

LONG = "On 9 February 2020 fighters attacked travellers who had stopped for the night near the old market."


def test_every_kind_of_change_is_told(read_page: "Callable[[str], Page]") -> None:
    line = Line("UGA1", "2021-11-16, Kampala: <b>")
    text = changes_page(
        Changes(
            "Data",
            "1",
            "2",
            added=(Line("NEW1", "new"), Line("PART1", "a part")),
            changed=(Changed(line, (Value("deaths_best", "Deaths", "3", "5"),), "report added"),),
            gone=(
                Gone(Line("OLD1", "gone"), "withdrawn", reason="no report"),
                Gone(Line("TWIN1", "twin"), "merged", "UGA1"),
            ),
            split_from={"PART1": "UGA9"},
        )
    )
    page = read_page(text)
    assert page.open == []
    assert {attrs["id"] for _, attrs in page.found if attrs.get("id")} >= {
        "added",
        "changed",
        "gone",
        "merged",
        "split",
    }
    assert "Kampala: &lt;b&gt;" in text
    assert "<del>3</del> → <ins>5</ins>" in text
    assert "split from UGA9" in text


def test_a_first_release_says_that_it_is_one() -> None:
    assert "is the first release" in changes_page(Changes("Data", "", "1"))


def test_rows_beyond_the_most_are_counted() -> None:
    lines = tuple(Line(f"A{n}", "") for n in range(MOST + 7))
    text = changes_page(Changes("Data", "1", "2", added=lines))
    assert "and 7 more" in text
    assert f"A{MOST}" not in text


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("", "5", "<del>blank</del> → <ins>5</ins>"),
        (LONG, LONG.replace("9 ", "8 "), "On <del>9 </del><ins>8 </ins>February"),
        (LONG, "x " * 40, "<br><ins>x x"),
        ("<i>", "&", "<del>&lt;i&gt;</del> → <ins>&amp;</ins>"),
    ],
)
def test_a_value_shows_what_went_and_what_came(old: str, new: str, wanted: str) -> None:
    assert wanted in marked(old, new)


def test_the_samples_second_release_tells_its_changes(releases: Path) -> None:
    text = (releases / "2026.11.1/changes.html").read_text("utf-8")
    assert "NER1" in text
    assert "Tchin" not in text  # what was taken back is not said again
    assert "<del>120</del> → <ins>121</ins>" in text
    assert "is the first release" in (releases / "2026.11.0/changes.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("Kiev City", "Kiev  city ", True),
        ("POINT (30.500 50.0)", "POINT (30.5 50)", True),
        ("5", "5.0", True),
        ("100", "1", False),
        ("5", "", False),
        ("10.05", "10.5", False),
    ],
)
def test_spaces_capitals_and_zeros_are_no_change_of_substance(old: str, new: str, same: bool) -> None:  # noqa: FBT001
    assert written_otherwise(old, new) is same


def test_small_edits_in_many_rows_hide_none_that_matter() -> None:
    def row(n: int, *values: Value) -> Changed:
        return Changed(Line(f"A{n}", ""), values)

    renamed, spaced, number = (
        Value("admin1", "", "Kyiv", "Kyiv City"), Value("source", "", "a ", "a"), Value("deaths", "", "2", "1")
    )  # fmt: skip
    rows = [row(n, renamed, spaced) for n in range(ALIKE_IN)] + [row(90 + n, number) for n in range(ALIKE_IN)]
    told = sort_out([*rows, row(99, renamed, number)])
    assert told.alike == ((renamed, ALIKE_IN + 1),)
    assert told.trifles == (("source", ALIKE_IN),)
    assert [one.values for one in told.rows] == [(number,)] * (ALIKE_IN + 1)
    assert told.others == ALIKE_IN
