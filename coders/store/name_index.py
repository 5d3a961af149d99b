"""The index of names: which entries bear a folded name, looked up without reading any entry.

It follows from the newest revision of each record and is written together with it, in the same
transaction, so that it can never tell of another state than the records do.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, select

from eventbook.coders.store.records import Kind
from eventbook.coders.store.tables import ENTRY_NAME
from eventbook.schema.text import fold


def index_names(connection: Connection, kind: Kind, entry: str, names: Iterable[str]) -> None:
    """Make these the names under which an entry is found, instead of those that it had."""
    wanted = {key for name in names if (key := fold(name))}
    mine = (ENTRY_NAME.c.kind == kind, ENTRY_NAME.c.id == entry)
    known = set(connection.execute(select(ENTRY_NAME.c.key).where(*mine)).scalars())
    for key in known - wanted:
        connection.execute(ENTRY_NAME.delete().where(*mine, ENTRY_NAME.c.key == key))
    rows = [{"kind": kind, "key": key, "id": entry} for key in sorted(wanted - known)]
    if rows:
        connection.execute(ENTRY_NAME.insert(), rows)


_NAMED = (
    select(ENTRY_NAME.c.id)
    .where(ENTRY_NAME.c.kind == bindparam("kind"), ENTRY_NAME.c.key == bindparam("key"))
    .order_by(ENTRY_NAME.c.id)
)


def entries_named(connection: Connection, kind: Kind, key: str) -> tuple[str, ...]:
    """Return the ids of the entries that bear a folded name, in order."""
    return tuple(connection.execute(_NAMED, {"kind": kind, "key": key}).scalars())


def indexed_names(connection: Connection, kind: Kind) -> tuple[tuple[str, str], ...]:
    """Return every folded name and who bears it, in order: two short texts a row."""
    every = select(ENTRY_NAME.c.key, ENTRY_NAME.c.id).where(ENTRY_NAME.c.kind == kind)
    rows = connection.execute(every.order_by(ENTRY_NAME.c.key, ENTRY_NAME.c.id))
    return tuple((str(key), str(name)) for key, name in rows)
