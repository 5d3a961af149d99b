from dataclasses import replace
from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventbook.datasets.merging.merge import Merged, merge, merge_field
from eventbook.datasets.merging.settled import How, Settled
from eventbook.schema.codebook import Codebook
from eventbook.schema.counts import Amount
from eventbook.schema.form import FieldValue
from eventbook.schema.when import Lasting, SpanPart, When
from eventbook.schema.where import Where

if TYPE_CHECKING:
    from tests.datasets.conftest import Coded, World

Change = dict[str, Any]
GUNMEN = "Unidentified Armed Group (Uganda)"
SHARED = {"place": "alpha", "precision": 1}


def merged(world: "World", *coded: "Coded") -> Merged:
    return merge([world.told(one) for one in coded], world.context)


def field(world: "World", name: str, *changes: Change) -> Settled[object]:
    """Return a settled field of reports r0, r1, … with these changes, accepted in this order."""
    coded = [world.coded(f"r{number}", minute=number, **one) for number, one in enumerate(changes)]
    return merged(world, *coded).fields[name]


def span(first: str | None, last: str, **more: str) -> Change:
    return {"when": {"first": first or "unknown", "last": last, **more}}


def deaths(count: object, by: str | None = None, as_of: str | None = None, **more: object) -> Change:
    claim = {
        "what": "deaths",
        "count": count,
        "phrase": "people were killed",
        "by": by,
        "as_of": as_of,
        **more,
    }
    return {"counts": [{name: value for name, value in claim.items() if value is not None}]}


TWICE: list[Change] = [{}, {}]
CHANGES = st.lists(
    st.builds(
        lambda *parts: {name: value for part in parts for name, value in part.items()},
        st.sampled_from(
            [
                {},
                {"when": "2021-11-15"},
                span("2021-11-10", "2021-11-20"),
                span(None, "2021-11-30"),
                span("2021-11-14", "2021-11-16", lasting="throughout"),
            ]
        ),
        st.sampled_from(
            [{}, {"where": {"place": "beta", "precision": 1}}, {"where": {"place": "north", "precision": 3}}]
        ),
        st.sampled_from([{}, {"side1": "army", "side2": "karo"}, {"side1": GUNMEN}, {"side1": "hill"}]),
        st.sampled_from(
            [{}, {"sub_event_type": "Government regains territory"}, {"sub_event_type": "Grenade"}]
        ),
        st.sampled_from(
            [{}, deaths("at least 5"), deaths(7, "police"), deaths("unknown"), deaths(2, "police")]
        ),
        st.sampled_from([{}, {"weapons": ["firearms"]}, {"weapons": ["fire"], "tags": ["a", "b"]}]),
        st.sampled_from([{}, {"notes": "Short."}, {"notes": None}]),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=40, deadline=None)
@given(changes=CHANGES, dice=st.randoms(use_true_random=False))
def test_merging_commutes(world: "World", changes: list[Change], dice: Random) -> None:
    told = [world.told(world.coded(f"r{n}", minute=n // 2, **one)) for n, one in enumerate(changes)]
    straight = merge(told, world.context)
    dice.shuffle(told)
    assert merge(told, world.context) == straight


@settings(max_examples=40, deadline=None)
@given(changes=CHANGES, dice=st.randoms(use_true_random=False))
def test_merging_a_report_twice_changes_nothing(world: "World", changes: list[Change], dice: Random) -> None:
    told = [world.told(world.coded(f"r{n}", minute=n, **one)) for n, one in enumerate(changes)]
    once = merge(told, world.context)
    again = merge([*told, *dice.choices(told, k=4)], world.context)
    assert again == once
    assert merge(once.told, world.context) == once


def test_one_report_says_what_it_says(world: "World") -> None:
    coded = world.coded("r1")
    found = merged(world, coded)
    form = coded.report.form
    assert found.fields["when"].value == form.when
    assert found.fields["where"].value == form.where
    assert found.fields["side1"].value == form.side1
    assert found.fields["counts.deaths"].value == Amount(low=3, best=3, high=3)
    assert {one.how for one in found.fields.values()} == {How.AGREED}
    assert {one.reports for one in found.fields.values()} == {("r1",)}


@pytest.mark.parametrize(
    ("changes", "first", "last", "reports"),
    [
        pytest.param(TWICE, "2021-11-16", "2021-11-16", ("r0", "r1"), id="agreed"),
        pytest.param(
            [span("2021-11-10", "2021-11-20"), {}], "2021-11-16", "2021-11-16", ("r0", "r1"), id="a day in a span"
        ),
        pytest.param(
            [span("2021-11-10", "2021-11-16"), span("2021-11-14", "2021-11-20")],
            "2021-11-14", "2021-11-16", ("r0", "r1"), id="where two spans overlap",
        ),
        pytest.param(
            [{"when": "2021-11-15"}, {}, {}], "2021-11-16", "2021-11-16", ("r1", "r2"), id="most reports"
        ),
        pytest.param(
            [{}, {"when": "2021-11-15"}], "2021-11-15", "2021-11-15", ("r1",), id="one against one: the earlier"
        ),
        pytest.param(
            [span(None, "2021-11-20"), {}], "2021-11-16", "2021-11-16", ("r0", "r1"), id="found on, and a day"
        ),
        pytest.param(
            [span(None, "2021-11-20"), span(None, "2021-11-18")], None, "2021-11-18", ("r0", "r1"), id="found twice"
        ),
    ],
)  # fmt: skip
def test_the_tightest_span_that_most_reports_allow_stands(
    world: "World", changes: list[Change], first: str | None, last: str, reports: tuple[str, ...]
) -> None:
    found = field(world, "when", *changes)
    wanted = When(first=date.fromisoformat(first) if first else None, last=date.fromisoformat(last))
    assert (found.value, found.reports) == (wanted, reports)


def test_the_part_of_a_span_and_of_the_day_stay_where_the_reports_agree(world: "World") -> None:
    end = span("2021-11-10", "2021-11-20", part="end", time="night")
    found = field(world, "when", end, span("2021-11-01", "2021-11-20", time="night")).value
    assert isinstance(found, When)
    assert (found.part, found.time) == (SpanPart.END, "night")


def test_what_most_say_lasted_throughout_lasted_throughout(world: "World") -> None:
    siege = span("2021-11-10", "2021-11-20", lasting="throughout")
    for changes, lasting in (
        ([siege, siege, span("2021-11-01", "2021-11-20")], Lasting.THROUGHOUT),
        ([siege, span("2021-11-01", "2021-11-20")], Lasting.WITHIN),
    ):
        found = field(world, "when", *changes).value
        assert isinstance(found, When)
        assert found.lasting is lasting


def test_the_finest_place_beats_the_place_of_most_reports(world: "World") -> None:
    province = {"where": {"place": "north", "precision": 3}}
    found = field(world, "where", province, province, {"where": SHARED})
    assert (found.value, found.how, found.rule, found.reports) == (
        Where(place="alpha", precision=1), How.CHOSEN, "finest-precision", ("r2",),
    )  # fmt: skip


def test_of_places_as_fine_that_of_most_stands_else_the_earliest(world: "World") -> None:
    beta = {"where": {"place": "beta", "precision": 1}}
    assert field(world, "where", beta, {}, {}).value == Where(place="alpha", precision=1)
    assert field(world, "where", beta, {}).value == Where(place="beta", precision=1)


@pytest.mark.parametrize("first", [0, 1, 2])
def test_a_part_of_a_town_is_finer_than_the_town_whoever_came_first_and_however_many(
    world: "World", first: int
) -> None:
    market = world.places[0].model_copy(update={"id": "market", "name": "Alpha - Market", "within": "alpha"})
    wider = replace(world, places=(*world.places, market))
    town: Change = {"where": SHARED}
    told = [town, town]
    told.insert(first, {"where": {"place": "market", "precision": 1}})
    found = field(wider, "where", *told)
    assert (found.value, found.reports) == (Where(place="market", precision=1), (f"r{first}",))


def test_the_largest_remainder_of_unnamed_places_is_kept(world: "World") -> None:
    many = {"where": {**SHARED, "remainder": 13}}
    assert field(world, "where", many, {}).value == Where(place="alpha", precision=1, remainder=13)


def test_the_higher_type_stands_between_the_same_actors(world: "World") -> None:
    found = field(world, "sub_event_type", {}, {}, {"sub_event_type": "Government regains territory"})
    order = world.book.types.order
    assert order.index(str(found.value)) == min(
        map(order.index, ("Armed clash", "Government regains territory"))
    )
    assert found.rule == "highest-type-of-same-actors"


def test_the_type_of_most_stands_between_different_actors(world: "World") -> None:
    grenade = {"sub_event_type": "Grenade", "side1": "hill"}
    found = field(world, "sub_event_type", grenade, grenade, {})
    assert (found.value, found.rule, found.reports) == ("Grenade", "most-reports", ("r0", "r1"))


@pytest.mark.parametrize(
    ("policy", "values", "settled"),
    [
        ("majority", ["a", "b", "b"], ("b", How.CHOSEN, ("r1", "r2"))),
        ("majority", ["b", "a"], ("a", How.CHOSEN, ("r1",))),
        ("union", [("b",), ("a", "b")], (("a", "b"), How.CHOSEN, ("r1",))),
        ("union", [("b",), ("a",)], (("a", "b"), How.DERIVED, ("r0", "r1"))),
        ("any", [False, True], (True, How.CHOSEN, ("r1",))),
        ("longest", ["long one", "short"], ("long one", How.CHOSEN, ("r0",))),
        ("highest", [2, 7, 3], (7, How.CHOSEN, ("r1",))),
        ("majority", ["b", "b"], ("b", How.AGREED, ("r0", "r1"))),
    ],
)
def test_a_field_of_the_codebook_is_merged_by_its_policy(
    world: "World", policy: str, values: list[FieldValue], settled: tuple[FieldValue, How, tuple[str, ...]]
) -> None:
    raw = world.book.model_dump(by_alias=True)
    own = {"name": "mood", "title": "Mood", "type": "text", "merge": policy}
    spec = Codebook.model_validate({**raw, "field": [own]}).field[0]
    told = [world.told(world.coded(f"r{number}")) for number in range(len(values))]
    for one, said in zip(told, values, strict=True):
        one.form.values["mood"] = said
    found = merge_field(told, spec)
    assert found is not None
    assert (found.value, found.how, found.reports) == settled


def test_of_choices_as_frequent_the_first_the_codebook_lists_stands(world: "World") -> None:
    protest = {
        "sub_event_type": "Peaceful protest", "side1": "Protesters (Uganda)", "side2": None, "counts": None,
        "evidence": None,
    }  # fmt: skip
    issues = [{**protest, "issue": issue} for issue in ("education", "work and pay")]
    assert field(world, "issue", *issues).value == "work and pay"


def test_five_copies_of_a_wire_story_are_one_voice(world: "World") -> None:
    copies = [
        world.coded(
            f"r{number}", world.article(f"a{number}", outlet=f"Paper {number}", origin="Wire"), **deaths(30)
        )
        for number in range(5)
    ]
    other = world.coded("r9", world.article("own", outlet="Herald"), **deaths(20))
    assert merged(world, *copies, other).fields["counts.deaths"].value == Amount(low=20, best=20, high=30)


def test_the_latest_word_of_a_speaker_counts(world: "World") -> None:
    found = field(
        world,
        "counts.deaths",
        deaths(10, "Police", "2021-11-18"),
        deaths(4, "police", "2021-11-16"),
    )
    assert found.value == Amount(low=10, best=10, high=10)
    assert (found.how, found.rule) == (How.DERIVED, "newest-lowest")


def test_at_least_bounds_only_from_below(world: "World") -> None:
    found = field(world, "counts.deaths", deaths("at least 3", "mayor"), deaths(5, "police"))
    assert found.value == Amount(low=3, best=5, high=None, high_open=True)


def test_unknown_adds_nothing_and_alone_stays_unknown(world: "World") -> None:
    assert field(world, "counts.deaths", deaths("unknown", "mayor"), deaths(5)).value == Amount(
        low=5, best=5, high=5
    )
    assert field(world, "counts.deaths", deaths("unknown")).value == Amount()


def test_counts_of_crossed_sides_are_counts_of_the_same_people(world: "World") -> None:
    mine = world.coded("r0", **deaths(2, "police", of="side1"))
    same = world.coded("r1", minute=1, side1="army", side2="karo", **deaths(2, "police", of="side2"))
    assert merged(world, mine, same).fields["counts.deaths"].value == Amount(low=2, best=2, high=2)


def test_what_nobody_counts_is_not_there(world: "World") -> None:
    assert "counts.injuries" not in merged(world, world.coded("r1")).fields


def test_the_richest_notes_stand(world: "World") -> None:
    found = field(world, "notes", {"notes": "Short."}, {"notes": "Rather longer."})
    assert (found.value, found.rule, found.reports) == ("Rather longer.", "richest-report", ("r1",))
    assert field(world, "notes", {"notes": "One."}, {"notes": "Two."}).value == "One."


def test_no_notes_are_no_notes(world: "World") -> None:
    assert "notes" not in merged(world, world.coded("r1", notes=None)).fields


def test_a_corroboration_adds_only_what_it_says(world: "World") -> None:
    claim = deaths(9, "ministry", "2022-02-01")
    late = world.coded("r2", world.article("late", outlet="Herald"), minute=1, event="r1", **claim)
    found = merged(world, world.coded("r1"), late)
    assert found.reports == ("r1", "r2")
    assert found.fields["when"].reports == ("r1",)
    assert found.fields["counts.deaths"].value == Amount(low=9, best=9, high=9)
