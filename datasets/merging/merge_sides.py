"""Who took part, from several reports: identified beats unidentified, then most, then surest.

Reports name sides in any order, so each is first turned to fit the earliest one.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from eventbook.datasets.merging.alike import leading
from eventbook.datasets.merging.settled import How, Settled, Told
from eventbook.schema.counts import Claim, CountedGroup
from eventbook.schema.form import Form
from eventbook.schema.registry import Registry
from eventbook.schema.who import Side

_CROSSED = {CountedGroup.SIDE1: CountedGroup.SIDE2, CountedGroup.SIDE2: CountedGroup.SIDE1}


def aligned(told: Iterable[Told]) -> list[Told]:
    """Return the reports in order of acceptance, each with its sides turned to fit the first."""
    ranked = sorted(told, key=lambda one: one.order)
    first = ranked[0].form
    return [ranked[0], *(replace(one, form=_turned(one.form, first)) for one in ranked[1:])]


def _actor(side: Side | None) -> str | None:
    return side.actor if side else None


def _turned(form: Form, first: Form) -> Form:
    """Return the form with its sides crossed where that fits the first report better."""
    mine, theirs = (_actor(form.side1), _actor(form.side2)), (_actor(first.side1), _actor(first.side2))
    straight = sum(one is not None and one == other for one, other in zip(mine, theirs, strict=True))
    crossed = sum(one is not None and one == other for one, other in zip(mine[::-1], theirs, strict=True))
    if crossed <= straight:
        return form
    counts = tuple(_crossed(claim) for claim in form.counts)
    evidence = {
        {"side1": "side2", "side2": "side1"}.get(name, name): quotes for name, quotes in form.evidence.items()
    }
    return form.model_copy(
        update={"side1": form.side2, "side2": form.side1, "counts": counts, "evidence": evidence}
    )


def _crossed(claim: Claim) -> Claim:
    return claim.model_copy(update={"of": _CROSSED.get(claim.of, claim.of)}) if claim.of else claim


def merge_side(told: Sequence[Told], name: str, registry: Registry) -> Settled[Side] | None:
    """Return the settled side `side1` or `side2` of aligned reports, or None where none names it."""
    named: list[tuple[Told, Side]] = []
    for one in told:
        side = one.form.side1 if name == "side1" else one.form.side2
        if side is not None:
            named.append((one, side))
    if not named:
        return None
    if all(side == named[0][1] for _, side in named):
        return Settled(_tidied(named[0][1]), How.AGREED, "all-agree", tuple(one.id for one, _ in named))
    said = {side.actor for _, side in named}
    stands = leading(said, registry)
    votes = Counter(stands[side.actor] for _, side in named)
    chosen = min(
        named, key=lambda item: _preference((item[0], stands[item[1].actor]), item[1], votes, registry)
    )
    best = stands[chosen[1].actor]
    givers = [(one, side) for one, side in named if side.actor == best]
    surest = min(givers, key=lambda item: (item[1].certainty.rank, item[1].by is None, item[0].order))[1]
    associates = sorted({name for _, side in named for name in side.associates} - {best})
    value = surest.model_copy(update={"associates": tuple(associates)})
    agreed = all(
        side.model_copy(update={"associates": ()}) == surest.model_copy(update={"associates": ()})
        for _, side in named
    )
    rule = "all-agree" if agreed else _rule(votes, best, registry)
    if len(votes) == 1 and not agreed:
        rule = "surest-word" if len(said) == 1 else "first-of-alike"
    how = How.AGREED if agreed else How.CHOSEN
    return Settled(value, how, rule, tuple(one.id for one, _ in givers))


def _tidied(side: Side) -> Side:
    """Return a side with each associate once, in order, and not itself among them."""
    associates = tuple(sorted({*side.associates} - {side.actor}))
    return side if associates == side.associates else side.model_copy(update={"associates": associates})


def _preference(
    item: tuple[Told, str], side: Side, votes: Mapping[str, int], registry: Registry
) -> tuple[bool, int, int, tuple[float, str]]:
    one, actor = item
    return (not _identified(actor, registry), -votes[actor], side.certainty.rank, one.order)


def _identified(actor: str, registry: Registry) -> bool:
    known = registry.get(actor)
    return known is not None and known.identified


def _rule(votes: Mapping[str, int], best: str, registry: Registry) -> str:
    rivals = [actor for actor in votes if actor != best]
    if _identified(best, registry) and not any(_identified(actor, registry) for actor in rivals):
        return "identified-beats-unidentified"
    return "most-reports" if all(votes[best] > votes[actor] for actor in rivals) else "surest-then-earliest"
