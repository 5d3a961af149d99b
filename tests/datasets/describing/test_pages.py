import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from eventbook.datasets.describing.pages import codebook_page, release_readme
from eventbook.datasets.releases.read import Release
from eventbook.schema.codebook import Codebook

if TYPE_CHECKING:
    from tests.datasets.conftest import Page, World

Golden = Callable[[str, str], None]


@pytest.mark.parametrize("name", ["README.md", "changes.md"])
@pytest.mark.parametrize("version", ["2026.11.0", "2026.11.1"])
def test_what_people_read_of_the_samples(releases: Path, golden: Golden, version: str, name: str) -> None:
    golden(f"datasets/{version}_{name}", (releases / version / name).read_text(encoding="utf-8"))


def test_the_codebook_as_people_read_it(releases: Path, golden: Golden) -> None:
    golden("datasets/codebook.html", (releases / "2026.11.0" / "codebook.html").read_text(encoding="utf-8"))


def test_the_page_is_well_formed_and_asks_no_other_host_for_anything(
    world: "World", read_page: "Callable[[str], Page]"
) -> None:
    page = read_page(codebook_page(world.book))
    assert page.open == []
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in page.found}
    links = [attrs["href"] for tag, attrs in page.found if tag == "a"]
    assert {f"#{attrs['id']}" for _, attrs in page.found if "id" in attrs} >= set(links)


def test_the_page_holds_every_type_field_rule_and_column(world: "World") -> None:
    text = codebook_page(world.book)
    for kind in world.book.type:
        assert f"<h4>{kind.code}</h4>" in text
    for name in (*world.book.fields_by_name, *(rule.id for rule in world.book.rule), "deaths_high_open"):
        assert f"<code>{name}</code>" in text


def test_what_a_codebook_says_is_escaped(world: "World") -> None:
    head = world.book.head.model_copy(update={"title": "<script>alert(1)</script>"})
    text = codebook_page(world.book.model_copy(update={"head": head}))
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


def test_text_from_outside_cannot_break_the_list_of_changes(releases: Path) -> None:
    text = (releases / "2026.11.1" / "changes.md").read_text(encoding="utf-8")
    assert not re.search(r"(?<!\\)[<>|]", text)


def test_a_codebook_without_counts_has_a_readme_too(world: "World", releases: Path) -> None:
    release = Release(releases / "2026.11.0")
    bare = Codebook.model_validate(world.book.model_dump(by_alias=True) | {"count": []})
    events, places = release.table("events"), release.table("places")
    text = release_readme(release.manifest, bare, {"events": events, "places": places}, ())
    assert "deaths" not in text
    none = {"events": events.slice(0, 0), "places": places.slice(0, 0)}
    assert release_readme(release.manifest, bare, none, ())


@pytest.mark.parametrize(
    ("sources", "says"),
    [
        (["GeoNames", "GeoNames; coordinates of Kherson", "project"], "2 of the"),
        (["project", "Eventbook's list of seas"], ""),
        ([], ""),
    ],
)
def test_geonames_is_credited_where_places_come_from_there(
    world: "World", releases: Path, sources: list[str], says: str
) -> None:
    release = Release(releases / "2026.11.0")
    tables = {
        "events": release.table("events"),
        "places": pa.table({"source": pa.array(sources, pa.string())}),
    }
    text = release_readme(release.manifest, world.book, tables, ())
    assert ("CC BY 4.0" in text and "geonames.org" in text) == bool(says)
    assert says in text
