"""Text that would do harm if it were taken for more than text, from article to page and download."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from playwright.sync_api import expect

from eventbook.datasets.building.release import make_release
from eventbook.datasets.plan import Policy

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from tests.datasets.conftest import World
    from tests.datasets.site.conftest import Visit

    Visiting = Callable[..., AbstractContextManager[Visit]]

SCRIPT = "<script>document.title='broken'</script><img src=x onerror=document.title='broken'>"
FORMULA = '=HYPERLINK("https://example.org/","open")'
TURNED = "\u202egnitset\u202c"


@pytest.fixture(scope="module")
def hostile(
    world: "World", visiting: "Visiting", tmp_path_factory: pytest.TempPathFactory
) -> Iterator["Visit"]:
    """Give a page on a release whose names, notes, titles and addresses are hostile."""
    actors = tuple(_renamed(one, f"{FORMULA} {SCRIPT}") if one.id == "karo" else one for one in world.actors)
    places = tuple(
        one.model_copy(update={"name": f"@Alpha {TURNED}"}) if one.id == "alpha" else one
        for one in world.places
    )
    article = world.article("a", title=SCRIPT, url="https://example.org/")
    coded = world.coded("r-1", article, notes=f"On 16 November 2021, {SCRIPT}")
    given = replace(world.given([coded]), actors=actors, places=places)
    folder = tmp_path_factory.mktemp("hostile") / "releases"
    outcome = make_release(given, folder, datetime(2026, 11, 28, tzinfo=UTC), Policy.CAUTIOUS, again=False)
    assert outcome.built.left_out == ()
    _change_addresses(folder / "2026.11.0/sources.parquet", "javascript:document.title='broken'")
    with visiting(folder) as visit:
        yield visit


def _change_addresses(path: Path, address: str) -> None:
    """Put an address into a release that no build lets in: a page must not rely on that."""
    table = pq.read_table(path)
    pq.write_table(
        table.set_column(table.schema.get_field_index("url"), "url", [[address] * table.num_rows]), path
    )


def _renamed(actor: Any, name: str) -> Any:  # noqa: ANN401  a model of ours
    names = tuple(one.model_copy(update={"name": name}) for one in actor.names)
    return actor.model_copy(update={"name": name, "names": names})


def test_in_the_explorer_it_stays_text(hostile: "Visit") -> None:
    hostile.explore()
    assert hostile.found == 1
    hostile.page.click("#list tbody button")
    box = hostile.page.locator("dialog[open]")
    expect(box.locator(".story")).to_contain_text("<script>document.title")
    assert "broken" not in hostile.page.title()
    assert hostile.page.locator("dialog img, dialog script, #list img").count() == 0
    assert hostile.page.locator("dialog a[href^=javascript]").count() == 0
    assert "\u202e" not in hostile.page.inner_text("body")


def test_on_the_pages_of_the_release_it_stays_text(hostile: "Visit") -> None:
    for name in ("index", "changes", "quality", "codebook"):
        hostile.page.goto(f"{hostile.address}2026.11.0/{name}.html")
        assert "broken" not in hostile.page.title()
        assert hostile.page.locator("img, script:not([type='application/ld+json'])").count() == 0


def test_in_a_download_no_cell_is_a_formula(hostile: "Visit") -> None:
    hostile.explore()
    with hostile.page.expect_download() as saved:
        hostile.page.click("#save-csv")
    (row,) = csv.DictReader(io.StringIO(saved.value.path().read_text("utf-8-sig")))
    assert row["actor1"].startswith("'=HYPERLINK")
    assert row["location"].startswith("'@Alpha")
    assert float(row["latitude"]) == pytest.approx(0.3)


def test_an_address_cannot_smuggle_anything_in(hostile: "Visit") -> None:
    hostile.explore("#actor=%3Cimg%20src%3Dx%20onerror%3Ddocument.title%3D'broken'%3E&event=%3Cscript%3E")
    assert hostile.page.locator("img").count() == 0
    assert "broken" not in hostile.page.title()
