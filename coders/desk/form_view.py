"""A form as the page is told of it: its fields, the names behind ids, its problems, and which fields are asked."""

from collections.abc import Iterable
from typing import Any, cast

from eventbook.coders.drafts.stored_sheet import words_of
from eventbook.coders.intake.reextract import detached_quotes
from eventbook.coders.sheets.sheet_check import FileCheck
from eventbook.coders.store.forms import StoredForm
from eventbook.coders.workspace.surroundings import Surroundings
from eventbook.schema.article import Article
from eventbook.schema.context import Context
from eventbook.schema.derive import asked, date_precision, published_day
from eventbook.schema.facts import facts_of
from eventbook.schema.form import Action, Form, after
from eventbook.schema.plain_values import is_list, is_mapping
from eventbook.schema.problem import Path, Problem
from eventbook.schema.when import When
from eventbook.schema.where import Place
from eventbook.schema.who import Actor

Row = dict[str, Any]


def form_row(form: StoredForm, around: Surroundings, article: Article) -> Row:
    """Return all that the page shows of a form."""
    head = form.head
    told = head.form
    return {
        "form": form.id,
        "section": form.section,
        "base": head.n,
        "status": head.status.value,
        "editable": after(Action.SAVE, head.status) is not None,
        "reason": head.reason,
        "author": head.author,
        "at": head.at.isoformat(),
        "fields": words_of(told, head.codebook, around),
        "names": names_in(told, around),
        "shown": shown(told, around),
        "asked": asked_fields(told, around.of(article)),
        "detached": [one.quote.exact for one in detached_quotes(article, [form])],
    }


def names_in(form: Form, around: Surroundings) -> Row:
    """Return what is known of the actors and places that a form names by id."""
    named: Row = {}
    day = form.when.last if form.when else None
    for side in form.sides:
        for name in (side.actor, *side.associates):
            actor = around.registry.get(name)
            if actor is not None:
                named[name] = actor_row(actor) | {"label": actor.name_on(day)}
    name = form.where.place if form.where else _place_unread(form)
    place = around.gazetteer.get(name) if name else None
    if place is not None:
        named[name] = place_row(place)
    return named


def labels_of(value: object, around: Surroundings) -> dict[str, str]:
    """Return the labels of the actors and places whose ids stand in a value of a form, as it was written."""
    if is_mapping(value):
        return labels_of(list(value.values()), around)
    if is_list(value):
        return {name: label for one in value for name, label in labels_of(one, around).items()}
    if not isinstance(value, str):
        return {}
    actor = around.registry.get(value)
    place = None if actor else around.gazetteer.get(value)
    label = actor.name if actor else place.label if place else ""
    return {value: label} if label else {}


def _place_unread(form: Form) -> str:
    """Return the place of a `where` of which something is still to come: how exact it is."""
    where = form.unread.get("where")
    return str(cast("Row", where).get("place") or "") if isinstance(where, dict) else ""


def actor_row(actor: Actor) -> Row:
    """Return an actor for the page."""
    return {
        "id": actor.id,
        "label": actor.name,
        "types": [one.type for one in actor.types][:3],
        "home": list(actor.home),
        "standing": actor.standing.value,
        "identified": actor.identified,
    }


def place_row(place: Place) -> Row:
    """Return a place for the page."""
    within = [
        part for part in (place.admin2, place.admin1, place.country_name) if part and part != place.name
    ]
    return {
        "id": place.id,
        "label": place.label,
        "name": place.name,
        "within": ", ".join(within),
        "kind": place.kind.value,
        "point": list(place.point),
        "country": place.country,
        "population": place.population,
    }


def shown(form: Form, around: Surroundings) -> Row:
    """Return what follows from a form: its dates in words, and the columns that its type leads to."""
    book = around.book
    rows: Row = {}
    if form.when is not None:
        rows["when"] = when_row(form.when, around)
    kind = book.types_by_code.get(str(form.values.get(book.types.field, "")))
    if kind is not None:
        rows["type"] = " · ".join(part for part in (kind.parent, *kind.groups) if part)
    return rows


def when_row(when: When, around: Surroundings) -> Row:
    """Return a span as people read it: weekdays, days, how many, and the precision."""
    step = date_precision(around.book, when)
    return {
        "first": when.first.isoformat() if when.first else "",
        "last": when.last.isoformat(),
        "days": when.days,
        "precision": step.label if step else "",
        "published": published_day(around.book, when).isoformat() if step else "",
        "time": when.time.value if when.time else "",
        "part": when.part.value if when.part.value != "whole" else "",
        "lasting": when.lasting.value if when.lasting.value != "within" else "",
    }


def asked_fields(form: Form, context: Context) -> list[str]:
    """Return the codebook's fields that are asked of this form as it stands."""
    facts = facts_of(form, context)
    return [field.name for field in context.book.field if asked(field, facts)]


def problem_rows(check: FileCheck, forms: Iterable[str]) -> Row:
    """Return the problems of a sheet: those of each form by its id, the rest under `sheet`."""
    open_ones: dict[str, list[Row]] = {name: [] for name in forms}
    rest: list[Row] = []
    entries: dict[Path, str] = {entry.path: entry.head.form for entry in check.entries}
    for problem in check.problems:
        name = entries.get(problem.path[:2], "")
        if name in open_ones:
            open_ones[name].append(_problem(problem, 2))
        else:
            rest.append(_problem(problem, 0))
    waived = {one.head.form: [_problem(each, 0) for each in one.checked.waived] for one in check.entries}
    by_form = {name: {"open": found, "waived": waived.get(name, [])} for name, found in open_ones.items()}
    return {**by_form, "sheet": rest}


def _problem(problem: Problem, skip: int) -> Row:
    path = list(problem.path[skip:])
    return {
        "rule": problem.rule,
        "severity": problem.severity.value,
        "path": path,
        "field": str(path[1] if path[:1] == ["evidence"] and len(path) > 1 else path[0] if path else ""),
        "message": problem.message,
        "advice": problem.advice,
    }


def article_row(article: Article) -> Row:
    """Return an article for the page: its newest text whole, what is what in it, where it appeared."""
    latest = article.latest
    return {
        "id": article.id,
        "version": f"{article.id}/{latest.n}",
        "title": article.title,
        "text": latest.text,
        "parts": [part.model_dump(mode="json") for part in latest.marks.parts],
        "damage": [one.model_dump(mode="json") for one in latest.marks.damage],
        "published": article.published.isoformat() if article.published else "",
        "confidential": article.confidential,
        "publications": [one.model_dump(mode="json", exclude_defaults=True) for one in article.publications],
        "resembles": [one.model_dump() for one in article.resembles],
    }
