"""What lies beside the releases: a list of them for programs, a feed, and a page.

All are made anew from the releases that are there, so they can be lost and made again; each is
put in place in one step. With them the folder is a website of plain files.
"""

import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from eventbook.datasets.describing.pages import page
from eventbook.datasets.releases.file_check import gave_up
from eventbook.datasets.releases.manifest import Manifest
from eventbook.datasets.releases.read import Release, ReleaseError, versions
from eventbook.datasets.releases.release_files import MANIFEST, SIGNATURE
from eventbook.schema.canonical import sha256
from eventbook.schema.talk import several

_ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class Shelved:
    """One release as the catalogue lists it."""

    manifest: Manifest
    title: str
    homepage: str
    fingerprint: str
    signed: bool
    given_up: bool

    @property
    def version(self) -> str:
        """The version, which is also its folder."""
        return self.manifest.version

    @property
    def summary(self) -> str:
        """Where its sums for the explorer lie, beside the releases."""
        return f"site/{self.version}-{self.manifest.content[:12]}/"

    def as_dict(self) -> dict[str, Any]:
        """Return the entry for programs; `path` is relative to the catalogue."""
        tables, taken_out = self.manifest.tables, [one.number for one in self.manifest.redactions]
        return ({"redactions": taken_out} if taken_out else {}) | {
            "version": self.version,
            "path": f"{self.version}/",
            "made_at": f"{self.manifest.made_at:%Y-%m-%dT%H:%M:%SZ}",
            "events": tables["events"].rows,
            "changes": {name: tables[name].rows for name in ("upserts", "removed", "fields")},
            "previous": self.manifest.previous,
            "codebook": self.manifest.codebook,
            "columns": self.manifest.columns,
            "content": self.manifest.content,
            "signed": self.signed,
            "tables_given_up": self.given_up,
            "summary": self.summary,
        }


def shelf(releases: Path) -> tuple[Shelved, ...]:
    """Return the releases in a folder, the newest first; one that cannot be read is left out."""
    return tuple(reversed(tuple(_shelved(releases))))


def _shelved(releases: Path) -> Iterator[Shelved]:
    for version in versions(releases):
        release = Release(releases / version)
        try:
            manifest = release.manifest
            package = json.loads((release.folder / "datapackage.json").read_text(encoding="utf-8"))
        except (ReleaseError, OSError, ValueError):
            continue
        fingerprint = sha256((release.folder / MANIFEST).read_bytes())
        signed = (release.folder / SIGNATURE).is_file()
        home = package.get("homepage", "")
        yield Shelved(manifest, package["title"], home, fingerprint, signed, gave_up(release.folder))


def write_catalogue(releases: Path) -> None:
    """Write `versions.json`, `latest.json`, `feed.atom` and `index.html` beside the releases."""
    found = shelf(releases)
    if not found:
        return
    entries = [one.as_dict() for one in found]
    texts = {
        "versions.json": json.dumps({"versions": entries}, indent=2) + "\n",
        "latest.json": json.dumps(entries[0], indent=2) + "\n",
        "feed.atom": _feed(found),
        "index.html": page("catalogue.html.j2", title=found[0].title, releases=found),
    }
    for name, text in texts.items():
        put(releases / name, text)


def put(path: Path, text: str) -> None:
    """Put a text in its place in one step: readers see the old one or the new one."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=".catalogue-", delete=False
    ) as draft:
        draft.write(text)
        draft.flush()
        os.fsync(draft.fileno())
    Path(draft.name).chmod(0o644)
    Path(draft.name).replace(path)


def _feed(found: tuple[Shelved, ...]) -> str:
    """Return an Atom feed, the newest release first; addresses are relative to it."""
    feed = Element("feed", {"xmlns": _ATOM})
    SubElement(feed, "title").text = found[0].title
    SubElement(feed, "id").text = found[0].homepage or f"urn:sha256:{found[-1].fingerprint}"
    SubElement(feed, "updated").text = f"{found[0].manifest.made_at:%Y-%m-%dT%H:%M:%SZ}"
    SubElement(SubElement(feed, "author"), "name").text = found[0].title
    SubElement(feed, "link", {"rel": "self", "href": "feed.atom"})
    for one in found:
        tables = one.manifest.tables
        entry = SubElement(feed, "entry")
        SubElement(entry, "title").text = f"Release {one.version}"
        SubElement(entry, "id").text = f"urn:sha256:{one.fingerprint}"
        SubElement(entry, "updated").text = f"{one.manifest.made_at:%Y-%m-%dT%H:%M:%SZ}"
        SubElement(entry, "link", {"href": f"{one.version}/index.html"})
        counts = f"{tables['upserts'].rows} new or changed, {tables['removed'].rows} gone."
        says = [
            f"{several(tables['events'].rows, 'event')}; {counts}",
            *(f"Taken out: {told}." for told in one.manifest.redactions),
        ]
        SubElement(entry, "summary").text = " ".join(says)
    indent(feed)
    return tostring(feed, encoding="unicode", xml_declaration=True) + "\n"
