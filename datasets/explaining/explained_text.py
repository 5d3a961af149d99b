"""An explanation as text: the decision first, then the evidence level by level with its running sum."""

from collections.abc import Iterator

from eventbook.datasets.explaining.decision import By
from eventbook.datasets.explaining.explanation import EventExplained, PairExplained
from eventbook.datasets.matching.weights import probability_of
from eventbook.schema.talk import several

_SHORT = 3
"""So many levels stand in the one line of a tie: the heaviest."""


def pair_text(pair: PairExplained) -> str:
    """Return two reports' explanation for people."""
    lines = [*(f"{card.line}  [{event}]" for card, event in zip(pair.cards, pair.events, strict=True)), ""]
    lines += [_verdict(pair), *_open(pair), "", *_table(pair)]
    return "\n".join(lines)


def event_text(event: EventExplained) -> str:
    """Return an event's explanation for people."""
    reports = sum(len(incident) for incident in event.incidents)
    size = f"{several(reports, 'report')}, {several(len(event.incidents), 'incident')}"
    lines = [f"{event.event_id}: {size}{_joined(event)}"]
    for number, incident in enumerate(event.incidents, start=1):
        lines += [f"  incident {number}"] if len(event.incidents) > 1 else []
        lines += [f"    {card.line}" for card in incident]
    if event.ties:
        lines += ["", "what ties each report to an earlier one"]
        lines += [line for tie in event.ties for line in _tie(tie)]
    if event.open:
        lines += ["", "what else might belong to it, and waits for a judgement"]
        lines += [line for tie in event.open for line in _tie(tie)]
    lines += ["", "`eventbook explain REPORT REPORT` lists all levels of a pair."]
    return "\n".join(lines)


def _joined(event: EventExplained) -> str:
    if not event.joined:
        return ""
    return "; actors, place, day and type agree and nobody told them apart, so the unit of record takes them as one"


def _verdict(pair: PairExplained) -> str:
    same = pair.events[0] == pair.events[1]
    if pair.decision.together:
        return f"One incident, by {pair.decision.by}: {pair.decision.says}."
    together = ", though one event by the unit of record" if same else ""
    return f"Two incidents{together}, by {pair.decision.by}: {pair.decision.says}."


def _open(pair: PairExplained) -> Iterator[str]:
    if pair.waits:
        yield "Nobody has judged the two: `eventbook judge` asks."
    found = pair.evidence
    if not found.candidate:
        yield (
            f"Matching does not compare the two: {found.gap:.0f} days and {found.km:.0f} km lie between them, "
            f"and they count as {found.log_odds:+.2f}."
        )
    elif found.log_odds != found.sum:
        yield f"One pair counts for no more than {found.log_odds:+.2f}."
    if pair.decision.by is not By.WEIGHT:
        yield "What the evidence says, which did not decide:"


def _table(pair: PairExplained) -> Iterator[str]:
    """Yield prior, levels and sum with the chance that each line leaves."""
    found = pair.evidence
    rows = [(level.comparison, level.level, level.weight) for level in found.levels]
    width = max(len("at the outset"), *(len(what) for what, _, _ in rows))
    wide = max(len(level) for _, level, _ in rows)
    so_far = found.prior
    yield f"{'evidence':{width}}  {'level':{wide}}  weight  likely"
    yield f"{'at the outset':{width}}  {'':{wide}}  {found.prior:+6.2f}  {_percent(so_far)}"
    for what, level, weight in rows:
        so_far += weight
        yield f"{what:{width}}  {level:{wide}}  {weight + 0.0:+6.2f}  {_percent(so_far)}"
    yield f"{'together':{width}}  {'':{wide}}  {found.sum:+6.2f}  {_percent(found.sum)}"


def _percent(log_odds: float) -> str:
    share = 100 * probability_of(log_odds)
    digits = 2 if min(share, 100 - share) < 1 else 0
    return f"{share:{'7.2f' if digits else '4.0f'}} %"


def _tie(tie: PairExplained) -> Iterator[str]:
    one, other = (card.report for card in tie.cards)
    verb = "=" if tie.decision.together else "≠"
    yield f"  {one} {verb} {other}{_elsewhere(tie)}  {_percent(tie.evidence.sum).strip()}"
    yield f"    by {tie.decision.by}: {tie.decision.says}"
    heavy = ", ".join(
        f"{level.comparison} {level.level} {level.weight:+.1f}" for level in tie.evidence.levels[:_SHORT]
    )
    yield f"    evidence: {heavy}, …"


def _elsewhere(tie: PairExplained) -> str:
    return f" [{tie.events[0]}, {tie.events[1]}]" if tie.events[0] != tie.events[1] else ""
