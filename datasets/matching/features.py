"""What matching looks at: one Arrow row a report, with nothing in it that matching does not need.

The table is the whole interface of matching: whoever can fill it (an import, a benchmark) can
match. Rows are sorted by report id, so the order in which reports arrive changes nothing.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta

import pyarrow as pa

from eventbook.datasets.matching.prepare import Prepared
from eventbook.datasets.matching.voices import voice_of
from eventbook.schema.article import Article
from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_parts import FieldType
from eventbook.schema.derive import published_day
from eventbook.schema.distance import reach_km
from eventbook.schema.facts import spoken_in
from eventbook.schema.form import FieldValue, Form
from eventbook.schema.registry import Registry
from eventbook.schema.tally import settle
from eventbook.schema.text import fold
from eventbook.schema.where import Place, PlaceKind, PlaceLookup
from eventbook.schema.who import Side

UNKNOWN_FIRST = timedelta(days=30)
"""How far before "found on" a first day that nobody knows is looked for."""

ALL_REGIONS = "/*"
"""How the region of a place ends that is a whole country."""

_BETWEEN = re.compile(r"[\W_]+")
_WORDS = frozenset({FieldType.TEXT, FieldType.TAGS})

FEATURES = pa.schema(
    [
        pa.field("report_id", pa.string(), nullable=False),
        pa.field("sheet_id", pa.string()),
        pa.field("article_id", pa.string()),
        pa.field("voice", pa.string()),
        pa.field("country", pa.string()),
        pa.field("first", pa.date32(), nullable=False),
        pa.field("last", pa.date32(), nullable=False),
        pa.field("latitude", pa.float64(), nullable=False),
        pa.field("longitude", pa.float64(), nullable=False),
        pa.field("radius_km", pa.float64(), nullable=False),
        pa.field("place_id", pa.string()),
        pa.field("within", pa.string()),
        pa.field("region", pa.string()),
        pa.field("type", pa.string()),
        pa.field("parent", pa.string()),
        pa.field("family", pa.string()),
        pa.field("actor1", pa.string()),
        pa.field("actor2", pa.string()),
        pa.field("identified1", pa.bool_()),
        pa.field("identified2", pa.bool_()),
        pa.field("count_low", pa.int64()),
        pa.field("count_best", pa.int64()),
        pa.field("count_open", pa.bool_()),
        pa.field("published", pa.date32()),
        pa.field("words", pa.list_(pa.string())),
        pa.field("named", pa.list_(pa.string())),
        pa.field("kinds", pa.list_(pa.string())),
    ]
)


def features(
    prepared: Prepared,
    book: Codebook,
    registry: Registry,
    gazetteer: PlaceLookup,
    articles: Mapping[str, Article],
) -> pa.Table:
    """Return the table that matching works on, one row a report, sorted by report id.

    Who compares a draft with reports asks nothing of their articles, and need not have them.
    """
    reach = {step.code: step.km for step in book.places.precision}
    rows: list[dict[str, object]] = []
    for key, report in sorted(prepared.reports.items()):
        form, article = prepared.whole(key), articles.get(report.article)
        rows.append(
            {
                "report_id": key,
                "sheet_id": report.sheet,
                "article_id": report.article,
                "voice": voice_of(article) if article else None,
                **_when_where(form, gazetteer, reach),
                **_what(form, book),
                **_who(form, registry),
                **_how_many(form, book),
                "published": article.published if article else None,
                "words": sorted(_words(" ".join([form.notes or "", *told_words(form, book)]))),
                "named": sorted(_words(" ".join(told_names(form, book)))),
                "kinds": sorted(told_kinds(form, book)),
            }
        )
    return pa.Table.from_pylist(rows, schema=FEATURES)


def _when_where(form: Form, gazetteer: PlaceLookup, reach: Mapping[int, float]) -> dict[str, object]:
    when, where = form.when, form.where
    place = gazetteer.get(where.place) if where else None
    if when is None or where is None or place is None:
        message = "a prepared report has a day and a place"  # the rules see to it
        raise ValueError(message)
    return {
        "first": when.first or when.last - UNKNOWN_FIRST,
        "last": when.last,
        "country": place.country,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "radius_km": reach_km(place.kind, reach[where.precision]),
        "place_id": place.id,
        "within": place.within or None,
        "region": region_of(place),
    }


def region_of(place: Place) -> str | None:
    """Return the first-level region that a place lies in, or is, where that is known; all of a country's for itself."""
    if place.kind is PlaceKind.COUNTRY:
        return f"{place.country}{ALL_REGIONS}"
    name = place.name if place.kind is PlaceKind.ADMIN1 else place.admin1
    return f"{place.country}/{fold(name)}" if name else None


def _what(form: Form, book: Codebook) -> dict[str, object]:
    code = str(form.values[book.types.field])
    return {"type": code, "parent": book.parent(code), "family": book.family(code)}


def _who(form: Form, registry: Registry) -> dict[str, object]:
    row: dict[str, object] = {}
    for number, side in (("1", form.side1), ("2", form.side2)):
        row |= {
            f"actor{number}": side.actor if side else None,
            f"identified{number}": _identified(side, registry),
        }
    return row


def _identified(side: Side | None, registry: Registry) -> bool | None:
    actor = registry.get(side.actor) if side else None
    return actor.identified if actor else None


def _how_many(form: Form, book: Codebook) -> dict[str, object]:
    """Return the bounds of the codebook's first count, the one that tells events apart best."""
    if not book.count or form.when is None:
        return {"count_low": None, "count_best": None, "count_open": None}
    first = book.count[0]
    amount = settle(spoken_in(form, first.name, published_day(book, form.when)), first.merge)
    return {"count_low": amount.low, "count_best": amount.best, "count_open": amount.high_open}


def told_words(form: Form, book: Codebook) -> Iterator[str]:
    """Yield the words in which a form's own fields tell of the incident: texts, not codes.

    Words about a side are left out: who took part is compared by itself, and would count twice.
    So are names that are compared as names.
    """
    for field in (one for one in book.field if not one.about):
        if field.type is FieldType.TEXT and not field.match:
            yield from _said(form.values.get(field.name))
        slots = [slot.name for slot in field.slots if slot.type in _WORDS and not slot.match]
        for record in form.records.get(field.name, ()):
            yield from record.texts(*slots)


def told_names(form: Form, book: Codebook) -> Iterator[str]:
    """Yield whom and what a form names in the fields that the codebook has matched by name."""
    for field in book.field:
        if field.match == "name":
            yield from _said(form.values.get(field.name))
        slots = [slot.name for slot in field.slots if slot.match == "name"]
        for record in form.records.get(field.name, ()):
            yield from record.texts(*slots)


def told_kinds(form: Form, book: Codebook) -> set[str]:
    """Return what a form chooses in the fields that the codebook has matched by kind, as `field=code`."""
    found: set[str] = set()
    for field in book.field:
        if field.match == "kind":
            found |= {f"{field.name}={code}" for code in _said(form.values.get(field.name))}
        for slot in (one for one in field.slots if one.match == "kind"):
            for record in form.records.get(field.name, ()):
                found |= {f"{field.name}.{slot.name}={code}" for code in record.texts(slot.name)}
    return found


def _said(value: FieldValue | None) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,) if isinstance(value, str) else ()


def _words(notes: str) -> set[str]:
    return {word for word in _BETWEEN.split(fold(notes)) if len(word) > 3 and not word.isdigit()}  # noqa: PLR2004  skips particles
