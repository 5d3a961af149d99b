"""The store of a workspace: opened, brought up to date, read and written in transactions.

Everything else in this layer is handed a connection and knows no file. What the database
says when it cannot go on becomes a message of ours, which says what to do.
"""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DatabaseError, OperationalError

from eventbook.coders.store.engine import READING, WAIT, make_engine
from eventbook.schema.errors import EventbookError

VERSIONS = ("0001", "0002", "0003", "0004", "0005")
"""The versions of the store that this program knows, oldest first."""


class StoreError(EventbookError, OSError):
    """The store cannot be read or written."""


class Store:
    """The store at a path, at this program's version. Made by `open_store` or `make_store`."""

    def __init__(self, path: Path, *, kept_open: int = 0) -> None:
        """Take a path; the file is opened anew for every transaction, unless connections are kept open."""
        self.path = path
        self._engine = make_engine(path, kept_open=kept_open)
        self._turn = threading.Lock()

    def served(self, threads: int) -> "Store":
        """Return the same store for a server of so many threads: connections are kept open."""
        return Store(self.path, kept_open=threads)

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """Give a connection that sees one moment of the store, whoever writes meanwhile."""
        with self._told(), self._engine.connect() as connection:
            reader = connection.execution_options(**{READING: True})
            with reader.begin():
                yield reader

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """Give a connection that alone may write; all is kept, or on an exception nothing.

        Threads of one program wait in a line: SQLite itself lets in whoever happens to ask at the right moment.
        """
        if not self._turn.acquire(timeout=WAIT):
            raise StoreError(_busy(self.path))
        try:
            with self._told(), self._engine.begin() as connection:
                yield connection
        finally:
            self._turn.release()

    @contextmanager
    def _told(self) -> Generator[None]:
        try:
            yield
        except DatabaseError as caught:
            raise StoreError(_says(self.path, caught)) from caught


def _busy(path: Path) -> str:
    return f"{path} has been busy for {WAIT} seconds; wait for the other program, then try again"


def _says(path: Path, caught: DatabaseError) -> str:
    """Return the database's complaint as a sentence that says what to do."""
    what = str(caught.orig)
    if "locked" in what:
        return _busy(path)
    if "not a database" in what or "malformed" in what:
        return f"{path} is damaged or is no store of Eventbook ({what}); restore it from a backup"
    if "readonly" in what or "unable to open" in what:
        return f"{path} cannot be opened for writing ({what}); check who may write to its folder"
    if "disk I/O" in what or "full" in what:
        return f"{path}: {what}; nothing was kept: free some space, then run the command again"
    if isinstance(caught, OperationalError):
        return f"{path}: {what}; nothing was kept"
    return f"{path} refused a change: {what}"


def make_store(path: Path) -> Store:
    """Make a new store at a path where there is none."""
    store = Store(path)
    with store.writing() as connection:
        _upgrade(connection)
    return store


def open_store(path: Path) -> Store:
    """Return the store at a path, upgraded first where an older program made it.

    Raises `StoreError` where there is none, or one that a newer program made.
    """
    if not path.is_file():
        message = f"there is no store at {path}; restore it from a backup, or make a workspace anew"
        raise StoreError(message)
    store = Store(path)
    with store.reading() as connection:
        version = store_version(connection)
    if version != VERSIONS[-1]:
        if version not in VERSIONS:
            says = (
                f"was made by a newer Eventbook (store version {version}); "
                f"this program knows versions up to {VERSIONS[-1]}: upgrade it"
            )
            message = says if version else "is no store of Eventbook; restore it from a backup"
            raise StoreError(f"{path} {message}")
        with store.writing() as connection:
            _upgrade(connection)
    return store


def store_version(connection: Connection) -> str:
    """Return the version of the store, or nothing where it is not one of ours."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def _upgrade(connection: Connection) -> None:
    # Alembic takes a sixth of a second to load, and a store at its newest version never needs it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "eventbook.coders.store:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
