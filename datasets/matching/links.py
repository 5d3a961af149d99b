"""What must be together and what must not, before any weight is looked at.

In order of force: a person's judgement on two reports (and a corroboration, which is its
coder's word); two forms of one sheet, which their coder told apart; the incident of the
release before, unless the report has changed since. A chain of judgements that contradicts
itself is an error that names the chain.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from eventbook.datasets.matching.prepare import Prepared
from eventbook.schema.errors import EventbookError
from eventbook.schema.judgement import Judgement, Verdict

Pair = tuple[str, str]


class ContradictionError(EventbookError, ValueError):
    """Judgements that cannot all be true; `chain` names the reports, from one end to the other."""

    def __init__(self, chain: tuple[str, ...], different: Pair) -> None:
        """Keep the chain and the judgement that it runs against."""
        self.chain, self.different = chain, different
        super().__init__(
            f"judgements contradict each other: {' = '.join(chain)}, but {different[0]} and {different[1]} "
            "were judged different; take back whichever is wrong with `eventbook judge REPORT REPORT unsure`"
        )


@dataclass(frozen=True, slots=True)
class Links:
    """Pairs of report ids: together by a person's word, apart, and together in the release before."""

    together: tuple[Pair, ...]
    apart: frozenset[Pair]
    before: tuple[tuple[str, ...], ...] = ()


def ordered(one: str, other: str) -> Pair:
    """Return a pair with the smaller id first."""
    return (one, other) if one < other else (other, one)


def latest_verdicts(judgements: Iterable[Judgement]) -> dict[Pair, Judgement]:
    """Return the last word on every pair; of two at the same moment the later in text order."""
    latest: dict[Pair, Judgement] = {}
    for judgement in sorted(judgements, key=lambda one: (one.at, one.by, one.verdict, one.why)):
        latest[judgement.pair] = judgement
    return latest


def links(
    prepared: Prepared, judgements: Iterable[Judgement], before: Mapping[str, tuple[tuple[str, str], ...]]
) -> Links:
    """Return the links among the prepared reports.

    `before` maps each incident of the release before to its (report id, content hash). Raises
    `ContradictionError` for judgements that contradict each other.
    """
    verdicts = {
        pair: one.verdict
        for pair, one in latest_verdicts(judgements).items()
        if pair[0] in prepared.reports and pair[1] in prepared.reports
    }
    different = {pair for pair, verdict in verdicts.items() if verdict is Verdict.DIFFERENT}
    same = {pair for pair, verdict in verdicts.items() if verdict is Verdict.SAME}
    told = {ordered(report, root) for report, root in prepared.roots.items()} - different
    together = tuple(sorted(same | told))
    home = _homes(together)
    for pair in sorted(different):
        if home.get(pair[0], -1) == home.get(pair[1], -2):
            raise ContradictionError(way_between(together, *pair), pair)
    sheet = {pair for pair in _sheet_pairs(prepared) if home.get(pair[0], -1) != home.get(pair[1], -2)}
    apart = frozenset(different | sheet)
    unsure = {pair for pair, verdict in verdicts.items() if verdict is Verdict.UNSURE}
    return Links(together, apart, _unchanged(prepared, before, unsure))


def _sheet_pairs(prepared: Prepared) -> set[Pair]:
    """Return the pairs of forms that one coder of one article told apart."""
    sheets: dict[str, list[str]] = {}
    for key, report in prepared.reports.items():
        sheets.setdefault(report.sheet, []).append(key)
    return {
        ordered(one, other)
        for forms in sheets.values()
        for index, one in enumerate(forms)
        for other in forms[index + 1 :]
    }


def _unchanged(
    prepared: Prepared, before: Mapping[str, tuple[tuple[str, str], ...]], unsure: Collection[Pair]
) -> tuple[tuple[str, ...], ...]:
    """Return the incidents of the release before, without the reports that have changed since.

    A pair that a person is no longer sure of was perhaps only together by that person's word,
    so neither of the two is held by the release before; the weights decide anew.
    """
    groups: list[tuple[str, ...]] = []
    for _, members in sorted(before.items()):
        keys = {key for key, content in members if _is_unchanged(prepared, key, content)}
        loose = {key for pair in unsure if keys.issuperset(pair) for key in pair}
        groups.append(tuple(sorted(keys - loose)))
    return tuple(group for group in groups if len(group) > 1)


def _is_unchanged(prepared: Prepared, key: str, content: str) -> bool:
    report = prepared.reports.get(key)
    return report is not None and report.content == content


def _homes(pairs: Iterable[Pair]) -> dict[str, int]:
    """Return a number for each report that hangs together with others, the same for all of one chain."""
    home: dict[str, int] = {}
    members: dict[int, list[str]] = {}
    for number, (one, other) in enumerate(pairs):
        keep = home.setdefault(one, number)
        members.setdefault(keep, [one])
        moved = members.pop(home[other]) if home.get(other, keep) != keep else [other]
        if home.get(other) != keep:
            members[keep] += moved
            home |= dict.fromkeys(moved, keep)
    return home


def way_between(pairs: Iterable[Pair], start: str, end: str) -> tuple[str, ...]:
    """Return the shortest way from one report to another along the pairs, or nothing."""
    neighbours: dict[str, list[str]] = {}
    for one, other in pairs:
        neighbours.setdefault(one, []).append(other)
        neighbours.setdefault(other, []).append(one)
    ways: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    for way in ways:
        for following in sorted(neighbours.get(way[-1], ())):
            if following == end:
                return (*way, end)
            if following not in seen:
                seen.add(following)
                ways.append((*way, following))
    return ()
