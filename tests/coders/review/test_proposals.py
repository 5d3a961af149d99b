"""A proposed actor may be coded with at once, and nothing is accepted on it before it is settled."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from eventbook.schema.session import Workplace

Run = Callable[..., tuple[int, str, str]]
ARTICLE = "1e12ffd351c2c6a1"
PROPOSE = ("actors", "propose", "--name", "Hill Front", "--type", "Rebel group", "--home", "Ukraine")
WHY = ("--reason", "a new group")


@pytest.fixture
def waiting(place: Workplace, run: Run, samples: Path) -> Workplace:
    """Return a workspace in which a submitted form names a proposed actor."""
    quote = ("--article", ARTICLE, "--quote", "Kramatorsk", "--alias", "HF")
    assert run(place, *PROPOSE, *quote, *WHY)[:2] == (0, "hill-front  proposed\n")
    text = (samples / "sheets" / "round-2" / "kramatorsk-amira.yaml").read_text(encoding="utf-8")
    text = text.replace("Military Forces of Russia (2000-)", "Hill Front")
    (place.root / "k.yaml").write_text(text, encoding="utf-8")
    code, _, err = run(place, "submit", place.root / "k.yaml")
    assert (code, "'Hill Front' (hill-front) is proposed and not settled" in err) == (0, True)
    return place


def accept(place: Workplace, run: Run) -> tuple[int, str, str]:
    return run(place, "accept", "kramatorsk-amira", person="rosa")


def settle(place: Workplace, run: Run, *words: str) -> tuple[int, str, str]:
    return run(place, "actors", *words, "--reason", "looked up", person="rosa")


def test_a_form_on_a_proposed_actor_waits_and_says_for_what(waiting: Workplace, run: Run) -> None:
    code, out, err = accept(waiting, run)
    assert (code, "nothing was accepted" in err) == (1, True)
    assert "kramatorsk-amira-1.side1.actor: 'Hill Front' (hill-front) is proposed and not settled" in out
    assert "eventbook actors approve hill-front" in out
    (one,) = json.loads(run(waiting, "actors", "proposals", "--json")[1])
    assert (one["by"], one["why"], one["quote"]) == ("amira", "a new group", "Kramatorsk")
    assert one["waiting"] == ["kramatorsk-amira-1"]
    assert "waiting: kramatorsk-amira-1" in run(waiting, "actors", "proposals")[1]
    assert "Hill Front [proposed]" in run(waiting, "actors", "search", "hill front")[1]


def test_an_approved_actor_is_an_entry_and_the_form_is_accepted_as_it_is(
    waiting: Workplace, run: Run
) -> None:
    code, out, err = settle(waiting, run, "approve", "Hill Front")
    assert (code, out) == (0, "hill-front  registered\n")
    assert "kramatorsk-amira-1 can now be accepted" in err
    assert accept(waiting, run)[0] == 0
    assert "revision 2 by rosa" in run(waiting, "actors", "history", "hill-front")[1]
    assert settle(waiting, run, "reject", "hill-front")[0] == 2
    assert "0 proposals" in run(waiting, "actors", "proposals")[2]


def test_a_refused_actor_is_named_by_no_accepted_form(waiting: Workplace, run: Run) -> None:
    code, out, err = settle(waiting, run, "reject", "hill-front")
    assert (code, out, "return them to their coders" in err) == (0, "hill-front  rejected\n", True)
    code, out, _ = accept(waiting, run)
    assert (code, "'Hill Front' was proposed and refused" in out, "[actor-rejected]" in out) == (
        1,
        True,
        True,
    )
    assert "[actor-rejected]" in run(waiting, "check", waiting.root / "k.yaml")[1]


def test_a_proposal_that_is_an_actor_already_is_read_as_that_one(waiting: Workplace, run: Run) -> None:
    code, out, err = settle(waiting, run, "merge-into", "hill-front", "rus-military")
    assert (code, out) == (0, "hill-front -> rus-military\n")
    assert "can now be accepted, as naming rus-military" in err
    before = run(waiting, "sheet", "show", "kramatorsk-amira")[1]
    assert accept(waiting, run)[0] == 0
    assert "kramatorsk-amira-1: revision 2" in run(waiting, "submit", waiting.root / "k.yaml")[1]
    assert "Military Forces of Russia" in run(waiting, "sheet", "edit", "kramatorsk-amira", "-o", "-")[1]
    assert "revision 1" in before
    assert "Hill Front" in run(waiting, "actors", "show", "rus-military")[1]


def test_a_proposal_may_turn_out_to_be_a_generic_actor(waiting: Workplace, run: Run) -> None:
    code, out, _ = settle(waiting, run, "merge-into", "hill-front", "Unidentified Armed Group (Ukraine)")
    assert (code, out) == (0, "hill-front -> unidentified-armed-group-ukraine\n")
    assert accept(waiting, run)[0] == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (PROPOSE, "'hill-front' is proposed already"),
        ((*PROPOSE[:3], "HF", *PROPOSE[4:]), "'HF' is a name of 'Hill Front' (hill-front) too"),
        (
            (*PROPOSE[:3], "Russian army", *PROPOSE[4:6], "--home", "RUS"),
            "is a name of 'Military Forces of Russia",
        ),
        ((*PROPOSE[:3], "New", "--type", "Rebels"), "'Rebels' is not in the codebook"),
        ((*PROPOSE[:3], "New", *PROPOSE[4:], "--quote", "x"), "a quote has no article"),
        (
            (*PROPOSE[:3], "New", *PROPOSE[4:], "--article", ARTICLE, "--quote", "never"),
            "does not stand in article",
        ),
    ],
)
def test_a_proposal_that_cannot_stand_is_told_why(
    waiting: Workplace, run: Run, words: tuple[str, ...], says: str
) -> None:
    code, out, err = run(waiting, *words, *WHY)
    assert (code, says in out, "nothing was proposed" in err) == (1, True, True)


def test_only_what_is_proposed_is_settled(waiting: Workplace, run: Run) -> None:
    for words in (("approve", "adf"), ("reject", "nobody"), ("merge-into", "adf", "iswap")):
        assert settle(waiting, run, *words)[0] == 2
    code, out, _ = run(waiting, "actors", "add", "--id", "hill-front", "--type", "Political militia")
    assert (code, "[actor-standing]" in out) == (1, True)
    assert settle(waiting, run, "merge-into", "hill-front", "hill-front")[0] == 2


def test_where_managers_are_named_the_others_only_propose(place: Workplace, run: Run) -> None:
    text = place.settings.read_text(encoding="utf-8").replace("managers = []", 'managers = ["rosa"]')
    place.settings.write_text(text, encoding="utf-8")
    assert run(place, *PROPOSE, *WHY)[0] == 0
    changes = (
        ("add", "--name", "X", "--type", "Rebel group"),
        ("rename", "adf", "X", "--reason", "x"),
        ("merge", "adf", "iscap", "--reason", "x"),
        ("approve", "hill-front", "--reason", "x"),
        ("merge-into", "hill-front", "adf", "--reason", "x"),
        ("import", "csv", str(place.settings), "--map", "name=x"),
    )
    for words in changes:
        code, _, err = run(place, "actors", *words)
        assert (code, "amira may not change the registry (managers in eventbook.toml: rosa)" in err) == (
            2,
            True,
        )
    assert run(place, "actors", *changes[3], person="rosa")[0] == 0
