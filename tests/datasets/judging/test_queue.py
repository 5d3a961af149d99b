from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from eventbook.datasets.building.release import make_release
from eventbook.datasets.judging.queue import current_build, review_queue
from eventbook.datasets.plan import Policy
from eventbook.schema.build_input import BuildInput
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


def test_a_queue_after_a_release_is_as_before_it(world: "World", tmp_path: Path) -> None:
    given = doubtful(world)
    before = review_queue(given, tmp_path)
    make_release(given, tmp_path, AT, Policy.CAUTIOUS, again=False)
    assert review_queue(given, tmp_path) == before
