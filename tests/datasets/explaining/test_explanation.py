"""Each case asks a small build why, and is told what decided: `decision.py` through `explanation.py`."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from eventbook.datasets.building.build import build
from eventbook.datasets.explaining.decision import By
from eventbook.datasets.explaining.explanation import Inquiry, inquiry
from eventbook.datasets.matching.links import ordered
from eventbook.datasets.plan import Before, Plan, Policy
from eventbook.schema.errors import NotFoundError
from eventbook.schema.judgement import Judgement, Verdict

if TYPE_CHECKING:
    from tests.datasets.conftest import Coded, World

AT = datetime(2026, 11, 1, tzinfo=UTC)


def word(one: str, other: str, verdict: Verdict) -> Judgement:
    return Judgement(one=one, other=other, verdict=verdict, by="rosa", at=AT, why="I was there")


def asked(world: "World", coded: "list[Coded]", *words: Judgement, before: Before | None = None) -> Inquiry:
    return inquiry(world.given(coded, judgements=words), before, Policy.CAUTIOUS)


def test_a_judgement_decides_and_is_named_with_its_reason(world: "World") -> None:
    coded = [world.coded("a"), world.coded("b", when="2021-11-18", side2="hill")]
    found = asked(world, coded, word("a", "b", Verdict.SAME)).pair("b", "a")
    assert (found.decision.by, found.decision.together) == (By.JUDGEMENT, True)
    assert "rosa judged a and b the same incident on 2026-11-01: “I was there”" in found.decision.says
    apart = asked(world, [world.coded("a"), world.coded("b")], word("a", "b", Verdict.DIFFERENT)).pair(
        "a", "b"
    )
    assert (apart.decision.by, apart.decision.together) == (By.JUDGEMENT, False)


def test_a_chain_of_judgements_is_named_from_end_to_end(world: "World") -> None:
    coded = [
        world.coded(key, side2=side) for key, side in (("a", "army"), ("b", "hill"), ("c", "kenya-army"))
    ]
    words = (word("a", "b", Verdict.SAME), word("b", "c", Verdict.SAME))
    found = asked(world, coded, *words).pair("a", "c")
    assert (found.decision.by, found.decision.words) == (By.CHAIN, words)
    assert "a = b = c" in found.decision.says


def test_a_sheet_keeps_its_forms_apart_and_those_they_stand_with(world: "World") -> None:
    one = world.article("one")
    coded = [
        world.coded("a", one, sheet="s"),
        world.coded("b", one, sheet="s"),
        world.coded("c", side2="hill"),
    ]
    found = asked(world, coded, word("b", "c", Verdict.SAME))
    assert found.pair("a", "b").decision.by is By.SHEET
    through = found.pair("a", "c").decision
    assert (through.by, through.together) == (By.SHEET, False)
    assert "a and b are two forms of one sheet" in through.says


def test_a_judgement_on_others_keeps_two_reports_apart(world: "World") -> None:
    coded = [world.coded("a"), world.coded("b"), world.coded("c", side2="hill")]
    words = (word("a", "b", Verdict.DIFFERENT), word("b", "c", Verdict.SAME))
    found = asked(world, coded, *words).pair("a", "c").decision
    assert (found.by, found.words) == (By.CHAIN, words[:1])


def test_a_corroboration_is_its_coders_word(world: "World") -> None:
    coded = [world.coded("b"), world.coded("a", event="b", counts=None)]
    found = asked(world, coded).pair("a", "b").decision
    assert (found.by, found.together) == (By.CORROBORATION, True)
    assert found.says.startswith("a is a corroboration of b")


def test_weights_decide_where_nobody_did_and_the_figures_are_told(world: "World") -> None:
    coded = [
        world.coded("a"),
        world.coded("b"),
        world.coded("c", when="2021-11-17", counts=None, side1="hill", side2="kenya-army"),
    ]
    found = asked(world, coded)
    near = found.pair("a", "b")
    assert (near.decision.by, near.decision.together) == (By.WEIGHT, True)
    assert near.decision.says == f"the two weigh {near.evidence.log_odds:+.2f}; cautious joins from +4.25 on"
    far = found.pair("a", "c").decision
    assert (far.by, far.together) == (By.WEIGHT, False)
    assert "the 2 pairs between their two incidents weigh" in far.says


def test_the_release_before_decides_on_reports_that_have_not_changed(world: "World") -> None:
    coded = [world.coded("a"), world.coded("b")]
    plan = Plan("2026.11.0", AT, Policy.CAUTIOUS)
    first = build(world.given(coded), plan, None)
    before = Before("2026.11.0", pa.table({}), first.identities)
    found = asked(world, coded, before=before).pair("a", "b").decision
    assert (found.by, found.together) == (By.BEFORE, True)
    assert "release 2026.11.0" in found.says


def test_a_pair_too_far_apart_is_said_not_to_be_compared(world: "World") -> None:
    coded = [world.coded("a"), world.coded("b", when="2021-12-20")]
    found = asked(world, coded).pair("a", "b")
    assert not found.evidence.candidate
    assert found.evidence.gap == (date(2021, 12, 20) - date(2021, 11, 16)).days
    assert not found.decision.together


def test_an_event_shows_a_tie_for_every_report_but_its_first(world: "World") -> None:
    coded = [world.coded(key, minute=minute) for minute, key in enumerate("abcd")]
    found = asked(world, coded).event("UGA1")
    assert [[card.report for card in group] for group in found.incidents] == [["a", "b", "c", "d"]]
    later = [max(ordered(*tie.evidence.pair)) for tie in found.ties]
    assert later == ["b", "c", "d"]
    assert found.as_dict()["event"] == "UGA1"


def test_an_event_shows_what_waits_beside_it(world: "World") -> None:
    near = {"place": "alpha", "precision": 2}
    second = world.coded("b", notes="A firefight.", where=near, counts=None)
    found = asked(world, [world.coded("a", notes="Rebels attacked soldiers."), second]).event("UGA1")
    (waiting,) = found.open
    assert waiting.waits
    assert waiting.evidence.pair == ("a", "b")


@pytest.mark.parametrize(("names", "says"), [(("a", "none"), "none"), (("late", "a"), "left out")])
def test_a_report_that_the_build_does_not_hold_is_refused_with_the_reason(
    world: "World", names: tuple[str, str], says: str
) -> None:
    found = asked(world, [world.coded("a"), world.coded("late", when="2022-01-01")])
    with pytest.raises(NotFoundError, match=says):
        found.pair(*names)


def test_an_event_that_never_was_is_refused(world: "World") -> None:
    with pytest.raises(NotFoundError, match="KEN7"):
        asked(world, [world.coded("a")]).event("KEN7")
