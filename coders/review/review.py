"""Review: what people do to forms that were submitted, and what they may not do.

A review never changes what a form says, only where it stands; it is a revision like any
other, with who, when and why. Accepting checks the form once more, because the registry, the
codebook or the article's publications may have changed since it was submitted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from eventbook.coders.places.kept_places import keep_named
from eventbook.coders.review.proposals import unsettled
from eventbook.coders.settings import Review
from eventbook.coders.store.forms import (
    Step,
    StoredForm,
    add_revision,
    all_forms,
    find_forms,
    forms_of_article,
    load_form,
    load_sheet,
)
from eventbook.coders.store.stamp import Stamp
from eventbook.coders.workspace.surroundings import Surroundings
from eventbook.schema.check import check_form
from eventbook.schema.errors import EventbookError, FaultsError
from eventbook.schema.form import Action, Status, after
from eventbook.schema.problem import Problem

VERBS = (Action.ACCEPT, Action.RETURN, Action.REJECT, Action.REOPEN, Action.HOLD, Action.WITHDRAW)
"""What a reviewer can decide, each also a command."""


class MoveRefusedError(EventbookError, ValueError):
    """A form stands where this cannot be done to it, or this person may not do it."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer decides, and why; `until` is when a held form is looked at again.

    `revision` is the one that was read: where a form has moved on since, nothing is decided.
    """

    action: Action
    reason: str = ""
    until: date | None = None
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of one form."""

    form: str
    revision: int
    status: Status
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who decides and when, under which policy, against which codebook, registry and places."""

    by: Stamp
    policy: Review
    around: Surroundings


def decide(connection: Connection, name: str, decision: Decision, reviewer: Reviewer) -> list[Decided]:
    """Do to a form, or to all forms of a sheet to which it can be done, what was decided.

    Raises `MoveRefusedError` where it can be done to none or may not be done by this person,
    `FaultsError` where a form that is accepted no longer holds.
    """
    forms = find_forms(connection, name)
    able = [form for form in forms if after(decision.action, form.status) is not None]
    if not able:
        raise MoveRefusedError(_why_not(connection, name, forms, decision.action))
    _refuse_unread(able, decision.revision)
    if decision.action is not Action.ACCEPT and not decision.reason.strip():
        message = f"say why: `eventbook {decision.action} {name} --reason '…'`"
        raise MoveRefusedError(message)
    today = reviewer.by.at.date()
    if decision.until is not None and decision.until < today:
        message = f"--until {decision.until} is past; name {today} or a later day, or leave it out"
        raise MoveRefusedError(message)
    if decision.action is Action.ACCEPT:
        _may_accept(connection, able, reviewer)
        _still_holds(connection, able, reviewer.around)
        # Of forms that were submitted before copies were kept, the places are kept now.
        keep_named(connection, reviewer.around.gazetteer, places_of(able), reviewer.by)
    return [_add(connection, form, decision, reviewer) for form in able]


def places_of(forms: Iterable[StoredForm]) -> list[str]:
    """Return the ids of the places that forms name as they stand."""
    return [form.where.place for form in (one.head.form for one in forms) if form.where]


def skipped(connection: Connection, name: str, done: Iterable[Decided]) -> list[str]:
    """Return a line on every form of a sheet to which nothing was done: where it stands and why."""
    decided = {one.form for one in done}
    left = (form for form in find_forms(connection, name) if form.id not in decided)
    return [f"{form.id}: skipped, {form.head}" for form in left]


def _refuse_unread(forms: Iterable[StoredForm], read: int | None) -> None:
    """Refuse to decide on a form that moved on after it was read."""
    for form in forms:
        if read is not None and form.head.n != read:
            message = f"{form.id} has moved on: {form.head} came after revision {read}; read it first"
            raise MoveRefusedError(message)


def _why_not(connection: Connection, name: str, forms: Iterable[StoredForm], action: Action) -> str:
    """Return a sentence on where the forms stand and what can be done to them."""
    stands = [f"{form.id} is {form.status} (by {form.head.author}, {form.head.day} UTC)" for form in forms]
    if not stands:
        sheet = load_sheet(connection, name)
        says = "says that there is nothing to code" if sheet and sheet.nothing_to_code else "has no forms"
        return f"sheet {name} {says}, so there is nothing to {action}"
    statuses = {form.status for form in forms}
    open_to = [str(one) for one in VERBS if any(after(one, status) for status in statuses)]
    submit = any(after(Action.SUBMIT, status) for status in statuses)
    can = [*(["submit the corrected sheet"] if submit else []), *open_to]
    return f"cannot {action}: {'; '.join(stands)}. What can be done: {', '.join(can)}"


def _may_accept(connection: Connection, forms: Iterable[StoredForm], reviewer: Reviewer) -> None:
    """Refuse to accept one's own form where that is not allowed, and a second sheet on one article."""
    by, policy = reviewer.by, reviewer.policy
    for form in forms:
        if not policy.own_work and by.author in {form.coder, _submitter(form)}:
            rule = "somebody else accepts it (own_work = false in eventbook.toml)"
            message = f"{form.id} is {by.author}'s own work; {rule}"
            raise MoveRefusedError(message)
        if by.author in accepted_by(form):
            message = (
                f"{by.author} has accepted {form.id} already; {policy.rounds} different people are needed"
            )
            raise MoveRefusedError(message)
        for other in forms_of_article(connection, form.article):
            if other.sheet != form.sheet and other.report is not None:
                message = (
                    f"cannot accept {form.id}: of article {form.article} the sheet {other.sheet} by {other.coder} "
                    f"is accepted ({other.id}), and only one sheet on an article is; "
                    f"to take this one instead: eventbook withdraw {other.sheet} --reason '…'"
                )
                raise MoveRefusedError(message)


def _submitter(form: StoredForm) -> str:
    return next((one.author for one in reversed(form.revisions) if one.action is Action.SUBMIT), form.coder)


def accepted_by(form: StoredForm) -> set[str]:
    """Return who has accepted the form since it was last submitted, in earlier rounds of review."""
    people: set[str] = set()
    for revision in form.revisions:
        people = people | {revision.author} if revision.action is Action.ACCEPT else set()
    return people


def _still_holds(connection: Connection, forms: Iterable[StoredForm], around: Surroundings) -> None:
    problems: list[Problem] = []
    for form in forms:
        checked = check_form(form.head.form, around.of_article(connection, form.article))
        problems += [problem.under(form.id) for problem in checked.problems]
        problems += [one.under(form.id) for one in unsettled(form.head.form, around.registry)]
        about = form.head.form.event
        target = load_form(connection, about) if about else None
        if target is not None and target.status in {Status.REJECTED, Status.WITHDRAWN}:
            message = (
                f"cannot accept {form.id}: it corroborates {target.id}, which is {target.status}; return it"
            )
            raise MoveRefusedError(message)
    if problems:
        raise FaultsError(
            "the forms do not hold as they stand, so nothing was accepted; return them, or mend what changed",
            problems,
        )


def _add(connection: Connection, form: StoredForm, decision: Decision, reviewer: Reviewer) -> Decided:
    status = after(decision.action, form.status) or form.status
    note = ""
    if decision.action is Action.ACCEPT:
        rounds = len(accepted_by(form)) + 1
        if rounds < reviewer.policy.rounds:
            status, note = Status.SUBMITTED, f"round {rounds} of {reviewer.policy.rounds}"
    step = Step(
        action=decision.action,
        status=status,
        parent=form.head.n,
        codebook=reviewer.around.book.id if decision.action is Action.ACCEPT else form.head.codebook,
        body=form.head.body,
        reason=decision.reason.strip(),
        until=_until(form, decision),
    )
    if decision.action in {Action.WITHDRAW, Action.REJECT}:
        note = _left_behind(connection, form)
    return Decided(form.id, add_revision(connection, form.id, step, reviewer.by), status, note)


def _until(form: StoredForm, decision: Decision) -> str:
    """Return when the form is looked at again; a form that is held again keeps its day unless told another."""
    if decision.until is not None:
        return decision.until.isoformat()
    return form.head.until if decision.action is Action.HOLD and form.status is Status.HELD else ""


def _left_behind(connection: Connection, form: StoredForm) -> str:
    """Return what follows from a form's end: its report goes, and so do those that only add to it."""
    about = [one.id for one in all_forms(connection) if one.report and one.report.form.event == form.id]
    leaves = ["its report leaves the next release"] if form.report else []
    return "; ".join(leaves + [f"{name} corroborates it and leaves with it" for name in about])
