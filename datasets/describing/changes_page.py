"""What changed between two states of a dataset, as a page that a person enjoys reading.

The page knows nothing of releases: it shows rows that came, changed and went, so that two releases
and any two files that share an id column are shown alike. A long text is compared word by word.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any

import pyarrow as pa
from markupsafe import Markup, escape

from eventbook.datasets.describing.pages import page
from eventbook.datasets.releases.changes import QUIET
from eventbook.datasets.releases.manifest import Manifest
from eventbook.datasets.releases.text_values import plain
from eventbook.schema.codebook import Codebook
from eventbook.schema.published import published_columns

MOST = 300
"""How many rows of a kind the page shows; the change files hold all."""
MOST_FIELDS = 12
ALIKE_IN = 5
"""From how many rows on a change that is the same in all of them is told once."""
LONG = 60
"""Characters from which a text is compared word by word."""
LONGEST = 4000
ALIKE = 0.5
"""The share of words that two texts must have in common to be shown as one with marks."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row in a line: its id and what it is, in words."""

    id: str
    says: str


@dataclass(frozen=True, slots=True)
class Value:
    """One value that changed; `title` says what the column holds."""

    field: str
    title: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A row that stayed and changed, with what changed and why."""

    line: Line
    values: tuple[Value, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Gone:
    """A row that went: how (`merged`, `withdrawn` …), where to, and why."""

    line: Line
    fate: str = ""
    successor: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """All that changed from `old` to `new`; of rows split from others `split_from` names those by the new row's id."""

    title: str
    old: str
    new: str
    added: tuple[Line, ...] = ()
    changed: tuple[Changed, ...] = ()
    gone: tuple[Gone, ...] = ()
    split_from: Mapping[str, str] | None = None
    remarks: tuple[str, ...] = ()
    release: bool = True


@dataclass(frozen=True, slots=True)
class Sorted:
    """Changed rows, told so that the many small edits hide none that matter.

    `rows` are those in which more changed than was only written otherwise or was changed alike in many
    rows; `alike` are the changes made alike, with how many rows each is in; `trifles` says by column in
    how many rows a value is only written otherwise. `others` is how many rows changed in nothing else.
    """

    rows: tuple[Changed, ...]
    alike: tuple[tuple[Value, int], ...]
    trifles: tuple[tuple[str, int], ...]
    others: int


def sort_out(changed: Sequence[Changed]) -> Sorted:
    """Sort out what changed in rows."""
    values = [value for one in changed for value in one.values]
    trifles = Counter(value.field for value in values if written_otherwise(value.old, value.new))
    times = Counter(value for value in values if not written_otherwise(value.old, value.new))
    alike = {value for value, count in times.items() if count >= ALIKE_IN and not _is_number(value.new)}
    rows = [
        Changed(one.line, kept, one.reason)
        for one in changed
        if (kept := tuple(value for value in one.values if value in times and value not in alike))
    ]
    told = sorted(
        ((value, times[value]) for value in alike), key=lambda item: (-item[1], item[0].field, item[0].old)
    )
    small = sorted(trifles.items(), key=lambda item: (-item[1], item[0]))
    return Sorted(tuple(rows), tuple(told), tuple(small), len(changed) - len(rows))


def _is_number(text: str) -> bool:
    """Tell whether a value is a number: which rows it changed in matters, however many there are."""
    return bool(re.fullmatch(r"[-+]?[\d.,]+", text))


def written_otherwise(old: str, new: str) -> bool:
    """Tell whether two values differ in spaces, capitals or zeros after a point only."""
    return _plainly(old) == _plainly(new)


def _plainly(text: str) -> str:
    shorter = re.sub(r"(\.\d*?)0+(?=\D|$)", r"\1", text)
    return " ".join(re.sub(r"\.(?=\D|$)", "", shorter).casefold().split())


def changes_page(changes: Changes) -> str:
    """Return the page."""
    split = changes.split_from or {}
    told = sort_out(changes.changed)
    sections: dict[str, Sequence[Line | Changed | Gone]] = {
        "merged": [one for one in changes.gone if one.fate == "merged"],
        "gone": [one for one in changes.gone if one.fate != "merged"],
        "split": [one for one in changes.added if one.id in split],
        "added": [one for one in changes.added if one.id not in split],
        "changed": told.rows,
    }
    counts = Counter(value.field for one in told.rows for value in one.values)
    for value, times in told.alike:
        counts[value.field] += times
    fields = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_FIELDS]
    return page(
        "changes.html.j2",
        of=changes,
        told=told,
        numbers={name: len(rows) for name, rows in sections.items()} | {"changed": len(changes.changed)},
        left={name: max(0, len(rows) - MOST) for name, rows in sections.items()},
        shown={name: rows[:MOST] for name, rows in sections.items()},
        split=split,
        marked=marked,
        fields=[
            (name, count, round(100 * count / fields[0][1], 1)) for name, count in fields if fields[0][1] > 1
        ],
    )


def marked(old: str, new: str) -> Markup:
    """Return what became of a value: what went struck through, what came underlined."""
    if min(len(old), len(new)) < LONG or max(len(old), len(new)) > LONGEST:
        return Markup(" → ").join((_tagged("del", old), _tagged("ins", new)))
    before, after = (re.findall(r"\S+\s*", text) for text in (old, new))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < ALIKE:
        return Markup("<br>").join((_tagged("del", old), _tagged("ins", new)))
    return Markup("").join(_steps(matcher, before, after))


def _steps(matcher: "SequenceMatcher[str]", before: Sequence[str], after: Sequence[str]) -> Iterator[Markup]:
    for what, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        went, came = "".join(before[from_old:to_old]), "".join(after[from_new:to_new])
        if what == "equal":
            yield escape(went)
            continue
        yield _tagged("del", went) if went else Markup("")
        yield _tagged("ins", came) if came else Markup("")


def _tagged(tag: str, text: str) -> Markup:
    return Markup("<{tag}>{text}</{tag}>").format(tag=Markup(tag), text=text or "blank")  # noqa: S704  our own two tags


def release_changes(
    title: str, manifest: Manifest, book: Codebook, tables: Mapping[str, pa.Table]
) -> Changes:
    """Return what changed since the release before, out of the tables of a release.

    Of an event that is gone it tells the id and why, and nothing else: what was taken back is not said again.
    """
    fields = tables["fields"].to_pylist()
    columns = [column.name for column in published_columns(book)]
    titles = {column.name: column.says for column in published_columns(book)}
    rows = {row["event_id"]: row for row in tables["upserts"].to_pylist()} if manifest.previous else {}
    changed = {key: list(lines) for key, lines in groupby(fields, key=lambda row: str(row["event_id"]))}
    removed = tables["removed"].to_pylist()
    says = {key: _line(key, row, book) for key, row in rows.items()}
    split = {row["event_id"]: row["split_from"] for row in tables["ids"].to_pylist() if row["split_from"]}
    return Changes(
        title,
        manifest.previous or "",
        manifest.version,
        added=tuple(says[key] for key in rows if key not in changed),
        changed=tuple(
            Changed(says[key], _values(lines, columns, titles), lines[0]["reason"] or "")
            for key, lines in changed.items()
        ),
        gone=tuple(
            Gone(
                Line(row["event_id"], ""),
                row["status"],
                row["successor"] or "",
                row["reason"] or "",
            )
            for row in removed
        ),
        split_from={key: split[key] for key in rows if key in split and key not in changed},
    )


def _values(
    lines: Sequence[Mapping[str, str]], columns: Sequence[str], titles: Mapping[str, str]
) -> tuple[Value, ...]:
    """Return changed values in the order of the columns; what is worked out from all others is left out."""
    order = {name: n for n, name in enumerate(columns)}
    told = sorted(lines, key=lambda one: order.get(one["field"], len(order)))
    return tuple(
        Value(one["field"], titles.get(one["field"], ""), plain(one["old"]), plain(one["new"]))
        for one in told
        if one["field"] not in QUIET
    )


def _line(key: str, row: Mapping[str, Any], book: Codebook) -> Line:
    where = ", ".join(filter(None, (row["location"], row["country"])))
    return Line(key, f"{row['event_date']}, {where}: {row[book.types.field]}")
