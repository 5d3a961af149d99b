"""What makes a folder of releases a website: the catalogue, and the explorer with what it needs.

All of it lies beside the releases and is made anew with each. A release stays as it was published,
byte for byte, and its pages need nothing from outside its folder; the explorer, being a program,
may get better, and then shows old releases better too.
"""

import shutil
from contextlib import suppress
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from eventbook.datasets.describing.catalogue import Shelved, put, shelf, write_catalogue
from eventbook.datasets.releases.read import Release, ReleaseError
from eventbook.datasets.site.assets_folder import assets, write_assets
from eventbook.datasets.site.summary import write_summary

SITE = "site"
EXPLORER = "explore.html"
_DRAFTS = (".assets-*", ".summary-*")
"""What a killed command can leave here."""


def write_site(releases: Path) -> None:
    """Write all that lies beside the releases; where there is no release, nothing."""
    found = shelf(releases)
    if not found:
        return
    site = releases / SITE
    site.mkdir(exist_ok=True)
    for stale in [path for pattern in _DRAFTS for path in site.glob(pattern)]:
        shutil.rmtree(stale)
    for one in found:
        _summarise(releases, one)
        for other in site.glob(f"{one.version}-*"):  # of what a redaction has taken out since
            if other.name != Path(one.summary).name:
                shutil.rmtree(other)
    files = assets()
    folder = write_assets(site, files)
    modules = sorted(name for name in files if name.endswith(".js") and name != "explore.js")
    put(releases / EXPLORER, explorer(found[0].title, f"{SITE}/{folder}", modules))
    write_catalogue(releases)


def _summarise(releases: Path, one: Shelved) -> None:
    target = releases / one.summary
    if target.is_dir():
        return
    # Without sums the explorer reads the events themselves; a damaged release is for `verify` to name.
    with suppress(ReleaseError):
        write_summary(Release(releases / one.version), target)


def explorer(title: str, folder: str, modules: list[str]) -> str:
    """Return the explorer's page; it finds out by itself which releases there are."""
    made = Environment(
        loader=PackageLoader("eventbook.datasets.site"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    return made.get_template("explore.html.j2").render(title=title, assets=folder, modules=modules)
