"""How the store is opened: SQLite, one writer at a time, nothing acknowledged that can be lost.

Python's and SQLAlchemy's defaults begin a transaction late, at the first write; two people
who read before they write then overwrite each other without an error. So we begin ourselves:
IMMEDIATE for a transaction that may write, plain for one that only reads. In WAL mode
readers never wait. synchronous=FULL makes a commit survive a power cut.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, NullPool, QueuePool

WAIT = 30
"""Seconds that a writer waits for another one before it gives up."""

READING = "eventbook_reading"
"""The execution option that marks a connection as one that only reads."""

NO_POOL: dict[str, Any] = {"poolclass": NullPool}

PRAGMAS = (
    f"PRAGMA busy_timeout = {WAIT * 1000}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA trusted_schema = OFF",
)


def make_engine(path: Path, *, kept_open: int = 0) -> Engine:
    """Return an engine for the SQLite file at a path, which is made when it does not exist.

    A command opens the file for each transaction and lets go of it; a server keeps so many connections open, as opening
    one takes as long as a small question.
    """
    url = URL.create("sqlite", database=str(path.absolute()))
    given = {"timeout": WAIT, "check_same_thread": not kept_open}
    pool: dict[str, Any] = (
        {"poolclass": QueuePool, "pool_size": kept_open, "max_overflow": -1} if kept_open else NO_POOL
    )
    engine = create_engine(url, connect_args=given, **pool)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(raw: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    raw.isolation_level = None  # no transaction begins but by our own word
    cursor = raw.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get(READING, False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
