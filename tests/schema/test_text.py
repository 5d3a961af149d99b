# ruff: noqa: RUF001  names and quotes in other scripts are the point

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventbook.schema.text import SAME_WIDTH, did_you_mean, fold, nearest, slug


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Al-Shabaab", "al‐shabaab"),
        ("Côte d’Ivoire", "Cote d'Ivoire"),
        ("  Karo   Rebels ", "karo rebels"),
        ("Karo\u00a0Rebels", "Karo\tRebels"),
        ("STRASSE", "straße"),
        ("Київ", "КИЇВ"),
        ("كمبالا", "كَمبالا"),
        ("Ｋａｒｏ", "Karo"),
        ("«Karo»", '"Karo"'),
        ("e\u0301", "é"),
    ],
)
def test_two_spellings_of_one_name_fold_to_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Karo", "Kara"),
        ("ガザ", "カサ"),
        ("कि", "की"),
        ("क़", "क"),
        ("Karo Rebels", "Karo-Rebels"),
        ("坎帕拉", "坎培拉"),
    ],
)
def test_two_names_stay_two(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(st.text())
def test_the_signs_made_alike_keep_their_place(text: str) -> None:
    assert len(text.translate(SAME_WIDTH)) == len(text)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Protesters (Iraq)", "protesters-iraq"),
        ("Côte d’Ivoire", "cote-divoire"),
        ("Military Forces of Uganda (1986-)", "military-forces-of-uganda-1986"),
        ("كمبالا", "كمبالا"),
        ("坎帕拉", "坎帕拉"),
        ("서울", "서울"),
        ("काठमाडौं", "काठमाडौं"),
        ("a_b / c", "a-b-c"),
        ("Чайка Ёлки", "чайка-ёлки"),
        ("Україна і Її Йод", "україна-і-її-йод"),
        ("Ўзбекистон", "ўзбекистон"),
        ("Чайка", "чайка"),
        ("***", ""),
    ],
)
def test_a_slug_keeps_letters_and_digits_of_any_script(name: str, wanted: str) -> None:
    assert slug(name) == wanted


@given(st.text())
def test_a_slug_is_its_own_slug_and_fits_in_an_address(name: str) -> None:
    made = slug(name)
    assert slug(made) == made
    assert not set(made) & set(" \t\n/?#&,;'\"_")
    assert made == made.strip("-")


@pytest.mark.parametrize(
    ("wrong", "hit"), [("Air strike", "Air/drone strike"), ("atack", "Attack"), ("zzz", "")]
)
def test_the_nearest_word_is_offered_only_where_it_is_near(wrong: str, hit: str) -> None:
    assert nearest(wrong, ["Attack", "Air/drone strike"]) == hit


def test_advice_lists_the_choices_where_none_is_near() -> None:
    assert did_you_mean("atack", ["Attack"]) == "did you mean 'Attack'?"
    assert did_you_mean("zzz", ["Attack", "Other"]) == "choose one of: Attack, Other"
    assert did_you_mean("zzz", []) == "leave it out"
