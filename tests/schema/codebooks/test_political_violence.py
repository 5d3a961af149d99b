from collections.abc import Callable
from typing import Any

import pytest

from eventbook.schema.check import check_raw
from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_file import DEFAULT, default_text, examine_codebook
from eventbook.schema.context import Context
from eventbook.schema.derive import interaction
from eventbook.schema.form import BUILT_IN

PV, DEMO, SD = "Political violence", "Demonstrations", "Strategic developments"
# The types as the users of such data know them: parent, types, groups.
TREE: list[tuple[str, str, tuple[str, ...]]] = [
    ("Battles", "Government regains territory; Non-state actor overtakes territory; Armed clash", (PV,)),
    ("Protests", "Excessive force against protesters", (PV, DEMO)),
    ("Protests", "Protest with intervention; Peaceful protest", (DEMO,)),
    ("Riots", "Violent demonstration", (DEMO,)),
    ("Riots", "Mob violence", (PV,)),
    ("Explosions/Remote violence", "Chemical weapon; Air/drone strike; Suicide bomb", (PV,)),
    ("Explosions/Remote violence", "Shelling/artillery/missile attack", (PV,)),
    ("Explosions/Remote violence", "Remote explosive/landmine/IED; Grenade", (PV,)),
    ("Violence against civilians", "Sexual violence; Attack; Abduction/forced disappearance", (PV,)),
    (SD, "Agreement; Arrests; Change to group/activity; Disrupted weapons use", (SD,)),
    (SD, "Headquarters or base established; Looting/property destruction", (SD,)),
    (SD, "Non-violent transfer of territory; Other", (SD,)),
]
TYPES = [(parent, code, groups) for parent, codes, groups in TREE for code in codes.split("; ")]
ACTORS = "State forces; Rebel group; Political militia; Identity militia; Rioters; Protesters; Civilians"
ACTOR_TYPES = [*ACTORS.split("; "), "External/Other forces"]
CODES = """10 11 12 13 14 15 16 17 18 20 22 23 24 25 26 27 28 30 33 34 35 36 37 38 40 44 45 46 47 48
50 55 56 57 58 60 66 67 68 70 77 78 80 88"""
COLUMNS = """event_id_cnty, event_date, year, time_precision, disorder_type, event_type, sub_event_type,
actor1, assoc_actor_1, inter1, actor2, assoc_actor_2, inter2, interaction, civilian_targeting, iso, region,
country, admin1, admin2, admin3, location, latitude, longitude, geo_precision, source, source_scale, notes,
fatalities, tags, timestamp"""


def test_the_default_codebook_hangs_together() -> None:
    assert examine_codebook(default_text())[1] == []


def test_it_has_as_many_parts_as_its_users_know(book: Codebook) -> None:
    assert len(book.type) == len(TYPES) == 25
    assert len(book.type_parent) == 6
    assert len({group for kind in book.type for group in kind.groups}) == 3
    assert [(kind.code, kind.label) for kind in book.actor_type] == list(enumerate(ACTOR_TYPES, start=1))
    assert book.head.name == DEFAULT


@pytest.mark.parametrize(("parent", "code", "groups"), TYPES)
def test_each_type_has_its_parent_and_groups(
    book: Codebook, parent: str, code: str, groups: tuple[str, ...]
) -> None:
    kind = book.types_by_code[code]
    assert (kind.parent, kind.groups) == (parent, groups)
    assert kind.selective == (parent == SD)


def test_each_type_is_explained_with_an_example_and_a_counter_example(book: Codebook) -> None:
    for kind in book.type:
        assert kind.definition
        assert kind.example
        assert kind.counter_example
        assert kind.example != kind.counter_example


def test_every_choice_field_and_count_is_defined(book: Codebook) -> None:
    defined = [choice.definition for field in book.field for choice in field.choices]
    defined += [field.definition for field in book.field] + [count.definition for count in book.count]
    defined += [kind.definition for kind in book.actor_type] + [
        parent.definition for parent in book.type_parent
    ]
    assert all(defined)


def test_the_interactions_are_the_44_that_users_know(book: Codebook) -> None:
    labels = [None, *ACTOR_TYPES]
    made = {interaction(book, one, other)[0] for one in labels for other in labels if one or other}
    assert made == {int(code) for code in CODES.split()}
    assert len(made) == 44


def test_each_interaction_has_a_text_of_its_own(book: Codebook) -> None:
    labels = [None, *ACTOR_TYPES]
    made = {interaction(book, one, other) for one in labels for other in labels if one or other}
    assert len({text for _, text in made}) == len(made) == 44


@pytest.mark.parametrize(
    ("one", "other", "code", "text"),
    [
        ("Rebel group", "Civilians", 27, "Rebel group-Civilians"),
        ("Civilians", "Rebel group", 27, "Rebel group-Civilians"),
        ("Protesters", None, 60, "Protesters only"),
        (None, "Protesters", 60, "Protesters only"),
        ("Civilians", "External/Other forces", 78, "External/Other forces-Civilians"),
        ("External/Other forces", "Civilians", 78, "External/Other forces-Civilians"),
        ("State forces", "External/Other forces", 18, "State forces-External/Other forces"),
        ("Civilians", "Civilians", 77, "Civilians-Civilians"),
        (None, None, 0, ""),
    ],
)
def test_an_interaction_puts_the_smaller_code_first_save_where_the_codebook_says_not(
    book: Codebook, one: str | None, other: str | None, code: int, text: str
) -> None:
    assert interaction(book, one, other) == (code, text)


def test_the_acled_export_has_its_31_columns_in_order(book: Codebook) -> None:
    (export,) = book.export
    assert [column.name for column in export.columns] == COLUMNS.replace("\n", " ").split(", ")
    assert len(export.columns) == 31


def test_the_export_prints_nought_for_unknown_deaths_only_there(book: Codebook) -> None:
    unknown = {column.name: column.unknown for column in book.export[0].columns if column.unknown}
    assert unknown == {"fatalities": "0"}


def test_precision_has_the_three_classes_of_the_field(book: Codebook) -> None:
    assert [(step.code, step.max_days) for step in book.dates.precision] == [(1, 1), (2, 7), (3, 31)]
    assert [step.code for step in book.places.precision] == [1, 2, 3]


def test_its_merge_order_follows_the_coding_rules(book: Codebook) -> None:
    order = book.types.order
    assert sorted(order) == sorted(book.types_by_code)
    for higher, lower in (
        ("Armed clash", "Air/drone strike"),
        ("Attack", "Abduction/forced disappearance"),
        ("Violent demonstration", "Peaceful protest"),
    ):
        assert order.index(higher) < order.index(lower)


STATE = "Military Forces of Uganda (1986-)"
PROTESTERS, RIOTERS, CIVILIANS = "Protesters (Uganda)", "Rioters (Uganda)", "Civilians (Uganda)"
GANG, GOVERNMENT = "Unidentified Gang (Uganda)", "Government of Uganda"
GUNMEN = "Unidentified Armed Group (Uganda)"


def kind(code: str, side1: str, side2: object = None, **more: object) -> dict[str, object]:
    return {"sub_event_type": code, "side1": side1, "side2": side2, **more}


def counted(what: str, count: int | str) -> dict[str, object]:
    return {"counts": [{"what": what, "count": count, "phrase": "At least three people were killed"}]}


REGAINS, OVERTAKES, ABDUCTION = (
    "Government regains territory",
    "Non-state actor overtakes territory",
    "Abduction/forced disappearance",
)
FORCE, INTERVENTION, PEACEFUL, MOB = (
    "Excessive force against protesters",
    "Protest with intervention",
    "Peaceful protest",
    "Mob violence",
)
TARGETED, UNTARGETED = {"civilian_targeting": "Civilian targeting"}, {"civilian_targeting": "None"}
DEAD, UNHURT = counted("deaths", 1), counted("deaths", "none")
WEEK = {"first": "2021-11-10", "last": "2021-11-16"}
REGION, TOWN = {"place": "uga-kampala", "precision": 3}, {"place": "uga-kampala", "precision": 2}
ABROAD = {"place": "ken-kampala", "precision": 1}
DISPUTED = {"actor": "karo", "certainty": "disputed", "by": "the rebels"}
# For each rule of the codebook: a form that breaks it, and one much like it that does not.
CASES: dict[str, tuple[dict[str, object], dict[str, object]]] = {
    "civilians-in-battle": (kind("Armed clash", "karo", CIVILIANS), kind("Armed clash", "karo", STATE)),
    "crowd-in-battle": (kind("Armed clash", RIOTERS, STATE), kind("Armed clash", GANG, STATE)),
    "regained-by-the-state": (kind(REGAINS, "karo", GANG), kind(REGAINS, GANG, STATE)),
    "overtaken-by-non-state": (kind(OVERTAKES, STATE, GOVERNMENT), kind(OVERTAKES, "karo", STATE)),
    "target-is-civilians": (kind("Attack", "karo", STATE), kind("Attack", "karo", CIVILIANS)),
    "attacker-is-armed-group": (kind("Attack", RIOTERS, CIVILIANS), kind("Attack", GUNMEN, CIVILIANS)),
    "abduction-with-deaths": (
        kind(ABDUCTION, "karo", CIVILIANS, **DEAD),
        kind(ABDUCTION, "karo", CIVILIANS, **UNHURT),
    ),
    "peaceful-protest-sides": (
        kind(PEACEFUL, PROTESTERS, STATE, **UNHURT),
        kind(PEACEFUL, PROTESTERS, **UNHURT),
    ),
    "peaceful-protest-with-harm": (
        kind(PEACEFUL, PROTESTERS, **counted("injuries", 1)),
        kind(PEACEFUL, PROTESTERS, **counted("crowd", 50)),
    ),
    "protest-without-protesters": (
        kind(INTERVENTION, STATE, CIVILIANS),
        kind(INTERVENTION, STATE, PROTESTERS, **UNHURT),
    ),
    "protest-without-opponent": (
        kind(FORCE, PROTESTERS, CIVILIANS, **TARGETED),
        kind(FORCE, PROTESTERS, RIOTERS, **TARGETED),
    ),
    "intervention-with-deaths": (
        kind(INTERVENTION, STATE, PROTESTERS, **DEAD),
        kind(INTERVENTION, STATE, PROTESTERS, **counted("injuries", 1)),
    ),
    "riot-without-rioters": (kind(MOB, PROTESTERS, **UNTARGETED), kind(MOB, STATE, RIOTERS, **UNTARGETED)),
    "crowd-below-three": (
        kind(PEACEFUL, PROTESTERS, **counted("crowd", 2)),
        kind(PEACEFUL, PROTESTERS, **counted("crowd", "at least 2")),
    ),
    "strike-alone": (
        kind(
            PEACEFUL,
            PROTESTERS,
            notes="Nurses went on a hunger-strike, no HUNGER strike before.",
            counts=None,
        ),
        kind(PEACEFUL, PROTESTERS, notes="Nurses on strike marched.", **counted("crowd", 50)),
    ),
    "civilian-side-not-targeted": (
        kind("Grenade", "karo", CIVILIANS, **UNTARGETED),
        kind("Grenade", "karo", CIVILIANS, **TARGETED),
    ),
    "armed-side-with-civilian-target": (
        kind("Grenade", "karo", STATE, **TARGETED),
        kind("Grenade", "karo", STATE, **UNTARGETED),
    ),
    "strategic-development-with-deaths": (kind("Other", "karo", **DEAD), kind("Other", "karo", **UNHURT)),
    "bodies-in-violence": (counted("bodies", 3), kind("Other", "karo", **counted("bodies", 3))),
    "abroad-without-conflict": (
        kind("Agreement", STATE, where=ABROAD, counts=None),
        kind("Agreement", STATE, where=ABROAD, counts=None, conflict_country="Uganda"),
    ),
    "one-event-per-day": ({"when": {**WEEK, "lasting": "throughout"}}, {"when": WEEK}),
    "region-only": ({"where": REGION}, {"where": TOWN}),
    "country-only": (
        {"where": {"place": "uga-whole", "precision": 2}},
        kind("Agreement", STATE, where={"place": "uga-whole", "precision": 2}, counts=None),
    ),
    "disputed-without-notes": ({"side1": DISPUTED, "notes": None}, {"side1": DISPUTED}),
}

Maker = Callable[..., dict[str, Any]]


def test_every_rule_of_the_codebook_has_its_cases(book: Codebook) -> None:
    assert [rule.id for rule in book.rule] == list(CASES)


@pytest.mark.parametrize("rule", CASES)
def test_a_form_that_breaks_the_rule_is_told_so(context: Context, event: Maker, rule: str) -> None:
    found = {problem.rule: problem for problem in check_raw(event(**CASES[rule][0]), context).problems}
    assert rule in found
    assert found[rule].message
    assert found[rule].advice
    assert found[rule].path[0] in {*context.book.fields_by_name, *BUILT_IN, "sub_event_type"}


@pytest.mark.parametrize("rule", CASES)
def test_a_form_that_keeps_the_rule_passes(context: Context, event: Maker, rule: str) -> None:
    found = check_raw(event(**CASES[rule][1]), context).problems
    assert rule not in {problem.rule for problem in found}


@pytest.mark.parametrize("rule", CASES)
def test_a_form_that_keeps_the_rule_breaks_no_other(context: Context, event: Maker, rule: str) -> None:
    unasked = {"evidence-stray", "phrase-missing"}
    found = [one for one in check_raw(event(**CASES[rule][1]), context).problems if one.rule not in unasked]
    assert found == []


def test_the_rules_do_not_depend_on_the_order_of_sides_where_order_means_nothing(
    context: Context, event: Maker
) -> None:
    for code, one, other in (
        ("Armed clash", "karo", STATE),
        (INTERVENTION, PROTESTERS, STATE),
        (MOB, RIOTERS, STATE),
    ):
        more = UNTARGETED if code == MOB else {}
        there = check_raw(event(**kind(code, one, other, **more)), context)
        back = check_raw(event(**kind(code, other, one, **more)), context)
        assert [problem.rule for problem in there.problems] == [problem.rule for problem in back.problems]
