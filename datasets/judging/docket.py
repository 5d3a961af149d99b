"""The pairs that wait for a judgement, with all that is needed to show and to judge them.

Pairs that nobody has looked at come first; those that somebody was unsure of wait behind them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eventbook.datasets.judging.comparison import Line, compared
from eventbook.datasets.judging.judging import Sitting
from eventbook.datasets.judging.queue import current_build
from eventbook.datasets.matching.explain import Level, levels_of
from eventbook.datasets.matching.links import (
    ContradictionError,
    Pair,
    latest_verdicts,
    links,
    ordered,
)
from eventbook.datasets.matching.prepare import Prepared
from eventbook.datasets.matching.weights import probability_of
from eventbook.schema.article import Article
from eventbook.schema.build_input import BuildInput
from eventbook.schema.context import Context
from eventbook.schema.judgement import Judgement, Verdict


@dataclass(frozen=True, slots=True)
class Question:
    """One pair as it is put to a person: line by line, how likely, why, and what was said of it before."""

    pair: Pair
    log_odds: float
    lines: tuple[Line, ...]
    levels: tuple[Level, ...]
    before: Judgement | None

    @property
    def probability(self) -> float:
        """How likely the two are one incident."""
        return probability_of(self.log_odds)

    def as_dict(self) -> dict[str, Any]:
        """Return the question as plain data for JSON."""
        return {
            "probability": round(self.probability, 6),
            "lines": [asdict(line) for line in self.lines],
            "why": [asdict(level) for level in self.levels],
        }


@dataclass(frozen=True, slots=True)
class Docket:
    """What waits, read at one moment; `sitting` is where a person begins."""

    sitting: Sitting
    weights: Mapping[Pair, float]
    levels: Mapping[Pair, tuple[Level, ...]]
    prepared: Prepared
    articles: Mapping[str, Article]
    context: Context
    words: Mapping[Pair, Judgement]

    def question(self, pair: Pair) -> Question:
        """Return a waiting pair, ready to be shown."""
        return Question(
            pair,
            self.weights[pair],
            compared(pair, self.prepared, self.articles, self.context),
            self.levels[pair],
            self.words.get(ordered(*pair)),
        )


def docket(given: BuildInput, releases: Path) -> Docket:
    """Return what waits now. Raises `ContradictionError` where judgements contradict each other already."""
    built = current_build(given, releases)
    prepared, words = built.prepared, latest_verdicts(given.judgements)
    told = {one.id for event in built.events for one in event.told}
    usable = [pair for pair in built.matching.open if {pair.one, pair.other} <= told]
    pairs = sorted(((pair.one, pair.other) for pair in usable), key=lambda pair: ordered(*pair) in words)
    asked = {report for pair in pairs for report in pair}
    home = {
        report: number
        for number, group in enumerate(built.matching.incidents)
        if not asked.isdisjoint(group)
        for report in group
    }
    return Docket(
        Sitting(tuple(pairs), home, built.matching.links.apart),
        {(pair.one, pair.other): pair.log_odds for pair in usable},
        {(pair.one, pair.other): levels_of(pair.pattern, built.matching.weights) for pair in usable},
        prepared,
        {article.id: article for article in given.articles},
        built.context,
        words,
    )


def contradiction(prepared: Prepared, words: Iterable[Judgement]) -> ContradictionError | None:
    """Return what judgements contradict each other in, or None."""
    try:
        links(prepared, words, {})
    except ContradictionError as caught:
        return caught
    return None


def contradicts(prepared: Prepared, words: Iterable[Judgement], word: Judgement) -> ContradictionError | None:
    """Return the contradiction that a new judgement would bring about, or None; taking back brings none."""
    earlier = tuple(words)
    if word.verdict is Verdict.UNSURE:
        return None
    found = contradiction(prepared, (*earlier, word))
    if found is None or contradiction(prepared, earlier) is not None:
        return None
    return found
