import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from eventbook.datasets.releases.read import versions
from eventbook.datasets.releases.verify import verify
from eventbook.datasets.site.assets_folder import assets, assets_name
from eventbook.datasets.site.site import explorer, write_site

if TYPE_CHECKING:
    from tests.datasets.conftest import Page


def test_every_release_has_its_sums_and_the_explorer_its_files(releases: Path) -> None:
    listed = json.loads((releases / "versions.json").read_text("utf-8"))["versions"]
    assert all((releases / one["summary"] / "years.parquet").is_file() for one in listed)
    page = (releases / "explore.html").read_text("utf-8")
    folder = releases / "site" / assets_name(assets())
    assert f"site/{folder.name}/explore.js" in page
    assert {path.name for path in folder.iterdir()} == set(assets())


def test_the_explorers_page_allows_no_script_or_style_but_its_own_files(
    releases: Path, read_page: "Callable[[str], Page]"
) -> None:
    text = (releases / "explore.html").read_text("utf-8")
    page = read_page(text)
    policy = next(attrs["content"] or "" for _, attrs in page.found if attrs.get("http-equiv"))
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not any(
        "style" in attrs or any(name.startswith("on") for name in attrs) for _, attrs in page.found
    )
    assert all(attrs.get("src") for tag, attrs in page.found if tag == "script")


def test_what_a_team_calls_itself_is_text_on_the_page() -> None:
    assert "<b>" not in explorer("<b>", "site/x", [])


def test_the_site_can_be_made_again_and_changes_no_release(releases: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(releases, tmp_path / "copy"))
    shutil.rmtree(copy / "site")
    (copy / "explore.html").unlink()
    (copy / "site").mkdir()
    (copy / "site/.assets-killed").mkdir()
    write_site(copy)
    write_site(copy)
    assert all(verify(copy / one, None) == [] for one in versions(copy))
    assert (copy / "explore.html").read_bytes() == (releases / "explore.html").read_bytes()
    assert not list(copy.glob("site/.*"))


def test_the_folder_of_the_explorers_files_is_named_by_what_is_in_them() -> None:
    files = assets()
    changed = files | {"explore.js": b"other"}
    assert assets_name(files) != assets_name(changed)


def test_a_release_that_cannot_be_read_keeps_none_of_the_others_from_being_shown(
    releases: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(releases, tmp_path / "copy"))
    shutil.rmtree(copy / "site")
    (copy / "2026.11.0/events.parquet").write_bytes(b"none")
    write_site(copy)
    assert (copy / "explore.html").is_file()


def test_where_nothing_was_released_there_is_no_site(tmp_path: Path) -> None:
    write_site(tmp_path)
    assert list(tmp_path.iterdir()) == []
