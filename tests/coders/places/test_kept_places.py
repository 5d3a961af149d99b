"""What was coded at a place of the world stays there, whatever a newer list of the world says."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from eventbook.coders.places import world_index
from eventbook.coders.places.workspace_gazetteer import gazetteer_of
from eventbook.coders.places.world_index import index_path, write_index
from eventbook.coders.places.world_source import WorldRow
from eventbook.coders.store.store import open_store
from eventbook.coders.workspace.gather import gather, keep_override
from eventbook.schema.judgement import Override
from eventbook.schema.session import Workplace
from eventbook.schema.where import Place, PlaceKind

Run = Callable[..., tuple[int, str, str]]
AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TOWN = PlaceKind.TOWN
NEWER = [
    WorldRow(95446, "gn-95446", "Arbela", "IRQ", 0, 0, 10.0, 20.0, 9, TOWN, ("Hewler",)),
    WorldRow(703448, "gn-703448", "Kyiv", "UKR", 0, 0, 11.0, 21.0, 9, TOWN, ()),
    WorldRow(7, "gn-7", "Kherson", "UKR", 0, 0, 12.0, 22.0, 9, TOWN, ()),
]
"""Erbil was renamed and moved, Kyiv was moved, and Kherson has another number."""


@pytest.fixture
def sheet(samples: Path) -> bytes:
    """Return a sheet whose two events were in Erbil, by its label, and in Kherson, by its id."""
    text = (samples / "sheets/round-1/kampala-amira.yaml").read_text(encoding="utf-8")
    text = text.replace("Kampala - Central Police Station, Uganda", "Erbil, Iraq")
    return text.replace("Kampala - Parliamentary Avenue, Uganda", "gn-706448").encode()


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return what replaces the list of the world by a newer one."""

    def replace() -> None:
        folder = tmp_path / "newer"
        write_index(index_path(folder), NEWER, lambda _done, _every: None)
        monkeypatch.setenv("EVENTBOOK_CACHE", str(folder))

    return replace


def used(place: Workplace) -> dict[str, Place]:
    return {one.id: one for one in gather(place).places}


def test_a_place_that_a_form_names_stays_what_it_was(
    place: Workplace, run: Run, sheet: bytes, later: Callable[[], None]
) -> None:
    assert run(place, "submit", "-", stdin=sheet)[0] == 0
    assert run(place, "accept", "kampala-amira", person="vera")[0] == 0
    before = used(place)
    later()
    assert set(before) == {"gn-95446", "gn-706448"}
    assert before["gn-95446"].point == (36.1912, 44.0094)
    assert used(place) == before
    code, out, _ = run(place, "submit", "-", stdin=sheet)
    assert (code, out.count("nothing new")) == (0, 2)
    assert used(place) == before


def test_a_label_means_the_place_that_was_kept_but_never_hides_a_new_namesake(
    place: Workplace, run: Run, sheet: bytes, later: Callable[[], None]
) -> None:
    run(place, "submit", "-", stdin=sheet)
    later()
    with open_store(place.store).reading() as connection:
        places = gazetteer_of(connection)
        assert [one.point for one in places.find("Erbil, Iraq")] == [(36.1912, 44.0094)]
        assert [one.name for one in places.find("Arbela, Iraq")] == ["Erbil"]
        assert [one.id for one in places.find("Kherson, Ukraine")] == ["gn-7", "gn-706448"]
        assert [one.point for one in places.find("Kyiv, Ukraine")] == [(11.0, 21.0)]


def test_a_build_needs_no_list_of_the_worlds_places(
    place: Workplace, run: Run, sheet: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(place, "submit", "-", stdin=sheet)
    monkeypatch.setenv("EVENTBOOK_CACHE", str(tmp_path / "none"))
    run(place, "accept", "kampala-amira", person="vera")
    assert set(used(place)) == {"gn-95446", "gn-706448"}
    assert not (tmp_path / "none").exists()


def test_what_was_kept_is_corrected_by_a_place_that_stands_for_it(
    place: Workplace, run: Run, sheet: bytes
) -> None:
    run(place, "submit", "-", stdin=sheet)
    run(place, "accept", "kampala-amira", person="vera")
    own = (
        b'[[place]]\nid = "irq-erbil"\nname = "Erbil"\ncountry = "Iraq"\nlatitude = 36.0\nlongitude = 44.0\n'
    )
    assert run(place, "places", "add", "--from", "-", stdin=own + b'stands_for = "gn-95446"\n')[0] == 0
    assert used(place).keys() == {"irq-erbil", "gn-706448"}


def test_the_city_that_a_projects_place_lies_in_is_kept_too(
    place: Workplace, run: Run, sheet: bytes, later: Callable[[], None]
) -> None:
    part = ("--name", "Erbil - Citadel", "--country", "Iraq", "--latitude", "36.19", "--longitude", "44.01")
    assert run(place, "places", "add", *part, "--within", "gn-95446")[0] == 0
    inside = sheet.replace(b"Erbil, Iraq", b"Citadel, Iraq")
    assert run(place, "submit", "-", stdin=inside)[0] == 0
    run(place, "accept", "kampala-amira", person="vera")
    before = used(place)
    later()
    assert used(place) == before
    assert before["irq-erbil-citadel"].admin1 == before["gn-95446"].admin1 == "Arbīl"


def test_forms_from_before_copies_were_kept_get_theirs_when_they_are_accepted(
    place: Workplace, run: Run, sheet: bytes, later: Callable[[], None]
) -> None:
    run(place, "submit", "-", stdin=sheet)
    with open_store(place.store).writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER record_no_delete")
        connection.exec_driver_sql("DELETE FROM record WHERE kind = 'world_place'")
    run(place, "accept", "kampala-amira", person="vera")
    later()
    assert used(place)["gn-95446"].point == (36.1912, 44.0094)


def override(value: object) -> Override:
    return Override(event="UGA1", field="where", value=value, reason="letter", by="omar", at=AT)


@pytest.mark.parametrize("value", ["Kherson, Ukraine", {"place": "Kherson, Ukraine", "precision": 1}])
def test_a_place_that_an_override_names_stays_what_it_was(
    place: Workplace, later: Callable[[], None], value: object
) -> None:
    keep_override(place, override(value))
    before = used(place)
    later()
    assert used(place) == before
    assert list(before) == ["gn-706448"]
    assert "gn-706448" in str(gather(place).overrides[0].value)


def test_nobody_is_kept_from_writing_while_the_list_is_made(
    place: Workplace, run: Run, sheet: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def rows() -> Iterator[WorldRow]:
        with closing(sqlite3.connect(place.store, timeout=0, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
        made.append("made")
        yield from NEWER

    monkeypatch.setattr(world_index, "world_rows", rows)
    part = (
        "--name",
        "Part",
        "--country",
        "Iraq",
        "--latitude",
        "1",
        "--longitude",
        "1",
        "--within",
        "gn-95446",
    )

    def submit() -> None:
        run(place, "submit", "-", stdin=sheet.replace(b"gn-706448", b"gn-7"))

    def override_place() -> None:
        keep_override(place, override("Kyiv, Ukraine"))

    def add() -> None:
        run(place, "places", "add", *part)

    for number, ask in enumerate([submit, override_place, add], 1):
        monkeypatch.setenv("EVENTBOOK_CACHE", str(tmp_path / f"empty-{number}"))
        ask()
        assert len(made) == number


def test_no_list_is_made_for_whoever_names_no_place_of_the_world(
    place: Workplace, run: Run, samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVENTBOOK_CACHE", str(tmp_path / "none"))
    assert run(place, "submit", samples / "sheets/round-1/kampala-amira.yaml")[0] == 0
    assert not (tmp_path / "none").exists()
