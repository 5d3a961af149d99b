from datetime import date
from itertools import permutations
from typing import TYPE_CHECKING

from eventbook.datasets.matching.voices import in_order, outlets_of, voice_of
from eventbook.schema.article import Publication

if TYPE_CHECKING:
    from tests.datasets.conftest import World

FIRST = Publication(outlet="Herald", published=date(2021, 11, 16))
LATER = Publication(outlet="Courier", published=date(2021, 11, 17))
COPY = Publication(outlet="Ledger", published=date(2021, 11, 18), origin="The Wire")
UNDATED = Publication(outlet="Anonymous")


def test_the_voice_is_the_agency_that_any_copy_credits(world: "World") -> None:
    assert voice_of(world.article("a", publications=(FIRST, COPY))) == "the-wire"


def test_the_voice_is_else_the_outlet_that_published_first_whatever_order_they_were_entered(
    world: "World",
) -> None:
    for publications in permutations((UNDATED, LATER, FIRST)):
        article = world.article("a", publications=publications)
        assert voice_of(article) == "herald"
        assert outlets_of(article) == ("Herald", "Courier", "Anonymous")


def test_an_article_that_nobody_is_known_to_publish_is_a_voice_of_its_own(world: "World") -> None:
    article = world.article("a", publications=())
    assert voice_of(article) == article.id
    assert outlets_of(article) == ()


def test_an_outlet_and_the_copy_that_credits_it_are_one_voice(world: "World") -> None:
    own = world.article("a", outlet="The Wire")
    assert voice_of(own) == voice_of(world.article("b", publications=(COPY,)))


def test_a_publication_that_was_entered_twice_is_one(world: "World") -> None:
    assert in_order(world.article("a", publications=(FIRST, FIRST))) == (FIRST,)
