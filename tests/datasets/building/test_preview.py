from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from eventbook.datasets.building.preview import Fate, foresee
from eventbook.datasets.building.release import make_release
from eventbook.datasets.plan import Plan, Policy
from eventbook.datasets.releases.read import versions
from eventbook.schema.judgement import Judgement, Verdict

if TYPE_CHECKING:
    from tests.datasets.conftest import Coded, World

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
LATER = AT + timedelta(days=1)
PLAN = Plan("", LATER)


def word(verdict: Verdict, day: int = 0) -> Judgement:
    return Judgement(one="a", other="b", verdict=verdict, by="rosa", at=AT + timedelta(days=day))


def unlike(world: "World") -> "Coded":
    """Return a report that no weight takes for the same incident."""
    more: dict[str, Any] = {
        "when": "2021-11-18",
        "side1": "hill",
        "side2": "kenya-army",
        "notes": "Traders fled a market.",
    }
    return world.coded("b", minute=1, counts=None, **more)


def test_a_preview_makes_nothing_and_says_what_the_build_then_does(world: "World", tmp_path: Path) -> None:
    first = world.given([world.coded("a")])
    make_release(first, tmp_path, AT, Policy.CAUTIOUS, again=False)
    second = world.given([world.coded("a"), world.coded("b"), world.coded("c", when="2021-12-01")])
    told = foresee(second, tmp_path, PLAN)
    assert versions(tmp_path) == ("2026.11.0",)
    assert told.fates == (Fate("UGA1", "report added", ("b",)), Fate("UGA2", "created", ("c",)))
    made = make_release(second, tmp_path, LATER, Policy.CAUTIOUS, again=False)
    assert [one.event_id for one in made.built.events] == ["UGA1", "UGA2"]
    assert (told.events, told.difference.added) == (2, ("UGA2",))
    assert (
        told.as_text().splitlines()[0]
        == "2026.11.1 would have 2 events; 0 with id and reports as in 2026.11.0."
    )


def test_grouping_afresh_shows_what_only_the_release_before_holds_together(
    world: "World", tmp_path: Path
) -> None:
    """Two unlike reports once judged one incident, a word that is gone: the release before still holds them."""
    coded = [world.coded("a"), unlike(world)]
    given = world.given(coded, judgements=(word(Verdict.SAME),))
    make_release(given, tmp_path, AT, Policy.CAUTIOUS, again=False)
    gone = replace(given, judgements=())
    assert foresee(gone, tmp_path, PLAN).fates == ()
    told = foresee(gone, tmp_path, replace(PLAN, afresh=True))
    assert told.fates == (Fate("UGA1", "report gone", ("b",)), Fate("UGA2", "split from UGA1", ("b",)))
    assert "UGA2: split from UGA1: b" in told.as_text()
    made = make_release(gone, tmp_path, LATER, Policy.CAUTIOUS, again=False, afresh=True)
    assert made.manifest.decisions.afresh
    assert len(made.built.events) == 2


def test_a_merge_is_told_with_the_id_that_survives(world: "World", tmp_path: Path) -> None:
    coded = [world.coded("a"), unlike(world)]
    make_release(world.given(coded), tmp_path, AT, Policy.CAUTIOUS, again=False)
    told = foresee(world.given(coded, judgements=(word(Verdict.SAME),)), tmp_path, PLAN)
    assert Fate("UGA2", "merged into UGA1", ("b",)) in told.fates
    assert told.as_dict()["removed"] == ["UGA2"]


@pytest.mark.parametrize("afresh", [True, False])
def test_what_has_not_changed_is_the_same_afresh(world: "World", tmp_path: Path, *, afresh: bool) -> None:
    given = world.given([world.coded(key, minute=n) for n, key in enumerate("abc")])
    make_release(given, tmp_path, AT, Policy.CAUTIOUS, again=False)
    told = foresee(given, tmp_path, replace(PLAN, afresh=afresh))
    assert (told.same, told.fates, told.difference.nothing) == (1, (), True)
