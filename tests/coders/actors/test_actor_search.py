"""Whoever has anything like a name finds the actor, and is told why it is a hit."""

# ruff: noqa: RUF001  names in other scripts are the point

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from eventbook.coders.actors.actor_search import ActorSearch, Wanted, initials
from eventbook.coders.actors.actors import keep_actor
from eventbook.coders.store.stamp import stamp
from eventbook.coders.store.store import open_store
from eventbook.schema.codebook_file import default_codebook
from eventbook.schema.session import Workplace
from eventbook.schema.who import Actor, Standing

Run = Callable[..., tuple[int, str, str]]


class UndoneError(Exception):
    """Takes back all that was done to the store."""


def actor(key: str, name: str, *aliases: object, kind: str = "Rebel group", home: str = "UGA") -> Actor:
    raw: dict[str, Any] = {"id": key, "name": name, "aliases": list(aliases), "home": [home]}
    return Actor.model_validate({**raw, "types": [{"type": kind}]})


ACTORS = (
    actor("lra", "LRA", "Lord's Resistance Army", "L'Armée de résistance du Seigneur"),
    actor("fdlr", "FDLR", "Forces démocratiques de libération du Rwanda", home="COD"),
    actor("lnr", "Луганская народная республика", home="UKR"),
    actor("karo", "Karo Congress", {"name": "Karo Rebels", "last": "2014-05-31"}),
    actor("hill", "Karo Hill Clan", kind="Identity militia", home="KEN"),
    actor("ghost", "Ghost Army").model_copy(update={"standing": Standing.REJECTED}),
)


@pytest.fixture(scope="module")
def search(empty_template: Path) -> Iterator[ActorSearch]:
    with suppress(UndoneError), open_store(empty_template / "eventbook.db").writing() as connection:
        for one in ACTORS:
            keep_actor(connection, one, stamp("rosa"))
        yield ActorSearch(connection, default_codebook())
        raise UndoneError


@pytest.mark.parametrize(
    ("words", "wanted", "reason"),
    [
        ("lra", "lra", "name"),
        ("Lord’s resistance army", "lra", "another name"),
        ("Lord Resistence Army", "lra", "alike"),
        ("resistance seigneur", "lra", "words"),
        ("L.R.A.", "lra", "initials"),
        ("FDLR", "fdlr", "name"),
        ("Forces democratiques liberation Rwanda", "fdlr", "words"),
        ("Luganskaya narodnaya respublika", "lnr", "other script"),
        ("Луганска народна республика", "lnr", "alike"),
        ("Kairo Congres", "karo", "alike"),
        ("protestors iraq", "protesters-iraq", "alike"),
        ("Civilians (Kenya)", "civilians-kenya", "name"),
    ],
)
def test_the_first_hit_is_who_was_meant_and_says_why(
    search: ActorSearch, words: str, wanted: str, reason: str
) -> None:
    hit = search.find(words)[0]
    assert (hit.actor.id, hit.reason) == (wanted, reason)


def test_hits_are_narrowed_by_country_day_and_type(search: ActorSearch) -> None:
    def found(**narrowed: Any) -> list[str]:  # noqa: ANN401  the parts of what is wanted
        hits = search.find("Karo", Wanted(**narrowed))
        return [hit.actor.id for hit in hits if hit.actor.identified]

    assert found() == ["hill", "karo"] or found() == ["karo", "hill"]
    assert found(country="KEN") == ["hill"]
    assert found(type="Rebel group") == ["karo"]
    assert search.find("Karo Rebels", Wanted(day=date(2014, 5, 31)))[0].name == "Karo Rebels"
    assert "Karo Rebels" not in [hit.name for hit in search.find("Karo Rebels", Wanted(day=date(2014, 6, 1)))]


def test_nobody_is_found_by_what_is_like_no_name_or_by_a_refused_one(search: ActorSearch) -> None:
    for words in ("", "%%%", "xqzwv"):
        assert search.find(words) == ()
    assert all(hit.actor.id != "ghost" for hit in search.find("Ghost Army"))


def test_each_actor_is_one_hit_and_the_likeliest_comes_first(search: ActorSearch) -> None:
    for words, hits in search.find_each(["karo", "army", "republic", "group", "Lord"]):
        scores = [hit.score for hit in hits]
        assert scores == sorted(scores, reverse=True), words
        assert len({hit.actor.id for hit in hits}) == len(hits) <= 10


def test_every_name_finds_its_actor_first(search: ActorSearch) -> None:
    for one in ACTORS[:-1]:
        for name in one.every_name:
            assert search.find(name)[0].actor == one


@pytest.mark.parametrize(("small", "wanted"), [(True, "fdlr"), (False, "flr")])
def test_initials_may_leave_out_small_words(*, small: bool, wanted: str) -> None:
    assert initials("forces du liberation rwanda", small=small) == wanted


def test_the_command_shows_hits_to_people_and_programs(bare: Workplace, run: Run) -> None:
    run(
        bare,
        "actors",
        "add",
        "--name",
        "Karo Rebels",
        "--type",
        "Rebel group",
        "--home",
        "Uganda",
        "--alias",
        "KR",
    )
    code, out, _ = run(bare, "actors", "search", "karo rebel", "--country", "uga")
    assert (code, out) == (0, "karo-rebels  Karo Rebels  Rebel group  UGA  alike\n")
    (hit,) = json.loads(
        run(bare, "actors", "search", "kr", "--on", "2020-01-01", "--limit", "1", "--json")[1]
    )
    assert (hit["actor"]["id"], hit["name"], hit["reason"]) == ("karo-rebels", "KR", "another name")
    assert "propose the actor" in run(bare, "actors", "search", "xqzwv")[2]
    assert run(bare, "actors", "search", "karo", "--country", "Nirvana")[0] == 2
