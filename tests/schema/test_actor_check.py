"""What one actor says of itself, what sets two apart, and where relations lead."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventbook.schema.actor_check import Overlay, faults_of, relation_faults, shared_faults
from eventbook.schema.registry import ActorList
from eventbook.schema.who import Actor, ActorRelation, ActorRelationKind, Alias, TypePeriod

TYPES = ("Rebel group", "State forces")
START = date(2020, 1, 1)
SOME_DAYS = [START + timedelta(days=at) for at in range(8)]
ENDS = st.none() | st.sampled_from(SOME_DAYS[1:7])
PERIODS = st.builds(
    TypePeriod,
    first=ENDS,
    last=ENDS,
    type=st.sampled_from(TYPES),
    countries=st.sampled_from([(), ("UGA",), ("KEN",), ("KEN", "UGA")]),
)
NAMES = st.builds(Alias, name=st.sampled_from(["A", "B", "C"]), first=ENDS, last=ENDS)
WAYS = st.sampled_from([ActorRelationKind.UNIT_OF, ActorRelationKind.SPLINTER_OF])


def actor(key: str = "a", **more: Any) -> Actor:  # noqa: ANN401  any field
    return Actor.model_validate({"id": key, "name": key.upper(), "types": [{"type": TYPES[0]}], **more})


def rules(*actors: Actor, types: tuple[str, ...] = TYPES) -> set[str]:
    """Return the rules that the first of some actors breaks, beside the others."""
    one = actors[0]
    shelf = Overlay({one.id: one}, ActorList(actors[1:]))
    found = [*faults_of(one, types), *shared_faults(one, shelf), *relation_faults(one, shelf)]
    return {problem.rule for problem in found}


@pytest.mark.parametrize(
    ("rule", "bad", "good"),
    [
        ("country-unknown", {"types": [{"type": TYPES[0], "countries": ["Uganda"]}]}, {"home": ["UGA"]}),
        ("code-unknown", {"types": [{"type": "Rebels"}]}, {}),
        (
            "actor-dates-reversed",
            {"aliases": [{"name": "B", "first": "2020-01-02", "last": "2020-01-01"}]},
            {"aliases": [{"name": "B", "first": "2020-01-01", "last": "2020-01-01"}]},
        ),
        (
            "actor-names-overlap",
            {"names": [{"name": "B", "last": "2020-01-01"}, {"name": "C", "first": "2020-01-01"}]},
            {"names": [{"name": "B", "last": "2020-01-01"}, {"name": "C", "first": "2020-01-02"}]},
        ),
        (
            "actor-types-overlap",
            {"types": [{"type": TYPES[0], "last": "2020-01-01"}, {"type": TYPES[1]}]},
            {"types": [{"type": TYPES[0], "countries": ["UGA"]}, {"type": TYPES[1]}]},
        ),
        (
            "actor-relation-circle",
            {"relations": [{"kind": "ally of", "to": "a"}]},
            {"relations": [{"kind": "ally of", "to": "b"}]},
        ),
        (
            "actor-relation-unknown",
            {"relations": [{"kind": "unit of", "to": "nobody"}]},
            {"relations": [{"kind": "party to", "to": "the war of the hills"}]},
        ),
    ],
)
def test_each_rule_has_what_breaks_it_and_what_keeps_it(
    rule: str, bad: dict[str, Any], good: dict[str, Any]
) -> None:
    assert rule in rules(actor(**bad), actor("b"))
    assert rule not in rules(actor(**good), actor("b"))


@pytest.mark.parametrize(
    ("mine", "theirs", "clash"),
    [
        ({}, {}, True),
        ({"home": ["UGA"]}, {"home": ["KEN"]}, False),
        ({"home": ["UGA"]}, {"home": ["KEN", "UGA"]}, True),
        ({"home": ["UGA"]}, {}, True),
        ({"aliases": [{"name": "KR", "last": "2014-12-31"}]}, {}, True),
        (
            {"aliases": [{"name": "KR", "last": "2014-12-31"}]},
            {"aliases": [{"name": "kr", "first": "2015-01-01"}]},
            False,
        ),
        (
            {"aliases": [{"name": "KR", "last": "2014-12-31"}]},
            {"aliases": [{"name": "kr", "first": "2014-12-31"}]},
            True,
        ),
        ({}, {"same_as": "c"}, False),
    ],
)
def test_a_name_of_two_actors_needs_dates_or_countries_that_tell_them_apart(
    mine: dict[str, Any], theirs: dict[str, Any], *, clash: bool
) -> None:
    one, other = actor("a", **({"aliases": ["KR"]} | mine)), actor("b", **({"aliases": ["KR"]} | theirs))
    assert ("actor-name-shared" in rules(one, other)) is clash


@given(st.lists(PERIODS, min_size=1, max_size=4))
def test_an_actor_without_a_fault_has_one_type_on_every_day_in_every_country(
    periods: list[TypePeriod],
) -> None:
    one = actor(types=periods)
    if any(faults_of(one, TYPES)):
        return
    for day in SOME_DAYS:
        for country in ("UGA", "KEN", "SOM"):
            here = {period.type for period in periods if period.covers(day) and country in period.countries}
            anywhere = {period.type for period in periods if period.covers(day) and not period.countries}
            told = here or anywhere
            assert len(told) <= 1
            assert one.covered(day, country) == bool(told)
            assert not told or one.type_on(day, country) in told


@given(st.lists(NAMES, max_size=3))
def test_an_actor_without_a_fault_has_one_name_on_every_day(names: list[Alias]) -> None:
    one = actor(names=names)
    if any(faults_of(one, TYPES)):
        return
    for day in SOME_DAYS:
        bearing = {name.name for name in one.dated_names if name.covers(day)}
        assert bearing == {one.name_on(day)}


@given(st.lists(st.tuples(st.sampled_from("abcd"), WAYS, st.sampled_from("abcd")), max_size=6))
def test_relations_without_a_fault_lead_in_no_circle(links: list[tuple[str, ActorRelationKind, str]]) -> None:
    kept = {key: actor(key) for key in "abcd"}
    for start, kind, to in links:
        grown = actor(start, relations=[*kept[start].relations, ActorRelation(kind=kind, to=to)])
        after = {**kept, start: grown}
        shelf = ActorList(after.values())
        if not any((*faults_of(grown, TYPES), *relation_faults(grown, shelf))):
            kept = after
    for key in kept:
        for kind in (ActorRelationKind.UNIT_OF, ActorRelationKind.SPLINTER_OF):
            seen, todo = set[str](), [key]
            while todo:
                above = {one.to for one in kept[todo.pop()].relations if one.kind is kind} - seen
                seen |= above
                todo += above
            assert key not in seen


def test_a_circle_is_shown_step_by_step() -> None:
    one = actor(relations=[{"kind": "unit of", "to": "b"}])
    other = actor("b", relations=[{"kind": "unit of", "to": "a"}])
    (fault,) = relation_faults(one, ActorList([one, other]))
    assert fault.message == "a would be unit of itself: a → b → a"
