"""One person's way through the pairs that wait for a judgement: what was said, what is next, what it settles.

A value, changed by nobody: each step gives a new one, so that taking a step back is exact. A word
on two reports settles every other open pair between the same two incidents, and those pairs are
not asked again. Some pairs lie within one incident: what was joined is asked about as well, where it
was joined with doubt, and now and then where it was not.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from eventbook.datasets.matching.links import Pair
from eventbook.schema.judgement import Verdict


@dataclass(frozen=True, slots=True)
class Step:
    """What was said of a pair; None where it was passed over for now."""

    pair: Pair
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Sitting:
    """The pairs in the order in which they are asked, each report's incident, and the steps so far.

    `apart` holds the pairs of reports that something keeps apart already.
    """

    pairs: tuple[Pair, ...]
    home: Mapping[str, int]
    apart: frozenset[Pair] = frozenset()
    steps: tuple[Step, ...] = ()

    @property
    def waiting(self) -> tuple[Pair, ...]:
        """The pairs that are still to be asked, in order."""
        done = {step.pair for step in self.steps}
        group = self._groups()
        kept = {frozenset((group[one], group[other])) for one, other in self._different() if one in group}
        return tuple(
            (one, other)
            for one, other in self.pairs
            if (one, other) not in done
            and (self.home[one] == self.home[other] or group[one] != group[other])
            and frozenset((group[one], group[other])) not in kept
        )

    @property
    def place(self) -> tuple[int, int]:
        """The number of the pair that is asked now, and of how many."""
        return len(self.steps) + 1, len(self.steps) + len(self.waiting)

    @property
    def said(self) -> Mapping[Verdict, int]:
        """How many pairs got which word."""
        return Counter(step.verdict for step in self.steps if step.verdict is not None)

    def took(self, pair: Pair, verdict: Verdict | None) -> "Sitting":
        """Return the sitting after a word on a pair, or after passing it over."""
        return replace(self, steps=(*self.steps, Step(pair, verdict)))

    def back(self) -> "Sitting":
        """Return the sitting as it was before the last step."""
        return replace(self, steps=self.steps[:-1])

    def settles(self, pair: Pair) -> int:
        """Return how many other pairs a sure word on this one would settle, whichever word settles more."""
        now = len(self.waiting) - 1
        sure = (Verdict.SAME, Verdict.DIFFERENT)
        return max(now - len(self.took(pair, verdict).waiting) for verdict in sure)

    def _different(self) -> Iterable[Pair]:
        told = {step.pair for step in self.steps if step.verdict is Verdict.DIFFERENT}
        same = {step.pair for step in self.steps if step.verdict is Verdict.SAME}
        known = {pair for pair in self.apart if pair[0] in self.home and pair[1] in self.home}
        return (known - same) | told

    def _groups(self) -> dict[str, int]:
        """Return the incident of each report, those that were judged the same taken as one."""
        number = {incident: incident for incident in self.home.values()}
        for step in self.steps:
            if step.verdict is Verdict.SAME:
                keep, drop = (number[self.home[report]] for report in step.pair)
                number = {incident: keep if one == drop else one for incident, one in number.items()}
        return {report: number[incident] for report, incident in self.home.items()}
