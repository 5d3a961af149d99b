"""A store as large as it gets: a million coded events, tens of thousands of actors, two hundred articles that wait.

Rows are made as the program makes them, hashes included, but many at a time.
"""

import json
import random
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, text

from eventbook.coders.intake.article_words import tell_words
from eventbook.coders.lists.entries import OUTLETS, Found, add_entries
from eventbook.coders.store.chain import first, sealed
from eventbook.coders.store.records import Kind, body_of
from eventbook.coders.store.stamp import Stamp
from eventbook.coders.store.tables import ARTICLE, ENTRY_NAME, FORM, RECORD, REVISION, SHEET, TEXT_VERSION
from eventbook.coders.workspace.workspace import Workspace, make_workspace, open_workspace
from eventbook.schema.article import ID_DIGITS, Outlet
from eventbook.schema.canonical import canonical, sha256
from eventbook.schema.session import Workplace
from eventbook.schema.text import fold
from eventbook.schema.who import Actor, TypePeriod

AT_ONCE = 20_000
EACH = 4
"""Events of one article."""

WHERE = (
    "gn-344979",
    "gn-333750",
    "gn-335035",
    "gn-336931",
    "gn-331180",
    "gn-331259",
    "gn-337405",
    "gn-328716",
)
"""Where they happened, the first of them where the tabs code theirs."""

HEADS = text("""
INSERT INTO head SELECT form.id, sheet.id, sheet.article, sheet.coder, form.section, revision.status, revision.rowid,
json_extract(body, '$.when.first'), json_extract(body, '$.when.last'), json_extract(body, '$.where.place')
FROM revision JOIN form ON form.id = revision.form JOIN sheet ON sheet.id = form.sheet
""")
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
        _fill(connection, (row for case in range(waiting + 1) for row in _article_rows(-1 - case, BY.row)))
        _fill(connection, _actor_rows(actors))
        _fill(connection, _event_rows(events, workspace.book.id))
        connection.execute(HEADS)
    return workspace


def _fill(connection: Connection, rows: Iterator[tuple[Table, dict[str, Any]]]) -> None:
    waiting: dict[Table, list[dict[str, Any]]] = {}
    for count, (table, row) in enumerate(rows, 1):
        waiting.setdefault(table, []).append(row)
        if count % AT_ONCE == 0:
            _write(connection, waiting)
    _write(connection, waiting)


def _write(connection: Connection, waiting: dict[Table, list[dict[str, Any]]]) -> None:
    for kept in (ARTICLE, TEXT_VERSION, RECORD, ENTRY_NAME, SHEET, FORM, REVISION):
        if waiting.get(kept):
            connection.execute(kept.insert(), waiting[kept])
    told = [one for one in waiting.get(RECORD, ()) if one["kind"] == Kind.PUBLICATION]
    tell_words(connection, [(one["id"], json.loads(one["body"])) for one in told])
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


def _event_rows(count: int, book: str) -> Iterator[tuple[Table, dict[str, Any]]]:
    dice = random.Random(8)
    start = date(2015, 1, 1)
    for number in range(count):
        at = {"author": "benchmark", "at": f"2025-01-01T00:{number % 60:02}:00+00:00"}
        case, part = divmod(number, EACH)
        sheet = f"sheet-{case}"
        if part == 0:
            yield from _article_rows(case, at)
            name = article_id(case)
            yield SHEET, sealed({"id": sheet, "article": name, "coder": f"coder{case % 50}", **at})
        form = f"{sheet}-{part + 1}"
        yield FORM, sealed({"id": form, "sheet": sheet, "section": "events", **at})
        day = (start + timedelta(days=dice.randrange(3650))).isoformat()
        body = (
            '{"side1":{"actor":"civilians-ethiopia"},"values":{"sub_event_type":"Attack"},'
            f'"when":{{"first":"{day}","last":"{day}"}},"where":{{"place":"{dice.choice(WHERE)}","precision":1}}}}'
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


def told_by(case: int) -> str:
    """Return the text of an article."""
    return f"Report {case}: " + "".join(TEXT.replace("{n}", str(case * 7 + at)) for at in range(6))


def article_id(case: int) -> str:
    """Return the id of an article."""
    return sha256(told_by(case))[:ID_DIGITS]


def _article_rows(case: int, at: Mapping[str, object]) -> Iterator[tuple[Table, dict[str, Any]]]:
    """Yield an article; those that wait have cases below nought."""
    told = told_by(case)
    seal, name = sha256(told), article_id(case)
    yield ARTICLE, sealed({"sha256": seal, "id": name, "bytes": told.encode(), "medium": "text/plain", **at})
    yield TEXT_VERSION, {"article": name, "n": 1, "extractor": "plain 1", "text": told, "sha256": seal}
    body = {
        "outlet": "lowen-herald",
        "published": "2024-05-04",
        "title": f"Report {case}: {case % 977} killed",
    }
    yield RECORD, first({"kind": Kind.PUBLICATION, "id": f"{name}.0001"}, {**at, "body": canonical(body)})


def place_of(folder: Path) -> Workplace:
    """Return where a workspace made before lies."""
    return Workplace(folder / "work")
