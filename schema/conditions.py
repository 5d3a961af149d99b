"""Conditions that a codebook writes as data: `{event_type = ["Battles"], "deaths.best" = {min = 1}}`.

A condition names a fact about a form and says what it must be; several hold together. The
same small language says when a field is asked for and what a declared rule demands.
"""

import re
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field, field_validator

from eventbook.schema.plain_values import is_list
from eventbook.schema.text import fold

Scalar = str | int | float | bool
Fact = Scalar | tuple[Scalar, ...]
Facts = Mapping[str, Fact | None]


class Bounds(BaseModel):
    """What a fact must be when one value does not say it; all that is given must hold.

    `words` holds for a text in which at least one of them stands, whatever its case and accents.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    min: float | None = None
    max: float | None = None
    present: bool | None = None
    is_not: tuple[Scalar, ...] = Field(default=(), alias="not")
    words: tuple[str, ...] = ()

    @field_validator("is_not", "words", mode="before")
    @classmethod
    def _one_or_many(cls, raw: object) -> object:
        return raw if is_list(raw) else (raw,)


Operand = Bounds | Scalar | tuple[Scalar, ...]
Conditions = Mapping[str, Operand]


def holds(conditions: Conditions, facts: Facts) -> bool:
    """Tell whether every condition holds."""
    for name, operand in conditions.items():  # noqa: SIM110  asked of every form forty times
        if not fits(operand, facts.get(name)):
            return False
    return True


def any_holds(conditions: Conditions, facts: Facts) -> bool:
    """Tell whether at least one condition holds."""
    return any(fits(operand, facts.get(name)) for name, operand in conditions.items())


def fits(operand: Operand, fact: Fact | None) -> bool:
    """Tell whether one fact is as wanted; an absent fact only fits `present = false` and `not`."""
    if isinstance(operand, Bounds):
        return _within(operand, fact)
    wanted = operand if isinstance(operand, tuple) else (operand,)
    return (
        any(value in wanted for value in fact)
        if isinstance(fact, tuple)
        else fact is not None and fact in wanted
    )


def _values(fact: Fact | None) -> tuple[Scalar, ...]:
    if fact is None:
        return ()
    return fact if isinstance(fact, tuple) else (fact,)


def _within(bounds: Bounds, fact: Fact | None) -> bool:
    values = _values(fact)
    if bounds.present is not None and bounds.present != bool(values):
        return False
    if any(value in bounds.is_not for value in values):
        return False
    if bounds.words and not _says(values, bounds.words):
        return False
    if bounds.min is None and bounds.max is None:
        return True
    numbers = [value for value in values if isinstance(value, (int, float))]
    low = bounds.min if bounds.min is not None else float("-inf")
    high = bounds.max if bounds.max is not None else float("inf")
    return any(low <= number <= high for number in numbers)


def _says(values: tuple[Scalar, ...], words: tuple[str, ...]) -> bool:
    text = fold(" ".join(str(value) for value in values))
    return any(re.search(rf"(?<!\w){re.escape(fold(word))}(?!\w)", text) for word in words)


def codes_of(operand: Operand) -> tuple[Scalar, ...]:
    """Return the values that an operand names, so that a codebook's references can be checked."""
    if isinstance(operand, Bounds):
        return operand.is_not
    return operand if isinstance(operand, tuple) else (operand,)
