"""How well a clustering of reports agrees with the true events.

Pairwise figures count pairs of reports and are ruled by large events; B-cubed figures count
reports (Bagga and Baldwin 1998) and treat small events fairly. Both are needed: a program can
look good on one of them alone.
"""

from dataclasses import dataclass

import numpy as np

from eventbook.datasets.matching.columns import Ints


@dataclass(frozen=True, slots=True)
class Scores:
    """Precision, recall and F1 over pairs and reports; the share of events found exactly; the largest cluster."""

    pair_precision: float
    pair_recall: float
    cubed_precision: float
    cubed_recall: float
    exact: float
    largest: int
    broken: int

    @property
    def pair_f1(self) -> float:
        """The harmonic mean over pairs."""
        return _mean(self.pair_precision, self.pair_recall)

    @property
    def cubed_f1(self) -> float:
        """The harmonic mean over reports."""
        return _mean(self.cubed_precision, self.cubed_recall)

    @property
    def line(self) -> str:
        """The figures in one line, under `HEAD`."""
        return (
            f"{self.pair_precision:.3f} {self.pair_recall:.3f} {self.pair_f1:.3f}  {self.cubed_precision:.3f} "
            f"{self.cubed_recall:.3f} {self.cubed_f1:.3f}  {self.exact:.3f} {self.largest:7d} {self.broken:6d}"
        )


HEAD = "pair P     R    F1   b3 P     R    F1   exact largest broken"


def scores(truth: Ints, found: Ints, apart: tuple[Ints, Ints]) -> Scores:
    """Compare the cluster of every report with its true event; `apart` are the pairs that must not meet."""
    true = np.unique(truth, return_inverse=True)[1].astype(np.int64)
    mine = np.unique(found, return_inverse=True)[1].astype(np.int64)
    cells = mine * (int(true.max()) + 1) + true
    _, cell, number = np.unique(cells, return_inverse=True, return_counts=True)
    shared, my_size, true_size = number[cell], np.bincount(mine)[mine], np.bincount(true)[true]
    whole = (shared == my_size) & (shared == true_size)
    agreed = _pairs(number)
    return Scores(
        pair_precision=agreed / max(1, _pairs(np.bincount(mine))),
        pair_recall=agreed / max(1, _pairs(np.bincount(true))),
        cubed_precision=float((shared / my_size).mean()),
        cubed_recall=float((shared / true_size).mean()),
        exact=float((whole / true_size).sum() / len(np.bincount(true))),
        largest=int(my_size.max()),
        broken=int((mine[apart[0]] == mine[apart[1]]).sum()),
    )


def _pairs(sizes: Ints) -> int:
    return int((sizes * (sizes - 1) // 2).sum())


def _mean(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0
