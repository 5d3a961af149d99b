"""Step 3: how much the evidence says for or against a pair, level by level.

Two reports may tell of the same incident (`same`), of two incidents that look alike because
the same people fight at the same place again and again (`alike`), or of two that have nothing
to do with each other (`other`). Each level carries two natural logs of likelihood ratios: same
against other, and same against alike (Fellegi and Sunter 1969, with a second kind of
non-match). Both sums count against each other at the end: a pair is as likely the same as
both other explanations together leave room for. The weights are a readable file, and every
figure of a pair can be listed.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from eventbook.datasets.matching.columns import Floats, Ints
from eventbook.datasets.matching.comparisons import unpacked
from eventbook.datasets.matching.levels import COMPARISONS

LEARNED = "learned"
"""The version of weights that a build learned from its own reports."""


class Weights(BaseModel):
    """The weights of one build: for every level the logs of same against other and same against alike."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: str
    learned: str
    prior: float
    alike: float
    absent: float
    levels: Mapping[str, Mapping[str, tuple[float, float]]]

    @property
    def rests_on(self) -> int:
        """How many candidate pairs of its own reports a build learned from; none for the shipped weights."""
        number = re.match(r"learned from (\d+) ", self.learned) if self.version == LEARNED else None
        return int(number[1]) if number else 0

    def of(self, comparison: str) -> Floats:
        """Return a comparison's weights by level code, in two columns."""
        return np.array(list(self.levels[comparison].values()), dtype=np.float64)

    def limited(self, most: float) -> "Weights":
        """Return the weights with no level above so much; a level that is closer still never weighs less."""
        levels = {
            comparison: {level: (min(one, most), min(other, most)) for level, (one, other) in table.items()}
            for comparison, table in self.levels.items()
        }
        return self.model_copy(update={"levels": levels})

    def as_toml(self) -> str:
        """Return the text of a weights file."""
        lines = [f'version = "{self.version}"', f'learned = "{self.learned}"']
        lines += [f"{name} = {getattr(self, name)}" for name in ("prior", "alike", "absent")]
        for comparison, levels in self.levels.items():
            lines += ["", f"[levels.{comparison}]"]
            lines += [f'"{level}" = [{pair[0]}, {pair[1]}]' for level, pair in levels.items()]
        return "\n".join(lines) + "\n"


def read_weights(text: str) -> Weights:
    """Return the weights of a file's text; levels come in the order of their codes."""
    return _ordered(Weights.model_validate(tomllib.loads(text)))


def _ordered(found: Weights) -> Weights:
    ordered = {
        one.name: {level: found.levels[one.name][level] for level in one.levels} for one in COMPARISONS
    }
    return found.model_copy(update={"levels": ordered})


@cache
def shipped_weights() -> Weights:
    """Return the weights that come with the program."""
    return read_weights(
        files("eventbook.datasets.matching").joinpath("weights.toml").read_text(encoding="utf-8")
    )


def saved_weights(saved: Mapping[str, object]) -> Weights | None:
    """Return the weights that a release was built with, be they learned or the shipped ones, fitted.

    Weights in the form of an older program, or fitted from those that it shipped, are None.
    """
    try:
        weights = Weights.model_validate(saved)
    except ValidationError:
        return None
    return _ordered(weights) if weights.version in {LEARNED, shipped_weights().version} else None


def pinned_weights(saved: Mapping[str, object]) -> Weights | None:
    """Return the weights that a release hands on to the next one: those that it learned from enough pairs.

    Weights fitted to few pairs, or moved by what people judged of them, are made anew with every build:
    handed on, they would never learn of the reports that come later.
    """
    weights = saved_weights(saved)
    return weights if weights and weights.version == LEARNED and weights.rests_on else None


def sums(patterns: Ints, weights: Weights) -> Floats:
    """Return for every pattern the log-odds of same against other and of same against alike."""
    total = np.tile(np.array([weights.prior, weights.alike]), (len(patterns), 1))
    for comparison, codes in zip(COMPARISONS, unpacked(patterns), strict=True):
        total += weights.of(comparison.name)[codes]
    return total


def log_odds(patterns: Ints, weights: Weights) -> Floats:
    """Return the log-odds that pairs of these patterns are the same incident."""
    against = sums(patterns, weights)
    return np.asarray(-np.logaddexp(-against[:, 0], -against[:, 1]))


def probability_of(log_odds: float) -> float:
    """Return one pair's log-odds as a probability."""
    return float(1 / (1 + np.exp(-log_odds)))
