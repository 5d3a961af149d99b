"""From what people write to models: pydantic reads, and its complaints become problems of ours.

A model's own validator may raise a pydantic error whose type is one of our rule ids, with an
`advice`; what pydantic itself finds gets one of the rules below. Nothing raises past here.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from eventbook.schema.problem import RULES, Path, Problem, Rule, error
from eventbook.schema.text import did_you_mean

FIELD_UNKNOWN = error("field-unknown", "every field is one that the form or the codebook has")
FIELD_MISSING = error("field-missing", "a part has all that it cannot do without")
CODE_UNKNOWN = error("code-unknown", "a choice is one of the codebook's codes")
VALUE_UNREADABLE = error("value-unreadable", "a value has the type that its field holds")

# Pydantic's words for these would name its own classes.
_FIELDS = ("is not a part with fields of its own", "write its fields as `{name: value}`")
_LIST = ("is not a list", "write a list, each item after a hyphen or between brackets")
_SHAPES = {
    "model_type": _FIELDS,
    "dict_type": _FIELDS,
    "tuple_type": _LIST,
    "list_type": _LIST,
    "string_type": ("is not a text", "write it in quotes"),
    "int_type": ("is not a whole number", "write it in digits"),
    "int_parsing": ("is not a whole number", "write it in digits"),
    "float_type": ("is not a number", "write it in digits"),
    "float_parsing": ("is not a number", "write it in digits"),
    "date_type": ("is not a day", "write year-month-day, such as 2021-11-07"),
    "date_from_datetime_parsing": ("is not a day", "write year-month-day, such as 2021-11-07"),
}

T = TypeVar("T")
Words = Mapping[str, tuple[int, int]]
NO_WORDS: Words = {}


def broken(rule: Rule, message: str, parts: dict[str, str]) -> PydanticCustomError:
    """Return the error by which a model's own validator says that a rule is broken.

    `message` names the parts in braces; a part called `advice` says what to do.
    """
    kind: Any = rule.id  # pydantic asks for literals, which ids from a register are not
    text: Any = message
    return PydanticCustomError(kind, text, parts)


def read(
    reader: Callable[..., T], raw: object, path: Path = (), words: Words = NO_WORDS
) -> tuple[T | None, list[Problem]]:
    """Return the model that `raw` says, or None, and the problems in it.

    `reader` is the `validate_python` of a pydantic adapter (not the adapter itself, whose type
    is invariant, so that its result could not be told to be perhaps missing). `words` are the
    codebook's vague amounts as folded word -> (low, best).
    """
    try:
        return reader(raw, context={"words": words}), []
    except ValidationError as caught:
        return None, problems_of(caught, path)


def problems_of(caught: ValidationError, path: Path = ()) -> list[Problem]:
    """Return pydantic's complaints as problems, each once, at `path` and below."""
    details = caught.errors(include_url=False)
    # Of a value that may be one of several types, what is wrong with it as the first of them.
    unions: dict[Path, int | str] = {}
    for loc in (detail["loc"] for detail in details):
        unions |= {loc[:at]: unions.get(loc[:at], step) for at, step in enumerate(loc) if _inner(step)}
    first = [
        one
        for one in details
        if all(unions.get(one["loc"][:at], step) == step for at, step in enumerate(one["loc"]))
    ]
    found = [_problem(detail, path) for detail in first]
    return list({(problem.path, problem.message): problem for problem in found}.values())


def _inner(step: int | str) -> bool:
    """Tell whether a step such as "function-before[…]" or "Bounds" names pydantic's own union, not a field."""
    return isinstance(step, str) and ("[" in step or step in {"Bounds", "str", "int", "float", "bool"})


def _problem(detail: ErrorDetails, path: Path) -> Problem:
    where = (*path, *(step for step in detail["loc"] if not _inner(step)))
    context = detail.get("ctx", {})
    advice = str(context.get("advice", ""))
    if detail["type"] in RULES:
        return RULES[detail["type"]].at(where, detail["msg"], advice)
    if detail["type"] == "missing":
        return FIELD_MISSING.at(where, f"'{where[-1] if where else ''}' is missing", "write it")
    if detail["type"] == "extra_forbidden":
        return FIELD_UNKNOWN.at(
            where, f"'{where[-1] if where else ''}' is not a field here", "leave it out or correct it"
        )
    if detail["type"] == "enum":
        expected = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ").split(", ")
        return code_unknown(where, str(detail["input"]), expected)
    if detail["type"] in _SHAPES:
        says, advice = _SHAPES[detail["type"]]
        return VALUE_UNREADABLE.at(where, f"{_shown(detail['input'])} {says}", advice)
    says = detail["msg"].removeprefix("Value error, ")
    says = says[0].lower() + says[1:] if says[:2].lower() in {"in", "st", "va"} else says
    return VALUE_UNREADABLE.at(where, f"{_shown(detail['input'])}: {says}", advice or "correct it")


def code_unknown(path: Path, written: str, codes: Iterable[str]) -> Problem:
    """Return the problem of a code that is not among the known ones."""
    return CODE_UNKNOWN.at(path, f"'{written}' is not in the codebook", did_you_mean(written, codes))


def _shown(value: object, limit: int = 60) -> str:
    text = str(value).replace("\n", " ")
    return "nothing" if value is None else f"'{text[:limit]}{'…' if len(text) > limit else ''}'"
