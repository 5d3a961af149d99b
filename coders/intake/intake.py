"""Taking articles in: all of a batch or nothing, and nobody is kept from working meanwhile.

Reading and recognising happen first, with the results in an unnamed temporary file that vanishes
with the program, however it ends. One last transaction writes all of it; others wait for that
only, and see either none of the batch or the whole.
"""

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path as File
from typing import Any, Self

from sqlalchemy import Connection

from eventbook.coders.intake.article_rows import moment
from eventbook.coders.intake.article_words import tell_words
from eventbook.coders.intake.folding import Fate, Outcome, keep_prints, settle, sign_missing
from eventbook.coders.intake.outlet_match import Outlets, outlets_known
from eventbook.coders.intake.publication import PublicationError, keep_publication, refuse_day
from eventbook.coders.intake.received import Draft, Received, Words, extractor_of, prepare
from eventbook.coders.lists.entries import load_outlets
from eventbook.coders.store.chain import first, sealed
from eventbook.coders.store.records import Kept, Kind, body_of, keep
from eventbook.coders.store.stamp import Stamp
from eventbook.coders.store.store import Store
from eventbook.coders.store.tables import ARTICLE, RECORD, TEXT_VERSION
from eventbook.schema.canonical import canonical, sha256
from eventbook.schema.errors import FaultsError
from eventbook.schema.problem import Problem, error
from eventbook.schema.text_parts import Marks, compact

PUBLICATION_REFUSED = error(
    "publication-refused", "a publication names a known outlet and contradicts nothing"
)

MOST_PROBLEMS = 200
"""After so many faults the rest of a batch is not read: something is wrong with all of it."""

_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Arrival:
    """What an article that arrived turned out to be.

    `article` is the one that it is known as from now on; `copy` its own id where that is another.
    """

    article: str
    new_article: bool
    publication: Kept
    fate: Fate = Fate.NEW
    copy: str = ""
    resembles: str = ""
    why: str = ""
    draft: Draft | None = None


class Spool:
    """The words of those that come in, on disk, in a file that has no name and ends with the program."""

    def __init__(self, folder: File | None = None) -> None:
        """Open it, where the workspace keeps what can be made again."""
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  closed when the spool is
        self._at: dict[str, tuple[int, int, int, int]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def put(self, name: str, words: Words) -> None:
        """Put the words of one away."""
        if name in self._at:
            return
        parts = (
            words.content,
            words.text.encode("utf-8", "surrogatepass"),
            canonical(compact(words.marks)).encode(),
        )
        start = self._file.seek(0, 2)
        for part in parts:
            self._file.write(part)
        self._at[name] = (start, len(parts[0]), len(parts[1]), len(parts[2]))

    def get(self, name: str) -> Words:
        """Return the words of one."""
        start, content, text, marks = self._at[name]
        self._file.seek(start)
        return Words(
            self._file.read(content),
            self._file.read(text).decode("utf-8", "surrogatepass"),
            Marks.model_validate(json.loads(self._file.read(marks))),
        )


def take(
    store: Store, every: Iterable[Received | Problem], by: Stamp, progress: Callable[[int], None]
) -> list[Arrival]:
    """Keep every article of a batch, or none. Raises `FaultsError` with all that is wrong with any of them.

    `progress` hears how many have been read. The temporary file lies beside the store, on a disk that is big enough.
    """
    with store.reading() as connection:
        outlets = outlets_known(load_outlets(connection))
    with Spool(store.path.parent) as spool:
        drafts = _prepared(every, outlets, spool, progress)
        with store.reading() as connection:
            seen = moment(connection)
            outcomes = settle(connection, drafts, spool.get)
        with store.writing() as connection:
            sign_missing(connection)
            if moment(connection) != seen:
                outcomes = settle(connection, drafts, spool.get)
            return _write(connection, drafts, outcomes, spool.get, by)


def keep_all(
    connection: Connection, every: Iterable[Received | Problem], by: Stamp, progress: Callable[[int], None]
) -> list[Arrival]:
    """Keep every article of a batch within the caller's transaction. Raises `FaultsError`."""
    with Spool() as spool:
        drafts = _prepared(every, outlets_known(load_outlets(connection)), spool, progress)
        sign_missing(connection)
        return _write(connection, drafts, settle(connection, drafts, spool.get), spool.get, by)


def keep_one(connection: Connection, one: Received, by: Stamp) -> Arrival:
    """Keep one article within the caller's transaction. Raises `FaultsError`."""
    return keep_all(connection, [one], by, lambda _: None)[0]


def _prepared(
    every: Iterable[Received | Problem], outlets: Outlets, spool: Spool, progress: Callable[[int], None]
) -> list[Draft]:
    """Return all of a batch ready to be kept. Raises `FaultsError` with all that is wrong with any of them."""
    drafts: list[Draft] = []
    problems: list[Problem] = []
    for number, one in enumerate(every, start=1):
        draft, words, faults = (None, None, (one,)) if isinstance(one, Problem) else prepare(one, outlets)
        problems += faults
        if len(problems) > MOST_PROBLEMS:
            break
        if draft is not None and words is not None and not problems:
            spool.put(draft.id, words)
            drafts.append(draft)
        progress(number)
    if problems:
        raise FaultsError("nothing was taken in", problems)
    return drafts


def _write(
    connection: Connection,
    drafts: Sequence[Draft],
    outcomes: dict[str, Outcome],
    words: Callable[[str], Words],
    by: Stamp,
) -> list[Arrival]:
    """Write a batch, in the order in which it came; raise with every fault."""
    unseen = {name for name, one in outcomes.items() if one.fate is not Fate.KNOWN}
    firsts = list({one.id: one for one in reversed(drafts) if one.id in unseen}.values())[::-1]
    for at in range(0, len(firsts), _AT_ONCE):
        _write_new(connection, firsts[at : at + _AT_ONCE], words, by)
    keep_prints(connection, ((one.id, one.print, outcomes[one.id].fate is not Fate.FOLDED) for one in firsts))
    arrivals: list[Arrival] = []
    problems: list[Problem] = []
    done: set[str] = set()
    for draft in drafts:
        outcome = outcomes[draft.id]
        new = draft.id in unseen and draft.id not in done
        try:
            refuse_day(draft.publication.published, by)
            kept = Kept.NEW if new else keep_publication(connection, draft.id, draft.publication, by)
        except PublicationError as caught:
            says, _, advice = str(caught).partition("; ")
            problems.append(PUBLICATION_REFUSED.at(draft.path, says, advice))
            continue
        if draft.confidential:
            keep(connection, Kind.ARTICLE, draft.id, {"confidential": True}, by)
        arrivals.append(_arrival(draft, outcome, kept, new=new))
        done.add(draft.id)
    if problems:
        raise FaultsError("nothing was taken in", problems)
    _write_ties(connection, outcomes, by)
    return arrivals


def _arrival(draft: Draft, outcome: Outcome, kept: Kept, *, new: bool) -> Arrival:
    own = outcome.fate in {Fate.NEW, Fate.FLAGGED}
    return Arrival(
        article=outcome.article,
        new_article=new and own,
        publication=kept,
        fate=outcome.fate if new else Fate.KNOWN,
        copy="" if outcome.article == draft.id else draft.id,
        resembles=outcome.resembles if new else "",
        why=outcome.why if new else "",
        draft=draft,
    )


def _write_new(
    connection: Connection, drafts: Sequence[Draft], words: Callable[[str], Words], by: Stamp
) -> None:
    """Write texts that are not there yet, each with its first publication."""
    rows: dict[str, list[dict[str, Any]]] = {"article": [], "text": [], "record": []}
    for one in drafts:
        held = words(one.id)
        head = {
            "sha256": one.sha256,
            "id": one.id,
            "bytes": held.content,
            "medium": one.medium.value,
            **by.row,
        }
        rows["article"].append(sealed(head))
        version = {"article": one.id, "n": 1, "extractor": extractor_of(one.medium)}
        rows["text"].append({**version, "text": held.text, "sha256": sha256(held.text)})
        rows["record"] += _records(one, held.marks, by)
    for table, name in ((ARTICLE, "article"), (TEXT_VERSION, "text"), (RECORD, "record")):
        connection.execute(table.insert(), rows[name])
    tell_words(connection, [(f"{one.id}.0001", body_of(one.publication)) for one in drafts])


def _records(one: Draft, marks: Marks, by: Stamp) -> Iterator[dict[str, Any]]:
    for kind, name, body in (
        (Kind.READING, f"{one.id}/1", compact(marks)),
        (Kind.PUBLICATION, f"{one.id}.0001", body_of(one.publication)),
    ):
        yield first({"kind": kind, "id": name}, {**by.row, "body": canonical(body)})


def _write_ties(connection: Connection, outcomes: dict[str, Outcome], by: Stamp) -> None:
    for name, one in sorted(outcomes.items()):
        if one.fate is Fate.FOLDED:
            keep(connection, Kind.FOLD, name, {"into": one.article, "share": round(one.share, 3)}, by)
        elif one.fate is Fate.FLAGGED:
            pair = " ".join(sorted((name, one.resembles)))
            keep(connection, Kind.RESEMBLES, pair, {"why": one.why, "share": round(one.share, 3)}, by)
