import pytest

from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_parts import FieldType


def test_a_codebook_is_known_by_its_name_and_version(book: Codebook) -> None:
    assert book.id == "political-violence 1.0.0"


@pytest.mark.parametrize(
    ("code", "family"),
    [
        ("Peaceful protest", "Protests|Riots"),
        ("Mob violence", "Protests|Riots"),
        ("Attack", "Battles|Explosions/Remote violence|Violence against civilians"),
        ("Agreement", "Agreement"),
        ("Arrests", "Arrests"),
    ],
)
def test_types_of_one_family_may_absorb_each_other(book: Codebook, code: str, family: str) -> None:
    assert book.family(code) == family


def test_vague_words_are_found_folded(book: Codebook) -> None:
    assert book.vague_words["dozens"] == (12, 12)
    assert all(word == word.casefold() for word in book.vague_words)


def test_only_lists_hold_several_values() -> None:
    assert [kind for kind in FieldType if kind.several] == [FieldType.CHOICES, FieldType.TAGS]


def test_parts_are_found_by_name(book: Codebook) -> None:
    assert book.types_by_code["Attack"].code == "Attack"
    assert book.fields_by_name["issue"].title == "Issue"
    assert book.actor_types["Civilians"].code == 7
