from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from eventbook.datasets.describing.quality_page import quality_page
from eventbook.datasets.releases.quality import Case, Outlier, Quality
from eventbook.schema.coding import Agreement

if TYPE_CHECKING:
    from tests.datasets.conftest import Page


def report(releases: Path) -> Quality:
    return Quality.model_validate_json((releases / "2026.11.1/quality.json").read_text("utf-8"))


def test_the_page_says_what_the_report_says(releases: Path, read_page: "Callable[[str], Page]") -> None:
    text = (releases / "2026.11.1/quality.html").read_text("utf-8")
    assert read_page(text).open == []
    quality = report(releases)
    assert f"{quality.one_outlet.share:.0%}".replace("%", " %") in text
    assert all(one.says in text for one in quality.beyond.waived)
    assert "Not known: as far as was told, no article was coded by two people on their own." in text


def test_agreement_and_what_stands_out_are_shown_as_text(releases: Path) -> None:
    odd = Outlier(
        kind="year", title="<Odd>", advice="Look.", events=3, cases_in_all=4,
        cases=(Case(what="<case>", events=3, ids=("A1", "A2")),),
    )  # fmt: skip
    beyond = report(releases).beyond.model_copy(
        update={"agreement": (Agreement(field="where", pairs=10, agreed=9, alpha=0.81),)}
    )
    text = quality_page("T", report(releases).model_copy(update={"beyond": beyond, "outliers": (odd,)}))
    assert "&lt;Odd&gt;" in text
    assert "&lt;case&gt;" in text
    assert "and 1 more" in text
    assert "and 3 more" in text
    assert "<td>0.81</td>" in text
