"""A sheet: what one coder says of one article, whole, and the one check of it.

A sheet holds events and corroborations, or says that there is nothing to code and why. How
it is written down (YAML, a page) is somebody else's matter: here it is a mapping.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from eventbook.schema.canonical import canonical
from eventbook.schema.check import Checked, check_raw
from eventbook.schema.context import Context
from eventbook.schema.problem import Problem, Severity, error, warning
from eventbook.schema.reading import read
from eventbook.schema.text import nearest
from eventbook.schema.totals import total_problems

SHEET_EMPTY = error("sheet-empty", "a sheet codes something, or says why there is nothing to code")
SHEET_CONTRADICTS = error(
    "sheet-contradicts", "a sheet with events does not say that there is nothing to code"
)
SHEET_ARTICLE = error("sheet-article", "a sheet is checked against the article that it names")
SHEET_CODEBOOK = error("sheet-codebook", "a sheet is coded under the codebook it is checked by")
FORM_TWICE = error("form-twice", "each form of a sheet has an id of its own")
EVENT_TWICE = warning("event-twice", "one sheet does not tell the same event twice")
EVENT_MISSING = error("corroborated-event-missing", "a corroboration names the event that it is about")

SECTIONS: tuple[Literal["events", "corroborations"], ...] = ("events", "corroborations")
CODER = r"^[\w.@-]{1,64}$"
FORM_ID = r"^[a-z0-9][a-z0-9-]{2,63}$"


class SheetHead(BaseModel):
    """Who says it, of which article, under which codebook."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    sheet: str = Field(pattern=FORM_ID)
    article: str
    coder: str = Field(pattern=CODER)
    codebook: str
    nothing_to_code: str | None = Field(default=None, max_length=1000)


class EntryHead(BaseModel):
    """Which form an entry of a sheet is, and the revision that its edit started from (0: new)."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    form: str = Field(pattern=FORM_ID)
    base: int = Field(default=0, ge=0)


@dataclass(frozen=True, slots=True)
class Entry:
    """One form of a sheet, checked."""

    head: EntryHead
    checked: Checked
    path: tuple[str, int]


@dataclass(frozen=True, slots=True)
class CheckedSheet:
    """A sheet as far as it could be read: its forms and all open problems, with paths from its root."""

    head: SheetHead | None
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]

    @property
    def acceptable(self) -> bool:
        """Whether nothing stops it from being submitted."""
        return self.head is not None and not self.problems


_HEAD = TypeAdapter(SheetHead)
_ENTRY = TypeAdapter(EntryHead)
_LIST = TypeAdapter(list[Any])
_BODY = TypeAdapter(dict[str, Any])


def check_sheet(raw: Mapping[str, Any], context: Context) -> CheckedSheet:
    """Read and check a whole sheet against the article of the context."""
    outer = {name: value for name, value in raw.items() if name not in SECTIONS}
    head, problems = read(_HEAD.validate_python, outer)
    if head is None:  # so that a field too many hides nothing that the rest of the head would show
        head, _ = read(
            _HEAD.validate_python, {name: outer[name] for name in SheetHead.model_fields if name in outer}
        )
    problems = [_suggest(problem) for problem in problems]
    entries: list[Entry] = []
    for section in SECTIONS:
        items, faults = read(_LIST.validate_python, raw.get(section) or [], (section,))
        problems += faults
        for index, item in enumerate(items or []):
            body, faults = read(_BODY.validate_python, item, (section, index))
            problems += faults
            entry, faults = (None, []) if body is None else _entry(body, (section, index), context)
            problems += faults
            entries += [entry] if entry else []
    problems += _whole(head, entries, raw, context)
    return CheckedSheet(head, tuple(entries), tuple(problems))


def _suggest(problem: Problem) -> Problem:
    """Add the nearest field of a sheet to a complaint about an unknown one."""
    if problem.rule != "field-unknown":
        return problem
    name = str(problem.path[-1])
    near = nearest(name, [*SheetHead.model_fields, *SECTIONS])
    advice = f"did you mean '{near}'?" if near else problem.advice
    return Problem(problem.rule, problem.severity, problem.path, problem.message, advice)


def _entry(
    item: Mapping[str, Any], path: tuple[str, int], context: Context
) -> tuple[Entry | None, list[Problem]]:
    head, faults = read(
        _ENTRY.validate_python,
        {name: item[name] for name in ("form", "base") if item.get(name) is not None},
        path,
    )
    body = {name: value for name, value in item.items() if name not in {"form", "base"}}
    checked = check_raw(body, context)
    problems = [*faults, *(problem.under(*path) for problem in checked.problems)]
    if (path[0] == "corroborations") != checked.form.corroborates:
        says = "names no event" if path[0] == "corroborations" else "names an event, so it is a corroboration"
        problems.append(
            EVENT_MISSING.at((*path, "event"), f"this entry {says}", "put it under the right heading")
        )
    return (Entry(head, checked, path) if head else None), problems


def _whole(
    head: SheetHead | None, entries: list[Entry], raw: Mapping[str, Any], context: Context
) -> Iterator[Problem]:
    """Yield what only the sheet as a whole can show."""
    any_entry = any(raw.get(section) for section in SECTIONS)
    if head and not any_entry and not (head.nothing_to_code or "").strip():
        yield SHEET_EMPTY.at(
            ("events",), "the sheet codes nothing", "code an event, or fill in nothing_to_code with why"
        )
    if head and any_entry and head.nothing_to_code:
        yield SHEET_CONTRADICTS.at(("nothing_to_code",), "the sheet also has events", "keep one of the two")
    if head and context.article and head.article not in {context.article.id, context.article.sha256}:
        yield SHEET_ARTICLE.at(
            ("article",), f"'{head.article}' is another article", f"write {context.article.id}"
        )
    if head and head.codebook != context.book.id:
        says = f"the sheet was coded under '{head.codebook}'"
        yield SHEET_CODEBOOK.at(
            ("codebook",), says, f"look it through under '{context.book.id}' and write that"
        )
    seen: dict[str, str] = {}
    for entry in entries:
        if entry.head.form in seen:
            yield FORM_TWICE.at(
                (*entry.path, "form"), f"'{entry.head.form}' stands twice", "give one of them a new id"
            )
        seen[entry.head.form] = entry.head.form
    yield from _same_events(entries)
    yield from total_problems({entry.head.form: (entry.path, entry.checked.form) for entry in entries})


def _same_events(entries: list[Entry]) -> Iterator[Problem]:
    keys: dict[object, int] = {}
    for entry in entries:
        form = entry.checked.form
        if form.corroborates or not (form.when and form.where and form.side1):
            continue
        actors = frozenset(side.actor for side in form.sides)
        key = (form.when, form.where.place, actors, canonical([form.values, form.records]))
        if key in keys and EVENT_TWICE.id not in form.waive:
            says = f"it has the day, place, sides and type of events[{keys[key]}]"
            advice = "code it once; if they are two incidents, waive this with the reason"
            yield Problem(EVENT_TWICE.id, Severity.WARNING, entry.path, says, advice)
        keys.setdefault(key, entry.path[1])
