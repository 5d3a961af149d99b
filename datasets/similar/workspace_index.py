"""The index of a workspace's events, kept while a program runs and made anew when reports were accepted or released.

Making it takes as long as reading all reports and the newest release; asking it takes milliseconds. Whether something
has changed is looked at some times a minute and not at every pause in typing.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from eventbook.datasets.matching.weights import pinned_weights
from eventbook.datasets.releases.read import latest
from eventbook.datasets.similar.event_rows import released_rows, together, waiting_rows
from eventbook.datasets.similar.similar_index import SimilarIndex
from eventbook.schema.build_input import BuildInput
from eventbook.schema.registry import Registry
from eventbook.schema.session import Workplace
from eventbook.schema.similar import DraftEvent, SimilarEvent

LOOK_EVERY = 10.0
"""Seconds after which it is looked whether reports were accepted or a release was made."""


@dataclass(slots=True)
class _Kept:
    """An index, the state of the workspace that it is of, and when that was last looked at."""

    state: tuple[object, ...]
    looked: float
    index: SimilarIndex


_KEPT: dict[str, _Kept] = {}


def similar_in(
    place: Workplace,
    draft: DraftEvent,
    gather: Callable[[Workplace], BuildInput],
    state_of: Callable[[Workplace], object],
) -> tuple[SimilarEvent, ...]:
    """Return the events of a workspace that a draft may tell of too, the likeliest first.

    `state_of` tells by a cheap value whether the reports are still those that `gather` gave.
    """
    now, key = time.monotonic(), str(place.root)
    kept = _KEPT.get(key)
    if kept is None or now - kept.looked > LOOK_EVERY:
        release = latest(place.releases)
        state = (release.folder.name if release else "", state_of(place))
        if kept is None or kept.state != state:
            kept = _Kept(state, now, index_of(place, gather(place)))
            _KEPT[key] = kept
        kept.looked = now
    return kept.index.similar(draft)


def index_of(place: Workplace, given: BuildInput) -> SimilarIndex:
    """Return the index of the newest release of a workspace and of the reports that it does not have."""
    release = latest(place.releases)
    registry = Registry(given.actors, given.codebook)
    if release is None:
        return SimilarIndex(waiting_rows(given, frozenset()), given.codebook, registry)
    before = release.before()
    members = frozenset(member.report_id for one in before.identities for member in one.members)
    every = together(released_rows(release), waiting_rows(given, members))
    return SimilarIndex(every, given.codebook, registry, pinned_weights(before.weights))
