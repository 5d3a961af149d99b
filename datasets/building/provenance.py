"""Where each value of an event comes from: one line a filled column, report and quote; and what coders doubted."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from eventbook.datasets.building.public import WITHHELD, is_confidential
from eventbook.datasets.building.rows import Page, Settlement
from eventbook.datasets.merging.settled import How, Settled, Told
from eventbook.datasets.releases.text_values import as_text
from eventbook.schema.codebook import Codebook
from eventbook.schema.evidence import Quote
from eventbook.schema.published import Column, published_columns

_DERIVED = {
    "year",
    "event_date",
    "time_precision",
    "iso",
    "iso3",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
}


def provenance_rows(event: Settlement, row: Mapping[str, Any], page: Page) -> Iterator[dict[str, Any]]:
    """Yield where each filled column of an event's row comes from: one line a report and quote."""
    by_id = {one.id: one for one in event.told}
    for column in published_columns(page.book):
        value = row.get(column.name)
        if not column.source or value is None or value == []:
            continue
        settled = event.fields.get(column.source)
        base = {"event_id": event.event_id, "field": column.name, "value": as_text(value)}
        if settled is None:
            yield {**base, "how": How.DERIVED.value, "rule": "follows-from-other-fields"}
            continue
        base |= {"how": _how(column, settled, page.book), "rule": settled.rule}
        if not settled.reports:
            yield base
        for report in settled.reports:
            one = by_id[report]
            yield from cited(base, one, _quotes(one, column.source), page)


def _how(column: Column, settled: Settled[object], book: Codebook) -> str:
    follows = column.name in _DERIVED or column.name in book.types.columns[:-1]
    if settled.how is How.OVERRIDDEN or not follows:
        return settled.how.value
    return How.DERIVED.value


def doubt_rows(event: Settlement, page: Page) -> Iterator[dict[str, Any]]:
    """Yield what coders doubted about an event: the field, what it might be instead, why, and the words."""
    first = {column.source.split(".")[0]: column.name for column in reversed(published_columns(page.book))}
    first |= {"when": "event_date", "where": "location", page.book.types.field: page.book.types.field}
    for one in event.told:
        for doubt in one.form.doubts:
            name = first.get(doubt.field.split(".")[0], doubt.field)
            base = {"event_id": event.event_id, "field": name, "value": doubt.alternative or None}
            base |= {"how": How.DOUBTED.value, "rule": doubt.reason}
            if is_confidential(one.article, page.outlets):
                base |= {"value": None, "rule": WITHHELD}
            yield from cited(base, one, [doubt.quote] if doubt.quote else [], page)


def cited(
    base: Mapping[str, Any], one: Told, quotes: Iterable[Quote], page: Page
) -> Iterator[dict[str, Any]]:
    """Yield a line for each quote of a report that may be shown, or one without words."""
    line = {**base, **page.cited[one.id]}
    shown = [page.quotes.shown(quote, page.book.evidence.max_quote) for quote in quotes]
    # Several withheld quotes are one line; only where some are shown do those stand alone.
    for words, start, end in dict.fromkeys(found for found in shown if found[0]) or [(None, None, None)]:
        yield {**line, "quote": words, "start": start, "end": end}


def _quotes(one: Told, source: str) -> Iterator[Quote]:
    if source.startswith("counts."):
        name = source.removeprefix("counts.")
        yield from (claim.phrase for claim in one.form.counts if claim.what == name and claim.phrase)
    else:
        yield from one.form.evidence.get(source, ())
        yield from (quote for record in one.form.records.get(source, ()) for quote in record.quotes)
