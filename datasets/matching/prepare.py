"""Step 0: which reports the build can use, and why the others are left out.

Every report is read under the codebook version of the build: an older one is taken through
the declared migrations first. What breaks an error-rule there, or corroborates something that
is not in the build, is left out and listed with the reason; nothing is guessed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from eventbook.schema.build_input import BuildInput, Report
from eventbook.schema.check import check_form
from eventbook.schema.codebook import Codebook
from eventbook.schema.context import Context
from eventbook.schema.facts import slot_values
from eventbook.schema.form import Form
from eventbook.schema.migration import migrated
from eventbook.schema.registry import Registry
from eventbook.schema.resolve import followed
from eventbook.schema.totals import with_shares
from eventbook.schema.where import Gazetteer, PlaceLookup


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A report that is not in the build, and why."""

    report: str
    reason: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """The usable reports by id, in id order; corroborations point at their root report.

    `merged` says which actor each merged one has become that a report names.
    """

    reports: Mapping[str, Report]
    roots: Mapping[str, str]
    left_out: tuple[LeftOut, ...]
    waived: Mapping[str, int]
    merged: Mapping[str, str] = field(default_factory=dict[str, str])

    def whole(self, report: str) -> Form:
        """Return a report's form, a corroboration's laid over the form of the report it tells of."""
        form = self.reports[report].form
        if not form.corroborates:
            return form
        base = self.reports[self.roots[report]].form
        said = {
            name: getattr(form, name)
            for name in form.model_fields_set - {"event", "values", "records"}
            if getattr(form, name)
        }
        added = {"values": {**base.values, **form.values}, "records": {**base.records, **form.records}}
        return base.model_copy(update={**said, **added})


def prepare(given: BuildInput, *, checked: bool = False) -> Prepared:
    """Return the reports that can be built from, whatever order they came in.

    Reports that are only shown, and were checked when they were accepted, are not checked again.
    """
    registry = Registry(given.actors, given.codebook)
    gazetteer = Gazetteer(tuple(sorted(given.places, key=lambda place: place.id)))
    articles = {article.id: article for article in given.articles}
    usable: dict[str, Report] = {}
    left_out: list[LeftOut] = []
    waived: dict[str, int] = {}
    merged: dict[str, str] = {}
    for report in sorted(given.reports, key=lambda one: one.id):
        form = placed(migrated(report.form, report.codebook, given.codebook), gazetteer)
        form, became = followed(form, registry)
        mapped = replace(report, form=form, coded=report.form)
        context = Context(given.codebook, registry, gazetteer, articles.get(report.article))
        reason, rules = (_unknown_values(form, given.codebook), []) if checked else _unusable(mapped, context)
        if reason:
            left_out.append(LeftOut(report.id, reason))
            continue
        usable[report.id] = mapped
        merged |= became
        for rule in rules:
            waived[rule] = waived.get(rule, 0) + 1
    roots, orphans = _roots(usable)
    left_out += [LeftOut(orphan, reason) for orphan, reason in orphans.items()]
    kept = {key: report for key, report in usable.items() if key not in orphans}
    each = {key: key for key in kept}
    kept = {key: replace(one, form=with_shares(one.form, key, each)) for key, one in kept.items()}
    return Prepared(kept, roots, tuple(sorted(left_out, key=lambda one: one.report)), waived, merged)


def placed(form: Form, places: PlaceLookup) -> Form:
    """Return the form at the project's own place where one stands for the place that it names."""
    place = places.get(form.where.place) if form.where else None
    if place is None or form.where is None or place.id == form.where.place:
        return form
    return form.model_copy(update={"where": form.where.model_copy(update={"place": place.id})})


def _unusable(report: Report, context: Context) -> tuple[str, list[str]]:
    """Return why a report cannot be built from (empty if it can) and the rules it waives."""
    if context.article is None:
        return f"its article {report.article} is not in the build input", []
    unknown = _unknown_values(report.form, context.book)
    if unknown:
        return unknown, []
    checked = check_form(report.form, context)
    errors = "; ".join(str(problem) for problem in checked.errors)
    return errors, [problem.rule for problem in checked.waived]


def _unknown_values(form: Form, book: Codebook) -> str:
    code = form.values.get(book.types.field)
    if code is not None and code not in book.types_by_code:
        return f"'{code}' is not a type of {book.id} and no migration says what it became"
    for name, value in form.values.items():
        spec = book.fields_by_name.get(name)
        if spec is None and name != book.types.field:
            return f"{book.id} has no field '{name}' and no migration says what it became"
        codes: set[str] = {choice.code for choice in spec.choices} if spec else set()
        strange = [
            one for one in (value if isinstance(value, tuple) else (value,)) if codes and one not in codes
        ]
        if strange:
            return f"'{strange[0]}' is not a choice of {name} in {book.id}"
    return next(unknown_slots(form, book), "")


def unknown_slots(form: Form, book: Codebook) -> Iterator[str]:
    """Yield what the codebook does not know of a form's records: the field, a slot, a choice."""
    for name, records in form.records.items():
        spec = book.record_fields.get(name)
        slots = {slot.name: slot for slot in spec.slots} if spec else {}
        if spec is None:
            yield f"{book.id} has no field of records '{name}'"
        for slot, value in ((slot, value) for one in records for slot, value in one.said.items()):
            known = slots.get(slot)
            codes = {choice.code for choice in known.choices} if known else set[str]()
            if spec and known is None:
                yield f"{book.id} has no '{slot}' in {name}"
            for code in slot_values(value) if codes else ():
                if code not in codes:
                    yield f"'{code}' is not a choice of {name}.{slot} in {book.id}"


def _roots(reports: Mapping[str, Report]) -> tuple[dict[str, str], dict[str, str]]:
    """Return each corroboration's root report, and the corroborations that have none."""
    roots: dict[str, str] = {}
    orphans: dict[str, str] = {}
    for key, report in reports.items():
        target, seen = report, {key}
        while target.form.event is not None:
            following = reports.get(target.form.event)
            if following is None or following.id in seen:
                says = "which is not in the build" if following is None else "which corroborates it in turn"
                orphans[key] = f"it corroborates {target.form.event}, {says}"
                break
            seen.add(following.id)
            target = following
        else:
            if target is not report:
                roots[key] = target.id
    return roots, orphans
