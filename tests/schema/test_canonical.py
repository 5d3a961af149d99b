from datetime import date, datetime, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventbook.schema.canonical import canonical, digest, sha256
from eventbook.schema.when import Lasting, When

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def reordered(value: Any) -> Any:  # noqa: ANN401  any JSON value
    """The same value, made in another order."""
    if isinstance(value, dict):
        mapping: dict[str, Any] = {**value}
        return {key: reordered(mapping[key]) for key in reversed(mapping)}
    if isinstance(value, list):
        items: list[Any] = [*value]
        return [reordered(inner) for inner in items]
    return value


@given(JSON)
def test_equal_values_have_equal_digests_whatever_the_order_of_keys(value: Any) -> None:  # noqa: ANN401
    assert digest(reordered(value)) == digest(value)


@given(JSON, JSON)
def test_values_that_are_written_differently_have_different_digests(one: Any, other: Any) -> None:  # noqa: ANN401
    assert (digest(one) == digest(other)) == (canonical(one) == canonical(other))


def test_the_form_is_json_without_spaces_or_escapes() -> None:
    assert canonical({"b": [1, None, True], "a": "Київ 🔥"}) == '{"a":"Київ 🔥","b":[1,null,true]}'


def test_days_times_choices_and_models_have_one_form() -> None:
    when = When(first=None, last=date(2021, 11, 7))
    moment = datetime(2021, 11, 7, 12, tzinfo=timezone.utc)  # noqa: UP017  a plain zone reads the same anywhere
    assert (
        canonical([when.last, moment, Lasting.WITHIN])
        == '["2021-11-07","2021-11-07T12:00:00+00:00","within"]'
    )
    assert (
        canonical(when) == '{"first":null,"last":"2021-11-07","lasting":"within","part":"whole","time":null}'
    )


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_has_no_form(value: float) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        canonical(value)


def test_what_is_no_value_has_no_form() -> None:
    with pytest.raises(TypeError, match="set has no canonical form"):
        canonical({1})


def test_text_is_hashed_as_utf_8() -> None:
    assert sha256("é") == sha256("é".encode())
    assert sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
