from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from eventbook.datasets.overrides import value_hash
from eventbook.datasets.plan import Policy
from eventbook.datasets.queue import current_build, overridable, review_queue
from eventbook.datasets.release import make_release
from eventbook.schema.build_input import BuildInput
from eventbook.schema.errors import FaultsError, NotFoundError
from eventbook.schema.judgement import Judgement, Verdict

if TYPE_CHECKING:
    from tests.datasets.conftest import World

AT = datetime(2026, 11, 23, tzinfo=UTC)
NEAR = {"place": "alpha", "precision": 2}


def doubtful(world: "World", verdict: Verdict | None = None) -> BuildInput:
    """Return two reports that are neither surely one incident nor surely two."""
    coded = [
        world.coded("r1", notes="Rebels attacked soldiers."),
        world.coded("r2", notes="A firefight.", where=NEAR, counts=None),
    ]
    words = [Judgement(one="r2", other="r1", verdict=verdict, by="mo", at=AT)] if verdict else []
    return world.given(coded, judgements=tuple(words))


def test_a_doubtful_pair_waits_with_what_a_person_compares(world: "World", tmp_path: Path) -> None:
    (waiting,) = review_queue(doubtful(world), tmp_path)
    assert waiting.one.line == (
        "r1  2021-11-16  Alpha, Uganda  Armed clash  Karo Rebels / Military Forces of Uganda (1986-)  "
        "deaths 3  Wire"
    )
    assert waiting.other.counts == ""
    assert waiting.as_dict()["one"]["report"] == "r1"


@pytest.mark.parametrize(
    ("verdict", "waits"), [(Verdict.SAME, 0), (Verdict.DIFFERENT, 0), (Verdict.UNSURE, 1)]
)
def test_a_pair_waits_until_somebody_is_sure(
    world: "World", tmp_path: Path, verdict: Verdict, waits: int
) -> None:
    assert len(review_queue(doubtful(world, verdict), tmp_path)) == waits


def test_a_span_of_days_and_an_unknown_first_day_are_shown_as_such(world: "World", tmp_path: Path) -> None:
    coded = [
        world.coded("r1", when={"first": "unknown", "last": "2021-11-16"}),
        world.coded(
            "r2", when={"first": "2021-11-14", "last": "2021-11-16"}, notes="A firefight.", counts=None
        ),
    ]
    (waiting,) = review_queue(world.given(coded), tmp_path)
    assert (waiting.one.when, waiting.other.when) == ("… to 2021-11-16", "2021-11-14 to 2021-11-16")


def test_a_pair_with_a_corroboration_that_is_left_out_does_not_wait(world: "World", tmp_path: Path) -> None:
    coded = [world.coded("r1"), world.coded("r2", event="r1"), world.coded("r3", where=NEAR, counts=None)]
    judged = Judgement(one="r1", other="r2", verdict=Verdict.DIFFERENT, by="mo", at=AT)
    for waiting in review_queue(world.given(coded, judgements=(judged,)), tmp_path):
        assert "r2" not in {waiting.one.report, waiting.other.report}


def test_looking_makes_no_release(world: "World", tmp_path: Path) -> None:
    current_build(doubtful(world), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_looking_goes_on_from_the_latest_release(
    samples: Callable[[int], BuildInput], releases: Path
) -> None:
    names = [event.event_id for event in current_build(samples(2), releases).events]
    assert "UKR1" in names
    assert {
        one.event_id for one in current_build(samples(1), releases).identities if one.status == "withdrawn"
    } >= {
        "TCD6",
        "TGO1",
        "UKR3",
    }


def test_the_hash_of_what_an_override_replaces_is_that_of_the_merged_value(
    world: "World", tmp_path: Path
) -> None:
    built = current_build(world.given([world.coded("r1")]), tmp_path)
    over = overridable(built, "UGA1", "deaths", "at least 4")
    assert over == value_hash(built.merged_fields["UGA1"]["counts.deaths"])
    assert overridable(built, "UGA1", "deaths", None) == over
    assert overridable(built, "UGA1", "tags", ["a"]) == ""


def test_an_override_of_what_is_not_there_or_cannot_be_read_is_refused(
    world: "World", tmp_path: Path
) -> None:
    built = current_build(world.given([world.coded("r1")]), tmp_path)
    with pytest.raises(NotFoundError, match="no current event 'UGA9'"):
        overridable(built, "UGA9", "deaths", 4)
    with pytest.raises(FaultsError, match="count-unreadable"):
        overridable(built, "UGA1", "deaths", "plenty")
    with pytest.raises(FaultsError, match="Did you mean 'deaths'"):
        overridable(built, "UGA1", "death", None)


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("deaths", {"low": 5, "best": 3, "high": 1}, "bounds-reversed"),
        ("when", "1899-01-01", "date-too-early"),
        ("when", {"first": "2001-11-14", "last": "2021-11-12"}, "span-too-vague"),
        ("where", {"place": "alpha", "precision": 9}, "code-unknown"),
        ("notes", "so\u202eon", "hidden-characters"),
        ("side1", {"actor": "karo", "certainty": "claimed"}, "certainty-without-speaker"),
    ],
)
def test_an_override_is_checked_by_the_rules_of_forms(
    world: "World", tmp_path: Path, field: str, value: object, rule: str
) -> None:
    built = current_build(world.given([world.coded("r1")]), tmp_path)
    with pytest.raises(FaultsError, match=rule):
        overridable(built, "UGA1", field, value)


def test_a_queue_after_a_release_is_as_before_it(world: "World", tmp_path: Path) -> None:
    given = doubtful(world)
    before = review_queue(given, tmp_path)
    make_release(given, tmp_path, AT, Policy.CAUTIOUS, again=False)
    assert review_queue(given, tmp_path) == before
