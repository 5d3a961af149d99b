"""Chains of revisions: each row is sealed by the hash of its content and of the row before.

A seal does not stop anyone who can write to the file; it shows that someone did. `broken`
finds every row that is not what was once written, and every gap.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, Table, bindparam, select

from eventbook.coders.store.tables import ARTICLE, FORM, RECORD, REVISION, SHEET, TEXT_VERSION
from eventbook.schema.article import ID_DIGITS
from eventbook.schema.canonical import digest, sha256

CHAINS: tuple[tuple[Table, tuple[str, ...]], ...] = ((RECORD, ("kind", "id")), (REVISION, ("form",)))


SINGLES = (ARTICLE, SHEET, FORM)
"""Tables whose rows stand alone, each sealed; an article's bytes have their own hash in the row."""


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """A row that is not as it was written: its table, its key and what is wrong."""

    table: str
    key: str
    what: str

    def __str__(self) -> str:
        """The fault as a line."""
        return f"{self.table} {self.key}: {self.what}"


def append(connection: Connection, table: Table, key: Mapping[str, str], row: Mapping[str, object]) -> int:
    """Add a row to the chain of a key, sealed; return its number, from 1."""
    head = connection.execute(_newest(table, tuple(key)), key).mappings().first()
    whole: dict[str, Any] = {
        **key,
        **row,
        "n": head["n"] + 1 if head else 1,
        "prev": head["hash"] if head else "",
    }
    connection.execute(table.insert(), {**whole, "hash": _seal(whole)})
    return int(whole["n"])


@cache
def _newest(table: Table, names: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    """Return the question for the last row of a chain whose key has these columns."""
    same = (table.c[name] == bindparam(name) for name in names)
    return select(table.c.n, table.c.hash).where(*same).order_by(table.c.n.desc()).limit(1)


def first(key: Mapping[str, str], row: Mapping[str, object]) -> dict[str, Any]:
    """Return the first row of a chain that is new, sealed, to be added with many others."""
    whole: dict[str, Any] = {**key, **row, "n": 1, "prev": ""}
    return {**whole, "hash": _seal(whole)}


def sealed(row: Mapping[str, object]) -> dict[str, object]:
    """Return a row of a table whose rows stand alone, with its seal."""
    return {**row, "hash": _seal(row)}


def _seal(row: Mapping[str, object]) -> str:
    return digest({name: value for name, value in row.items() if name not in {"hash", "bytes"}})


def broken(connection: Connection) -> Iterator[BrokenLink]:
    """Yield every row of the store that is not as it was written."""
    for table, names in CHAINS:
        order = (*(table.c[name] for name in names), table.c.n)
        yield from _broken_chain(
            table.name, names, connection.execute(select(table).order_by(*order)).mappings()
        )
    for table in SINGLES:
        for row in connection.execute(
            select(*(column for column in table.c if column.name != "bytes"))
        ).mappings():
            if row["hash"] != _seal(dict(row)):
                yield BrokenLink(table.name, str(row["id"]), "it was changed after it was written")
    yield from _broken_articles(connection)


def _broken_articles(connection: Connection) -> Iterator[BrokenLink]:
    for row in connection.execute(select(ARTICLE)).mappings():
        found = sha256(bytes(row["bytes"]))
        if found != row["sha256"] or row["id"] != found[:ID_DIGITS]:
            yield BrokenLink("article", str(row["id"]), "its bytes are not those that were received")
    for row in connection.execute(select(TEXT_VERSION)).mappings():
        if sha256(str(row["text"])) != row["sha256"]:
            yield BrokenLink("text_version", f"{row['article']}/{row['n']}", "its text was changed")


def _broken_chain(table: str, names: Sequence[str], rows: Iterable[RowMapping]) -> Iterator[BrokenLink]:
    """Yield the faults of a table's chains, whose rows come in order of key and number."""
    chain, number, seal = "", 0, ""
    for row in rows:
        key = " ".join(str(row[name]) for name in names)
        if key != chain:
            chain, number, seal = key, 0, ""
        if row["n"] != number + 1:
            yield BrokenLink(table, key, f"revision {number + 1} is missing before revision {row['n']}")
        elif row["prev"] != seal:
            yield BrokenLink(
                table, f"{key} revision {row['n']}", f"it does not follow from revision {number}"
            )
        if row["hash"] != _seal(dict(row)):
            yield BrokenLink(table, f"{key} revision {row['n']}", "it was changed after it was written")
        number, seal = int(row["n"]), str(row["hash"])
