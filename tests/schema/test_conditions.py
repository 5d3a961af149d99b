import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from eventbook.schema.conditions import Bounds, Fact, Operand, any_holds, codes_of, fits, holds

_OPERAND: TypeAdapter[Operand] = TypeAdapter(Operand)


@pytest.mark.parametrize(
    ("operand", "fact"),
    [
        ("Attack", "Attack"),
        (3, 3),
        (True, True),
        (["Attack", "Other"], "Other"),
        ("drones", ("fire", "drones")),
        (["fire", "mines"], ("mines",)),
        ({"min": 1}, 1),
        ({"max": 2}, 0),
        ({"min": 1, "max": 2}, 2),
        ({"min": 0.5}, 0.75),
        ({"present": True}, "anything"),
        ({"present": True}, 0),
        ({"present": False}, None),
        ({"not": "Attack"}, "Other"),
        ({"not": ["Attack", "Other"]}, "Arrests"),
        ({"not": "Attack"}, None),
        ({"present": True, "not": "Attack"}, "Other"),
        ({"min": 1, "not": 3}, 2),
        ({}, None),
        ({}, "anything"),
        ({"words": "strike"}, "Nurses on STRIKE."),
        ({"words": ["hunger strike", "grève"]}, "une greve"),
        ({"words": "strike"}, ("calm", "a strike")),
    ],
)
def test_a_fact_fits(operand: object, fact: Fact | None) -> None:
    assert fits(_OPERAND.validate_python(operand), fact)


@pytest.mark.parametrize(
    ("operand", "fact"),
    [
        ("Attack", "Other"),
        ({"words": "strike"}, "They were striking."),
        ({"words": "strike"}, None),
        ("Attack", None),
        ("Attack", ("Other",)),
        (["Attack", "Other"], "Arrests"),
        ([], "Attack"),
        (False, None),
        ({"min": 1}, 0),
        ({"min": 1}, None),
        ({"max": 2}, None),
        ({"max": 2}, 3),
        ({"min": 1}, "5"),
        ({"present": True}, None),
        ({"present": True}, ()),
        ({"present": False}, "anything"),
        ({"not": "Attack"}, "Attack"),
        ({"not": "drones"}, ("fire", "drones")),
        ({"present": True, "not": "Attack"}, None),
        ({"min": 1, "not": 3}, 3),
    ],
)
def test_a_fact_does_not_fit(operand: object, fact: Fact | None) -> None:
    assert not fits(_OPERAND.validate_python(operand), fact)


def test_a_bound_with_an_unknown_key_is_refused() -> None:
    with pytest.raises(ValidationError):
        _OPERAND.validate_python({"minimum": 3})


def test_all_of_several_conditions_hold_together() -> None:
    conditions: dict[str, Operand] = {"type": "Attack", "deaths.best": Bounds(min=1)}
    assert holds(conditions, {"type": "Attack", "deaths.best": 2})
    assert not holds(conditions, {"type": "Attack"})
    assert any_holds(conditions, {"type": "Attack"})
    assert not any_holds(conditions, {"type": "Other"})


def test_no_condition_always_holds_and_forbids_nothing() -> None:
    assert holds({}, {})
    assert not any_holds({}, {"type": "Attack"})


@pytest.mark.parametrize(
    ("operand", "codes"), [("a", ("a",)), (["a", "b"], ("a", "b")), ({"not": "a"}, ("a",)), ({"min": 1}, ())]
)
def test_an_operand_names_its_codes(operand: object, codes: tuple[str, ...]) -> None:
    assert codes_of(_OPERAND.validate_python(operand)) == codes


FACTS = st.none() | st.integers(-5, 5) | st.sampled_from(["a", "b"]) | st.tuples(st.sampled_from(["a", "b"]))


@given(FACTS)
def test_present_and_absent_are_opposites(fact: Fact | None) -> None:
    assert fits(Bounds(present=True), fact) != fits(Bounds(present=False), fact)


@given(FACTS, st.sampled_from(["a", "b", 3]))
def test_not_is_the_opposite_of_being(fact: Fact | None, value: str | int) -> None:
    assert fits(_OPERAND.validate_python({"not": value}), fact) != fits(value, fact)
