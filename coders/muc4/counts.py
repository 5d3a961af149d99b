"""How many died, were hurt or were taken, from the numbers and effects of MUC-4's human targets.

A number is known of those whose target has it; an effect whose target has none is at least one
person. That nobody died is only said where every target has an effect that says so: unknown is
not nought. Where some of a group died and others were hurt, the key does not say how many.
"""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import add
from typing import Any

from eventbook.coders.muc4.targets import Raw, Target
from eventbook.schema.counts import Amount, read_amount

Words = Mapping[str, tuple[int, int]]

SOMEBODY = Amount(low=1, best=1, high_open=True)
"""What an effect says of people whom nobody counted."""

_NONE = {
    "deaths": {"NO DEATH", "NO INJURY OR DEATH"},
    "injuries": {"NO INJURY", "NO INJURY OR DEATH"},
}
_EFFECT = {"deaths": "DEATH", "injuries": "INJURY"}


def claims(targets: Sequence[Target], words: Words, *, taken: bool) -> list[Raw]:
    """Return the claims that follow from the human targets; `taken` says that they were kidnapped."""
    found: list[Raw] = []
    for what, effect in _EFFECT.items():
        hit = [target for target in targets if effect in target.said.get("effect", ())]
        if hit:
            found.append(_claim(what, reduce(add, (_hit(target, effect, words) for target in hit)), hit))
        elif targets and all(_NONE[what] & set(target.said.get("effect", ())) for target in targets):
            found.append(_claim(what, Amount(low=0, best=0, high=0), targets))
    if taken and targets:
        found.append(_claim("abducted", reduce(add, (_number(target, words) for target in targets)), targets))
    return found


def total(what: str, number: str, words: Words) -> Raw:
    """Return the claim of a slot that gives a total over several targets."""
    return _claim(what, Amount.model_validate(read_amount(number, words)), [])


def _claim(what: str, amount: Amount, targets: Sequence[Target]) -> Raw:
    phrases = [quote for target in targets for quote in target.said.get("quote", ())]
    claim: dict[str, Any] = {"what": what, "count": amount.model_dump(exclude_defaults=True)}
    return {**claim, "phrase": phrases[0]} if phrases else claim


def _number(target: Target, words: Words) -> Amount:
    """Return how many people a target is; one of whom no number is told is at least one."""
    written = target.said.get("number")
    return Amount.model_validate(read_amount(str(written), words)) if written else SOMEBODY


def _hit(target: Target, effect: str, words: Words) -> Amount:
    """Return how many of a target it happened to: all, unless the key says that others met another fate."""
    whole = _number(target, words)
    others = {one for one in target.said["effect"] if one != effect and not one.startswith("NO ")}
    if not others or whole.best == 1 == whole.high:
        return whole
    return Amount(low=1, best=1, high=whole.high, high_open=whole.high is None)
