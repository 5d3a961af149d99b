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
        """The mean log-odds at which groups of reports join: 99.6 % by the weights' own figures, or even odds.

        The weights are a little too sure of themselves, since what they compare is not quite
        independent. On made-up reports whose truth is known, 99.6 % by their figures was right
        in 97.5 to 98.3 of 100 merged pairs (docs/matching.md).
        """
        return log(0.996 / 0.004) if self is Policy.CAUTIOUS else 0.0


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
