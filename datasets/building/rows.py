"""From settled events to published rows of the events table.

A row holds what was settled and what follows from it; nothing is worked out that the schema's
derivations do not say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from eventbook.datasets.building.public import (
    UNDISCLOSED,
    Quotable,
    is_confidential,
    only_in_confidence,
    outlet_of,
    publications,
    quotable,
    source_id,
)
from eventbook.datasets.building.record_rows import record_row
from eventbook.datasets.matching.voices import outlets_of
from eventbook.datasets.merging.settled import How, Settled, Told
from eventbook.datasets.merging.shares import split_counts, split_notes
from eventbook.schema.article import Outlet
from eventbook.schema.codebook import Codebook
from eventbook.schema.context import Context
from eventbook.schema.countries import COUNTRIES
from eventbook.schema.counts import Amount
from eventbook.schema.derive import (
    actor_type,
    date_precision,
    derived_value,
    interaction,
    published_day,
    type_columns,
)
from eventbook.schema.facts import facts_of
from eventbook.schema.form import Form
from eventbook.schema.published import published_columns
from eventbook.schema.when import When
from eventbook.schema.where import Where

_FOLLOW = (
    "year", "event_date", "time_precision", "iso", "iso3", "region", "country", "admin1", "admin2", "admin3",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settlement:
    """One event with its id: settled fields, reports, incidents, last change, what the unit joined."""

    event_id: str
    fields: Mapping[str, Settled[object]]
    told: tuple[Told, ...]
    incidents: int
    changed_at: int
    joined: int = 0


class Traced(NamedTuple):
    """A column of the events table that rests on a field of the forms; some only follow from what was coded."""

    name: str
    source: str
    follows: bool


def traced_columns(book: Codebook) -> tuple[Traced, ...]:
    """Return the columns whose values are traced to reports, in order."""
    follow = {*_FOLLOW, *book.types.columns[:-1]}
    columns = (one for one in published_columns(book) if one.source)
    return tuple(Traced(one.name, one.source, one.name in follow) for one in columns)


@dataclass(frozen=True, slots=True)
class Page:
    """What rows are written with: surroundings, outlets, quotes that may be shown, how each report is cited.

    `first` has the public name of each article's earliest accepted report, `cited` the columns that name
    a report and its source, by report id.
    """

    context: Context
    outlets: Mapping[str, Outlet]
    quotes: Quotable
    first: Mapping[str, str]
    cited: Mapping[str, Mapping[str, str]]
    traced: tuple[Traced, ...]

    @classmethod
    def of(cls, told: Sequence[Told], context: Context, outlets: Mapping[str, Outlet]) -> "Page":
        """Return what the rows of all that was told are written with."""
        quotes = quotable(told, context.book.evidence, outlets)
        latest_first = sorted(told, key=lambda one: one.order, reverse=True)
        first = {one.article.id: one.report.public for one in latest_first}
        cited = {one.id: _names(one, first, outlets) for one in told}
        return cls(context, outlets, quotes, first, cited, traced_columns(context.book))

    @property
    def book(self) -> Codebook:
        """The codebook of the build."""
        return self.context.book


def event_row(event: Settlement, page: Page) -> dict[str, Any]:
    """Return the published row of one event, by column name."""
    form = as_form(event.fields, page.book)
    row: dict[str, Any] = {"event_id": event.event_id, "timestamp": event.changed_at}
    row |= _when(form, page.book) | _where(form, page.context) | _sides(form, page.context)
    row |= {
        f"actor{number}_by": None
        for number in (1, 2)
        if (side := event.fields.get(f"side{number}")) and side.how is not How.OVERRIDDEN
        if only_in_confidence(event.told, f"side{number}", row[f"actor{number}_by"], page.outlets)
    }
    kind = str(form.values[page.book.types.field])
    row |= type_columns(page.book, kind) | {"selective": page.book.types_by_code[kind].selective}
    facts = facts_of(form, page.context)
    for name in page.book.record_fields:
        row[name] = [record_row(record) for record in form.records.get(name, ())] or None
    for field in page.book.plain_fields:
        value = form.values.get(field.name)
        value = derived_value(field, facts) if value is None else value
        row[field.name] = list(value) if isinstance(value, tuple) else value
    for count in page.book.count:
        amount = _amount(event, count.name)
        row |= {f"{count.name}_{bound}": getattr(amount, bound) for bound in ("low", "best", "high")}
        row[f"{count.name}_high_open"] = amount.high_open if amount.known else None
    written = event.fields.get("notes")
    row |= _sources(event.told, page)
    row |= {
        "notes": "\n".join([*([str(written.value)] if written else []), *split_notes(event.told, page.book)])
        or None,
        "notes_by": ("person" if written.how is How.OVERRIDDEN else "report") if written else None,
        "doubted": sorted({doubt.field for one in event.told for doubt in one.form.doubts}),
        "summary": all(one.form.summary for one in event.told if not one.form.corroborates),
        "split_counts": split_counts(event.told, page.book),
        "incidents": event.incidents,
        "joined": event.joined,
        "reports": len(event.told),
    }
    return row


def as_form(fields: Mapping[str, Settled[object]], book: Codebook) -> Form:
    """Return the settled fields as a form, so that what derives from a form derives from an event."""
    built_in = {
        name: fields[name].value for name in ("when", "where", "side1", "side2", "notes") if name in fields
    }
    chosen = (book.types.field, *(field.name for field in book.plain_fields))
    # A manager may have emptied a field.
    filled = {name for name, settled in fields.items() if settled.value is not None}
    values = {name: fields[name].value for name in chosen if name in filled}
    records = {name: fields[name].value for name in book.record_fields if name in filled}
    return Form.model_validate({**built_in, "values": values, "records": records})


def _amount(event: Settlement, name: str) -> Amount:
    settled = event.fields.get(f"counts.{name}")
    return settled.value if settled and isinstance(settled.value, Amount) else Amount()


def _known(when: When | None, where: Where | None) -> tuple[When, Where]:
    if when is None or where is None:
        message = "an event has a day and a place"  # the rules and the merge see to it
        raise ValueError(message)
    return when, where


def _when(form: Form, book: Codebook) -> dict[str, Any]:
    when, _ = _known(form.when, form.where)
    day = published_day(book, when)
    step = date_precision(book, when) or book.dates.precision[-1]
    return {
        "event_date": day,
        "year": day.year,
        "first_day": when.first,
        "last_day": when.last,
        "lasting": when.lasting.value,
        "time_precision": step.code,
    }


def _where(form: Form, context: Context) -> dict[str, Any]:
    _, where = _known(form.when, form.where)
    place = context.gazetteer[where.place]
    country = COUNTRIES.get(place.country)  # a sea lies in none
    return {
        "iso": country.numeric if country else None,
        "iso3": country.iso3 if country else None,
        "region": country.region if country else None,
        "country": country.name if country else None,
        "admin1": place.admin1 or None,
        "admin2": place.admin2 or None,
        "admin3": place.admin3 or None,
        "location": place.name,
        "place_id": place.id,
        "latitude": round(place.latitude, 4),
        "longitude": round(place.longitude, 4),
        "geo_precision": where.precision,
        "unnamed_places": where.remainder,
    }


def _sides(form: Form, context: Context) -> dict[str, Any]:
    when, where = _known(form.when, form.where)
    day, country = published_day(context.book, when), context.gazetteer[where.place].country
    row: dict[str, Any] = {}
    labels: list[str | None] = []
    for number, side in ((1, form.side1), (2, form.side2)):
        actor = context.registry.get(side.actor) if side else None
        label = actor_type(context.book, actor, day, country) if actor else None
        labels.append(label)
        row |= {
            f"actor{number}": actor.name_on(day) if actor else None,
            f"actor{number}_id": actor.id if actor else None,
            f"assoc_actor_{number}": [_name(one, day, context) for one in side.associates] if side else None,
            f"inter{number}": label,
            f"actor{number}_certainty": side.certainty.value if side else None,
            f"actor{number}_by": side.by if side else None,
        }
    if context.book.interaction is None:
        return row
    code, text = interaction(context.book, labels[0], labels[1])
    return {**row, "interaction": text or None, "interaction_code": code}


def _name(actor: str, day: date, context: Context) -> str:
    known = context.registry.get(actor)
    return known.name_on(day) if known else actor


def _sources(told: Sequence[Told], page: Page) -> dict[str, Any]:
    names: set[str] = set()
    scales: set[str] = set()
    for one in told:
        hide = is_confidential(one.article, page.outlets)
        for outlet in outlets_of(one.article):
            known = outlet_of(outlet, page.outlets)
            names.add(UNDISCLOSED if hide else (known.name if known else outlet))
            scales |= {known.scale} if known else set()
    ranked = [scale for scale in page.book.sources.scales if scale in scales]
    # Users know one scale or two joined: of three or more, the narrowest and the widest say the range.
    shown = ranked if len(ranked) <= 2 else [ranked[0], ranked[-1]]  # noqa: PLR2004
    return {"source": sorted(names), "source_scale": "-".join(shown) or None}


def _names(one: Told, first: Mapping[str, str], outlets: Mapping[str, Outlet]) -> dict[str, str]:
    """Return the columns that name a report and the first source of its article."""
    article = one.article
    hide = is_confidential(article, outlets)
    source = source_id(article, publications(article)[0], first_report=first[article.id], confidential=hide)
    return {"report_id": one.report.public, "source_id": source}
