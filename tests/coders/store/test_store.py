"""The store only grows, loses no update, shows every change behind its back, and knows its version."""

import sqlite3
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, select

from eventbook.coders.intake.article_words import articles_told
from eventbook.coders.intake.articles import keep_article
from eventbook.coders.store.chain import broken
from eventbook.coders.store.forms import add_form, add_sheet
from eventbook.coders.store.records import Kept, Kind, bodies, history, keep
from eventbook.coders.store.stamp import stamp
from eventbook.coders.store.store import VERSIONS, Store, StoreError, make_store, open_store
from eventbook.coders.store.tables import ARRIVAL, METADATA
from eventbook.schema.article import Publication
from eventbook.schema.session import Workplace

BY = stamp("amira")
TABLES = ("article", "text_version", "record", "sheet", "form", "revision")


def raw(place: Workplace) -> sqlite3.Connection:
    """Open the file as any other program would."""
    return sqlite3.connect(place.store)


def fill(place: Workplace) -> None:
    """Put one row into every table."""
    connection = raw(place)
    with connection:
        connection.execute("INSERT INTO article VALUES ('a', 'a', x'00', 'text/plain', 'x', '2026', 'h')")
        connection.execute("INSERT INTO text_version VALUES ('a', 1, 'plain 1', 't', 'h')")
        connection.execute("INSERT INTO record VALUES ('outlet', 'o', 1, 'x', '2026', '{}', '', 'h')")
        connection.execute("INSERT INTO sheet VALUES ('s', 'a', 'x', 'x', '2026', 'h')")
        connection.execute("INSERT INTO form VALUES ('f', 's', 'events', 'x', '2026', 'h')")
        connection.execute(
            "INSERT INTO revision VALUES ('f', 1, 0, 'submit', 'submitted', 'x', '2026', 'b', '{}', '', '', '', 'h')"
        )
    connection.close()


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "statement",
    ["UPDATE {} SET rowid = rowid", "DELETE FROM {}", "INSERT OR REPLACE INTO {} SELECT * FROM {}"],
)
def test_no_row_is_changed_deleted_or_replaced(bare: Workplace, table: str, statement: str) -> None:
    fill(bare)
    connection = raw(bare)
    count = f"SELECT count(*) FROM {table}"  # noqa: S608
    before = connection.execute(count).fetchone()
    assert before[0] > 0
    with pytest.raises(sqlite3.IntegrityError, match="only grows"):
        connection.execute(statement.replace("{}", table))
    assert connection.execute(count).fetchone() == before
    connection.close()


def test_the_migrations_make_the_tables_that_the_program_knows(bare: Workplace) -> None:
    with open_store(bare.store).reading() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": own_table})
        assert compare_metadata(context, METADATA) == []


def own_table(name: str | None, kind: str, _: object) -> bool:
    """Tell whether a table is one that the program describes: full-text search makes some of its own."""
    return kind != "table" or not str(name).startswith("article_words")


def test_the_program_knows_every_migration() -> None:
    config = Config()
    config.set_main_option("script_location", "eventbook.coders.store:migrations")
    config.set_main_option("path_separator", "os")
    steps = [step.revision for step in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(steps)) == VERSIONS


def test_the_store_is_in_wal_mode_and_syncs_fully(bare: Workplace) -> None:
    with open_store(bare.store).reading() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_store_of_a_newer_program_is_refused(bare: Workplace) -> None:
    connection = raw(bare)
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StoreError, match=r"newer Eventbook \(store version 9999\).*upgrade it"):
        open_store(bare.store)


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    other.write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreError, match="restore it from a backup"):
        open_store(other)
    sqlite3.connect(tmp_path / "empty.db").execute("CREATE TABLE a (b)").connection.close()
    with pytest.raises(StoreError, match="is no store of Eventbook"):
        open_store(tmp_path / "empty.db")
    (tmp_path / "zero.db").touch()
    with pytest.raises(StoreError, match=r"is no store of Eventbook; restore it from a backup$"):
        open_store(tmp_path / "zero.db")
    with pytest.raises(StoreError, match="there is no store"):
        open_store(tmp_path / "none.db")


def add_one(connection: Connection) -> None:
    """Read a number and write the next, as a person who edits does."""
    now = bodies(connection, Kind.PLACE).get("count", {"n": 0})["n"]
    keep(connection, Kind.PLACE, "count", {"n": now + 1}, BY)


@pytest.mark.parametrize("served", [False, True], ids=["each opens the file", "one keeps it open"])
def test_no_update_is_lost_when_many_write_at_once(bare: Workplace, *, served: bool) -> None:
    one = Store(bare.store).served(2)

    def work() -> None:
        store = one if served else Store(bare.store)
        for _ in range(15):
            with store.writing() as connection:
                add_one(connection)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with open_store(bare.store).reading() as connection:
        assert bodies(connection, Kind.PLACE)["count"] == {"n": 60}
        assert len(history(connection, Kind.PLACE, "count")) == 60
        assert list(broken(connection)) == []


def test_a_reader_sees_one_moment_while_another_writes(bare: Workplace) -> None:
    store = open_store(bare.store)
    with store.reading() as reader:
        assert bodies(reader, Kind.PLACE) == {}
        with store.writing() as writer:
            add_one(writer)
        assert bodies(reader, Kind.PLACE) == {}
    with store.reading() as reader:
        assert bodies(reader, Kind.PLACE) == {"count": {"n": 1}}


def test_an_exception_keeps_nothing(bare: Workplace) -> None:
    def fail() -> None:
        with open_store(bare.store).writing() as connection:
            add_one(connection)
            raise StoreError("stop")

    with pytest.raises(StoreError):
        fail()
    with open_store(bare.store).reading() as connection:
        assert bodies(connection, Kind.PLACE) == {}


def test_the_same_body_again_is_nothing_new(bare: Workplace) -> None:
    with open_store(bare.store).writing() as connection:
        outcomes = [
            keep(connection, Kind.OUTLET, "o", {"scale": scale}, BY) for scale in ("a", "a", "b", "a")
        ]
        assert outcomes == [Kept.NEW, Kept.SAME, Kept.CHANGED, Kept.CHANGED]
        assert [one.body["scale"] for one in history(connection, Kind.OUTLET, "o")] == ["a", "b", "a"]


def test_a_prefix_finds_only_what_begins_with_it(bare: Workplace) -> None:
    with open_store(bare.store).writing() as connection:
        for name in ("a.1", "a.2", "a", "a/1", "b.1"):
            keep(connection, Kind.PUBLICATION, name, {}, BY)
        assert list(bodies(connection, Kind.PUBLICATION, "a.")) == ["a.1", "a.2"]


@pytest.mark.parametrize(
    ("tamper", "says"),
    [
        (
            "UPDATE record SET body = '{\"n\":7}' WHERE n = 2",
            "place count revision 2: it was changed after it was written",
        ),
        (
            "UPDATE record SET author = 'jonas' WHERE n = 1 AND kind = 'place'",
            "place count revision 1: it was changed",
        ),
        ("DELETE FROM record WHERE n = 2", "place count: revision 2 is missing before revision 3"),
        (
            "UPDATE record SET prev = 'x' WHERE n = 3",
            "place count revision 3: it does not follow from revision 2",
        ),
        ("UPDATE article SET bytes = x'01'", "its bytes are not those that were received"),
        ("UPDATE article SET author = 'jonas'", "it was changed after it was written"),
        ("UPDATE sheet SET coder = 'jonas'", "sheet sheet: it was changed after it was written"),
        ("UPDATE form SET section = 'x'", "form form: it was changed after it was written"),
        ("UPDATE text_version SET text = 'other'", "/1: its text was changed"),
    ],
)
def test_a_change_behind_the_programs_back_is_named(bare: Workplace, tamper: str, says: str) -> None:
    with open_store(bare.store).writing() as connection:
        for _ in range(3):
            add_one(connection)
        keep(connection, Kind.OUTLET, "wire", {"name": "Wire", "scale": "National"}, BY)
        article = keep_article(connection, b"Text.", Publication(outlet="Wire"), BY).article
        add_sheet(connection, "sheet", article, "amira", BY)
        add_form(connection, "form", "sheet", "events", BY)
        assert list(broken(connection)) == []
    outside = raw(bare)
    for table in TABLES:
        outside.execute(f"DROP TRIGGER {table}_no_update")
        outside.execute(f"DROP TRIGGER {table}_no_delete")
    with outside:
        outside.execute(tamper)
    outside.close()
    with open_store(bare.store).reading() as reader:
        assert says in "\n".join(map(str, broken(reader)))


def test_a_busy_store_is_told_and_not_waited_for_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = make_store(tmp_path / "a.db")
    monkeypatch.setattr("eventbook.coders.store.engine.PRAGMAS", ("PRAGMA busy_timeout = 50",))
    other = Store(store.path)

    def write_too() -> None:
        with other.writing() as connection:
            add_one(connection)

    with store.writing() as connection:
        add_one(connection)
        with pytest.raises(StoreError, match="busy"):
            write_too()


def test_a_full_disk_keeps_nothing_and_is_told(bare: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(bare.store)
    monkeypatch.setattr("eventbook.coders.store.engine.PRAGMAS", ("PRAGMA max_page_count = 30",))

    def fill_up() -> None:
        with store.writing() as connection:
            add_one(connection)
            keep(connection, Kind.PLACE, "big", {"name": "x" * 1_000_000}, BY)

    with pytest.raises(StoreError, match="full; nothing was kept"):
        fill_up()
    with store.reading() as connection:
        assert bodies(connection, Kind.PLACE) == {}


def test_a_store_of_the_first_version_finds_near_copies_once_it_is_upgraded(bare: Workplace) -> None:
    text = (
        "Three people were killed on Tuesday when a bomb exploded near the station in Kampala, officials said. "
        * 3
    )
    with open_store(bare.store).writing() as connection:
        keep(connection, Kind.OUTLET, "wire", {"name": "Wire", "scale": "National"}, BY)
        first = keep_article(connection, text.encode(), Publication(outlet="Wire"), BY).article
    outside = raw(bare)
    with outside:
        for table in ("signature", "likeness", "entry_name", "arrival", "head", "article_words"):
            outside.execute(f"DROP TABLE {table}")
        for trigger in ("comes", "coded", "folded"):
            outside.execute(f"DROP TRIGGER arrival_{trigger}")
        outside.execute("DROP INDEX ix_sheet_coder")
        for (table,) in outside.execute(
            "SELECT name FROM sqlite_master WHERE name LIKE '%place_name%'"
        ).fetchall():
            outside.execute(f"DROP TABLE IF EXISTS {table}")
        outside.execute("UPDATE alembic_version SET version_num = '0001'")
    outside.close()
    with open_store(bare.store).writing() as connection:
        copy = keep_article(connection, f"Headline\n\n{text}".encode(), Publication(outlet="Wire"), BY)
    assert (copy.article, copy.new_article) == (first, False)
    with open_store(bare.store).reading() as connection:
        assert list(connection.execute(articles_told("wire")).scalars()) == [first, copy.copy]
        assert [row.folded for row in connection.execute(select(ARRIVAL).order_by(ARRIVAL.c.seq))] == [
            "",
            first,
        ]
