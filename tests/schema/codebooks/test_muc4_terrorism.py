from collections.abc import Callable
from typing import Any

import pytest

from eventbook.schema.check import check_raw
from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_file import DEFAULT, examine_codebook, shipped_codebooks, shipped_text
from eventbook.schema.context import Context
from eventbook.schema.counts import Amount
from eventbook.schema.derive import interaction, type_columns
from eventbook.schema.facts import fact_names, facts_of
from eventbook.schema.form_reading import form_as_written, read_form
from eventbook.schema.published import published_names
from eventbook.schema.tables import events_schema

Make = Callable[..., dict[str, Any]]


def rules(raw: dict[str, Any], context: Context) -> set[str]:
    return {problem.rule for problem in check_raw(raw, context).problems}


@pytest.mark.parametrize("name", shipped_codebooks())
def test_every_codebook_that_comes_with_the_program_hangs_together(name: str) -> None:
    book, problems = examine_codebook(shipped_text(name), name)
    assert problems == []
    assert book is not None
    assert book.head.name == name


def test_the_default_codebook_is_the_first_of_several() -> None:
    assert shipped_codebooks()[0] == DEFAULT
    assert "muc4-terrorism" in shipped_codebooks()


def test_the_keys_incident_types_all_have_a_place(muc4: Codebook) -> None:
    codes = ["ARSON", "ATTACK", "BOMBING", "KIDNAPPING", "HIJACKING", "ROBBERY"]
    assert {*codes, "FORCED WORK STOPPAGE"} == set(muc4.types_by_code)
    assert muc4.types.order[-1] == "ATTACK"


def test_a_codebook_without_groups_and_interactions_publishes_none(muc4: Codebook) -> None:
    names = published_names(muc4)
    assert "incident_class" in names
    assert not {"interaction", "interaction_code", "disorder_type", ""} & set(names)
    assert "interaction" not in fact_names(muc4)
    assert interaction(muc4, "State forces", "Civilians") == (0, "")
    assert type_columns(muc4, "BOMBING") == {"incident_class": "harm", "incident_type": "BOMBING"}


def test_a_good_form_passes(muc4_context: Context, bombing: Make) -> None:
    checked = check_raw(bombing(), muc4_context)
    assert checked.problems == ()
    bank, bus = checked.form.records["physical_targets"]
    assert bank.said["number"] == Amount(low=1, best=1, high=1)
    assert bus.said["effect"] == ("DESTROYED",)
    assert (bank.quotes[0].exact, bank.quotes[0].start) == ("THE SAVINGS BANK", 38)


def test_a_form_reads_back_as_it_was_written(muc4_context: Context, bombing: Make) -> None:
    form = check_raw(bombing(), muc4_context).form
    again, problems = read_form(form_as_written(form), muc4_context.book)
    assert (again, problems) == (form, [])


def test_records_have_facts_of_their_own(muc4_context: Context, bombing: Make) -> None:
    facts = facts_of(check_raw(bombing(), muc4_context).form, muc4_context)
    assert facts["human_targets.effect"] == ("DEATH", "NO INJURY")
    assert facts["human_targets.number"] == (3,)
    assert facts["physical_targets.nation"] is None
    assert facts["physical_targets"] == ("SAVINGS BANK FINANCIAL", "PUBLIC BUS TRANSPORT VEHICLE DESTROYED")


TAKEN = [{"name": "SAVINGS BANK", "effect": "MONEY TAKEN FROM TARGET"}]
FREED = [{"name": "JUAN PRADO", "effect": "REGAINED FREEDOM"}]


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"incident_type": "KIDNAPPING"}, "field-not-asked"),
        ({"incident_category": "STATE-SPONSORED VIOLENCE"}, "state-violence-by-state"),
        ({"side1": "Unidentified State Forces (Peru)"}, "terrorist-act-not-by-state"),
        ({"physical_targets": TAKEN}, "taken-in-robbery"),
        ({"human_targets": FREED}, "freedom-regained-after-kidnapping"),
        ({"stage": "THREATENED"}, "dead-by-threat"),
        ({"stage": None}, "field-required"),
        ({"organizations": [{"name": "OWLS"}]}, "field-required"),
        ({"physical_targets": [{"name": "BANK", "type": "BANK"}]}, "code-unknown"),
        ({"physical_targets": [{"name": "BANK", "colour": "red"}]}, "field-unknown"),
        ({"physical_targets": [{"name": "BANK", "number": "a pair"}]}, "count-unreadable"),
        ({"physical_targets": [{"quote": "A BOMB"}]}, "value-unreadable"),
        ({"physical_targets": [{"name": "BANK", "quote": "THE MINT"}]}, "quote-not-found"),
        ({"physical_targets": [{"name": "BA\u202eNK"}]}, "hidden-characters"),
        ({"physical_targets": [{"name": "BANK", "number": {"low": 4, "best": 2}}]}, "bounds-reversed"),
    ],
)
def test_what_is_wrong_is_told(
    muc4_context: Context, bombing: Make, changes: dict[str, Any], rule: str
) -> None:
    assert rule in rules(bombing(**changes), muc4_context)


def test_a_fault_in_a_record_says_which_one(muc4_context: Context, bombing: Make) -> None:
    targets = [{"name": "BANK"}, {"name": "BUS", "type": "BUSES"}]
    (problem,) = check_raw(bombing(physical_targets=targets), muc4_context).problems
    assert problem.where == "physical_targets[1].type"


def test_a_plain_word_stands_for_a_records_first_slot(muc4_context: Context, bombing: Make) -> None:
    form = check_raw(bombing(physical_targets="SAVINGS BANK"), muc4_context).form
    assert [one.said for one in form.records["physical_targets"]] == [{"name": "SAVINGS BANK"}]


def test_records_are_published_as_lists_of_structs_with_every_bound(muc4: Codebook) -> None:
    kind = events_schema(muc4).field("physical_targets").type
    parts = [kind.field(0).type.field(index).name for index in range(kind.field(0).type.num_fields)]
    bounds = ["number_low", "number_best", "number_high", "number_high_open"]
    assert parts == ["name", "also", "type", *bounds, "nation", "effect"]


def test_a_flat_codebook_is_one_too(muc4: Codebook) -> None:
    text = shipped_text("muc4-terrorism").replace('parent_field = "incident_class"\n', "")
    parents = ("harm", "seizure", "coercion")
    for parent in parents:
        text = text.replace(f'parent = "{parent}"\n', "")
    book, problems = examine_codebook(text)
    assert problems == []
    assert book is not None
    assert book.parent("ARSON") == book.family("ARSON") == "ARSON"
    assert set(published_names(muc4)) - set(published_names(book)) == {"incident_class"}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('key = ["name", "description", "also"]', 'key = ["nome"]', "'nome' is not a slot"),
        ('{name = "also", title = "Other words"', '{name = "quote", title = "x"', "'quote' is taken"),
        ('type = "boolean"', 'type = "records"', "has no slots"),
        ('type = "boolean"', 'type = "amount"', "is an amount"),
        ('parent_field = "incident_class"\n', 'group_field = "g"\n', "is not"),
        ('parent = "harm"\n', 'parent = "harm"\ngroups = ["x"]\n', "no column for them"),
    ],
)
def test_a_faulty_declaration_of_records_is_told(old: str, new: str, says: str) -> None:
    text = shipped_text("muc4-terrorism")
    assert old in text
    _, problems = examine_codebook(text.replace(old, new, 1))
    if old.startswith("parent_field"):
        assert problems == []  # parents without a column are still a tree to match by
    else:
        assert any(says in problem.message for problem in problems), problems
