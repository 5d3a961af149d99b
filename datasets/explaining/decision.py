"""Why two reports are together or apart: the strongest of all that could have decided it.

The order is that of the build: a person's word on the two, a chain of such words, their sheet,
the release before, the weights.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from eventbook.datasets.matching.links import Links, Pair, ordered, way_between
from eventbook.schema.judgement import Judgement, Verdict


class By(StrEnum):
    """What decided on two reports."""

    JUDGEMENT = "judgement"
    CORROBORATION = "corroboration"
    CHAIN = "judgements on others"
    SHEET = "sheet"
    BEFORE = "release before"
    WEIGHT = "weight"


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether two reports are one incident, what made them so, in a sentence, and the words it stands on."""

    together: bool
    by: By
    says: str
    words: tuple[Judgement, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """What decisions stand on.

    `groups` are the incidents by report, `roots` what each corroboration tells of; `before` is the
    release before, if there is one.
    """

    links: Links
    words: Mapping[Pair, Judgement]
    roots: Mapping[str, str]
    groups: Mapping[str, tuple[str, ...]]
    before: str

    def decided(self, one: str, other: str) -> Decision | None:
        """Return what decided on two reports, or None where only the weights did."""
        pair = ordered(one, other)
        word = self.words.get(pair)
        if word and word.verdict is not Verdict.UNSURE:
            return _judged(word)
        return self._together(pair) if other in self.groups[one] else self._apart(pair)

    def _together(self, pair: Pair) -> Decision | None:
        way = way_between(self.links.together, *pair)
        if way == pair:
            one, other = pair if self.roots.get(pair[0]) == pair[1] else pair[::-1]
            return Decision(
                together=True,
                by=By.CORROBORATION,
                says=f"{one} is a corroboration of {other}, says its coder",
            )
        if way:
            told = f"others link them: {' = '.join(way)}"
            return Decision(together=True, by=By.CHAIN, says=told, words=self._along(way))
        if any(set(pair) <= set(group) for group in self.links.before):
            told = f"they were one incident in release {self.before}, and neither has changed since"
            return Decision(together=True, by=By.BEFORE, says=told)
        return None

    def _along(self, way: tuple[str, ...]) -> tuple[Judgement, ...]:
        steps = [ordered(one, other) for one, other in pairwise(way)]
        return tuple(self.words[step] for step in steps if step in self.words)

    def _apart(self, pair: Pair) -> Decision | None:
        if pair in self.links.apart:
            return Decision(
                together=False, by=By.SHEET, says="they are two forms of one sheet: its coder told them apart"
            )
        one, other = (self.groups[report] for report in pair)
        kept = sorted(
            {ordered(mine, theirs) for mine in one for theirs in other} & self.links.apart,
            key=lambda apart: (apart not in self.words, apart),
        )
        if not kept:
            return None
        word = self.words.get(kept[0])
        why = _judged(word).says if word else f"{' and '.join(kept[0])} are two forms of one sheet"
        told = f"their incidents hold reports that are kept apart: {why}"
        return Decision(
            together=False, by=By.CHAIN if word else By.SHEET, says=told, words=(word,) if word else ()
        )


def _judged(word: Judgement) -> Decision:
    same = word.verdict is Verdict.SAME
    why = f": “{word.why}”" if word.why else ""
    told = (
        f"{word.by} judged {word.one} and {word.other} "
        f"{'the same incident' if same else 'different incidents'} on {word.at:%Y-%m-%d}{why}"
    )
    return Decision(together=same, by=By.JUDGEMENT, says=told, words=(word,))
