"""Totals that a source gives for several events together, and what it counts without naming.

"Ten people were killed in three days" is one number for three events. Each of the three forms
carries the same claim, and `split_over` names the forms that share it. Nobody types a share:
it is worked out from the total, evenly, what is left over going to the first forms, so the
shares always add up to what the source said.
"""

from collections.abc import Iterator, Mapping, Sequence

from eventbook.schema.counts import Amount, Claim
from eventbook.schema.form import Form
from eventbook.schema.problem import Path, Problem, Severity, error, warning

SPLIT_STRAY = error("split-stray", "a total is split over forms of its own sheet, its own form among them")
SPLIT_DIFFERS = error("split-differs", "the forms that share a total carry it alike")
REMAINDER_TWICE = warning("remainder-twice", "places that are counted but not named are counted once")

Placed = Mapping[str, tuple[Path, Form]]
"""The forms of a sheet by id, each with its place in the sheet."""


def even_share(total: Amount, index: int, parts: int) -> Amount:
    """Return one of `parts` shares of a total; what does not divide goes to the first ones, one each."""

    def part(bound: int | None) -> int | None:
        return None if bound is None else bound // parts + (index < bound % parts)

    return Amount(
        low=part(total.low), best=part(total.best), high=part(total.high), high_open=total.high_open
    )


def with_shares(form: Form, name: str, there: Mapping[str, str]) -> Form:
    """Return a form whose totals are cut down to its own shares; `there` says of which incident each form tells.

    A form that is left out of a build leaves its share to the others, and two forms that turned out to be one
    incident have one share between them, so the sum stays right.
    """
    if not any(claim.split_over for claim in form.counts):
        return form
    return form.model_copy(update={"counts": tuple(_share(claim, name, there) for claim in form.counts)})


def _share(claim: Claim, name: str, there: Mapping[str, str]) -> Claim:
    if not claim.split_over:
        return claim
    firsts: dict[str, str] = {}
    for one in claim.split_over:
        if one in there:
            firsts.setdefault(there[one], one)
    sharers = tuple(firsts.values())
    if name not in claim.split_over or name not in there:
        return claim.model_copy(update={"count": Amount(), "split_over": sharers})
    if len(sharers) == 1 and there.keys() >= {*claim.split_over}:
        return claim.model_copy(
            update={"split_over": ()}
        )  # all of them are one incident, which has the total
    share = even_share(claim.count, sharers.index(firsts[there[name]]), len(sharers))
    return claim.model_copy(update={"count": share, "split_over": sharers})


def total_problems(forms: Placed) -> Iterator[Problem]:
    """Yield totals that are split over strangers or told in two ways, and remainders counted twice."""
    for name, (path, form) in forms.items():
        for index, claim in enumerate(form.counts):
            if claim.split_over:
                yield from _split(name, (*path, "counts", index, "split_over"), claim, forms)
    yield from _remainders(list(forms.values()))


def _split(name: str, path: Path, claim: Claim, forms: Placed) -> Iterator[Problem]:
    own = ", ".join(forms)
    for other in dict.fromkeys(claim.split_over):
        if other not in forms:
            yield SPLIT_STRAY.at(path, f"'{other}' is not a form of this sheet", f"name forms of it: {own}")
        elif claim not in forms[other][1].counts:
            says = f"'{other}' is named as sharing this total and does not carry the same claim"
            yield SPLIT_DIFFERS.at(path, says, "copy this line of `counts` into every form that it names")
    if name not in claim.split_over or len(set(claim.split_over)) < max(2, len(claim.split_over)):
        says = "a total is split over two or more forms, each named once, this one among them"
        yield SPLIT_STRAY.at(path, says, f"name '{name}' and the others, or leave split_over out")


def _remainders(forms: Sequence[tuple[Path, Form]]) -> Iterator[Problem]:
    seen: dict[int, Path] = {}
    for path, form in forms:
        count = form.where.remainder if form.where else None
        if count is None or form.corroborates:
            continue
        if count in seen and REMAINDER_TWICE.id not in form.waive:
            says = f"{seen[count][0]}[{seen[count][1]}] counts {count} unnamed places too"
            advice = (
                "give `remainder` in one form only; if these are other places, waive this with the reason"
            )
            where = (*path, "where", "remainder")
            yield Problem(REMAINDER_TWICE.id, Severity.WARNING, where, says, advice)
        seen.setdefault(count, path)
