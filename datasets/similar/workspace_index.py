"""The known events of a workspace that a draft may be: those of the newest release, and reports that it does not have.

The events of a release never change, so their index is made once for each release, in seconds and in the background;
until it is there, the one before answers. Reports come fresh from the store with each question: those near the draft.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from eventbook.datasets.matching.weights import Weights, saved_weights
from eventbook.datasets.plan import Window
from eventbook.datasets.releases.read import Release, latest
from eventbook.datasets.similar.event_rows import released_rows, waiting_rows
from eventbook.datasets.similar.similar_index import MOST, SimilarIndex
from eventbook.schema.build_input import BuildInput
from eventbook.schema.registry import Registry
from eventbook.schema.session import Workplace
from eventbook.schema.similar import DraftEvent, SimilarEvent

Near = Callable[[Workplace, DraftEvent, float], BuildInput]
"""Gives the reports whose days are at most so many apart from a draft's."""


@dataclass(frozen=True, slots=True)
class Released:
    """The events of one release, ready to be asked, and the public names of the reports behind them."""

    folder: str
    index: SimilarIndex
    members: frozenset[str]
    weights: Weights | None


_KEPT: dict[str, Released] = {}
_MAKING: dict[str, threading.Thread] = {}


def similar_in(place: Workplace, draft: DraftEvent, near: Near) -> tuple[SimilarEvent, ...]:
    """Return the events of a workspace that a draft may tell of too, the likeliest first."""
    window, released = Window(), released_in(place)
    given = near(place, draft, window.days)
    registry = Registry(given.actors, given.codebook)
    rows = waiting_rows(given, released.members if released else frozenset())
    waiting = SimilarIndex(rows, given.codebook, registry, released.weights if released else None)
    found = [*waiting.similar(draft, window)]
    if released is not None:
        found += released.index.knowing(registry).similar(draft, window)
    return tuple(sorted(found, key=lambda one: (-one.sure, one.id))[:MOST])


def released_in(place: Workplace) -> Released | None:
    """Return the events of the newest release; those of the one before while they are made."""
    release, key = latest(place.releases), str(place.root)
    kept = _KEPT.get(key)
    if release is None or (kept is not None and kept.folder == release.folder.name):
        return kept if release else None
    making = _MAKING.get(key)
    if making is None or not making.is_alive():
        making = _MAKING[key] = threading.Thread(target=_make, args=(key, release), daemon=True)
        making.start()
    if kept is None:
        making.join()
    return _KEPT.get(key)


def _make(key: str, release: Release) -> None:
    before = release.before()
    weights = saved_weights(before.weights)
    members = frozenset(member.report_id for one in before.identities for member in one.members)
    index = SimilarIndex(released_rows(release), release.codebook, Registry((), release.codebook), weights)
    _KEPT[key] = Released(release.folder.name, index, members, weights)
