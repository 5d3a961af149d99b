from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventbook.schema.context import Context
from eventbook.schema.counts import Amount, Claim
from eventbook.schema.form import Form
from eventbook.schema.sheet import check_sheet
from eventbook.schema.totals import even_share, with_shares

Maker = Callable[..., dict[str, Any]]
BOUNDS = st.none() | st.integers(0, 5000)
AMOUNTS = st.builds(Amount, low=BOUNDS, best=BOUNDS, high=BOUNDS, high_open=st.booleans())
PARTS = st.integers(1, 12)
NAMES = st.lists(st.sampled_from("abcdefgh"), unique=True, min_size=1)


def summed(shares: list[Amount]) -> Amount:
    total = shares[0]
    for share in shares[1:]:
        total += share
    return total


@given(total=AMOUNTS, parts=PARTS)
def test_the_shares_of_a_total_add_up_to_it(total: Amount, parts: int) -> None:
    assert summed([even_share(total, index, parts) for index in range(parts)]) == total


@given(total=AMOUNTS, parts=PARTS)
def test_no_share_is_more_than_one_larger_than_another_and_the_first_are_the_larger(
    total: Amount, parts: int
) -> None:
    bests = [even_share(total, index, parts).best for index in range(parts)]
    known = [best for best in bests if best is not None]
    assert known == sorted(known, reverse=True)
    assert len(known) in {0, parts}
    assert max(known, default=0) - min(known, default=0) <= 1


@given(total=AMOUNTS, parts=PARTS)
def test_bounds_in_order_stay_in_order(total: Amount, parts: int) -> None:
    if total.in_order:
        assert all(even_share(total, index, parts).in_order for index in range(parts))


@given(total=AMOUNTS, names=NAMES, there=st.sets(st.sampled_from("abcdefgh")))
def test_whoever_is_there_shares_the_whole_total(total: Amount, names: list[str], there: set[str]) -> None:
    form = Form(counts=(Claim(what="deaths", count=total, split_over=tuple(names)),))
    present = [name for name in names if name in there]
    shares = [with_shares(form, name, {one: one for one in there}).counts[0] for name in present]
    if shares:
        assert summed([share.count for share in shares]) == total
        assert {share.split_over for share in shares} == {tuple(present) if len(names) > 1 else ()}


@given(total=AMOUNTS, names=NAMES, homes=st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from("xyz")))
def test_forms_that_are_one_incident_have_one_share(
    total: Amount, names: list[str], homes: dict[str, str]
) -> None:
    form = Form(counts=(Claim(what="deaths", count=total, split_over=tuple(names)),))
    shares: dict[str, Amount] = {}
    for name in names:
        if name in homes:
            share = with_shares(form, name, homes).counts[0].count
            assert shares.setdefault(homes[name], share) == share
    if shares:
        assert summed([*shares.values()]) == total


def test_a_share_of_nobodys_is_unknown_rather_than_the_whole_total() -> None:
    form = Form(counts=(Claim(what="deaths", count=Amount(low=6, best=6, high=6), split_over=("a", "b")),))
    assert not with_shares(form, "c", {"a": "a", "b": "b", "c": "c"}).counts[0].count.known


def test_a_form_without_totals_is_left_as_it_is() -> None:
    form = Form(counts=(Claim(what="deaths", count=Amount(best=6)),))
    assert with_shares(form, "a", {"a": "a"}) is form


TOTAL = {"what": "deaths", "count": 7, "phrase": "At least three people were killed"}


@pytest.mark.parametrize(
    ("split", "where"),
    [
        (["amira-1", "jonas-1"], "stray"),
        (["amira-2", "amira-3"], "stray"),
        (["amira-1"], "stray"),
        (["amira-1", "amira-1"], "stray"),
        (["amira-1", "amira-3"], "differs"),
    ],
)
def test_a_total_is_split_over_forms_of_its_sheet_that_carry_it_too(
    context: Context, sheet: Maker, event: Maker, split: list[str], where: str
) -> None:
    shared = {**TOTAL, "split_over": split}
    forms = [
        event(form="amira-1", counts=[shared]),
        event(form="amira-2", counts=[{**TOTAL, "split_over": ["amira-2", "amira-3"]}], when="2021-11-15"),
        event(form="amira-3", counts=[{**TOTAL, "split_over": ["amira-2", "amira-3"]}], when="2021-11-14"),
    ]
    found = check_sheet(sheet(events=forms), context).problems
    assert {(one.where, one.rule) for one in found} == {("events[0].counts[0].split_over", f"split-{where}")}


def test_a_remainder_that_is_counted_twice_is_waived_with_a_reason(
    context: Context, sheet: Maker, event: Maker
) -> None:
    where = {"place": "Kampala, Uganda", "precision": 1, "remainder": 11}
    forms = [event(form="amira-1", where=where), event(form="amira-2", where=where, when="2021-11-15")]
    (problem,) = check_sheet(sheet(events=forms), context).problems
    assert (problem.where, problem.message) == (
        "events[1].where.remainder",
        "events[0] counts 11 unnamed places too",
    )
    forms[1]["waive"] = {"remainder-twice": "eleven towns each day"}
    assert check_sheet(sheet(events=forms), context).acceptable
