from hypothesis import given
from hypothesis import strategies as st

from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_check import check_codebook
from eventbook.schema.codebook_file import default_codebook
from eventbook.schema.form import Form
from eventbook.schema.migration import migrated

BOOK = default_codebook()
TYPE = BOOK.types.field


def renaming(*steps: tuple[str, str, dict[str, str]]) -> Codebook:
    """Return the default codebook with migrations: since, field, map."""
    written = [{"from": since, "field": field, "map": names} for since, field, names in steps]
    return Codebook.model_validate(BOOK.model_dump(by_alias=True) | {"migrate": written})


def form(**values: str | tuple[str, ...]) -> Form:
    return Form(values=dict(values))


def under(version: str) -> str:
    return f"{BOOK.head.name} {version}"


def test_a_form_goes_through_every_step_since_its_version_the_oldest_first() -> None:
    book = renaming(
        ("0.10.0", TYPE, {"Clash": "Armed clash"}),
        ("0.9.0", TYPE, {"Fight": "Clash"}),
        ("0.2.0", TYPE, {"Brawl": "Fight"}),
    )
    for version, word in (("0.2.0", "Brawl"), ("0.5.0", "Fight"), ("0.9.0", "Fight"), ("0.10.0", "Clash")):
        assert migrated(form(**{TYPE: word}), under(version), book).values[TYPE] == "Armed clash"


def test_a_step_of_an_earlier_version_is_not_for_a_later_form() -> None:
    book = renaming(("0.9.0", TYPE, {"Armed clash": "Attack"}))
    assert migrated(form(**{TYPE: "Armed clash"}), under("0.10.0"), book).values[TYPE] == "Armed clash"


def test_a_form_of_this_version_or_of_another_codebook_stays_as_it_is() -> None:
    book = renaming(("0.9.0", TYPE, {"Armed clash": "Attack"}))
    told = form(**{TYPE: "Armed clash"})
    for coded_under in (book.id, "muc4-terrorism 0.9.0", "", "political-violence one"):
        assert migrated(told, coded_under, book) is told


def test_each_item_of_a_list_is_renamed_and_stands_once() -> None:
    book = renaming(("0.9.0", "weapons", {"guns": "firearms", "rifles": "firearms"}))
    told = form(weapons=("guns", "rifles", "fire"))
    assert migrated(told, under("0.9.0"), book).values["weapons"] == ("firearms", "fire")


def test_a_step_may_lead_to_a_word_that_a_later_step_takes_on_and_to_no_other() -> None:
    chain = (("0.9.0", TYPE, {"Fight": "Clash"}), ("0.10.0", TYPE, {"Clash": "Armed clash"}))
    assert not [one for one in check_codebook(renaming(*chain)) if one.path[0] == "migrate"]
    assert [one for one in check_codebook(renaming(*chain[:1])) if one.path[0] == "migrate"]


@given(st.dictionaries(st.sampled_from("abcd"), st.sampled_from("abcd")), st.sampled_from("abcd"))
def test_steps_one_after_the_other_are_the_steps_one_by_one(names: dict[str, str], word: str) -> None:
    both = renaming(("0.1.0", TYPE, names), ("0.2.0", TYPE, names))
    once = migrated(form(**{TYPE: word}), under("0.2.0"), both)
    assert migrated(once, under("0.2.0"), both) == migrated(form(**{TYPE: word}), under("0.1.0"), both)
