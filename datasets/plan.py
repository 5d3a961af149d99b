"""What a build is asked to do, and what the release before left behind.

Reading a release needs this module, so it needs nothing beyond the core install.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from math import log

import pyarrow as pa

from eventbook.datasets.merging.identify import Identity


class Policy(StrEnum):
    """How sure a merge must be without a person."""

    CAUTIOUS = "cautious"
    BEST_GUESS = "best-guess"

    @property
    def threshold(self) -> float:
        """The mean log-odds at which groups of reports join.

        Cautious: 98.6 % for the least sure merge, so that all merges together come out above 99 %
        (docs/matching.md says how many of 100 merged pairs were right, and how few it merges).
        Best guess: a third, not a half. What is asked of it is to miss little and err little at
        once, and the F-measure is best at about half of what can be reached (Lipton et al. 2014).
        """
        return 4.25 if self is Policy.CAUTIOUS else -0.7


DOUBTFUL = log(0.05 / 0.95)
"""Pairs likelier than five per cent that are not merged are put to a person."""


@dataclass(frozen=True, slots=True)
class Window:
    """How far apart two reports of one incident may be in days and kilometres beyond their precision."""

    days: float = 3.0
    slack_km: float = 10.0


@dataclass(frozen=True, slots=True)
class Plan:
    """The version and moment of a release and the policy of its build. The clock enters nowhere else.

    With `retrain`, the match weights are learned anew; else those of the release before stand. With
    `afresh`, reports are grouped as if there had been no release before; ids are still kept.
    """

    version: str
    at: datetime
    policy: Policy = Policy.CAUTIOUS
    window: Window = field(default_factory=Window)
    retrain: bool = False
    afresh: bool = False


@dataclass(frozen=True, slots=True)
class Before:
    """The release before: its version, events table, history of ids, and match weights as in its manifest."""

    version: str
    events: pa.Table
    identities: tuple[Identity, ...]
    weights: Mapping[str, object] = field(default_factory=dict[str, object])
