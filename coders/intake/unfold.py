"""A near copy made an article of its own again: what was folded by likeness is told apart by a person.

Nothing was thrown away when it was folded, so its bytes, its text and its publication come back.
"""

from sqlalchemy import Connection, select

from eventbook.coders.intake.article_rows import folds
from eventbook.coders.intake.fingerprint import stored_fingerprint
from eventbook.coders.store.records import Kind, keep
from eventbook.coders.store.stamp import Stamp
from eventbook.coders.store.tables import LIKENESS, SIGNATURE
from eventbook.schema.errors import NotFoundError


def unfold(connection: Connection, written: str, by: Stamp) -> str:
    """Make a folded copy an article again; return the article that it was folded into. Raises `NotFoundError`."""
    folded = folds(connection)
    hits = [name for name in folded if name.startswith(written.strip().lower())]
    if len(hits) != 1:
        advice = (
            f"it may be any of {', '.join(hits)}"
            if hits
            else "see the copies in `eventbook article show ARTICLE`"
        )
        raise NotFoundError("folded copy", written, advice)
    (copy,) = hits
    keep(connection, Kind.FOLD, copy, {"into": "", "was": folded[copy]}, by)
    pair = " ".join(sorted((copy, folded[copy])))
    keep(connection, Kind.RESEMBLES, pair, {"why": f"{by.author} told them apart"}, by)
    hashes = connection.execute(select(SIGNATURE.c.hashes).where(SIGNATURE.c.article == copy)).scalar()
    keys = stored_fingerprint(bytes(hashes)).keys if hashes else ()
    rows = [{"key": key, "article": copy} for key in sorted(set(keys))]
    if rows:
        connection.execute(LIKENESS.insert(), rows)
    return folded[copy]
