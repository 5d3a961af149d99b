from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from eventbook.datasets.merging.identify import Identity
from eventbook.datasets.merging.overrides import (
    ForReview,
    apply_overrides,
    field_names,
    latest_overrides,
    read_override,
    value_hash,
)
from eventbook.datasets.merging.settled import How, Settled
from eventbook.schema.counts import Amount
from eventbook.schema.judgement import Override
from eventbook.schema.where import Where
from eventbook.schema.who import Side

if TYPE_CHECKING:
    from tests.datasets.conftest import World

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
MERGED: Settled[object] = Settled(Amount(low=3, best=3, high=3), How.AGREED, "all-agree", ("r1",))
Result = tuple[dict[str, dict[str, Settled[object]]], list[ForReview]]


def override(value: Any, *, event: str = "UGA1", field: str = "deaths", hour: int = 0) -> Override:  # noqa: ANN401
    return Override(
        event=event, field=field, value=value, reason="hospital list", by="mo",
        at=NOON + timedelta(hours=hour), over=value_hash(MERGED),
    )  # fmt: skip


def identity(name: str, successor: str = "") -> Identity:
    return Identity(name, 1, "merged" if successor else "current", "v1", "v1", (), successor=successor)


def applied(world: "World", *overrides: Override, merged: Settled[object] = MERGED, into: str = "") -> Result:
    """Lay overrides over one event UGA1; `into` is an id that UGA2 was merged into."""
    fields = {"UGA1": {"counts.deaths": merged}}
    history = [identity("UGA1"), *([identity("UGA2", into)] if into else [])]
    return apply_overrides(fields, overrides, history, world.context)


def test_an_override_replaces_the_merged_value_and_gives_its_reason(world: "World") -> None:
    fields, review = applied(world, override("at least 4"))
    value = Amount(low=4, best=4, high_open=True)
    assert fields["UGA1"]["counts.deaths"] == Settled(value, How.OVERRIDDEN, "hospital list", ())
    assert review == []


def test_an_override_stays_in_force_and_is_listed_when_what_it_replaced_has_changed(world: "World") -> None:
    changed: Settled[object] = Settled(Amount(low=5, best=5, high=5), How.AGREED, "all-agree", ("r1",))
    fields, review = applied(world, override(9), merged=changed)
    assert fields["UGA1"]["counts.deaths"].value == Amount(low=9, best=9, high=9)
    assert review == [ForReview("UGA1", "deaths", "what it replaced has changed")]


def test_an_override_follows_its_event_into_the_one_it_was_merged_into(world: "World") -> None:
    fields, review = applied(world, override(9, event="UGA2"), into="UGA1")
    assert fields["UGA1"]["counts.deaths"].value == Amount(low=9, best=9, high=9)
    assert review == [ForReview("UGA2", "deaths", "UGA2 was merged into UGA1")]


@pytest.mark.parametrize("hour", [-1, 1])
def test_an_events_own_override_beats_that_of_an_event_merged_into_it(world: "World", hour: int) -> None:
    fields, review = applied(world, override(4), override(9, event="UGA2", hour=hour), into="UGA1")
    assert fields["UGA1"]["counts.deaths"].value == Amount(low=4, best=4, high=4)
    assert ForReview("UGA2", "deaths", "UGA2 was merged into UGA1") in review


def test_an_override_of_an_event_that_is_gone_is_listed(world: "World") -> None:
    fields, review = applied(world, override(9, event="UGA7"))
    assert fields["UGA1"]["counts.deaths"] == MERGED
    assert review == [ForReview("UGA7", "deaths", "its event is not in this release")]


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("deaths", "plenty", "count-unreadable"),
        ("sub_event_type", "Skirmish", "code-unknown"),
        ("where", {"place": "nowhere", "precision": 1}, "place-unknown"),
        ("side1", "Nobody At All", "actor-unknown"),
        ("when", "yesterday", "date-unreadable"),
        ("mood", "grim", "field-unknown"),
    ],
)
def test_an_override_that_cannot_be_read_changes_nothing_and_is_listed_with_the_rule(
    world: "World", field: str, value: object, rule: str
) -> None:
    fields, review = applied(world, override(value, field=field))
    assert fields == {"UGA1": {"counts.deaths": MERGED}}
    assert [(one.event, one.field) for one in review] == [("UGA1", field)]
    assert f"[{rule}]" in review[0].why


def test_the_last_override_of_a_field_counts_whatever_order_they_came_in() -> None:
    words = [override(1), override(2, hour=1), override(3, hour=2), override(9, field="notes")]
    for mixed in permutations(words):
        found = latest_overrides(mixed)
        assert found == {("UGA1", "deaths"): words[2], ("UGA1", "notes"): words[3]}


def test_an_override_that_is_taken_back_is_no_longer_in_force(world: "World") -> None:
    assert latest_overrides([override(1), override(None, hour=1)]) == {}
    assert applied(world, override(1), override(None, hour=1)) == ({"UGA1": {"counts.deaths": MERGED}}, [])


@pytest.mark.parametrize(
    ("field", "raw", "value"),
    [
        ("where", {"place": "Beta, Uganda", "precision": 2}, Where(place="beta", precision=2)),
        ("side1", "Hill Front", Side(actor="hill")),
        ("notes", "In a manager's words.", "In a manager's words."),
        ("weapons", ["fire"], ("fire",)),
        ("deaths", "none", Amount(low=0, best=0, high=0)),
    ],
)
def test_an_override_is_written_as_in_a_sheet(world: "World", field: str, raw: object, value: object) -> None:
    assert read_override(field, raw, world.context) == (value, [])


def test_a_field_that_nobody_settled_can_be_overridden_too(world: "World") -> None:
    fields, review = applied(world, override("In words.", field="notes").model_copy(update={"over": ""}))
    assert fields["UGA1"]["notes"].value == "In words."
    assert review == []


def test_the_fields_that_can_be_overridden_are_those_of_form_and_codebook(world: "World") -> None:
    names = field_names(world.context)
    assert {"when", "where", "side1", "side2", "notes", "sub_event_type", "issue"} <= names.keys()
    assert names["deaths"] == "counts.deaths"


def test_the_hash_of_a_value_changes_with_the_value_only() -> None:
    other: Settled[object] = Settled(MERGED.value, How.CHOSEN, "newest-lowest", ("r9",))
    assert value_hash(MERGED) == value_hash(other)
    assert value_hash(MERGED) != value_hash(Settled(Amount(), How.AGREED, "", ()))
    assert value_hash(None) == ""
