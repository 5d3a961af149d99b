"""What one layer lends the other: functions that a command of one is handed by the command line.

Coding and building never import each other. This module and `cli.py`, which calls it, are the only
ones that know both; what is lent is loaded when it is asked for.
"""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from eventbook.schema.build_input import BuildInput
from eventbook.schema.errors import EventbookError
from eventbook.schema.judgement import Judgement, Override
from eventbook.schema.redaction import Redaction
from eventbook.schema.session import Session, Workplace
from eventbook.schema.similar import DraftEvent, SimilarEvent
from eventbook.schema.where import Place


def _gather(place: Workplace) -> BuildInput:
    found: BuildInput = import_module("eventbook.coders.workspace.gather").gather(place)
    return found


def _find_places(place: Workplace, written: str) -> tuple[Place, ...]:
    return tuple(import_module("eventbook.coders.workspace.gather").find_places(place, written))


def _keep_judgement(place: Workplace, judgement: Judgement) -> None:
    import_module("eventbook.coders.workspace.gather").keep_judgement(place, judgement)


def _judgements(place: Workplace) -> tuple[Judgement, ...]:
    return tuple(import_module("eventbook.coders.workspace.gather").judgements(place))


def _keep_override(place: Workplace, override: Override) -> None:
    import_module("eventbook.coders.workspace.gather").keep_override(place, override)


def _published(place: Workplace) -> Mapping[str, str]:
    found: Mapping[str, str] = import_module("eventbook.coders.workspace.gather").published_releases(place)
    return found


def _keep_release(place: Workplace, version: str, content: str, person: str) -> None:
    import_module("eventbook.coders.workspace.gather").keep_release(place, version, content, person)


def _redactions(place: Workplace) -> tuple[Redaction, ...]:
    return tuple(import_module("eventbook.coders.workspace.gather").redactions(place))


def _keep_redaction(place: Workplace, redaction: Redaction, person: str) -> Redaction:
    kept: Redaction = import_module("eventbook.coders.workspace.gather").keep_redaction(
        place, redaction, person
    )
    return kept


def _report_of_event(place: Workplace, event: str) -> str | None:
    """Return the form behind a published event id, the one it is anchored at, or None."""
    from eventbook.datasets.releases.anchors import anchor_report  # noqa: PLC0415  loaded only when asked for

    given = _gather(place)
    return anchor_report(place.releases, event, {report.public: report.id for report in given.reports})


def _left_out(place: Workplace) -> Mapping[str, str]:
    try:
        from eventbook.datasets.matching.prepare import prepare  # noqa: PLC0415  loaded only when asked for
    except ModuleNotFoundError:
        return {}  # nobody who cannot build is told what a build would do
    try:
        given = _gather(place)
    except EventbookError:
        return {}  # a store that was tampered with: `status --check` and every build say so
    return {one.report: one.reason for one in prepare(given).left_out}


def _similar_events(place: Workplace, draft: DraftEvent) -> tuple[SimilarEvent, ...]:
    try:
        similar = import_module("eventbook.datasets.similar.workspace_index").similar_in
    except ModuleNotFoundError:
        return ()  # nobody who cannot build is told what is like a draft
    near = import_module("eventbook.coders.workspace.near_reports").near_reports
    return tuple(similar(place, draft, near))


def _release_versions(place: Workplace) -> tuple[str, ...]:
    from eventbook.datasets.releases.read import versions  # noqa: PLC0415  loaded only when asked for

    return versions(place.releases)


def _damaged_release(place: Workplace) -> str:
    from eventbook.datasets.releases.read import latest  # noqa: PLC0415  loaded only when asked for

    try:
        newest = latest(place.releases)
        _ = newest and newest.manifest
    except EventbookError as caught:
        return str(caught)
    return ""


def session_of(folder: Path, person: str) -> Session:
    """Return a run of the command line in a folder, with all that the layers lend each other."""
    return Session(
        folder=folder,
        person=person,
        gather=_gather,
        keep_judgement=_keep_judgement,
        keep_override=_keep_override,
        report_of_event=_report_of_event,
        release_versions=_release_versions,
        published=_published,
        keep_release=_keep_release,
        judgements=_judgements,
        left_out=_left_out,
        find_places=_find_places,
        similar_events=_similar_events,
        damaged_release=_damaged_release,
        redactions=_redactions,
        keep_redaction=_keep_redaction,
    )
