from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from eventbook.datasets.describing.landing_page import MOST_COUNTRIES, Overview, landing_page
from eventbook.datasets.releases.inventory import inventory
from eventbook.datasets.releases.read import Release
from eventbook.datasets.releases.write import written
from eventbook.schema.about import About

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from tests.datasets.conftest import Page


def overview(releases: Path) -> Overview:
    release = Release(releases / "2026.11.1")
    files = {
        str(path.relative_to(release.folder)): written(path)
        for path in release.folder.rglob("*")
        if path.is_file()
    }
    return Overview(About(), release.codebook, release.manifest, inventory(files, release.codebook))


def test_the_page_is_well_formed_and_asks_no_other_host_for_anything(
    releases: Path, read_page: "Callable[[str], Page]"
) -> None:
    page = read_page((releases / "2026.11.1/index.html").read_text("utf-8"))
    assert page.open == []
    assert not {"link", "img", "iframe"} & {tag for tag, _ in page.found}
    assert [attrs["type"] for tag, attrs in page.found if tag == "script"] == ["application/ld+json"]


def test_every_link_leads_to_a_file_of_the_release(
    releases: Path, read_page: "Callable[[str], Page]"
) -> None:
    page = read_page((releases / "2026.11.1/index.html").read_text("utf-8"))
    links = {attrs["href"] or "" for tag, attrs in page.found if tag == "a"}
    inside = {link for link in links if not link.startswith(("http", "#", "../"))}
    assert inside >= {"events.parquet", "codebook.html", "changes.md"}
    assert all((releases / "2026.11.1" / link).is_file() for link in inside)


def test_what_a_team_says_of_itself_cannot_end_the_script(releases: Path) -> None:
    said = replace(overview(releases), about=About(title="</script><script>alert(1)</script>"))
    text = landing_page(said, Release(releases / "2026.11.1").table("events"))
    assert text.count("<script") == 1
    assert text.count("</script") == 1


def test_countries_beyond_the_most_are_counted(releases: Path, monkeypatch: "pytest.MonkeyPatch") -> None:
    monkeypatch.setattr("eventbook.datasets.describing.landing_page.MOST_COUNTRIES", 1)
    text = landing_page(overview(releases), Release(releases / "2026.11.1").table("events"))
    assert "the 1 with most of" in text
    assert MOST_COUNTRIES > 1
