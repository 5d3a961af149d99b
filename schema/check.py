"""The one check of a form that the file check, the desk, the imports and the build all call."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from eventbook.schema.context import Context
from eventbook.schema.form import Form
from eventbook.schema.form_reading import read_form
from eventbook.schema.plausible import PLAUSIBLE
from eventbook.schema.problem import Problem, Severity, errors_of
from eventbook.schema.record_rules import ALL_CHECKS
from eventbook.schema.relative import meant
from eventbook.schema.resolve import resolve
from eventbook.schema.when import DATE_UNREADABLE, SpanPart


@dataclass(frozen=True, slots=True)
class Checked:
    """A form as far as it could be read and resolved, its open problems, and those waived with a reason."""

    form: Form
    problems: tuple[Problem, ...]
    waived: tuple[Problem, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that no reason can waive."""
        return errors_of(self.problems)

    @property
    def acceptable(self) -> bool:
        """Whether nothing is left open: no error, and every warning waived."""
        return not self.problems


def check_raw(raw: Mapping[str, Any], context: Context) -> Checked:
    """Read and check a form that arrives as a mapping."""
    form, problems = read_form(raw, context.book)
    return _checked(form, [_advised(problem, raw, context) for problem in problems], context)


def _advised(problem: Problem, raw: Mapping[str, Any], context: Context) -> Problem:
    """Tell what a relative date means, where one stands for a day that cannot be read."""
    published = context.article.published if context.article else None
    written: object = raw.get("when")
    if problem.rule != DATE_UNREADABLE.id or published is None or not isinstance(written, str):
        return problem
    when = meant(written, published)
    if when is None or when.first is None:
        return problem
    span = str(when.last) if when.days == 1 else f"{{first: {when.first}, last: {when.last}}}"
    if when.part is not SpanPart.WHOLE:
        span = f"{span[:-1]}, part: {when.part}}}"
    return replace(problem, advice=f"in an article of {published} that is: {span}")


def check_form(form: Form, context: Context) -> Checked:
    """Check a form that has been read before, for instance under another codebook version.

    What could not be read of a draft is read again, so that it is told by the same rule everywhere.
    """
    _, problems = read_form(form.unread, context.book)
    return _checked(form, problems, context)


def _checked(form: Form, problems: list[Problem], context: Context) -> Checked:
    resolved, faults = resolve(form, context)
    unreadable = {problem.path[0] for problem in problems if problem.path}
    found = [problem for check in (*ALL_CHECKS, *PLAUSIBLE) for problem in check(resolved, context)]
    found = [one for one in found if not _follows(one, unreadable)]
    every = [*problems, *faults, *found]
    waived = tuple(one for one in every if one.severity is Severity.WARNING and one.rule in resolved.waive)
    return Checked(resolved, tuple(one for one in every if one not in waived), waived)


def _follows(problem: Problem, unreadable: set[str | int]) -> bool:
    """Tell whether a problem only says again that a field could not be read: one fault, one message."""
    about = problem.path[-1] if problem.rule == "evidence-stray" else problem.path[0]
    again = {"required", "side-missing", "field-required", "evidence-missing", "evidence-stray"}
    return problem.rule in again and about in unreadable
