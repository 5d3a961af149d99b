"""Step 2: how much the evidence says for or against a pair, level by level.

Each comparison puts a pair on a level; each level has a weight, a natural logarithm of a
likelihood ratio; weights and prior add up to log-odds. Comparisons are vectorised over all
pairs. The weights are a readable file, and every figure of a pair can be listed.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pydantic import BaseModel, ConfigDict
from scipy.sparse import csr_matrix

from eventbook.datasets.candidates import Floats, Ints, days_of

Levels: TypeAlias = npt.NDArray[np.object_]

EXACT_KM = 5.0
"""A place known to this many kilometres is a place of its own; two of them are two places."""
SHARES = (0.4, 0.2, 0.05)
"""The shares of common words from which wording is much, some or little alike."""
REGION_KM = 40.0
"""A place known only to this many kilometres or worse is a region."""


class Weights(BaseModel):
    """The weights of one build: comparison, level, natural log of the likelihood ratio."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: str
    prior: float
    absent: float
    date: dict[str, float]
    place: dict[str, float]
    type: dict[str, float]
    side: dict[str, float]
    count: dict[str, float]
    wording: dict[str, float]
    source: dict[str, float]

    def of(self, comparison: str) -> Mapping[str, float]:
        """Return the levels of a comparison; both sides share one set."""
        levels: Mapping[str, float] = getattr(self, comparison.rstrip("12"))
        return levels


def shipped_weights() -> Weights:
    """Return the weights that come with the program."""
    text = files("eventbook.datasets").joinpath("weights.toml").read_text(encoding="utf-8")
    return Weights.model_validate(tomllib.loads(text))


@dataclass(frozen=True, slots=True)
class Pairs:
    """The two rows of every candidate pair, as columns of the features table taken left and right."""

    left: pa.Table
    right: pa.Table
    km: Floats
    gap: Floats

    def column(self, name: str) -> tuple[Levels, Levels]:
        """Return a text column of both sides as objects, None where there is nothing."""
        return _objects(self.left, name), _objects(self.right, name)

    def floats(self, name: str) -> tuple[Floats, Floats]:
        """Return a number column of both sides, NaN where there is nothing."""
        sides = (self.left[name].cast(pa.float64()), self.right[name].cast(pa.float64()))
        one, other = (np.asarray(side.to_numpy(), dtype=np.float64) for side in sides)
        return one, other


def _objects(table: pa.Table, name: str) -> Levels:
    return np.array(table[name].to_pylist(), dtype=object)


def compare(table: pa.Table, pairs: pa.Table) -> dict[str, Levels]:
    """Return the level of every pair under every comparison."""
    left, right = np.asarray(pairs["left"].to_numpy()), np.asarray(pairs["right"].to_numpy())
    both = Pairs(
        table.take(pa.array(left)),
        table.take(pa.array(right)),
        _column(pairs, "km"),
        _column(pairs, "gap_days"),
    )
    side1, side2 = _sides(both)
    return {
        "date": _date(both),
        "place": _place(both),
        "type": _type(both),
        "side1": side1,
        "side2": side2,
        "count": _count(both),
        "wording": _wording(table, left, right),
        "source": _source(both),
    }


def _column(pairs: pa.Table, name: str) -> Floats:
    return np.asarray(pairs[name].to_numpy(), dtype=np.float64)


def score(levels: Mapping[str, Levels], weights: Weights) -> Floats:
    """Return the log-odds of every pair: the prior and the weights of its levels, added up."""
    total = np.full(len(next(iter(levels.values()))), weights.prior)
    for comparison, found in levels.items():
        names = weights.of(comparison)
        for level in sorted(set(found)):
            total[found == level] += names[level]
    return total


def probability(log_odds: Floats) -> Floats:
    """Return log-odds as probabilities."""
    return 1 / (1 + np.exp(-log_odds))


def _date(both: Pairs) -> Levels:
    exact = [days_of(side, "first") == days_of(side, "last") for side in (both.left, both.right)]
    conditions = [(both.gap == 0) & exact[0] & exact[1], both.gap == 0, both.gap <= 1, both.gap <= 2]  # noqa: PLR2004
    return np.select(conditions, ["same-day", "overlap", "one-day", "two-days"], "further").astype(object)


def _place(both: Pairs) -> Levels:
    place, other = both.column("place_id")
    within, other_within = both.column("within")
    reach, other_reach = both.floats("radius_km")
    same = (place == other) & (place != None)  # noqa: E711  compared element by element
    region = np.maximum(reach, other_reach) >= REGION_KM
    nested = (place == other_within) | (other == within)
    exact = np.maximum(reach, other_reach) <= EXACT_KM
    fits = both.km <= reach + other_reach
    conditions = [same & ~region, same, nested, fits & exact & (place != other), fits]
    names = ["same-place", "same-region", "compatible", "neighbouring", "compatible"]
    return np.select(conditions, names, "apart").astype(object)


def _type(both: Pairs) -> Levels:
    conditions = [one == other for one, other in (both.column(name) for name in ("type", "parent", "family"))]
    return np.select(conditions, ["same", "parent", "family"], "different").astype(object)


def _side(actor: Levels, other: Levels, known: Levels, other_known: Levels) -> Levels:
    absent, other_absent = actor == None, other == None  # noqa: E711  compared element by element
    same = actor == other
    conditions = [
        absent & other_absent,
        same & (known == True),  # noqa: E712  objects, with None among them
        same,
        absent | other_absent | (known != True) | (other_known != True),  # noqa: E712
    ]
    return np.select(conditions, ["none", "same", "generic", "open"], "different").astype(object)


_FIT = {"same": 3, "generic": 2, "none": 1, "open": 1, "different": 0}


def _sides(both: Pairs) -> tuple[Levels, Levels]:
    """Return the levels of both sides, under straight or crossed alignment, whichever fits better."""
    one, two = both.column("actor1"), both.column("actor2")
    known1, known2 = both.column("identified1"), both.column("identified2")
    straight = (_side(one[0], one[1], known1[0], known1[1]), _side(two[0], two[1], known2[0], known2[1]))
    crossed = (_side(one[0], two[1], known1[0], known2[1]), _side(two[0], one[1], known2[0], known1[1]))
    fit = [sum(np.array([_FIT[level] for level in side]) for side in way) for way in (straight, crossed)]
    better = np.asarray(fit[1] > fit[0])
    return np.where(better, crossed[0], straight[0]), np.where(better, crossed[1], straight[1])


def _count(both: Pairs) -> Levels:
    low, other_low = both.floats("count_low")
    best, other_best = both.floats("count_best")
    unknown = np.isnan(best) | np.isnan(other_best)
    high, small = np.fmax(best, other_best), np.fmin(best, other_best)
    is_open, other_open = both.column("count_open")
    above = ((best < other_best) & (is_open == True)) | ((other_best < best) & (other_open == True))  # noqa: E712
    close = (small * 2 >= high) | (np.fmax(low, other_low) <= small) | above
    conditions = [unknown, (high == 0), best == other_best, close]
    return np.select(conditions, ["unknown", "nought", "equal", "close"], "different").astype(object)


def _wording(table: pa.Table, left: Ints, right: Ints) -> Levels:
    """Compare the notes by the share of words that both have (Jaccard)."""
    lists = table["words"].to_pylist()
    words, rows = (
        [word for row in lists for word in row or ()],
        np.array([len(row or ()) for row in lists], dtype=int),
    )
    codes = (
        np.unique(np.array(words, dtype=object).astype(str), return_inverse=True)[1]
        if words
        else np.empty(0, int)
    )
    shape = (table.num_rows, int(codes.max(initial=0)) + 1)
    matrix = csr_matrix((np.ones(len(codes)), codes, np.concatenate(([0], np.cumsum(rows)))), shape=shape)
    shared = np.asarray(matrix[left].multiply(matrix[right]).sum(axis=1)).ravel()
    union = rows[left] + rows[right] - shared
    share = np.divide(shared, union, out=np.full(len(left), 0.1), where=union > 0)
    return np.select([share >= least for least in SHARES], ["much", "some", "little"], "nothing").astype(
        object
    )


def _source(both: Pairs) -> Levels:
    article, other = both.column("article_id")
    voice, other_voice = both.column("voice")
    return np.select(
        [article == other, voice == other_voice], ["same-article", "same-voice"], "different"
    ).astype(object)


def probability_of(log_odds: float) -> float:
    """Return one pair's log-odds as a probability."""
    return float(probability(np.array([log_odds]))[0])
