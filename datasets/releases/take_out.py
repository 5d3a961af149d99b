"""What must not be public is taken out of the tables of a release, cell by cell; the rows stay, and so do id and date.

A text becomes `[redacted]`, anything else blank; of a field, provenance says `redacted` where it said how the
value came about, so that nobody takes it for unknown. A row is changed by itself alone and always in the same
way, whichever release it stands in: that is why what changed between two releases still adds up.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from eventbook.datasets.releases.differing import differing, one_chunk
from eventbook.datasets.releases.manifest import Redacted
from eventbook.datasets.releases.release_files import UNITS, changed_name
from eventbook.schema.canonical import sha256
from eventbook.schema.codebook import Codebook
from eventbook.schema.plain_values import is_list, is_mapping
from eventbook.schema.published import published_columns
from eventbook.schema.redaction import Hidden, Redaction

REDACTED = "[redacted]"
Tables = Mapping[str, pa.Table]
_STAY = frozenset(
    {"event_id", "event_date", "year", "first_day", "last_day", "lasting", "time_precision", "iso", "iso3", "region",
     "country", "timestamp"}
)  # fmt: skip
_TEXTS_STAY = frozenset(
    {"event_id", "to_event_id", "successor", "split_from", "first_seen", "last_seen", "last_changed", "events",
     "iso3", "table", "field", "how", "status", "sha256", "article_id", "report_id"}
)  # fmt: skip
"""Ids and words of ours: a name in one of them is no name."""
_TELLING = ("provenance", "relations")


@dataclass(frozen=True, slots=True)
class Taken:
    """The tables without what must not be public, and how many values went, by table."""

    tables: dict[str, pa.Table]
    cells: dict[str, int]


def record(redaction: Redaction, cells: Mapping[str, int], before: str | None = None) -> Redacted:
    """Return what a release says of a redaction; `before` is the content hash that it had until then."""
    named = redaction.kind in {Hidden.FIELD, Hidden.QUOTES}
    return Redacted(
        number=redaction.number,
        kind=redaction.kind.value,
        what=redaction.what if named else "",
        field=redaction.field,
        by=redaction.by,
        at=redaction.at,
        reason=redaction.reason,
        cells=dict(cells),
        content_before=before,
    )


def hidden_columns(book: Codebook, field: str) -> tuple[str, ...]:
    """Return the columns that a column's name or a part of a form names, but for those that always stay."""
    stay, parts = {*_STAY, *book.types.columns}, {field, f"counts.{field}"}
    parts |= {"interaction"} if field in {"side1", "side2"} else set()
    return tuple(
        one.name
        for one in published_columns(book)
        if field and (one.name == field or one.source in parts) and one.name not in stay
    )


def reach(event: str, ids: pa.Table) -> frozenset[str]:
    """Return an event with all that came of it: what it was merged into, what was split from it."""
    found, rows = {event}, ids.select(["event_id", "successor", "split_from"])
    rows = rows.filter(pc.or_kleene(pc.is_valid(rows["successor"]), pc.is_valid(rows["split_from"])))
    links = [(row["event_id"], row["successor"], row["split_from"]) for row in rows.to_pylist()]
    while True:
        more = {after for one, after, _ in links if one in found and after}
        more |= {one for one, _, before in links if before in found}
        if more <= found:
            return frozenset(found)
        found |= more


def take_out(tables: Tables, redaction: Redaction, book: Codebook, ids: pa.Table) -> Taken:
    """Return tables without what a redaction names; `ids` is the latest history, by which events are followed."""
    if redaction.kind is Hidden.TEXT:
        made = {name: _without_text(table, redaction.what) for name, table in tables.items()}
    elif redaction.kind is Hidden.ARTICLE:
        made = {name: _without_article(table, redaction) for name, table in tables.items()}
    elif redaction.kind is Hidden.QUOTES:
        made = _without_quotes(tables, redaction, reach(redaction.what, ids), book)
    else:
        made = _without_field(tables, redaction, reach(redaction.what, ids), book)
    cells = {name: _changed(tables[name], made[name]) for name in tables}
    return Taken(made, {name: count for name, count in cells.items() if count})


def _changed(old: pa.Table, new: pa.Table) -> int:
    """Return how many values went: of rows that stay those that differ, of rows that went one each."""
    if old.num_rows != new.num_rows:
        return old.num_rows - new.num_rows
    moved = [name for name in new.column_names if old[name] is not new[name]]
    differ = [differing(one_chunk(old[name]), one_chunk(new[name])) for name in moved]
    return sum(pc.sum(one).as_py() or 0 for one in differ)


def _blanked(table: pa.Table, names: Iterable[str], mask: pa.Array) -> pa.Table:
    """Return a table whose values in some columns and rows are taken out; what was blank stays blank."""
    for name in names:
        index = table.schema.get_field_index(name)
        if index < 0:
            continue
        column = one_chunk(table[name])
        marked = REDACTED if column.type == pa.string() and name not in {"sha256", "article_id"} else None
        value = pa.scalar(marked, column.type)
        made = pc.if_else(pc.and_(mask, pc.is_valid(column)), value, column)
        table = table.set_column(index, table.schema.field(index), made)
    return table


def _of(table: pa.Table, name: str, values: Iterable[str]) -> pa.Array:
    found: pa.Array = pc.is_in(one_chunk(table[name]), pa.array(sorted(values), pa.string()))
    return found


def _base(name: str) -> str:
    """Return the table whose rows a table of changes holds: `provenance` for `changed_provenance`."""
    return {changed_name(one): one for one in UNITS}.get(name, name)


def _without_quotes(
    tables: Tables, redaction: Redaction, events: frozenset[str], book: Codebook
) -> dict[str, pa.Table]:
    made = dict(tables)
    names = {redaction.field, *hidden_columns(book, redaction.field)}
    for name in [one for one in tables if _base(one) in _TELLING]:
        mask = _of(made[name], "event_id", events)
        if redaction.field and _base(name) == "relations":
            continue
        if redaction.field:
            mask = pc.and_(mask, _of(made[name], "field", names))
        made[name] = _blanked(made[name], ("quote", "start", "end"), mask)
    return made


def _without_field(
    tables: Tables, redaction: Redaction, events: frozenset[str], book: Codebook
) -> dict[str, pa.Table]:
    columns, made = hidden_columns(book, redaction.field), dict(tables)
    told = {*columns, redaction.field, f"counts.{redaction.field}"}
    for name in tables:
        if _base(name) == "events":
            made[name] = _blanked(made[name], columns, _of(made[name], "event_id", events))
        elif _base(name) in {"provenance", "fields"}:
            mask = pc.and_(_of(made[name], "event_id", events), _of(made[name], "field", told))
            made[name] = _blanked(made[name], ("value", "quote", "start", "end", "old", "new"), mask)
            marks = {"how": "redacted", "rule": f"redaction {redaction.number}"}
            for mark, says in marks.items() if _base(name) == "provenance" else ():
                index = made[name].schema.get_field_index(mark)
                marked = pc.if_else(mask, says, one_chunk(made[name][mark]))
                made[name] = made[name].set_column(index, made[name].schema.field(index), marked)
    return _without_named(tables, made)


def _without_named(old: Tables, made: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """Leave out the actors and places that nothing but what was taken out named."""
    if "events" not in made:
        return made
    for name, key, columns in (
        ("actors", "actor_id", ("actor1_id", "actor2_id")),
        ("places", "place_id", ("place_id",)),
    ):
        before, after = (_values(one["events"], columns) for one in (old, made))
        gone = before - after
        for table in (name, changed_name(name)):
            if gone and table in made:
                made[table] = made[table].filter(pc.invert(_of(made[table], key, gone)))
    return made


def _values(table: pa.Table, columns: Iterable[str]) -> set[str]:
    return {value for name in columns for value in pc.unique(table[name]).to_pylist() if value}


def _without_article(table: pa.Table, redaction: Redaction) -> pa.Table:
    """Give an article's publications new names everywhere, and take out title, address, hash and quotes."""
    if "source_id" not in table.column_names and "key" not in table.column_names:
        return table
    name = "source_id" if "source_id" in table.column_names else "key"
    column = one_chunk(table[name])
    known = [one for one in pc.unique(column).to_pylist() if one and _is_of(one, redaction.what)]
    if not known:
        return table
    mask = pc.is_in(column, pa.array(known, pa.string()))
    names = ("title", "url", "article_id", "sha256", "quote", "start", "end")
    table = _blanked(table, names, mask)
    return _mapped(
        table, name, lambda one: new_source(redaction, one) if _is_of(one, redaction.what) else one
    )


def _is_of(source: str, what: str) -> bool:
    """Tell whether a source is the one that is named, or a publication of the article that is."""
    return source == what or source.startswith(f"{what}-")


def new_source(redaction: Redaction, source: str) -> str:
    """Return the new name of a source, from which the old one cannot be found again."""
    return f"x-{sha256(f'{redaction.salt}:{source}')[:16]}"


def text_pattern(text: str) -> re.Pattern[str]:
    """Return what finds a text: whole words in any case, with any spaces between, also as they stand in ids."""
    words = [re.escape(word) for word in re.split(r"[\s_-]+", text.strip()) if word]
    return re.compile(r"(?<!\w)" + r"[\s_-]+".join(words) + r"(?!\w)", re.IGNORECASE)


def _without_text(table: pa.Table, text: str) -> pa.Table:
    found = text_pattern(text)
    for name in table.column_names:
        if name not in _TEXTS_STAY:
            table = _mapped(table, name, lambda one: found.sub(REDACTED, one))
    return table


def _mapped(table: pa.Table, name: str, change: Callable[[str], str]) -> pa.Table:
    """Return a table with every text of a column changed, in lists and records too; each distinct one is asked once."""
    index = table.schema.get_field_index(name)
    column = one_chunk(table[name])
    known = _distinct(column)
    other = {one: made for one in known if (made := change(one)) != one}
    if not other:
        return table
    if column.type == pa.string():
        where = pc.index_in(column, pa.array(list(other), pa.string()))
        new: pa.Array = pc.if_else(pc.is_valid(where), pa.array(list(other.values())).take(where), column)
    else:
        new = pa.array([_deep(value, other) for value in column.to_pylist()], column.type)
    return table.set_column(index, table.schema.field(index), new)


def _distinct(column: pa.Array) -> set[str]:
    """Return the distinct texts of a column, in lists and records too."""
    if isinstance(column.type, pa.ListType):
        return _distinct(pc.list_flatten(column))
    if isinstance(column.type, pa.StructType):
        return {text for part in column.type.fields for text in _distinct(pc.struct_field(column, part.name))}
    return {one for one in pc.unique(column).to_pylist() if one} if column.type == pa.string() else set()


def _deep(value: Any, other: Mapping[str, str]) -> Any:  # noqa: ANN401  a cell, whatever its type
    if isinstance(value, str):
        return other.get(value, value)
    if is_list(value):
        return [_deep(one, other) for one in value]
    if is_mapping(value):
        return {key: _deep(one, other) for key, one in value.items()}
    return value
