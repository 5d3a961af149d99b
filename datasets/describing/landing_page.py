"""`index.html` of a release: what it is, what is in it, how to fetch, check and cite it.

One page that asks no other host for anything. For search engines it carries schema.org's
description of a dataset (JSON-LD), made from what the data package is made from.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from markupsafe import Markup

from eventbook.datasets.describing.citation import citation, makers
from eventbook.datasets.describing.pages import page
from eventbook.datasets.releases.inventory import Listed
from eventbook.datasets.releases.manifest import Manifest
from eventbook.schema.about import About
from eventbook.schema.codebook import Codebook

MOST_COUNTRIES = 12
"""How many countries the page lists; the month tables hold all."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What the page tells of a release, beside its manifest."""

    about: About
    book: Codebook
    manifest: Manifest
    files: tuple[Listed, ...]


def landing_page(of: Overview, events: pa.Table) -> str:
    """Return the page of a release."""
    days, countries = events["event_date"].to_pylist(), _largest(events["country"].to_pylist())
    return page(
        "index.html.j2",
        of=of,
        title=of.about.title or of.book.head.title,
        citation=citation(of.about, of.book, of.manifest),
        linked=Markup(_script(linked_data(of, events))),  # noqa: S704  escaped for a script by _script
        first=min(days, default=None),
        last=max(days, default=None),
        countries=countries[:MOST_COUNTRIES],
        more=len(countries) - MOST_COUNTRIES,
        types=_by_type(of.book, Counter(events[of.book.types.field].to_pylist())),
    )


def linked_data(of: Overview, events: pa.Table) -> dict[str, Any]:
    """Return schema.org's description of the release."""
    about, head = of.about, of.book.head
    days = events["event_date"].to_pylist()
    said: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": about.title or head.title,
        "description": about.description or head.description or head.title,
        "version": of.manifest.version,
        "datePublished": f"{of.manifest.made_at:%Y-%m-%d}",
        "isAccessibleForFree": True,
        "creator": [{"@type": "Organization", "name": name} for name in makers(about, of.book)],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": one.path,
                "description": one.says,
                "contentUrl": one.path,
                "encodingFormat": one.media,
                "contentSize": f"{one.size} B",
                "sha256": one.sha256,
            }
            for one in of.files
        ],
    }
    optional: dict[str, Any] = {
        "license": about.licence_url,
        "url": about.homepage,
        "identifier": f"https://doi.org/{about.doi}" if about.doi else "",
        "keywords": list(about.keywords),
        "publisher": {"@type": "Organization", "name": about.publisher} if about.publisher else None,
        "temporalCoverage": f"{min(days)}/{max(days)}" if days else "",
        "spatialCoverage": sorted({name for name in events["country"].to_pylist() if name}),
        "variableMeasured": [field.name for field in events.schema],
    }
    return said | {name: value for name, value in optional.items() if value}


def _script(value: Mapping[str, Any]) -> str:
    """Return JSON that may stand in a script element: nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _largest(names: Iterable[str | None]) -> list[tuple[str, int]]:
    counts = Counter(name or "no country" for name in names)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _by_type(book: Codebook, counts: Mapping[str, int]) -> list[tuple[str, int, bool]]:
    """Return each type that occurs with its number, and whether it is coded selectively."""
    return [(kind.code, counts[kind.code], kind.selective) for kind in book.type if counts.get(kind.code)]
