"""The index of the world's places: one SQLite file, made once, read without loading it.

It takes a while to make, so it is kept: in the folder that EVENTBOOK_CACHE names (one index
for many workspaces), else in the workspace's `.cache`, else in the user's. A person's next workspace takes
it over from the user's. Its name holds the version of what it was made from, so that a newer one is made
beside it. It is written under another name and renamed, whole; two programs that both find it missing make
it both, and either file is right.
"""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path

from eventbook.coders.places.world_source import WorldRow, world_rows, world_version
from eventbook.schema.errors import EventbookError
from eventbook.schema.talk import progress, say
from eventbook.schema.text import consonants, name_key

LAYOUT = 1
"""The version of the tables below; raise it when they or the keys of names change."""

EXPECTED = 280_000
"""Places that there are, about; for the progress bar."""

EVERY = 5000

# `spelling` serves to find names that are spelt wrongly. A misspelling keeps its first three letters, or
# its last four, or its consonants; what stands in other scripts than Latin is found by its letters only.
_TABLES = """
CREATE TABLE place (n INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, country TEXT NOT NULL,
    admin1 INTEGER NOT NULL, admin2 INTEGER NOT NULL, latitude REAL NOT NULL, longitude REAL NOT NULL,
    population INTEGER NOT NULL, kind TEXT NOT NULL, names TEXT NOT NULL, source TEXT NOT NULL);
CREATE TABLE name (key TEXT NOT NULL, country TEXT NOT NULL, n INTEGER NOT NULL, own INTEGER NOT NULL,
    PRIMARY KEY (key, country, n)) WITHOUT ROWID;
CREATE TABLE spelling (key TEXT PRIMARY KEY, sound TEXT NOT NULL, tail TEXT NOT NULL) WITHOUT ROWID;
"""
_INDEXES = """
INSERT INTO spelling SELECT DISTINCT key, sound(key), substr(key, -4) FROM name
    WHERE length(key) > 3 AND key NOT GLOB '*[^ -~]*';
CREATE INDEX spelling_sound ON spelling (sound);
CREATE INDEX spelling_tail ON spelling (tail);
"""


class WorldIndexError(EventbookError, OSError):
    """The index of the world's places cannot be made or read."""


def index_folder(workspace_cache: Path | None) -> Path:
    """Return the folder in which the index is kept."""
    named = os.environ.get("EVENTBOOK_CACHE")
    if named:
        return Path(named)
    if workspace_cache is not None:
        return workspace_cache
    return _of_user()


def _of_user() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "eventbook"


def index_path(folder: Path) -> Path:
    """Return the file that holds the index of this program's places in a folder."""
    return folder / f"places-{LAYOUT}-{world_version()}.sqlite"


def open_index(folder: Path) -> sqlite3.Connection:
    """Return the index in a folder, made first where it is not there. Raises `WorldIndexError`."""
    path = index_path(folder)
    try:
        if not path.is_file() and not _taken_over(path):
            say("making the index of the world's places; it is kept, so this happens once …")
            write_index(path, world_rows(), progress)
            _lent(path)
        return connect(path)
    except (OSError, sqlite3.Error) as caught:
        message = f"{path} cannot be made or read ({caught}); free the disk, or name another folder in EVENTBOOK_CACHE"
        raise WorldIndexError(message) from caught


def _taken_over(path: Path) -> bool:
    """Take over the index that another workspace of this person made, if there is one."""
    if os.environ.get("EVENTBOOK_CACHE"):
        return False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _same_file(_of_user() / path.name, path)
    except (OSError, RuntimeError):  # none is there, or there is no home: then it is made
        return False
    return True


def _lent(path: Path) -> None:
    """Leave the index for this person's next workspace, if that may be."""
    if os.environ.get("EVENTBOOK_CACHE"):
        return
    with suppress(OSError, RuntimeError):
        _of_user().mkdir(parents=True, exist_ok=True)
        _same_file(path, _of_user() / path.name)


def _same_file(there: Path, here: Path) -> None:
    """Make a file stand in a second place: the same one where the disk allows that, else a copy, whole."""
    if here.exists():
        return
    with tempfile.TemporaryDirectory(prefix=".places-", dir=here.parent) as draft:
        made = Path(draft) / here.name
        try:
            made.hardlink_to(there)
        except FileNotFoundError:
            raise
        except OSError:
            shutil.copyfile(there, made)
        made.replace(here)


def connect(path: Path) -> sqlite3.Connection:
    """Return a connection that only reads."""
    # `immutable`: the file never changes once it has its name, so nothing is locked or looked at twice.
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)


def write_index(path: Path, rows: Iterable[WorldRow], show: Callable[[int, int], None]) -> None:
    """Write the index of rows to a path, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=".places-", dir=path.parent)
    os.close(handle)
    try:
        with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
            _fill(connection, rows, show)
        Path(draft).chmod(0o644)  # several people may share the folder, and nothing in it is secret
        Path(draft).replace(path)
    finally:
        Path(draft).unlink(missing_ok=True)


def _fill(connection: sqlite3.Connection, rows: Iterable[WorldRow], show: Callable[[int, int], None]) -> None:
    connection.create_function("sound", 1, consonants, deterministic=True)
    # A half-written file never gets its name, so nothing has to be safe while it is written.
    connection.executescript(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -100000;"
    )
    connection.executescript(_TABLES)
    connection.execute("BEGIN")
    names: list[tuple[str, str, int, int]] = []
    for at, row in enumerate(rows):
        if at % EVERY == 0:
            show(at, max(EXPECTED, at))
        connection.execute(f"INSERT INTO place VALUES ({', '.join('?' * 12)})", _values(row))  # noqa: S608  marks only
        names += _names(row)
    names.sort()
    connection.executemany("INSERT OR IGNORE INTO name VALUES (?, ?, ?, ?)", names)
    connection.execute("COMMIT")
    connection.executescript(f"BEGIN; {_INDEXES} COMMIT; PRAGMA journal_mode = DELETE; ANALYZE;")
    show(EXPECTED, EXPECTED)


def _values(row: WorldRow) -> tuple[object, ...]:
    return (
        row.n,
        row.id,
        row.name,
        row.country,
        row.admin1,
        row.admin2,
        row.latitude,
        row.longitude,
        row.population,
        row.kind.value,
        "\n".join(name for name in row.names if name != row.name),
        row.source,
    )


def _names(row: WorldRow) -> Iterator[tuple[str, str, int, int]]:
    """Yield the keys of a place's names: its own first, then those that are others."""
    own = name_key(row.name)
    keys = dict.fromkeys([own, *map(name_key, row.names)])
    yield from ((key, row.country, row.n, int(key == own)) for key in keys if key)
