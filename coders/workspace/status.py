"""How far the work is: what stands where, what waits for whom, and what to do next."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from eventbook.coders.intake.articles import article_ids
from eventbook.coders.intake.reextract import forms_with_detached
from eventbook.coders.settings import read_settings
from eventbook.coders.store.forms import StoredForm, all_forms, load_sheets
from eventbook.coders.store.records import Kind, bodies
from eventbook.coders.store.store import open_store
from eventbook.coders.workspace.workspace import workspace_codebook
from eventbook.schema.errors import EventbookError
from eventbook.schema.form import Status
from eventbook.schema.session import Session, Workplace
from eventbook.schema.talk import several

OPEN = (Status.SUBMITTED, Status.RETURNED, Status.REOPENED, Status.HELD, Status.DRAFT)
"""The statuses in which a form waits for somebody, in the order in which they are listed."""

WAITS = {
    Status.SUBMITTED: "a reviewer",
    Status.RETURNED: "its coder",
    Status.REOPENED: "its coder",
    Status.HELD: "what it is held for",
    Status.DRAFT: "its coder",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How the work of a workspace stands."""

    articles: int
    uncoded: tuple[str, ...]
    sheets: int
    nothing_to_code: int
    forms: dict[str, int]
    reports: int
    waiting: tuple[StoredForm, ...]
    outlets: int
    actors: int
    places: int
    detached: dict[str, int]


def standing(connection: Connection) -> Standing:
    """Return how the work stands."""
    articles, sheets, forms = article_ids(connection), load_sheets(connection), all_forms(connection)
    coded = {sheet.article for sheet in sheets}
    counted = Counter(form.status for form in forms)
    waiting = sorted(
        (form for form in forms if form.status in OPEN), key=lambda form: OPEN.index(form.status)
    )
    return Standing(
        articles=len(articles),
        uncoded=tuple(name for name in articles if name not in coded),
        sheets=len(sheets),
        nothing_to_code=sum(1 for sheet in sheets if sheet.nothing_to_code),
        forms={status.value: counted[status] for status in Status if counted[status]},
        reports=sum(1 for form in forms if form.report is not None),
        waiting=tuple(waiting),
        outlets=len(bodies(connection, Kind.OUTLET)),
        actors=len(bodies(connection, Kind.ACTOR)),
        places=len(bodies(connection, Kind.PLACE)),
        detached=forms_with_detached(connection, forms),
    )


def due(form: StoredForm, today: date) -> bool:
    """Tell whether a held form is to be looked at again by now."""
    return form.status is Status.HELD and bool(form.head.until) and form.head.until <= today.isoformat()


def waiting_line(form: StoredForm, today: date) -> str:
    """Return what a form waits for, as a line."""
    head = form.head
    line = f"{form.id}: {head.status} by {head.author}, waits for {WAITS[head.status]}"
    if head.status in {Status.RETURNED, Status.REOPENED}:
        line += f" ({form.coder})"
    if head.until:
        line += f" until {head.until}" + (", which is past" if head.until <= today.isoformat() else "")
    return line + (f": {head.reason}" if head.reason else "")


def broken_files(place: Workplace, session: Session) -> tuple[str, ...]:
    """Return what is wrong with the files beside the store: settings, codebook, the newest release's manifest."""
    found: list[str] = []
    for look in (lambda: read_settings(place.settings), lambda: workspace_codebook(place)):
        try:
            look()
        except (EventbookError, OSError) as caught:
            found.append(str(caught))
    damaged = session.damaged_release(place)
    return (*found, damaged) if damaged else tuple(found)


def next_step(place: Workplace | None, session: Session) -> str:
    """Return how far the work is and what to do next, or how to get a workspace; for the bare command."""
    if place is None:
        return "There is no workspace here yet. Make one: eventbook init DIR"
    with open_store(place.store).reading() as connection:
        now = standing(connection)
    if broken := broken_files(place, session):
        return "\n".join((*broken, "Next: mend that; nothing can be built until then."))
    released, lost = session.release_versions(place), session.lost_release(place)
    return f"{_counts(now, released, lost)}\nNext: {_advice(now, released, lost, place)}"


def _counts(now: Standing, released: tuple[str, ...], lost: str) -> str:
    forms = ", ".join(f"{count} {status}" for status, count in now.forms.items()) or "none"
    newest = f"newest release {released[-1]}" if released else "no release yet"
    newest = f"release {lost} was published and its folder is missing" if lost else newest
    return f"{several(now.articles, 'article')}, {len(now.uncoded)} not coded; forms: {forms}; {newest}."


def _advice(now: Standing, released: tuple[str, ...], lost: str, place: Workplace) -> str:
    """Return the one step that is most worth doing."""
    first = {form.status: form.sheet for form in reversed(now.waiting)}
    back = first.get(Status.RETURNED) or first.get(Status.REOPENED) or ""
    handed_in = first.get(Status.SUBMITTED, "")
    uncoded = now.uncoded[0] if now.uncoded else ""
    steps = (
        (bool(lost), f"put {lost} back into {place.releases}; no release can be built without it"),
        (not now.outlets, "say who publishes your articles: eventbook outlets add --help"),
        (not now.articles, "take in an article: eventbook article add --help"),
        (bool(back), f"correct what was returned or reopened: eventbook sheet edit {back}"),
        (
            bool(handed_in),
            f"review what was submitted: eventbook sheet show {handed_in}, then eventbook accept {handed_in}",
        ),
        (bool(uncoded), f"code an article: eventbook sheet new {uncoded}"),
        (now.reports > 0 and not released, "make the first release: eventbook build"),
        (
            now.reports > 0,
            "take in more articles (eventbook article add), or make a release (eventbook build)",
        ),
        (True, "code an article: eventbook sheet new --help"),
    )
    return next(says for holds, says in steps if holds)
