import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import fromstring

from eventbook.datasets.describing.catalogue import write_catalogue
from eventbook.datasets.releases.read import Release

if TYPE_CHECKING:
    from tests.datasets.conftest import Page

ATOM = "{http://www.w3.org/2005/Atom}"
FILES = ("versions.json", "latest.json", "feed.atom", "index.html")


def test_the_catalogue_names_every_release_the_newest_first(releases: Path) -> None:
    listed = json.loads((releases / "versions.json").read_text("utf-8"))["versions"]
    assert [one["version"] for one in listed] == ["2026.11.1", "2026.11.0"]
    assert json.loads((releases / "latest.json").read_text("utf-8")) == listed[0]
    for one in listed:
        manifest = Release(releases / one["path"]).manifest
        assert (one["content"], one["events"]) == (manifest.content, manifest.tables["events"].rows)


def test_feed_and_page_lead_to_the_releases(releases: Path, read_page: "Callable[[str], Page]") -> None:
    feed = fromstring((releases / "feed.atom").read_text("utf-8"))  # noqa: S314  our own text
    links = [entry.find(f"{ATOM}link") for entry in feed.iter(f"{ATOM}entry")]
    assert [link.get("href") for link in links if link is not None] == [
        "2026.11.1/index.html",
        "2026.11.0/index.html",
    ]
    page = read_page((releases / "index.html").read_text("utf-8"))
    assert page.open == []
    inside = {attrs["href"] or "" for _, attrs in page.found if "href" in attrs}
    assert all((releases / link.partition("#")[0]).is_file() for link in inside)


def test_a_lost_catalogue_is_made_again_and_a_damaged_release_left_out(
    releases: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(releases, tmp_path / "copy"))
    for name in FILES:
        (copy / name).unlink()
    write_catalogue(copy)
    assert [(copy / name).read_bytes() for name in FILES] == [
        (releases / name).read_bytes() for name in FILES
    ]
    (copy / "2026.11.1/manifest.json").write_text("{}")
    write_catalogue(copy)
    assert json.loads((copy / "latest.json").read_text("utf-8"))["version"] == "2026.11.0"
    assert [path.name for path in copy.glob(".*")] == [".lock"]


def test_where_nothing_was_released_there_is_nothing_to_list(tmp_path: Path) -> None:
    write_catalogue(tmp_path)
    assert list(tmp_path.iterdir()) == []
