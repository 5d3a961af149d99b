from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from eventbook.datasets.describing.difference_page import difference_page
from eventbook.datasets.releases.changes import Changes
from eventbook.datasets.releases.compare import Difference, FieldChange
from eventbook.datasets.releases.diff import diff_releases
from eventbook.datasets.releases.file_diff import diff_files
from eventbook.datasets.releases.read import Release

if TYPE_CHECKING:
    from tests.datasets.conftest import Page


def test_two_releases_are_compared_on_a_page_that_stands_alone(
    releases: Path, read_page: "Callable[[str], Page]"
) -> None:
    found = diff_releases(Release(releases / "2026.11.0"), Release(releases / "2026.11.1"))
    page = read_page(text := difference_page(found))
    assert page.open == []
    assert {attrs["href"] for tag, attrs in page.found if tag == "a"} == {"#added", "#changed", "#gone"}
    assert "<del>120</del> → <ins>121</ins>" in text
    assert "report added" in text


def test_merged_and_split_ids_are_told_apart_from_new_and_gone_ones() -> None:
    found = Changes(
        "1", "2", Difference(("B", "C"), ("D",), (FieldChange("A", "deaths", "1", "2"),)), merged={"D": "A"},
        split={"C": "A"}, remarks=("columns only in 2: x",),
    )  # fmt: skip
    text = difference_page(found)
    assert "is now part of A" in text
    assert "split from A" in text
    assert "columns only in 2: x" in text


def test_files_of_another_dataset_are_told_by_the_columns_that_name_a_row(tmp_path: Path) -> None:
    head = "id,date_start,where_coordinates,best\n"
    (tmp_path / "old.csv").write_text(f"{head}1,2014-01-22,Kiev city,3\n2,2014-02-01,Donetsk town,1\n")
    (tmp_path / "new.csv").write_text(f"{head}1,2014-01-22,Kiev city,5\n")
    text = difference_page(diff_files(tmp_path / "old.csv", tmp_path / "new.csv", "id"))
    assert "2014-01-22, Kiev city" in text
    assert "2014-02-01, Donetsk town" in text
