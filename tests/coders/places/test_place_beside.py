"""A project's places lie in no circle, and one far from the world's of its name is told of."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from eventbook.schema.session import Workplace

Run = Callable[..., tuple[int, str, str]]
PLACE = "[[place]]\nid = '{}'\nname = '{}'\ncountry = 'IRQ'\nlatitude = 33.3\nlongitude = 44.4\n{}\n"
ERBIL = ("--name", "Erbil", "--country", "Iraq", "--longitude", "44.0")


def added(place: Workplace, run: Run, *places: tuple[str, str]) -> tuple[int, str, str]:
    text = "".join(PLACE.format(name, name, more) for name, more in places)
    return run(place, "places", "add", "--from", "-", stdin=text.encode())


def stored(place: Workplace, run: Run) -> dict[str, str]:
    return {one["id"]: one["within"] for one in json.loads(run(place, "places", "list", "--json")[1])}


@pytest.mark.parametrize(
    ("places", "way"),
    [
        ([("a", "within = 'a'")], "a → a"),
        ([("a", "within = 'b'"), ("b", "within = 'a'")], "b → a → b"),
        ([("a", "within = 'gn-98182'\nstands_for = 'gn-98182'")], "a → a"),
        ([("a", "within = 'b'"), ("b", "within = 'c'"), ("c", "within = 'b'")], "c → b → c"),
    ],
)
def test_no_place_lies_within_itself(
    bare: Workplace, run: Run, places: list[tuple[str, str]], way: str
) -> None:
    code, out, _ = added(bare, run, *places)
    assert (code, f"would lie within itself: {way}" in out, stored(bare, run)) == (1, True, {})
    assert "[place-circle]" in out


def test_a_circle_that_is_closed_later_is_refused(bare: Workplace, run: Run) -> None:
    assert added(bare, run, ("a", ""), ("b", "within = 'a'"), ("c", "within = 'b'"))[0] == 0
    code, out, _ = run(bare, "places", "add", "--id", "a", "--within", "c")
    assert (code, "a would lie within itself: a → c → b → a" in out) == (1, True)
    assert stored(bare, run) == {"a": "", "b": "a", "c": "b"}
    assert run(bare, "places", "add", "--id", "c", "--within", "a")[0] == 0


def test_a_place_far_from_the_worlds_of_its_name_is_added_and_told_of(bare: Workplace, run: Run) -> None:
    code, out, err = run(bare, "places", "add", *ERBIL, "--latitude", "33.0")
    assert (code, out) == (0, "irq-erbil  new\n")
    assert "irq-erbil lies 355 km from the world's Erbil, Arbīl, Iraq (gn-95446)" in err
    assert 'stands_for = "gn-95446"' in err
    assert "mind that" not in run(bare, "places", "add", "--id", "irq-erbil", "--longitude", "44.0")[2]


def test_a_place_near_the_worlds_or_standing_for_it_is_not_remarked(bare: Workplace, run: Run) -> None:
    assert "mind that" not in run(bare, "places", "add", *ERBIL, "--latitude", "36.1")[2]
    assert "mind that" not in run(bare, "places", "add", *ERBIL, "--name", "Xanadu", "--latitude", "33")[2]
    code, _, err = added(bare, run, ("Hewlêr", "stands_for = 'gn-95446'"))
    assert (code, "mind that" in err) == (0, False)


def test_no_index_of_the_world_is_made_to_compare_with(
    bare: Workplace, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVENTBOOK_CACHE", str(tmp_path / "none"))
    assert run(bare, "places", "add", *ERBIL, "--latitude", "33.0")[0] == 0
    assert not (tmp_path / "none").exists()
