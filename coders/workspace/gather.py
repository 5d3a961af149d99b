"""The one build input that leaves this layer, and the judgements and overrides that come back.

All of it is read in one transaction, so a build sees one moment of the store. Judgements and
overrides are records: a later word on the same pair, or on the same field of an event, takes
the place of the earlier, which stays readable. So are releases: which content went out under
which version.
"""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import Connection

from eventbook.coders.actors.actors import load_actors
from eventbook.coders.intake.articles import load_articles
from eventbook.coders.lists.entries import load_outlets
from eventbook.coders.places.kept_places import ask_before_writing, keep_named, reached
from eventbook.coders.places.workspace_gazetteer import gazetteer_of
from eventbook.coders.settings import read_settings
from eventbook.coders.store.chain import broken
from eventbook.coders.store.forms import StoredForm, all_forms, load_sheets
from eventbook.coders.store.public_names import PublicNames
from eventbook.coders.store.records import Kind, bodies, body_of, keep
from eventbook.coders.store.stamp import Stamp, stamp
from eventbook.coders.store.store import open_store
from eventbook.coders.workspace.agreement import agreement
from eventbook.coders.workspace.workspace import codebook_text, workspace_codebook
from eventbook.schema.build_input import BuildInput, Report
from eventbook.schema.circles import unsought
from eventbook.schema.codebook import Codebook
from eventbook.schema.coding import Coding
from eventbook.schema.errors import EventbookError
from eventbook.schema.judgement import Judgement, Override
from eventbook.schema.plain_values import is_mapping
from eventbook.schema.redaction import Redaction
from eventbook.schema.session import Workplace
from eventbook.schema.where import Place, written_place
from eventbook.schema.who import Actor, Standing


class ChangedStoreError(EventbookError, ValueError):
    """The store was changed behind the program's back, so nothing is built from it."""


@unsought()
def gather(place: Workplace) -> BuildInput:
    """Return everything that a build reads, as the workspace now stands; each part in order of id.

    Raises `ChangedStoreError` where a row of the store is not as it was written.
    """
    text, book = codebook_text(place), workspace_codebook(place)
    with open_store(place.store).reading() as connection:
        _refuse_changed(connection)
        names, forms = PublicNames(connection), all_forms(connection)
        reports = reports_of(forms, names)
        overrides = tuple(map(Override.model_validate, bodies(connection, Kind.OVERRIDE).values()))
        return BuildInput(
            codebook=book,
            codebook_text=text,
            reports=tuple(sorted(reports, key=lambda report: report.id)),
            articles=load_articles(connection),
            outlets=load_outlets(connection),
            actors=_registered(connection),
            places=_used(connection, reports, overrides),
            judgements=tuple(map(Judgement.model_validate, bodies(connection, Kind.JUDGEMENT).values())),
            overrides=overrides,
            about=read_settings(place.settings).dataset,
            coding=_coding(connection, forms, book),
            redactions=_redactions(connection),
        )


def _coding(connection: Connection, forms: tuple[StoredForm, ...], book: Codebook) -> Coding:
    statuses = dict(sorted(Counter(form.status.value for form in forms).items()))
    return Coding(statuses=statuses, agreement=agreement(load_sheets(connection), forms, book))


def reports_of(forms: Iterable[StoredForm], names: PublicNames) -> tuple[Report, ...]:
    """Return the reports among stored forms: of each the revision that was accepted last, under its public name."""
    return tuple(
        Report(
            id=form.id,
            revision=found.n,
            sheet=form.sheet,
            article=form.article,
            coder=form.coder,
            codebook=found.codebook,
            accepted_at=found.at,
            form=found.form,
            alias=names.of(form.id),
        )
        for form in forms
        if (found := form.report) is not None
    )


def _registered(connection: Connection) -> tuple[Actor, ...]:
    return tuple(one for one in load_actors(connection) if one.same_as or one.standing is Standing.REGISTERED)


def _used(
    connection: Connection, reports: Iterable[Report], overrides: Iterable[Override]
) -> tuple[Place, ...]:
    """Return the places that reports and overrides name, and those that they lie in: a build needs no other."""
    gazetteer = gazetteer_of(connection)
    named = {report.form.where.place for report in reports if report.form.where}
    for one in overrides:
        if one.field == "where" and one.value is not None:
            named |= {place.id for place in gazetteer.find(written_place(one.value))}
    return reached(gazetteer, named)


def _refuse_changed(connection: Connection) -> None:
    first = next(broken(connection), None)
    if first is not None:
        message = (
            f"the store was changed behind the program's back ({first}), so nothing is built from it; "
            "`eventbook status --check` lists the faults: restore eventbook.db from a backup"
        )
        raise ChangedStoreError(message)


def find_places(place: Workplace, written: str) -> tuple[Place, ...]:
    """Return the places that an id or a label may mean in a workspace, and those that they lie in."""
    with open_store(place.store).reading() as connection:
        gazetteer = gazetteer_of(connection)
        hits = gazetteer.find(written)
        around = (gazetteer.get(hit.within) for hit in hits if hit.within)
        return (*hits, *(one for one in around if one is not None))


def keep_judgement(place: Workplace, judgement: Judgement) -> None:
    """Keep a person's word on two reports."""
    with open_store(place.store).writing() as connection:
        name = " ".join(judgement.pair)
        keep(connection, Kind.JUDGEMENT, name, body_of(judgement), Stamp(judgement.by, judgement.at))


def judgements(place: Workplace) -> tuple[Judgement, ...]:
    """Return the last word on every pair, as the store now stands."""
    with open_store(place.store).reading() as connection:
        return tuple(map(Judgement.model_validate, bodies(connection, Kind.JUDGEMENT).values()))


def keep_override(place: Workplace, override: Override) -> None:
    """Keep a manager's value for a field of an event; a place in it by its id, so that it stays what it is."""
    store, by = open_store(place.store), Stamp(override.by, override.at)
    written = written_place(override.value) if override.field == "where" else ""
    ask_before_writing(store, lambda connection: gazetteer_of(connection).find(written))
    with store.writing() as connection:
        places = gazetteer_of(connection)
        hits = places.find(written) if written else ()
        if len(hits) == 1:
            keep_named(connection, places, (hits[0].id,), by)
            override = override.model_copy(update={"value": _by_id(override.value, hits[0].id)})
        keep(connection, Kind.OVERRIDE, f"{override.event} {override.field}", body_of(override), by)


def _by_id(value: object, place: str) -> object:
    """Return a place as an override writes it, alone or as one of several fields, by its id."""
    return {**value, "place": place} if is_mapping(value) else place


def _redactions(connection: Connection) -> tuple[Redaction, ...]:
    found = map(Redaction.model_validate, bodies(connection, Kind.REDACTION).values())
    return tuple(sorted(found, key=lambda one: one.number))


def redactions(place: Workplace) -> tuple[Redaction, ...]:
    """Return what must not be public any more, in the order in which it was said."""
    with open_store(place.store).reading() as connection:
        return _redactions(connection)


def keep_redaction(place: Workplace, redaction: Redaction, person: str) -> Redaction:
    """Keep what must not be public any more, under the next number; what is kept already comes back as it is."""
    with open_store(place.store).writing() as connection:
        known = _redactions(connection)
        same = next((one for one in known if one.same == redaction.same), None)
        if same:
            return same
        made = redaction.model_copy(update={"number": len(known) + 1})
        keep(connection, Kind.REDACTION, str(made.number), body_of(made), stamp(person))
        return made


def published_releases(place: Workplace) -> dict[str, str]:
    """Return the hash of the content of every release that was kept, by version."""
    with open_store(place.store).reading() as connection:
        return {name: str(body["content"]) for name, body in bodies(connection, Kind.RELEASE).items()}


def keep_release(place: Workplace, version: str, content: str, person: str) -> None:
    """Keep the hash of a release's content; the same again is nothing new."""
    with open_store(place.store).writing() as connection:
        keep(connection, Kind.RELEASE, version, {"content": content}, stamp(person))
