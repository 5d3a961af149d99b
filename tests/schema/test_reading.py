import pytest
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from eventbook.schema.problem import RULES
from eventbook.schema.reading import code_unknown, problems_of, read
from eventbook.schema.when import Lasting


class Inner(BaseModel):
    """A union, as in a codebook's conditions."""

    value: Lasting | int


class Outer(BaseModel):
    """A part with keys that are no Python names."""

    model_config = ConfigDict(extra="forbid")
    by_rule: dict[str, Inner] = Field(default_factory=dict)
    number: int = 0


_OUTER = TypeAdapter(Outer)


def where(raw: object) -> list[str]:
    return [problem.where for problem in read(_OUTER.validate_python, raw, ("top", 3))[1]]


def test_what_can_be_read_has_no_problems() -> None:
    assert read(_OUTER.validate_python, {"number": 3}) == (Outer(number=3), [])


def test_a_problem_stands_below_the_path_of_what_was_read() -> None:
    assert where({"number": "x"}) == ["top[3].number"]
    assert where({"other": "x"}) == ["top[3].other"]
    assert where(5) == ["top[3]"]


def test_a_key_that_is_no_python_name_stays_in_the_path() -> None:
    assert where({"by_rule": {"field-not-asked": 5}}) == ["top[3].by_rule.field-not-asked"]
    assert where({"by_rule": {"deaths.best": 5}}) == ["top[3].by_rule.deaths.best"]


def test_every_kind_of_complaint_has_one_of_our_rules() -> None:
    raw: dict[str, object] = {"number": "x", "other": 1, "by_rule": {"a": {}}}
    found = {problem.rule for problem in read(_OUTER.validate_python, raw)[1]}
    assert found == {"value-unreadable", "field-unknown", "field-missing"}
    assert found <= set(RULES)


def test_a_long_value_is_cut_in_the_message() -> None:
    (problem,) = read(_OUTER.validate_python, {"number": "x" * 1000})[1]
    assert len(problem.message) < 200
    assert "…" in problem.message


def test_no_message_names_a_class_of_ours() -> None:
    for raw in (5, {"by_rule": 5}, {"by_rule": {"a": 5}}):
        (problem,) = read(_OUTER.validate_python, raw)[1]
        assert "instance" not in problem.message
        assert problem.advice


def test_a_code_that_is_not_known_is_told_the_nearest() -> None:
    assert str(code_unknown(("a",), "Air strike", ["Attack", "Air/drone strike"])) == (
        "a: 'Air strike' is not in the codebook. Did you mean 'Air/drone strike'? [code-unknown]"
    )


def test_a_complaint_is_told_once() -> None:
    with pytest.raises(ValidationError) as caught:
        Outer.model_validate({"number": "x"})
    assert len(problems_of(caught.value)) == 1
