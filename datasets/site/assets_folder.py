"""The explorer's own files: scripts, styles and outlines, in a folder that is named by what is in them.

A page names the folder it was made for, so whatever a browser kept of an earlier one cannot meet
a later page; and a folder once written never changes, like a release.
"""

import shutil
import tempfile
from importlib.resources import files as package_files
from pathlib import Path

from eventbook.schema.canonical import sha256

_OWN = ("eventbook.datasets.site", "assets")
_STYLE = ("eventbook.datasets.describing", "templates", "pages.css")
_VENDORED = {
    "parquet.js": "parquet.js",
    "coarse.json": "countries-110m.json",
    "fine.json": "countries-50m.json",
}


def assets() -> dict[str, bytes]:
    """Return the files of the explorer by name."""
    own = package_files(_OWN[0]).joinpath(*_OWN[1:])
    found = {one.name: one.read_bytes() for one in own.iterdir() if one.name.endswith((".js", ".css"))}
    found["pages.css"] = package_files(_STYLE[0]).joinpath(*_STYLE[1:]).read_bytes()
    vendored = package_files("eventbook.schema.web").joinpath("vendored")
    found |= {name: vendored.joinpath(source).read_bytes() for name, source in _VENDORED.items()}
    return dict(sorted(found.items()))


def assets_name(files: dict[str, bytes]) -> str:
    """Return the name of the folder for these files: it differs where any of them differs."""
    return sha256("\n".join(f"{sha256(content)} {name}" for name, content in files.items()))[:12]


def write_assets(site: Path, files: dict[str, bytes]) -> str:
    """Write the files beside the releases, where they are not there already, and return their folder's name."""
    name = assets_name(files)
    target = site / name
    if target.is_dir():
        return name
    draft = Path(tempfile.mkdtemp(dir=site, prefix=".assets-"))
    try:
        for path, content in files.items():
            (draft / path).write_bytes(content)
        draft.chmod(0o755)
        draft.rename(target)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return name
