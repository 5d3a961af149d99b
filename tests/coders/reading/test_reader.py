from collections.abc import Callable
from dataclasses import replace

import pytest

from eventbook.coders.intake.articles import article_ids, load_article
from eventbook.coders.reading.actor_names import actor_names
from eventbook.coders.reading.candidate import CandidateKind
from eventbook.coders.reading.reader import Reader
from eventbook.coders.reading.text_reading import Lists, read_text
from eventbook.coders.reading.told import Facts, Told
from eventbook.coders.workspace.workspace import open_workspace
from eventbook.schema.session import Workplace
from eventbook.schema.who import Actor, Alias, TypePeriod


def test_the_drone_in_baghdad_is_read_with_its_day_and_its_district(
    place: Workplace, run: Callable[..., tuple[int, str, str]]
) -> None:
    workspace = open_workspace(place)
    reader = Reader.of(workspace)
    with workspace.store.reading() as connection:
        every = [load_article(connection, name) for name in article_ids(connection)]
    article = next(one for one in every if "Green Zone" in one.latest.text)
    found = reader.read(article).candidates
    text = article.latest.text
    days = {text[one.start : one.end]: one.value for one in found if one.kind is CandidateKind.WHEN}
    places = {text[one.start : one.end]: one.label for one in found if one.kind is CandidateKind.WHERE}
    assert "2021-11-07" in str(days)
    assert places["Green Zone"].startswith("Baghdad - Green Zone")
    code, out, _ = run(place, "suggest", article.id)
    assert code == 0
    assert "[Green Zone]" in out


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("Rebels attacked two shops and a brewery in Kano.", {"shops", "brewery"}),
        ("The attack on Tuesday killed 12.", set[str]()),
        ("Militias carried out attacks on the U.S. and fled.", set[str]()),
        ("Gunmen attacked the village and destroyed everything.", {"village"}),
    ],
)
def test_what_was_struck_is_offered_though_no_list_has_it(
    bare: Workplace, text: str, things: set[str]
) -> None:
    lists = Reader.of(open_workspace(bare)).lists()
    found = read_text(Told(text, Facts(None, "NGA", "en")), lists).candidates
    assert {one.label for one in found if one.kind is CandidateKind.TARGET} == things


REGISTRY = {
    "darul": ("Darul Islam", "Islamic State", "IDN"),
    "lra": ("LRA", "Lord's Resistance Army", "UGA"),
    "army": ("Army", "Army of the Hills", "UGA"),
    "m23": ("M23", "March 23 Movement", "COD"),
}


@pytest.fixture
def lists(bare: Workplace) -> Lists:
    """Return the lists of an empty workspace with a registry of a few actors."""
    actors = {
        id_: Actor(
            id=id_, name=name, aliases=(Alias(name=alias),), home=(home,), types=(TypePeriod(type="Rebels"),)
        )
        for id_, (name, alias, home) in REGISTRY.items()
    }
    spelt = [(name, one.id) for one in actors.values() for name in one.every_name]
    return replace(Reader.of(open_workspace(bare)).lists(), actors=actor_names(spelt, actors.get))


def actors_in(text: str, lists: Lists, *, language: str = "en", outlet: str = "") -> list[str]:
    """Return the actors that are offered, the surest first."""
    found = read_text(Told(text, Facts(None, outlet, language)), lists).candidates
    offered = sorted(found, key=lambda one: -one.confidence)
    return [one.label for one in offered if one.kind is CandidateKind.ACTOR]


def test_another_name_of_an_actor_of_elsewhere_is_offered_with_doubt(lists: Lists) -> None:
    found = read_text(Told("Islamic State killed 12 in Nigeria.", Facts(None, "", "en")), lists).candidates
    assert [one.confidence for one in found if one.label == "Darul Islam"] == [0.5]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Fighters of the Lord's Resistance Army killed 12.", "LRA"),
        ("On Friday the Hill Resistance Army killed 12.", "Hill Resistance Army"),
        ("The Army killed 12 rebels.", "Army"),
        ("On Friday the M23 attacked the town.", "M23"),
        ("On Friday M-23 attacked the town.", "M23"),
    ],
)
def test_the_longest_name_wins(lists: Lists, text: str, actor: str) -> None:
    assert actors_in(text, lists)[0] == actor


@pytest.mark.parametrize(
    ("text", "language", "home"),
    [
        ("Malian troops killed 12 civilians in Moura.", "en", "Mali"),
        ("Soldiers fired at protesters in Jordan.", "en", "Jordan"),
        ("ВСУ обстреляли город.", "ru", "Ukraine"),  # noqa: RUF001  the letters of Ukraine
        ("ЗСУ обстріляли позиції.", "uk", "Ukraine"),  # noqa: RUF001  the letters of Ukraine
    ],
)
def test_people_are_of_the_country_of_their_sentence_and_not_of_the_outlet(
    lists: Lists, text: str, language: str, home: str
) -> None:
    found = [
        one for one in actors_in(text, lists, language=language, outlet="SEN") if "(" in one or " of " in one
    ]
    assert found
    assert all(home in one for one in found)
