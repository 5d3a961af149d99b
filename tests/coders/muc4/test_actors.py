from eventbook.coders.muc4.actors import STATE, Organizations, OrgNamed

TERROR = "TERRORIST ACT"


def org(
    docid: str, *words: str, template: str = "1", country: str = "PER", category: str = TERROR
) -> OrgNamed:
    return OrgNamed(words, docid, template, country, category)


def names(*named: OrgNamed) -> list[str]:
    organizations = Organizations(named)
    return [organizations.actors[organizations.actor_of(one)].name for one in named]


def test_words_that_stand_for_each_other_twice_are_one_organization() -> None:
    found = names(org("A", "RED DAWN", "ALBA ROJA"), org("B", "ALBA ROJA", "RED DAWN"), org("C", "ALBA ROJA"))
    assert len(set(found)) == 1


def test_words_that_stand_for_each_other_once_are_not() -> None:
    assert len(set(names(org("A", "RED DAWN", "THE OWLS"), org("B", "OWLS")))) == 2


def test_initials_and_longer_names_are_the_same_name() -> None:
    assert len(set(names(org("A", "RED DAWN FRONT", "RDF"), org("B", "RDF")))) == 1
    assert len(set(names(org("A", "RED DAWN", "RED DAWN REBELS"), org("B", "RED DAWN REBELS")))) == 1


def test_two_organizations_of_one_template_stay_two_whatever_another_key_lets_stand() -> None:
    together = [org("A", "OWLS", "RED DAWN"), org("B", "OWLS", "RED DAWN")]
    apart = [org("C", "OWLS"), org("C", "RED DAWN")]
    assert len(set(names(*together, *apart)[2:])) == 2


def test_every_country_has_an_army_of_its_own() -> None:
    found = names(
        org("A", "THE ARMY", category=STATE),
        org("B", "ARMY", country="COL", category=STATE),
        org("C", "PERUVIAN ARMY", country="COL", category=STATE),
    )
    assert found == ["ARMY (Peru)", "ARMY (Colombia)", "ARMY (Peru)"]


def test_types_follow_the_category_and_the_name() -> None:
    organizations = Organizations(
        [org("A", "RED DAWN"), org("B", "LERMA CARTEL"), org("C", "POLICE", category=STATE)]
    )
    types = {actor.name: actor.types[0].type for actor in organizations.actors.values()}
    assert types == {
        "RED DAWN": "Armed group",
        "LERMA CARTEL": "Criminal organization",
        "POLICE (Peru)": "State forces",
    }


def test_the_order_of_the_keys_changes_nothing() -> None:
    keys = [org("A", "RED DAWN", "RD"), org("B", "RD", "RED DAWN"), org("C", "OWLS", "RD"), org("D", "OWLS")]
    assert Organizations(keys).actors == Organizations(keys[::-1]).actors
