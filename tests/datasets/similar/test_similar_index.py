from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from eventbook.datasets.similar.event_rows import waiting_rows
from eventbook.datasets.similar.similar_index import SimilarIndex
from eventbook.datasets.similar.workspace_index import similar_in
from eventbook.schema.build_input import BuildInput
from eventbook.schema.registry import Registry
from eventbook.schema.session import Workplace
from eventbook.schema.similar import DraftEvent
from eventbook.schema.where import Gazetteer

DAY = date(2024, 7, 18)


@pytest.fixture(scope="module")
def given(samples: Callable[[int], BuildInput]) -> BuildInput:
    return samples(2)


@pytest.fixture(scope="module")
def index(given: BuildInput) -> SimilarIndex:
    return SimilarIndex(
        waiting_rows(given, frozenset()), given.codebook, Registry(given.actors, given.codebook)
    )


def draft(given: BuildInput, label: str, day: date, **more: object) -> DraftEvent:
    (place,) = Gazetteer(given.places).find(label)
    return replace(DraftEvent(day, day, place, 1), **more)  # type: ignore[arg-type]


def test_a_report_that_waits_is_found_by_its_day_and_place_alone(
    index: SimilarIndex, given: BuildInput
) -> None:
    found = index.similar(draft(given, "Bir Talha, Chad", DAY))
    assert {one.id for one in found} >= {"vaccinators-amira-1"}
    assert not any(one.published for one in found)


def test_what_else_a_form_says_makes_the_answer_surer(index: SimilarIndex, given: BuildInput) -> None:
    bare = index.similar(draft(given, "Bir Talha, Chad", DAY))[0]
    full = index.similar(draft(given, "Bir Talha, Chad", DAY, type="Attack", deaths=3))[0]
    assert full.sure > bare.sure
    assert any(reason.startswith("count: equal") for reason in full.reasons)


def test_a_form_is_not_like_itself(index: SimilarIndex, given: BuildInput) -> None:
    own = draft(given, "Bir Talha, Chad", DAY, own=("vaccinators-amira-1",))
    assert "vaccinators-amira-1" not in {one.id for one in index.similar(own)}


def test_another_month_is_like_nothing(index: SimilarIndex, given: BuildInput) -> None:
    assert index.similar(draft(given, "Bir Talha, Chad", DAY + timedelta(days=200))) == ()


def test_published_events_are_found_by_their_ids(given: BuildInput, releases: Path, tmp_path: Path) -> None:
    place = Workplace(tmp_path)
    place.releases.symlink_to(releases)
    asking = draft(given, "Mogadishu, Somalia", date(2022, 10, 29))

    def near(_place: Workplace, _draft: DraftEvent, _days: float) -> BuildInput:
        return given

    answers = [similar_in(place, asking, near) for _ in range(3)]
    assert answers[0] == answers[2]
    assert [(one.id, one.published, one.deaths) for one in answers[0]][:1] == [("SOM1", True, 121)]
    assert not any(one.id.startswith("mogadishu-") for one in answers[0])  # a published event is told once
