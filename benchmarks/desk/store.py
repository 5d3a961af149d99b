"""A store as large as it gets: a million coded events, tens of thousands of actors, two hundred articles that wait.

Rows are made as the program makes them, hashes included, but many at a time.
"""

import json
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table

from eventbook.coders.intake.articles import keep_article
from eventbook.coders.lists.entries import OUTLETS, Found, add_entries
from eventbook.coders.store.chain import first, sealed
from eventbook.coders.store.records import Kind, body_of
from eventbook.coders.store.stamp import Stamp
from eventbook.coders.store.tables import ENTRY_NAME, FORM, RECORD, REVISION, SHEET
from eventbook.coders.workspace.workspace import Workspace, make_workspace, open_workspace
from eventbook.schema.article import Outlet, Publication
from eventbook.schema.session import Workplace
from eventbook.schema.text import fold
from eventbook.schema.who import Actor, TypePeriod

AT_ONCE = 20_000
TEXT = """LOWEN, 4 May - Gunmen fired on a bus near the market on Friday evening and killed {n} passengers, a police
spokesman said. Nine were hurt. Case number {n} of the court; the road had been safe for some years.
"""
BY = Stamp("benchmark", datetime(2026, 1, 1, tzinfo=UTC))


def filled(folder: Path, events: int, actors: int, waiting: int) -> Workspace:
    """Make a workspace with so many coded events and actors, and articles that wait for a coder."""
    workspace = open_workspace(make_workspace(folder / "work"))
    with workspace.store.writing() as connection:
        outlet = Outlet(name="Lowen Herald", scale="National", country="ETH", time_zone="Africa/Addis_Ababa")
        add_entries(connection, OUTLETS, [Found((), outlet)], BY)
        for number in range(waiting + 1):
            one = Publication(outlet="lowen-herald", published=date(2024, 5, 4), title=f"Case {number}")
            text = "".join(TEXT.replace("{n}", str(number * 7 + at)) for at in range(6))
            keep_article(connection, text.encode(), one.model_copy(update={"outlet": "Lowen Herald"}), BY)
        articles = [str(one) for one in connection.exec_driver_sql("SELECT id FROM article").scalars()]
        _fill(connection, _actor_rows(actors))
        _fill(connection, _event_rows(events, articles, workspace.book.id))
    return workspace


def _fill(connection: Connection, rows: Iterator[tuple[Table, dict[str, Any]]]) -> None:
    waiting: dict[Table, list[dict[str, Any]]] = {}
    for count, (table, row) in enumerate(rows, 1):
        waiting.setdefault(table, []).append(row)
        if count % AT_ONCE == 0:
            _write(connection, waiting)
    _write(connection, waiting)


def _write(connection: Connection, waiting: dict[Table, list[dict[str, Any]]]) -> None:
    for table in (RECORD, ENTRY_NAME, SHEET, FORM, REVISION):
        if waiting.get(table):
            connection.execute(table.insert(), waiting[table])
    waiting.clear()


def _actor_rows(count: int) -> Iterator[tuple[Table, dict[str, Any]]]:
    dice = random.Random(7)
    parts = [
        "Front",
        "Army",
        "Union",
        "Brigade",
        "Karo",
        "Dessa",
        "Bellin",
        "Talun",
        "Free",
        "Popular",
        "Northern",
    ]
    for number in range(count):
        name = f"{' '.join(dice.sample(parts, 3))} {number}"
        actor = Actor(id=f"actor-{number}", name=name, home=("ETH",), types=(TypePeriod(type="Rebel group"),))
        body = json.dumps(body_of(actor), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        yield RECORD, first({"kind": Kind.ACTOR, "id": actor.id}, {**BY.row, "body": body})
        yield ENTRY_NAME, {"kind": Kind.ACTOR, "key": fold(name), "id": actor.id}


def _event_rows(count: int, articles: Sequence[str], book: str) -> Iterator[tuple[Table, dict[str, Any]]]:
    dice = random.Random(8)
    start = date(2015, 1, 1)
    for number in range(count):
        sheet, at = (
            f"sheet-{number // 2}",
            {"author": "benchmark", "at": f"2025-01-01T00:{number % 60:02}:00+00:00"},
        )
        if number % 2 == 0:
            yield (
                SHEET,
                sealed(
                    {
                        "id": sheet,
                        "article": articles[number % len(articles)],
                        "coder": f"coder{number % 50}",
                        **at,
                    }
                ),
            )
        form = f"sheet-{number // 2}-{number % 2 + 1}"
        yield FORM, sealed({"id": form, "sheet": sheet, "section": "events", **at})
        day = (start + timedelta(days=dice.randrange(3650))).isoformat()
        body = (
            '{"side1":{"actor":"civilians-ethiopia"},"values":{"sub_event_type":"Attack"},'
            f'"when":{{"first":"{day}","last":"{day}"}},"where":{{"place":"gn-344979","precision":1}}}}'
        )
        row = {
            "parent": 0,
            "action": "submit",
            "status": "accepted",
            "codebook": book,
            "body": body,
            "reason": "",
            "until": "",
        }
        yield REVISION, first({"form": form}, {**row, **at})


def place_of(folder: Path) -> Workplace:
    """Return where a workspace made before lies."""
    return Workplace(folder / "work")
