"""Where each value of an event comes from: one line a filled column, report and quote; and what coders doubted."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from eventbook.datasets.building.public import WITHHELD, is_confidential
from eventbook.datasets.building.rows import Page, Settlement
from eventbook.datasets.merging.settled import How, Told
from eventbook.datasets.releases.text_values import as_text
from eventbook.schema.evidence import Quote


def provenance_rows(event: Settlement, row: Mapping[str, Any], page: Page) -> Iterator[dict[str, Any]]:
    """Yield where each filled column of an event's row comes from: one line a report and quote."""
    by_id = {one.id: one for one in event.told}
    words: dict[tuple[str, str], list[dict[str, Any]]] = {}  # several columns rest on one field of the form
    for name, source, follows in page.traced:
        value = row.get(name)
        if value is None or value == []:
            continue
        settled = event.fields.get(source)
        base = {"event_id": event.event_id, "field": name, "value": as_text(value)}
        if settled is None:
            yield {**base, "how": How.DERIVED.value, "rule": "follows-from-other-fields"}
            continue
        how = How.DERIVED if follows and settled.how is not How.OVERRIDDEN else settled.how
        base |= {"how": how.value, "rule": settled.rule}
        if not settled.reports:
            yield base
        for report in settled.reports:
            key = (report, source)
            if key not in words:
                words[key] = list(_words(by_id[report], _quotes(by_id[report], source), page))
            yield from ({**base, **said} for said in words[key])


def doubt_rows(event: Settlement, page: Page) -> Iterator[dict[str, Any]]:
    """Yield what coders doubted about an event: the field, what it might be instead, why, and the words."""
    if not any(one.form.doubts for one in event.told):
        return
    first = {column.source.split(".")[0]: column.name for column in reversed(page.traced)}
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
    return ({**base, **said} for said in _words(one, quotes, page))


def _words(one: Told, quotes: Iterable[Quote], page: Page) -> Iterator[dict[str, Any]]:
    """Yield the columns that name a report, with each quote that may be shown."""
    shown = [page.quotes.shown(quote, page.book.evidence.max_quote) for quote in quotes]
    # Several withheld quotes are one line; only where some are shown do those stand alone.
    for words, start, end in dict.fromkeys(found for found in shown if found[0]) or [(None, None, None)]:
        yield {**page.cited[one.id], "quote": words, "start": start, "end": end}


def _quotes(one: Told, source: str) -> Iterator[Quote]:
    if source.startswith("counts."):
        name = source.removeprefix("counts.")
        yield from (claim.phrase for claim in one.form.counts if claim.what == name and claim.phrase)
    else:
        yield from one.form.evidence.get(source, ())
        yield from (quote for record in one.form.records.get(source, ()) for quote in record.quotes)
