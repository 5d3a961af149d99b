from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from eventbook.datasets.describing.changes_page import (
    MOST,
    Changed,
    Changes,
    Gone,
    Line,
    Value,
    changes_page,
    marked,
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
