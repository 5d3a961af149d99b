from datetime import date

import pytest

from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_parts import GenericActor
from eventbook.schema.context import Context
from eventbook.schema.countries import COUNTRIES
from eventbook.schema.registry import Registry, generic_actors
from eventbook.schema.who import Actor, ActorRelation, ActorRelationKind, Alias, Standing, TypePeriod

NOW = date(2021, 11, 16)


def found(context: Context, written: str, day: date | None = None) -> list[str]:
    return [actor.id for actor in context.registry.find(written, day)]


def test_generic_actors_are_made_for_every_country_without_a_clash(book: Codebook) -> None:
    named = [generic for generic in book.generic_actor if "{country}" in generic.name]
    made = {actor.id: actor for actor in generic_actors(book)}
    assert len(made) == len(named) * len(COUNTRIES) + len(book.generic_actor) - len(named)
    assert made["protesters-iraq"].home == ("IRQ",)
    assert made["unidentified-military-forces"].home == ()
    assert not made["unidentified-armed-group-iraq"].identified


def test_every_generic_actor_is_found_by_its_id_and_by_its_name(book: Codebook) -> None:
    registry = Registry((), book)
    made = list(generic_actors(book))
    assert [registry.get(actor.id) for actor in made] == made
    assert [registry.find(actor.name) for actor in made[::50]] == [(actor,) for actor in made[::50]]


@pytest.mark.parametrize("name", ["{country} Police", "Men of {country} in Arms", "{country}", "People"])
def test_a_rule_may_name_the_country_anywhere(book: Codebook, name: str) -> None:
    parts = {part: getattr(book, part) for part in Codebook.model_fields if part != "head"}
    rule = GenericActor(name=name, type="Civilians")
    own = Codebook.model_validate({**parts, "codebook": book.head, "generic_actor": (rule,)})
    registry = Registry((), own)
    for actor in generic_actors(own):
        assert registry.get(actor.id) == actor
        assert registry.find(actor.name) == (actor,)


def test_a_registered_name_wins_over_the_same_name_made_by_rule(book: Codebook) -> None:
    own = Actor(id="uga-government", name="Government of Uganda", types=(TypePeriod(type="State forces"),))
    assert Registry((own,), book).find("Government of Uganda") == (own,)


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("Protesters (Iraq)", "Protesters"),
        ("rioters (IRAQ)", "Rioters"),
        ("Unidentified Armed Group (Iraq)", "Political militia"),
        ("Unidentified Communal Militia (Iraq)", "Identity militia"),
        ("Women (Iraq)", "Civilians"),
        ("Unidentified Military Forces", "External/Other forces"),
    ],
)
def test_a_generic_actor_needs_no_entry(context: Context, written: str, label: str) -> None:
    (actor,) = context.registry.find(written)
    assert actor.type_on(NOW, "IRQ") == label


def test_an_actor_is_found_by_id_name_or_alias_in_any_script(context: Context) -> None:
    for written in ("karo", "Karo Rebels", "KARO  REBELS", "متمردو كارو"):
        assert found(context, written) == ["karo"]


def test_an_alias_means_who_bore_it_on_the_day(context: Context) -> None:
    assert found(context, "KR", NOW) == ["karo"]
    assert found(context, "KR", date(2014, 12, 31)) == ["kivu"]
    assert found(context, "KR", date(2015, 1, 1)) == ["karo"]


def test_without_a_day_an_alias_of_two_is_ambiguous(context: Context) -> None:
    assert found(context, "KR") == ["karo", "kivu"]


def test_two_who_bear_an_alias_at_once_are_both_returned_in_order(context: Context) -> None:
    assert found(context, "mountain men", NOW) == ["hill", "kivu"]


def test_a_registered_actor_wins_over_one_made_by_rule(book: Codebook) -> None:
    own = Actor(id="protesters-iraq", name="Protesters (Iraq)", types=(TypePeriod(type="Rioters"),))
    assert Registry((own,), book).find("Protesters (Iraq)") == (own,)


def test_an_unknown_name_finds_nobody_but_the_nearest_is_offered(context: Context) -> None:
    assert found(context, "Karo Rebel") == []
    assert context.registry.nearest("Karo Rebel") == "Karo Rebels"
    assert context.registry.nearest("Protestors (Iraq)") == "Protesters (Iraq)"
    assert context.registry.nearest("%%%%") == ""
    assert context.registry.get("nobody") is None


def test_after_a_merge_the_old_id_stands_for_the_survivor_for_ever(book: Codebook) -> None:
    kind = (TypePeriod(type="Rebel group"),)
    chain = [Actor(id=one, name=one, types=kind, same_as=other) for one, other in ("ab", "bc")]
    survivor = Actor(id="c", name="C", aliases=(Alias(name="old A"),), types=kind)
    registry = Registry((*chain, survivor), book)
    assert [registry.get(key) for key in "abc"] == [survivor] * 3
    assert registry.find("a") == registry.find("Old A") == (survivor,)


def test_a_circle_of_merges_ends(book: Codebook) -> None:
    kind = (TypePeriod(type="Rebel group"),)
    registry = Registry([Actor(id=a, name=a, types=kind, same_as=b) for a, b in ("ab", "ba")], book)
    assert registry.get("a") is not None


def test_of_two_of_one_name_the_one_at_home_there_is_meant(book: Codebook) -> None:
    kind = (TypePeriod(type="Rebel group"),)
    one, other = (Actor(id=iso, name="ELN", home=(iso.upper(),), types=kind) for iso in ("bol", "col"))
    registry = Registry((one, other), book)
    assert registry.find("ELN", NOW, "COL") == (other,)
    assert registry.find("ELN", NOW, "PER") == registry.find("ELN") == (one, other)


def test_a_refused_proposal_stands_in_nobodys_way(book: Codebook) -> None:
    kind = (TypePeriod(type="Rebel group"),)
    refused = Actor(id="x", name="Karo", types=kind, standing=Standing.REJECTED)
    real = Actor(id="karo", name="Karo", types=kind)
    assert Registry((refused, real), book).find("Karo") == (real,)
    assert Registry((refused,), book).find("Karo") == (refused,)


def test_the_units_above_an_actor_are_told_nearest_first_on_their_days(book: Codebook) -> None:
    kind = (TypePeriod(type="Rebel group"),)
    until = ActorRelation(kind=ActorRelationKind.UNIT_OF, to="army", last=date(2020, 12, 31))
    always = ActorRelation(kind=ActorRelationKind.UNIT_OF, to="brigade")
    registry = Registry(
        [
            Actor(id="company", name="1", types=kind, relations=(always,)),
            Actor(id="brigade", name="2", types=kind, relations=(until,)),
            Actor(id="army", name="3", types=kind),
        ],
        book,
    )
    assert registry.parents("company") == ("brigade", "army")
    assert registry.parents("company", NOW) == ("brigade",)
