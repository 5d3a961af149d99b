"""`index.html` of a release: what it is, what is in it, how to fetch, check and cite it.

One page that asks no other host for anything. For search engines it carries schema.org's
description of a dataset (JSON-LD), made from what the data package is made from.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from markupsafe import Markup

from eventbook.datasets.charting.drawn import KINDS, drawn, kinds, place_classes
from eventbook.datasets.charting.event_map import event_map
from eventbook.datasets.charting.time_chart import time_chart
from eventbook.datasets.describing.citation import citation, makers
from eventbook.datasets.describing.pages import page
from eventbook.datasets.releases.inventory import Listed
from eventbook.datasets.releases.manifest import Manifest
from eventbook.schema.about import About
from eventbook.schema.codebook import Codebook

MOST_COUNTRIES = 12
"""How many countries the page lists; the month tables hold all."""
MOST_ACTORS = 8


@dataclass(frozen=True, slots=True)
class Overview:
    """What the page tells of a release, beside its manifest."""

    about: About
    book: Codebook
    manifest: Manifest
    files: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class BarLine:
    """One line of a breakdown: a name, its number, how long its bar is in hundredths, its colour and a remark."""

    name: str
    events: int
    length: float
    kind: int = KINDS - 1
    selective: bool = False


def landing_page(of: Overview, events: pa.Table) -> str:
    """Return the page of a release."""
    shown, names = drawn(events, of.book), kinds(of.book)
    countries = _largest(events["country"], "no country")
    first, last = _ends(events)
    span = f"{events.num_rows:,} events from {first} to {last}" if first else "no events"
    return page(
        "index.html.j2",
        of=of,
        title=of.about.title or of.book.head.title,
        citation=citation(of.about, of.book, of.manifest),
        linked=Markup(_script(linked_data(of, events))),  # noqa: S704  escaped for a script by _script
        first=first,
        last=last,
        map=event_map(shown, f"Map of {span} in {len(countries)} countries"),
        chart=time_chart(shown, names, f"Timeline of {span}"),
        kinds=[(n % KINDS, name, _selective(of.book, name)) for n, name in enumerate(names)],
        places=list(zip(place_classes(of.book), of.book.places.precision, strict=True)),
        countries=_bars(countries[:MOST_COUNTRIES]),
        more=len(countries) - MOST_COUNTRIES,
        actors=_bars(_actors(events)[:MOST_ACTORS]),
        types=_by_type(of.book, Counter(dict(_largest(events[of.book.types.field], "")))),
        counts=[(one.title, *_known(events, one.name)) for one in of.book.count[:1]],
        example=events["event_id"][0].as_py() if events.num_rows else "",
    )


def linked_data(of: Overview, events: pa.Table) -> dict[str, Any]:
    """Return schema.org's description of the release."""
    about, head = of.about, of.book.head
    first, last = _ends(events)
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
        "temporalCoverage": f"{first}/{last}" if first else "",
        "spatialCoverage": sorted(name for name in pc.unique(events["country"]).to_pylist() if name),
        "variableMeasured": [field.name for field in events.schema],
    }
    return said | {name: value for name, value in optional.items() if value}


def _script(value: Mapping[str, Any]) -> str:
    """Return JSON that may stand in a script element: nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _ends(events: pa.Table) -> tuple[date | None, date | None]:
    """Return the first and the last day."""
    ends = pc.min_max(events["event_date"]).as_py()
    return ends["min"], ends["max"]


def _largest(column: pa.ChunkedArray, blank: str) -> list[tuple[str, int]]:
    """Return the names in a column with how often each stands there, the commonest first."""
    counted = [(one["values"] or blank, one["counts"]) for one in pc.value_counts(column).to_pylist()]
    return sorted(counted, key=lambda item: (-item[1], item[0]))


def _actors(events: pa.Table) -> list[tuple[str, int]]:
    """Return the main actors with their numbers of events; one of two such actors counts for both."""
    counts: Counter[str] = Counter()
    for name in ("actor1", "actor2"):
        counts.update({actor: events for actor, events in _largest(events[name], "") if actor})
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _known(events: pa.Table, count: str) -> tuple[int, int]:
    """Return the sum of a count's best figures and how many events have none: the sum is only a floor."""
    column = events[f"{count}_best"]
    return pc.sum(column).as_py() or 0, column.null_count


def _bars(counted: list[tuple[str, int]]) -> list[BarLine]:
    most = max((events for _, events in counted), default=1)
    return [BarLine(name, events, round(100 * events / most, 1)) for name, events in counted]


def _by_type(book: Codebook, counts: Mapping[str, int]) -> list[BarLine]:
    """Return a line for each type that occurs, in the codebook's order and the colour of its broader type."""
    order = kinds(book)
    most = max(counts.values(), default=1)
    return [
        BarLine(
            kind.code,
            counts[kind.code],
            round(100 * counts[kind.code] / most, 1),
            order.index(kind.parent or kind.code) % KINDS,
            kind.selective,
        )
        for kind in book.type
        if counts.get(kind.code)
    ]


def _selective(book: Codebook, broader: str) -> bool:
    """Tell whether all types below a broader one are coded selectively."""
    return all(one.selective for one in book.type if (one.parent or one.code) == broader)
