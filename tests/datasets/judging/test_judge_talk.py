from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from eventbook.datasets.judging.docket import Docket, docket
from eventbook.datasets.judging.judge_talk import Memory, Talk, Terminal, summary
from eventbook.datasets.judging.queue import review_queue
from eventbook.schema.build_input import BuildInput
from eventbook.schema.judgement import Judgement, Verdict

if TYPE_CHECKING:
    from tests.datasets.conftest import World

NEAR = {"place": "alpha", "precision": 2}
NOWHERE = Path("nowhere")


@dataclass
class Desk:
    """A store of judgements that remembers every revision, and a person who presses keys."""

    given: BuildInput
    kept: list[Judgement] = field(default_factory=list[Judgement])
    shown: str = ""

    def words(self) -> tuple[Judgement, ...]:
        """Return the last word on every pair."""
        last = {word.pair: word for word in (*self.given.judgements, *self.kept)}
        return tuple(last.values())

    def write(self, text: str) -> None:
        """Keep what is shown."""
        self.shown += text

    def press(self, *pressed: str, reasons: tuple[str, ...] = ()) -> Talk:
        """Press keys one after the other, then quit."""
        keys, lines = iter(pressed), iter(reasons)
        terminal = Terminal(lambda: next(keys, "q"), lambda _: next(lines), self.write, lambda: 80)
        found = docket(self.given, NOWHERE)
        talk = Talk(found, Memory(self.kept.append, self.words, "mo"), terminal, found.sitting)
        talk.run()
        return talk

    def now(self) -> BuildInput:
        """Return the build input as the next build would read it."""
        return replace(self.given, judgements=self.words())


def three_doubtful(world: "World") -> BuildInput:
    """Make three reports of which each two are neither surely one incident nor surely two."""
    told = ("Rebels attacked soldiers.", "A firefight.", "Shots, said people.")
    exact = {"place": "alpha", "precision": 1}
    coded = [
        world.coded(f"r{number}", where=NEAR if number > 1 else exact, counts=None, notes=notes)
        for number, notes in enumerate(told, start=1)
    ]
    return world.given(coded)


@pytest.fixture
def desk(world: "World") -> Desk:
    """Give a desk with three waiting pairs."""
    return Desk(three_doubtful(world))


def test_there_are_three_pairs_to_judge(desk: Desk) -> None:
    assert len(docket(desk.given, NOWHERE).sitting.waiting) == 3


@pytest.mark.parametrize(
    ("key", "verdict"),
    [("s", "same"), ("d", "different"), ("u", "unsure"), ("1", "same"), ("2", "different"), ("S", "same")],
)
def test_a_key_is_a_word_that_is_kept_at_once(desk: Desk, key: str, verdict: str) -> None:
    desk.press(key)
    (word,) = desk.kept
    assert (word.verdict, word.by) == (verdict, "mo")
    assert f"Kept: {verdict}." in desk.shown


def test_where_one_is_and_what_a_word_settles_is_told(desk: Desk) -> None:
    desk.press("s")
    assert "1 of 3" in desk.shown
    assert "2 of 3" in desk.shown


def test_a_reason_is_kept_with_the_next_word_only(desk: Desk) -> None:
    desk.press("r", "u", "u", reasons=("both name the bridge",))
    assert [word.why for word in desk.kept] == ["both name the bridge", ""]


def test_passing_over_keeps_nothing(desk: Desk) -> None:
    talk = desk.press("n", "n", "n")
    assert desk.kept == []
    assert talk.sitting.waiting == ()
    assert "No more pairs wait" in desk.shown


def test_keys_that_mean_nothing_keep_nothing(desk: Desk) -> None:
    desk.press("x", "\x1b[A", "sss", "?", "m", " ")
    assert desk.kept == []
    for said in ("That key means nothing", "Several keys came at once", "take the last judgement back"):
        assert said in desk.shown


@pytest.mark.parametrize("key", ["q", "\x03", "\x04"])
def test_the_sitting_ends_where_the_person_wants(desk: Desk, key: str) -> None:
    talk = desk.press("u", key, "s")
    assert len(desk.kept) == 1
    assert summary(talk.sitting) == "Judged: 1 unsure; 2 pairs left. The next build follows it."


def test_taking_back_is_one_more_word_and_nothing_is_deleted(desk: Desk) -> None:
    desk.press("b", "s", "b")
    assert "nothing to take back" in desk.shown
    assert [(word.verdict, word.why) for word in desk.kept] == [("same", ""), ("unsure", "taken back")]


def test_taking_back_brings_an_earlier_word_back(desk: Desk) -> None:
    pair = docket(desk.given, NOWHERE).sitting.waiting[-1]
    early = Judgement(
        one=pair[0],
        other=pair[1],
        verdict=Verdict.UNSURE,
        by="ana",
        at=datetime(2026, 1, 1, tzinfo=UTC),
        why="why",
    )
    desk.given = replace(desk.given, judgements=(early,))
    desk.press("n", "n", "d", "b")
    assert [(word.pair, word.verdict, word.by, word.why) for word in desk.kept] == [
        (early.pair, "different", "mo", ""),
        (early.pair, "unsure", "mo", "why"),
    ]
    assert "before: unsure, by ana on 2026-01-01: why" in desk.shown


@pytest.mark.parametrize("pressed", ["s", "d", "u", "n", "ss", "sd", "us", "nd", "dn", "ds"])
def test_taking_everything_back_restores_the_queue(desk: Desk, pressed: str) -> None:
    talk = desk.press(*pressed, "b", "b")
    assert talk.sitting == docket(desk.given, NOWHERE).sitting
    assert review_queue(desk.now(), NOWHERE) == review_queue(desk.given, NOWHERE)


def test_the_last_word_can_be_taken_back_when_no_pair_is_left(desk: Desk) -> None:
    talk = desk.press("s", "s", "b", "q")
    assert [word.verdict for word in desk.kept] == ["same", "same", "unsure"]
    assert len(talk.sitting.steps) == 1


def test_a_word_against_a_chain_is_refused_and_the_chain_named(desk: Desk) -> None:
    """While one person sits, another judges; the two words together leave no room for a third."""
    first, second, third = docket(desk.given, NOWHERE).sitting.waiting
    now = datetime(2026, 11, 1, tzinfo=UTC)

    def meanwhile() -> tuple[Judgement, ...]:
        said = [Judgement(one=a, other=b, verdict=Verdict.SAME, by="ana", at=now) for a, b in (first, second)]
        return (*said, *desk.kept)

    desk.words = meanwhile  # type: ignore[method-assign]
    desk.press("n", "n", "d")
    assert desk.kept == []
    assert "Not kept: judgements contradict each other: " in desk.shown
    assert f"{third[0]} and {third[1]} were judged different" in desk.shown


def test_a_word_that_somebody_gave_meanwhile_is_told(desk: Desk) -> None:
    first = docket(desk.given, NOWHERE).sitting.waiting[0]
    other = Judgement(
        one=first[0], other=first[1], verdict=Verdict.SAME, by="ana", at=datetime(2026, 11, 1, tzinfo=UTC)
    )
    desk.words = lambda: (other,)  # type: ignore[method-assign]
    desk.press("d")
    assert "Meanwhile ana judged this pair same; your word is now the last." in desk.shown
    assert [word.verdict for word in desk.kept] == ["different"]


def test_pairs_that_somebody_was_unsure_of_wait_behind_the_others(desk: Desk) -> None:
    found: Docket = docket(desk.given, NOWHERE)
    desk.press("u")
    assert docket(desk.now(), NOWHERE).sitting.waiting == (
        *found.sitting.waiting[1:],
        found.sitting.waiting[0],
    )
