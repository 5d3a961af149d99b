import pytest
from pydantic import ValidationError

from eventbook.schema.about import LICENCES, About


def test_everything_may_stay_unsaid() -> None:
    assert About().licence_url == ""


def test_a_licence_brings_the_address_of_its_text() -> None:
    assert {About(licence=name).licence_url for name in LICENCES} == set(LICENCES.values())


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("licence", "CC BY 4", "leave it blank while undecided"),
        ("homepage", "javascript:alert(1)", "not a web address"),
        ("doi", "https://doi.org/10.1/x", "pattern"),
        ("title", "a\u202eb", "control characters"),
        ("colour", "red", "Extra inputs"),
    ],
)
def test_what_no_tool_could_read_is_refused(field: str, value: str, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        About.model_validate({field: value})


def test_blank_names_are_no_creators() -> None:
    assert About(creators=(" ", "Ana  Abara")).creators == ("Ana Abara",)
