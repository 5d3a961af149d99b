from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from eventbook.datasets.building.build import Built, build, incidents_before
from eventbook.datasets.matching.weights import LEARNED
from eventbook.datasets.merging.identify import Identity
from eventbook.datasets.merging.settled import How
from eventbook.datasets.plan import Before, Plan, Policy
from eventbook.schema.build_input import BuildInput, public_report
from eventbook.schema.judgement import Judgement, Override, Verdict
from eventbook.schema.tables import events_schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.datasets.conftest import World

AT = datetime(2026, 11, 23, tzinfo=UTC)
PLAN = Plan("2026.11.0", AT)
LATER = Plan("2026.11.1", AT)


def word(one: str, other: str, verdict: Verdict) -> Judgement:
    return Judgement(one=one, other=other, verdict=verdict, by="mo", at=AT)


def groups(built: Built) -> set[tuple[str, ...]]:
    return set(built.matching.incidents)


def before(given: BuildInput, built: Built) -> Before:
    return Before("2026.11.0", events_schema(given.codebook).empty_table(), built.identities)


def shuffled(items: tuple[Any, ...], dice: Random) -> Any:  # noqa: ANN401  a part of a build input
    return tuple(dice.sample(items, len(items)))


def mixed(given: BuildInput, dice: Random) -> BuildInput:
    """Return the same input with everything in another order."""
    names = ("reports", "articles", "outlets", "actors", "places", "judgements", "overrides")
    parts: dict[str, Any] = {name: getattr(given, name) for name in names}
    return replace(given, **{name: shuffled(items, dice) for name, items in parts.items()})


@settings(max_examples=8, deadline=None)
@given(dice=st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(samples: "Callable[[int], BuildInput]", dice: Random) -> None:
    given = samples(2)
    given = replace(
        given,
        judgements=(
            word("kampala-amira-1", "kampala-jonas-1", Verdict.SAME),
            word("auno-amira-1", "zamfara-jonas-1", Verdict.DIFFERENT),
        ),
    )
    straight = build(given, PLAN, None)
    other = build(mixed(given, dice), PLAN, None)
    assert other.events == straight.events
    assert other.identities == straight.identities
    assert other.matching == straight.matching
    assert other.left_out == straight.left_out


def test_two_coders_of_two_bombings_make_two_events_and_not_one_or_four(
    samples: "Callable[[int], BuildInput]",
) -> None:
    built = build(samples(1), PLAN, None)
    kampala = {group for group in groups(built) if group[0].startswith("kampala")}
    assert kampala == {("kampala-amira-1", "kampala-jonas-1"), ("kampala-amira-2", "kampala-jonas-2")}


def test_a_judgement_splits_what_the_weights_join_and_joins_what_they_leave(
    samples: "Callable[[int], BuildInput]",
) -> None:
    given = replace(
        samples(1),
        judgements=(
            word("kampala-jonas-1", "kampala-amira-1", Verdict.DIFFERENT),
            word("berlin-jonas-1", "auno-amira-1", Verdict.SAME),
        ),
    )
    found = groups(build(given, PLAN, None))
    assert ("auno-amira-1", "berlin-jonas-1") in found
    assert not any({"kampala-jonas-1", "kampala-amira-1"} <= set(group) for group in found)


def test_what_was_one_incident_stays_one_though_the_weights_no_longer_say_so(world: "World") -> None:
    coded = [world.coded("r1"), world.coded("r2", notes="Mortars landed beside sleeping cattle.")]
    near: dict[str, Any] = {"where": {"place": "beta", "precision": 1}}
    coded[1] = world.coded("r2", **near, notes="Mortars landed beside sleeping cattle.", counts=None)
    given = world.given(coded)
    assert len(build(given, PLAN, None).events) == 2
    judged = replace(given, judgements=(word("r1", "r2", Verdict.SAME),))
    first = build(judged, PLAN, None)
    # The judgement is taken back; nothing says that they are two.
    again = build(given, LATER, before(given, first))
    assert groups(again) == {("r1", "r2")}


def test_a_report_that_has_changed_loses_its_tie_to_the_incident_of_the_release_before(
    world: "World",
) -> None:
    coded = [world.coded("r1"), world.coded("r2")]
    given = world.given(coded)
    first = build(given, PLAN, None)
    assert groups(first) == {("r1", "r2")}
    moved = world.coded("r2", where={"place": "gamma", "precision": 1}, when="2021-11-18")
    again = build(world.given([coded[0], moved]), LATER, before(given, first))
    assert [event.event_id for event in again.events] == ["UGA1", "UGA2"]
    assert next(one for one in again.identities if one.event_id == "UGA2").split_from == "UGA1"


def test_a_judgement_breaks_an_incident_of_the_release_before(world: "World") -> None:
    given = world.given([world.coded("r1"), world.coded("r2", minute=1)])
    first = build(given, PLAN, None)
    judged = replace(given, judgements=(word("r1", "r2", Verdict.DIFFERENT),))
    again = build(judged, LATER, before(given, first))
    assert groups(again) == {("r1",), ("r2",)}
    # The unit of record still counts them as one event, now with both its incidents.
    assert [(event.event_id, event.incidents) for event in again.events] == [("UGA1", 2)]


def test_cautious_leaves_open_what_best_guess_joins(world: "World") -> None:
    coded = [
        world.coded("r1", notes="Rebels attacked soldiers."),
        world.coded("r2", notes="A firefight.", where={"place": "alpha", "precision": 2}, counts=None),
    ]
    given = world.given(coded)
    cautious = build(given, PLAN, None)
    assert groups(cautious) == {("r1",), ("r2",)}
    assert [(one.one, one.other) for one in cautious.matching.open] == [("r1", "r2")]
    guessed = build(given, Plan("2026.11.0", AT, Policy.BEST_GUESS), None)
    assert groups(guessed) == {("r1", "r2")}
    assert [(pair.one, pair.other) for pair in guessed.matching.open] == [("r1", "r2")]  # joined with doubt


def test_a_corroboration_that_was_judged_away_from_its_event_is_left_out_and_listed(world: "World") -> None:
    coded = [world.coded("r1"), world.coded("r2", event="r1", notes="More.")]
    given = world.given(coded, judgements=(word("r1", "r2", Verdict.DIFFERENT),))
    built = build(given, PLAN, None)
    assert [one.id for event in built.events for one in event.told] == ["r1"]
    assert [one.report for one in built.left_out] == ["r2"]
    assert "judged different from r1" in built.left_out[0].reason


def test_a_corroboration_judged_to_tell_of_another_event_goes_there(world: "World") -> None:
    coded = [world.coded("r1"), world.coded("r2", event="r1"), world.coded("r3", when="2021-12-01")]
    words = (word("r1", "r2", Verdict.DIFFERENT), word("r2", "r3", Verdict.SAME))
    built = build(world.given(coded, judgements=words), PLAN, None)
    assert {tuple(one.id for one in event.told) for event in built.events} == {("r1",), ("r2", "r3")}
    assert built.left_out == ()


def test_every_report_is_in_exactly_one_event_or_left_out(samples: "Callable[[int], BuildInput]") -> None:
    given = samples(2)
    built = build(given, PLAN, None)
    used = [one.id for event in built.events for one in event.told]
    assert sorted([*used, *(one.report for one in built.left_out)]) == sorted(one.id for one in given.reports)


def test_an_event_changed_when_its_last_report_was_accepted_or_its_field_overridden(world: "World") -> None:
    coded = [world.coded("r1"), world.coded("r2", minute=5)]
    given = world.given(coded)
    accepted = int(coded[1].report.accepted_at.timestamp())
    assert [event.changed_at for event in build(given, PLAN, None).events] == [accepted]
    over = Override(event="UGA1", field="deaths", value=9, reason="list", by="mo", at=AT + timedelta(1))
    built = build(replace(given, overrides=(over,)), PLAN, None)
    assert [event.changed_at for event in built.events] == [int((AT + timedelta(1)).timestamp())]
    assert built.events[0].fields["counts.deaths"].how is How.OVERRIDDEN


def test_the_time_and_version_of_the_plan_change_no_event(samples: "Callable[[int], BuildInput]") -> None:
    given = samples(1)
    one, other = build(given, PLAN, None), build(given, Plan("2030.1.0", AT + timedelta(999)), None)
    assert one.events == other.events


def test_nothing_given_builds_nothing(world: "World") -> None:
    built = build(world.given([]), PLAN, None)
    assert (built.events, built.identities, len(built.matching.open)) == ((), (), 0)


def test_only_current_events_tie_their_reports_together(world: "World") -> None:
    given = world.given([world.coded("r1"), world.coded("r2")])
    first = build(given, PLAN, None)
    withdrawn = tuple(replace(one, status="withdrawn") for one in first.identities)
    prepared = world.prepared([world.coded("r1"), world.coded("r2")])

    def tied(identities: tuple[Identity, ...]) -> dict[str, tuple[tuple[str, str], ...]]:
        table = events_schema(given.codebook).empty_table()
        return incidents_before(Before("v", table, identities), prepared)

    assert {key for key, _ in tied(first.identities)["UGA1/0"]} == {"r1", "r2"}
    assert tied(withdrawn) == {}
    assert incidents_before(None, prepared) == {}


def test_members_are_known_to_the_world_under_their_public_names_only(world: "World") -> None:
    built = build(world.given([world.coded("kampala-amira-1")]), PLAN, None)
    assert [member.report_id for member in built.identities[0].members] == [public_report("kampala-amira-1")]
    assert "amira" not in str(built.identities)


def test_learned_weights_are_reused_until_they_are_learned_anew_on_purpose(world: "World") -> None:
    given = world.given([world.coded("r1"), world.coded("r2")])
    first = build(given, PLAN, None)
    own = {"version": LEARNED, "learned": "learned from 30000 candidate pairs", "prior": -9.0}
    learned = first.matching.weights.model_copy(update=own)
    earlier = replace(before(given, first), weights=learned.model_dump(mode="json"))
    assert build(given, LATER, earlier).matching.weights == learned
    assert build(given, replace(LATER, retrain=True), earlier).matching.weights == first.matching.weights


def test_a_judgement_on_a_report_that_is_gone_has_no_effect_and_one_taken_back_is_not_told_so(
    world: "World",
) -> None:
    def said(*verdicts: Verdict) -> tuple[Judgement, ...]:
        at = [datetime(2026, 11, 23, hour, tzinfo=UTC) for hour in range(len(verdicts))]
        return tuple(
            Judgement(one="r1", other="r9", verdict=word, by="mo", at=when)
            for word, when in zip(verdicts, at, strict=True)
        )

    given = world.given([world.coded("r1")])
    for verdicts, idle in (
        ([Verdict.SAME], (("r1", "r9"),)),
        ([Verdict.SAME, Verdict.UNSURE], ()),
    ):
        assert build(replace(given, judgements=said(*verdicts)), PLAN, None).idle == idle
