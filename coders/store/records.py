"""Records: named things that people correct in the course of time, each with its whole history.

An outlet, an actor, a place, a publication, a judgement, an override: the newest body is what
holds; the ones before stay readable, with who and when. The workspace's own secret is one too.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Connection, bindparam, exists, select

from eventbook.coders.store.chain import append
from eventbook.coders.store.stamp import Stamp
from eventbook.coders.store.tables import RECORD
from eventbook.schema.canonical import canonical

Body = dict[str, Any]


class Kind(StrEnum):
    """What a record is of."""

    OUTLET = "outlet"
    ACTOR = "actor"
    PLACE = "place"
    WORLD_PLACE = "world_place"
    PUBLICATION = "publication"
    ARTICLE = "article"
    READING = "reading"
    FOLD = "fold"
    RESEMBLES = "resembles"
    ANCHOR = "anchor"
    SHEET = "sheet"
    JUDGEMENT = "judgement"
    OVERRIDE = "override"
    RELEASE = "release"
    REDACTION = "redaction"
    REFUSED = "refused"
    SECRET = "secret"  # noqa: S105  the word, not one


class Kept(StrEnum):
    """What became of a body that was to be kept."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class RecordRevision:
    """One revision of a record."""

    n: int
    author: str
    at: str
    body: Body


def body_of(model: BaseModel) -> Body:
    """Return a model as the body of a record; defaults left out, so that a new field changes no hash."""
    return model.model_dump(mode="json", exclude_defaults=True)


def keep(connection: Connection, kind: Kind, name: str, body: Mapping[str, Any], by: Stamp) -> Kept:
    """Make a body the newest of a record, unless it is that already; say what became of it."""
    past = newest(connection, kind, name)
    if past is not None and past == body:
        return Kept.SAME
    append(connection, RECORD, {"kind": kind, "id": name}, {**by.row, "body": canonical(dict(body))})
    return Kept.NEW if past is None else Kept.CHANGED


def history(connection: Connection, kind: Kind, name: str) -> tuple[RecordRevision, ...]:
    """Return all revisions of a record, oldest first; none where there is no such record."""
    same = select(RECORD).where(RECORD.c.kind == kind, RECORD.c.id == name).order_by(RECORD.c.n)
    rows = connection.execute(same).mappings()
    return tuple(RecordRevision(row["n"], row["author"], row["at"], json.loads(row["body"])) for row in rows)


# Made once: a form that is checked asks this some twenty times.
_NEWEST = (
    select(RECORD.c.body)
    .where(RECORD.c.kind == bindparam("kind"), RECORD.c.id == bindparam("name"))
    .order_by(RECORD.c.n.desc())
    .limit(1)
)


def newest(connection: Connection, kind: Kind, name: str) -> Body | None:
    """Return the newest body of one record, or None where there is no such record."""
    body = connection.execute(_NEWEST, {"kind": kind, "name": name}).scalar()
    found: Body | None = None if body is None else json.loads(body)
    return found


def records_seen(connection: Connection) -> int:
    """Return a number that is another one after every change of a record: as long as it stands, so do they all."""
    return int(connection.exec_driver_sql("SELECT max(rowid) FROM record").scalar() or 0)


def bodies(connection: Connection, kind: Kind, prefix: str = "") -> dict[str, Body]:
    """Return the newest body of every record of a kind by id, in id order; ids may share a prefix."""
    later = RECORD.alias("later")
    newer = exists().where(later.c.kind == kind, later.c.id == RECORD.c.id, later.c.n > RECORD.c.n)
    rows = select(RECORD.c.id, RECORD.c.body).where(RECORD.c.kind == kind, ~newer)
    if prefix:
        rows = rows.where(RECORD.c.id >= prefix, RECORD.c.id < prefix[:-1] + chr(ord(prefix[-1]) + 1))
    return {
        row["id"]: json.loads(row["body"])
        for row in connection.execute(rows.order_by(RECORD.c.id)).mappings()
    }
