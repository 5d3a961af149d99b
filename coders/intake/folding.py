"""What becomes of each article that comes in: new, known, a copy that folds, or one that only resembles.

Those that come together are looked at in an order of their own (day, then hash), so that the
order of files and lines decides nothing. Each is compared only with those whose keys it meets.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, select

from eventbook.coders.intake.article_rows import folds, known_ids, latest_text, reading_of
from eventbook.coders.intake.fingerprint import (
    METHOD,
    Fingerprint,
    body_words,
    fingerprint,
    stored_fingerprint,
    threes,
)
from eventbook.coders.intake.likeness import ALIKE, Likeness, Told, Verdict, likeness, told_of
from eventbook.coders.intake.outlet_match import outlets_known
from eventbook.coders.intake.received import Draft, Words
from eventbook.coders.lists.entries import load_outlets
from eventbook.coders.store.records import Kind, bodies
from eventbook.coders.store.tables import ARTICLE, LIKENESS, SIGNATURE

_CLEARLY_LESS = ALIKE - 0.2
"""An estimate below this is not worth a comparison word by word; 72 hashes err by 6 points, as a rule."""
_AT_ONCE = 500


class Fate(StrEnum):
    """What becomes of an article that comes in."""

    NEW = "new"
    KNOWN = "known"
    FOLDED = "folded"
    FLAGGED = "flagged"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one article: the article it is known as, and the one that it resembles, with the reason."""

    fate: Fate
    article: str
    resembles: str = ""
    why: str = ""
    share: float = 1.0


class Shelf:
    """The texts of the store and of those that come in, as far as they have to be compared."""

    def __init__(
        self, connection: Connection, drafts: Sequence[Draft], words: Callable[[str], Words]
    ) -> None:
        """Take the store, those that come in, and what gives their words by id."""
        self._connection = connection
        self._drafts = {one.id: one for one in drafts}
        self._words = words
        self._told: dict[str, Told] = {}
        self._keys: defaultdict[int, list[str]] = defaultdict(list)
        self._prints: dict[str, Fingerprint] = {}
        self._any = connection.execute(select(LIKENESS.c.key).limit(1)).first() is not None

    def put(self, draft: Draft) -> None:
        """Put one that stays an article of its own where its likes will meet it."""
        self._prints[draft.id] = draft.print
        for key in draft.print.keys:
            self._keys[key].append(draft.id)

    def likes(self, draft: Draft) -> list[tuple[str, Likeness]]:
        """Return the articles that one is like, most alike first."""
        near = {name for key in draft.print.keys for name in self._keys.get(key, ())} | self._stored(draft)
        near.discard(draft.id)
        close = [name for name in near if self._prints[name].alike(draft.print) >= _CLEARLY_LESS]
        found = [(name, likeness(self.told(draft.id), self.told(name))) for name in close]
        alike = [(name, one) for name, one in found if one.verdict is not Verdict.APART]
        return sorted(alike, key=lambda pair: (-pair[1].share, pair[0]))

    def _stored(self, draft: Draft) -> set[str]:
        if not self._any:
            return set()
        meet = select(LIKENESS.c.article).where(LIKENESS.c.key.in_(draft.print.keys)).distinct()
        names = set(self._connection.execute(meet).scalars())
        missing = names - self._prints.keys()
        if missing:
            rows = select(SIGNATURE.c.article, SIGNATURE.c.hashes).where(SIGNATURE.c.article.in_(missing))
            for row in self._connection.execute(rows):
                self._prints[row.article] = stored_fingerprint(bytes(row.hashes))
        return names

    def told(self, name: str) -> Told:
        """Return what of a text is compared."""
        if name not in self._told:
            draft = self._drafts.get(name)
            if draft is not None:
                words = self._words(name)
                self._told[name] = told_of(words.text, words.marks, confidential=draft.hidden)
            else:
                n, _, text = latest_text(self._connection, name)
                hidden = is_hidden(self._connection, name)
                self._told[name] = told_of(text, reading_of(self._connection, name, n), confidential=hidden)
        return self._told[name]


def is_hidden(connection: Connection, article: str) -> bool:
    """Tell whether an article or an outlet that published it is confidential."""
    if bodies(connection, Kind.ARTICLE, article).get(article, {}).get("confidential"):
        return True
    outlets = outlets_known(load_outlets(connection))
    named = (
        outlets.named(body["outlet"]) for body in bodies(connection, Kind.PUBLICATION, f"{article}.").values()
    )
    return any(outlet is None or outlet.confidential for outlet in named)


def settle(
    connection: Connection, drafts: Sequence[Draft], words: Callable[[str], Words]
) -> dict[str, Outcome]:
    """Return what becomes of each of those that come in, by id; the same bytes are one."""
    known = known_ids(connection, (one.id for one in drafts))
    folded = folds(connection)
    shelf = Shelf(connection, drafts, words)
    outcomes: dict[str, Outcome] = {}
    for draft in sorted(drafts, key=lambda one: one.order):
        if draft.id in outcomes:
            continue
        if draft.id in known:
            outcomes[draft.id] = Outcome(Fate.KNOWN, folded.get(draft.id, draft.id))
            continue
        outcomes[draft.id] = _outcome(draft, [] if draft.apart else shelf.likes(draft))
        if outcomes[draft.id].fate is not Fate.FOLDED:
            shelf.put(draft)
    return outcomes


def _outcome(draft: Draft, likes: list[tuple[str, Likeness]]) -> Outcome:
    same = [(name, one) for name, one in likes if one.verdict is Verdict.SAME]
    if same:
        return Outcome(Fate.FOLDED, same[0][0], share=same[0][1].share)
    if likes:
        name, one = likes[0]
        return Outcome(Fate.FLAGGED, draft.id, name, one.why, one.share)
    return Outcome(Fate.NEW, draft.id)


def sign_missing(connection: Connection) -> None:
    """Make the signatures of articles that an older program kept without one."""
    without = select(ARTICLE.c.id).where(ARTICLE.c.id.not_in(select(SIGNATURE.c.article)))
    for name in list(connection.execute(without).scalars()):
        n, _, text = latest_text(connection, name)
        made = fingerprint(threes(body_words(text, reading_of(connection, name, n))))
        keep_prints(connection, [(name, made, folds(connection).get(name) is None)])


def keep_prints(connection: Connection, prints: Iterable[tuple[str, Fingerprint, bool]]) -> None:
    """Keep signatures; only those of articles, not of copies, get the keys by which others meet them."""
    every = list(prints)
    signatures = [{"article": name, "method": METHOD, "hashes": made.hashes} for name, made, _ in every]
    keys = [
        {"key": key, "article": name}
        for name, made, meets in every
        if meets
        for key in sorted(set(made.keys))
    ]
    for table, rows in ((SIGNATURE, signatures), (LIKENESS, keys)):
        for at in range(0, len(rows), _AT_ONCE * 20):
            connection.execute(table.insert(), rows[at : at + _AT_ONCE * 20])
