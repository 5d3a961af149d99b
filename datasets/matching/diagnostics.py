"""How a match went, in figures that can be held against each other from release to release.

What is expected comes from the weights themselves, and is as good as they are. What people judged
is counted beside it; they are asked about doubts, so the shares among their answers are those of
hard pairs and lie below what all pairs would give.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import sqrt

import numpy as np
from scipy.special import expit

from eventbook.datasets.matching.columns import Bools, Floats, Ints
from eventbook.datasets.matching.incidents import Edges
from eventbook.datasets.matching.missed import Missed
from eventbook.datasets.plan import DOUBTFUL
from eventbook.schema.talk import several

STEPS = (-6, -3, -1, 0, 1, 3, 6)


@dataclass(frozen=True, slots=True)
class Share:
    """A share of so many, with the ends of its 95 % interval (Wilson 1927)."""

    of: int
    value: float
    low: float
    high: float

    @property
    def text(self) -> str:
        """The share with its interval, for people."""
        return f"{self.value:.0%} ({self.low:.0%} to {self.high:.0%})"


@dataclass(frozen=True, slots=True)
class Diagnostics:
    """The figures of one match.

    `weighed` counts pairs by log-odds, named by the upper end; `grey` are the pairs between five and 95 per
    cent; `sizes` counts incidents by their reports; `precision` is what the weights expect of the
    merged pairs. `judged_precision` and `judged_recall` are of the judged pairs, had the weights alone decided.
    """

    reports: int
    pairs: int
    weighed: Mapping[str, int]
    grey: int
    sizes: Mapping[int, int]
    merged: int
    precision: float
    missed: Missed
    judged_precision: Share | None
    judged_recall: Share | None

    def as_dict(self) -> dict[str, object]:
        """Return the figures as plain data for a manifest."""
        return asdict(self)

    @property
    def line(self) -> str:
        """The short form: what a person wants to know after a build."""
        largest = max(self.sizes, default=0)
        compared = f"Matching compared {several(self.pairs, 'pair')}, {self.grey} of them in doubt"
        said = [f"{compared}; the largest incident has {several(largest, 'report')}."]
        if self.merged:
            are = "is" if self.merged == 1 else "are"
            said.append(
                f"By the weights, {self.precision:.1%} of {several(self.merged, 'joined pair')} {are} right."
            )
        if self.judged_precision and self.judged_recall:
            right = f"{self.judged_precision.text} of what the weights join is right"
            said.append(
                f"Where people judged, {right}, and they join {self.judged_recall.text} of what is the same."
            )
        return " ".join(said)


def diagnosed(
    home: Ints, edges: Edges, pairs: int, missed: Missed, judged: tuple[Share | None, Share | None]
) -> Diagnostics:
    """Return the figures of a match from its groups and weighed pairs."""
    inside = home[edges.left] == home[edges.right]
    sizes, number = np.unique(np.bincount(home, minlength=len(home)), return_counts=True)
    counted = {int(size): int(times) for size, times in zip(sizes, number, strict=True) if size}
    merged = sum(size * (size - 1) // 2 * times for size, times in counted.items())
    bins = np.bincount(np.searchsorted(STEPS, edges.weight), minlength=len(STEPS) + 1)
    names = [*(f"{step:+d}" for step in STEPS), "more"]
    bins[0] += pairs - len(edges.weight)
    # A pair that was joined by others only, and never compared, speaks for itself as little as an absent one.
    right = float(expit(edges.weight[inside]).sum()) / max(merged, 1)
    return Diagnostics(
        reports=len(home),
        pairs=pairs,
        weighed=dict(zip(names, bins.tolist(), strict=True)),
        grey=int(((edges.weight > DOUBTFUL) & (edges.weight < -DOUBTFUL)).sum()),
        sizes=counted,
        merged=merged,
        precision=round(right, 4),
        missed=missed,
        judged_precision=judged[0],
        judged_recall=judged[1],
    )


def judged_shares(odds: Floats, same: Bools, threshold: float) -> tuple[Share | None, Share | None]:
    """Return precision and recall of the weights alone on the judged pairs; None where there is nothing to count."""
    joined = odds >= threshold
    right = int((joined & same).sum())
    return _share(right, int(joined.sum())), _share(right, int(same.sum()))


def _share(right: int, of: int) -> Share | None:
    if not of:
        return None
    value, z = right / of, 1.96
    middle = (value + z * z / (2 * of)) / (1 + z * z / of)
    reach = z * sqrt(value * (1 - value) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return Share(of, round(value, 4), round(max(0.0, middle - reach), 4), round(min(1.0, middle + reach), 4))
