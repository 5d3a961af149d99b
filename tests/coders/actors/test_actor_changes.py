"""Renaming and merging actors: the id stays, nothing is lost, and every name still leads there."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from eventbook.coders.actors.actor_changes import ActorMoveError, Change, merge, rename
from eventbook.coders.actors.actors import StoredActors, keep_actor, load_actors
from eventbook.coders.store.stamp import stamp
from eventbook.coders.store.store import open_store
from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_file import default_codebook
from eventbook.schema.registry import Registry
from eventbook.schema.session import Workplace
from eventbook.schema.who import Actor

Run = Callable[..., tuple[int, str, str]]


class UndoneError(Exception):
    """Takes back all that was done to the store."""


REBEL = ("--type", "Rebel group")
BOOK: Codebook = default_codebook()


def add(place: Workplace, run: Run, name: str, *more: str) -> None:
    assert run(place, "actors", "add", "--name", name, *REBEL, *more)[0] == 0


def shown(place: Workplace, run: Run, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(place, "actors", "show", name, "--json")[1])
    return found


def test_a_new_name_holds_from_its_day_and_the_id_stays(bare: Workplace, run: Run) -> None:
    add(bare, run, "Karo Front")
    renamed = ("actors", "rename", "karo-front", "Karo Congress", "--from", "2014-06-01", "--reason", "voted")
    assert run(bare, *renamed)[:2] == (0, "karo-front  Karo Congress\n")
    assert (
        run(bare, "actors", "rename", "karo-front", "Karo Union", "--from", "2018-01-01", "--reason", "x")[0]
        == 0
    )
    assert shown(bare, run, "karo-front")["names"] == [
        {"first": None, "last": "2014-05-31", "name": "Karo Front"},
        {"first": "2014-06-01", "last": "2017-12-31", "name": "Karo Congress"},
    ]
    code, _, err = run(
        bare, "actors", "rename", "karo-front", "Older", "--from", "2013-01-01", "--reason", "x"
    )
    assert (code, "had a name after 2012-12-31 already" in err) == (2, True)


def test_a_correction_of_a_name_keeps_the_old_one_as_an_alias(bare: Workplace, run: Run) -> None:
    add(bare, run, "Karo Frnt")
    assert run(bare, "actors", "rename", "Karo Frnt", "Karo Front", "--reason", "misprint")[0] == 0
    code, out, _ = run(bare, "actors", "history", "karo frnt")
    assert code == 0
    assert "changed: misprint" in out
    assert "+ alias: Karo Frnt" in out
    code, _, err = run(bare, "actors", "rename", "karo-frnt", "Karo Front", "--reason", "again")
    assert (code, "is called 'Karo Front' already" in err) == (2, True)


def test_a_name_that_another_actor_has_is_refused(bare: Workplace, run: Run) -> None:
    add(bare, run, "Karo Front")
    add(bare, run, "Hill Front", "--alias", "HF")
    code, out, err = run(bare, "actors", "rename", "karo-front", "HF", "--reason", "x")
    assert (code, "[actor-name-shared]" in out, "nothing was changed" in err) == (1, True, True)
    assert run(bare, "actors", "add", "--name", "Third", *REBEL, "--alias", "hf")[0] == 1
    assert run(bare, "actors", "add", "--name", "Hill Front", *REBEL, "--home", "KEN")[0] == 0


def test_the_older_of_two_survives_whichever_is_named_first(bare: Workplace, run: Run) -> None:
    add(bare, run, "Old", "--alias", "O")
    add(bare, run, "New", "--alias", "N")
    code, out, err = run(bare, "actors", "merge", "New", "Old", "--reason", "one group")
    assert (code, out) == (0, "new -> old\n")
    assert "New, N means old" in err
    assert [one["name"] for one in shown(bare, run, "old")["aliases"]] == ["O", "New", "N"]
    assert shown(bare, run, "old")["merged"] == ["new"]
    assert "was merged into old" in run(bare, "actors", "show", "new")[1]
    assert run(bare, "actors", "merge", "new", "old", "--reason", "x")[0] == 2
    code, out, _ = run(bare, "actors", "add", "--id", "new", "--name", "New", *REBEL)
    assert (code, "'new' was merged into 'old'. Change old instead [actor-standing]" in out) == (1, True)


def test_nothing_is_done_to_the_registry_without_a_reason(bare: Workplace, run: Run) -> None:
    add(bare, run, "A")
    add(bare, run, "B")
    for words in (("merge", "a", "b"), ("rename", "a", "C")):
        assert run(bare, "actors", *words)[0] == 2
        assert run(bare, "actors", *words, "--reason", " ")[0] == 2
    assert "revision 2" not in run(bare, "actors", "history", "a")[1]


def test_a_merge_that_would_make_a_circle_is_refused(bare: Workplace, run: Run) -> None:
    text = """
[[actor]]
name = "A"
types = [{type = "Rebel group"}]
[[actor]]
name = "B"
types = [{type = "Rebel group"}]
relations = [{kind = "unit of", to = "a"}]
[[actor]]
name = "C"
types = [{type = "Rebel group"}]
relations = [{kind = "unit of", to = "b"}]
"""
    (bare.root / "x.toml").write_text(text)
    assert run(bare, "actors", "add", "--from", bare.root / "x.toml")[0] == 0
    code, out, _ = run(bare, "actors", "merge", "a", "c", "--reason", "x")
    assert (code, "a would be unit of itself" in out) == (1, True)
    assert run(bare, "actors", "merge", "b", "c", "--reason", "x")[0] == 0


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=8), st.integers(0, 5))
def test_merging_is_transitive_ends_and_loses_no_name(
    empty_template: Path, pairs: list[tuple[int, int]], renamed: int
) -> None:
    by = stamp("rosa")
    one: dict[int, int] = {number: number for number in range(6)}
    with suppress(UndoneError), open_store(empty_template / "eventbook.db").writing() as connection:
        for number in one:
            raw = {"id": f"a{number}", "name": f"Name {number}", "types": [{"type": "Rebel group"}]}
            keep_actor(connection, Actor.model_validate(raw), by)
        for left, right in pairs:
            try:
                merge(connection, f"a{left}", f"Name {right}", Change(by, "same", BOOK))
            except ActorMoveError:
                assert one[left] == one[right]
            stays, goes = sorted((one[left], one[right]))
            one = {number: stays if root == goes else root for number, root in one.items()}
        rename(connection, f"a{renamed}", "Newest", date(2020, 1, 1), Change(by, "voted", BOOK))
        registry = Registry(StoredActors(connection), BOOK)
        roots = {number: registry.get(f"a{number}") for number in one}
        for number, root in one.items():
            survivor = roots[number]
            assert survivor is not None
            assert not survivor.same_as
            assert registry.find(f"Name {number}") == (survivor,) == registry.find(survivor.id)
            assert (survivor == roots[renamed]) == (root == one[renamed])
        assert registry.find("Newest", date(2021, 1, 1)) == (roots[renamed],)
        assert registry.find("Newest", date(2019, 1, 1)) == ()
        assert len(load_actors(connection)) == len(one)
        raise UndoneError


def test_nobody_adds_or_takes_a_name_that_the_codebooks_rule_makes(bare: Workplace, run: Run) -> None:
    named = ("--name", "protesters (Niger)", "--type", "Rebel group")
    row = bare.root / "x.csv"
    row.write_text("N\nProtesters (Niger)\n")
    table = bare.root / "x.toml"
    table.write_text(
        "[[actor]]\nname = 'Karo'\naliases = ['Protesters (Niger)']\ntypes = [{type = 'Rebel group'}]\n"
    )
    for words in (
        ("add", *named),
        ("add", "--name", "Protesters Niger", *REBEL),
        ("add", "--from", table),
        ("import", "csv", row, "--map", "name=N", *REBEL),
        ("propose", *named, "--reason", "x"),
    ):
        code, out, _ = run(bare, "actors", *words)
        assert (code, "'Protesters (Niger)' (protesters-niger) is made by the codebook's rule" in out) == (
            1,
            True,
        )
        assert "Just write it in a sheet [actor-generic]" in out
    add(bare, run, "Karo")
    code, _, err = run(bare, "actors", "rename", "karo", "Protesters (Niger)", "--reason", "x")
    assert (code, "is made by the codebook's rule" in err) == (2, True)
    assert json.loads(run(bare, "actors", "list", "--json")[1])[0]["name"] == "Karo"


def test_an_actor_made_by_rule_is_merged_with_nobody(bare: Workplace, run: Run) -> None:
    add(bare, run, "Karo")
    for pair in (("karo", "Protesters (Niger)"), ("Protesters (Niger)", "karo")):
        code, _, err = run(bare, "actors", "merge", *pair, "--reason", "x")
        assert (code, "protesters-niger is made by the codebook's rule and is merged with nobody" in err) == (
            2,
            True,
        )
    assert not shown(bare, run, "karo")["same_as"]


def test_a_merge_of_two_types_says_which_one_counts(bare: Workplace, run: Run) -> None:
    add(bare, run, "Karo")
    add(bare, run, "Karo Two")
    run(bare, "actors", "add", "--name", "Karo Police", "--type", "State forces")
    assert "mind that" not in run(bare, "actors", "merge", "karo", "karo-two", "--reason", "x")[2]
    code, _, err = run(bare, "actors", "merge", "karo", "karo-police", "--reason", "x")
    assert (code, "karo-police was 'State forces' and karo is 'Rebel group'" in err) == (0, True)


def test_what_cannot_be_a_name_is_refused_in_plain_words(bare: Workplace, run: Run) -> None:
    add(bare, run, "Karo")
    for name, says in (
        ("", "a name has 1 to 300 characters"),
        ("  ", "a name has 1 to 300 characters"),
        ("K" * 301, "and this one 301"),
        ("Ka\x07ro", "the name holds control characters"),
    ):
        code, _, err = run(bare, "actors", "rename", "karo", name, "--reason", "x")
        assert (code, says in err, "pydantic" in err) == (2, True, False)
    assert shown(bare, run, "karo")["name"] == "Karo"
