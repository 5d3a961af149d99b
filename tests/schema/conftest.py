"""What the tests of this layer share: a small world of one article, its people and its places.

All of it is frozen and made once, so property tests may use it too; `event` and `sheet` are
functions that make a fresh mapping, good as it stands, with the changes that a test asks for.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from eventbook.schema.article import Article, Publication, TextVersion
from eventbook.schema.canonical import sha256
from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_file import default_codebook
from eventbook.schema.context import Context
from eventbook.schema.registry import Registry
from eventbook.schema.where import Gazetteer, Place, PlaceKind
from eventbook.schema.who import Actor, Alias, Standing, TypePeriod

# Fifty examples find what these laws can get wrong; a slow machine is no fault of ours.

TEXT = """KAMPALA - On Tuesday morning gunmen of the “Karo Rebels” fought soldiers beside the
Central Police Station in Kampala. At least three people were killed and 17 hurt, the police said.
Nobody claimed the attack on Tuesday."""


@pytest.fixture(scope="session")
def book() -> Codebook:
    """The default codebook."""
    return default_codebook()


@pytest.fixture(scope="session")
def article() -> Article:
    """An article of Wednesday 17 November 2021 with one text version."""
    return Article(
        sha256=sha256(TEXT),
        versions=(TextVersion(n=1, extractor="plain", text=TEXT),),
        publications=(Publication(outlet="wire", published=date(2021, 11, 17), title="Gunfire"),),
    )


@pytest.fixture(scope="session")
def actors() -> tuple[Actor, ...]:
    """A state's army, rebels who take power, and two groups that shared a short name in turn."""
    rebel, state = "Rebel group", "State forces"
    return (
        Actor(id="uga-army", name="Military Forces of Uganda (1986-)", home=("UGA",), types=(_type(state),)),
        Actor(
            id="karo",
            name="Karo Rebels",
            aliases=(
                Alias(name="KR", first=date(2015, 1, 1)),
                Alias(name="متمردو كارو"),
                Alias(name="Karo Army", first=date(2022, 1, 1)),
            ),
            home=("UGA",),
            types=(_type(rebel, last=date(2021, 12, 31)), _type(state, first=date(2022, 1, 1))),
        ),
        Actor(
            id="kivu",
            name="Kivu Resistance",
            aliases=(Alias(name="KR", last=date(2014, 12, 31)), Alias(name="Mountain Men")),
            types=(_type(rebel),),
        ),
        Actor(id="hill", name="Hill Front", aliases=(Alias(name="Mountain Men"),), types=(_type(rebel),)),
        Actor(id="league", name="Northern League", types=(_type(rebel, first=date(2022, 1, 1)),)),
        Actor(id="ghost", name="Ghost Army", types=(_type(rebel),), standing=Standing.REJECTED),
    )


def _type(label: str, first: date | None = None, last: date | None = None) -> TypePeriod:
    return TypePeriod(type=label, first=first, last=last)


@pytest.fixture(scope="session")
def places() -> tuple[Place, ...]:
    """A capital, a town of the same name abroad, a province, and two towns only a province tells apart."""
    return (
        _place("uga-kampala", "Kampala", "UGA", 0.3163, aliases=("كمبالا",)),
        _place("ken-kampala", "Kampala", "KEN", 0.5),
        _place("uga-whole", "Uganda", "UGA", 1.4, kind=PlaceKind.COUNTRY),
        _place("uga-central", "Central", "UGA", 0.4, kind=PlaceKind.ADMIN1),
        _place("uga-karo-north", "Karo", "UGA", 1.0, admin1="North"),
        _place("uga-karo-west", "Karo", "UGA", 2.0, admin1="West"),
    )


def _place(key: str, name: str, country: str, latitude: float, **more: Any) -> Place:  # noqa: ANN401  any field
    return Place(id=key, name=name, country=country, latitude=latitude, longitude=32.5, **more)


@pytest.fixture(scope="session")
def context(
    book: Codebook, article: Article, actors: tuple[Actor, ...], places: tuple[Place, ...]
) -> Context:
    """The surroundings of the article's forms."""
    return Context(book, Registry(actors, book), Gazetteer(places), article)


@pytest.fixture(scope="session")
def event() -> Callable[..., dict[str, Any]]:
    """Make a good form as a coder writes it; `event(when=None)` takes a field away."""
    return _event


def _event(**changes: object) -> dict[str, Any]:
    good: dict[str, object] = {
        "sub_event_type": "Armed clash",
        "when": "2021-11-16",
        "where": {"place": "Kampala, Uganda", "precision": 1},
        "side1": "Karo Rebels",
        "side2": "Military Forces of Uganda (1986-)",
        "counts": [{"what": "deaths", "count": "at least 3", "phrase": "At least three people were killed"}],
        "notes": "On 16 November 2021, rebels fought soldiers in Kampala; at least three died.",
        "evidence": {
            "when": "On Tuesday morning",
            "where": "in Kampala",
            "sub_event_type": ["fought soldiers"],
            "side1": 'the "Karo Rebels"',
        },
    }
    return {name: value for name, value in (good | changes).items() if value is not None}


@pytest.fixture(scope="session")
def sheet(article: Article, book: Codebook) -> Callable[..., dict[str, Any]]:
    """Make a good sheet with one event as a coder writes it."""

    def make(**changes: object) -> dict[str, Any]:
        head: dict[str, object] = {
            "sheet": "kampala-amira",
            "article": article.id,
            "coder": "amira",
            "codebook": book.id,
            "events": [{"form": "kampala-amira-1", **_event()}],
        }
        return {name: value for name, value in (head | changes).items() if value is not None}

    return make
