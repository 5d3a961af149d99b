"""How many: what a source says about deaths, injuries, crowds; each bound a number, unknown or open.

Unknown is not nought: "casualties" alone tells no number of deaths, and "at least three" has
no upper end. A claim keeps the printed phrase, who said it and as of when, so that the one
published figure can always be traced and argued with.
"""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, model_validator

from eventbook.schema.evidence import Quote
from eventbook.schema.plain_values import is_mapping
from eventbook.schema.problem import error, warning
from eventbook.schema.reading import broken
from eventbook.schema.text import fold

COUNT_UNREADABLE = error(
    "count-unreadable", "a count is a number, a range, a bound or a word the codebook knows"
)
BOUNDS_REVERSED = warning("bounds-reversed", "low, best and high of a count stand in that order")

_NUMBER = r"(\d{1,9}|\d{1,3}(?:[,\u00a0 ]\d{3}){1,2})"
_SHAPES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"(?:exactly )?{_NUMBER}"), "exact"),
    (re.compile(rf"{_NUMBER} ?(?:-|to) ?{_NUMBER}"), "range"),
    (re.compile(rf"between {_NUMBER} and {_NUMBER}"), "range"),
    (re.compile(rf"at least {_NUMBER}"), "least"),
    (re.compile(rf"(?:more than|over) {_NUMBER}"), "more"),
    (re.compile(rf"(?:up to|at most) {_NUMBER}"), "most"),
    (re.compile(rf"(?:fewer|less) than {_NUMBER}"), "fewer"),
    (re.compile(rf"(?:about|around|some|nearly) {_NUMBER}"), "about"),
)


class Amount(BaseModel):
    """A count with its bounds; None is unknown; `high_open` says that nothing bounds it from above.

    Accepts `3`, `3-5`, `at least 3`, `more than 3`, `up to 5`, `about 20`, `none`, `unknown`, a
    word that the codebook gives a number to (`dozens`), or `{low, best, high}`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    low: int | None = Field(default=None, ge=0)
    best: int | None = Field(default=None, ge=0)
    high: int | None = Field(default=None, ge=0)
    high_open: bool = False

    @model_validator(mode="before")
    @classmethod
    def _shorthand(cls, raw: Any, info: ValidationInfo) -> Any:  # noqa: ANN401  pydantic's signature
        if is_mapping(raw) and raw.get("high") == "open":
            return {**raw, "high": None, "high_open": True}
        if not isinstance(raw, (int, float, str)):
            return raw
        return read_amount(str(raw), info.context["words"] if info.context else {})

    @property
    def known(self) -> bool:
        """Whether any bound is known."""
        return not self.low is self.best is self.high is None

    @property
    def in_order(self) -> bool:
        """Whether low, best and high stand in that order as far as they are known."""
        bounds = [bound for bound in (self.low, self.best, self.high) if bound is not None]
        return bounds == sorted(bounds)

    @property
    def _middle(self) -> int:
        # What an unknown best adds to a known one: never less than what is sure.
        return next((bound for bound in (self.best, self.low) if bound is not None), 0)

    def __add__(self, other: "Amount") -> "Amount":
        """Add two counts bound by bound: unknown plus a number is at least that number."""
        return Amount(
            low=_plus(self.low, other.low),
            best=None if self.best is other.best is None else self._middle + other._middle,
            high=None if self.high is None or other.high is None else self.high + other.high,
            high_open=self.high_open or other.high_open,
        )

    def __str__(self) -> str:
        """The count as a coder would write it."""
        if not self.known:
            return UNKNOWN_COUNT
        if self.low == self.best == self.high:
            return str(self.best)
        high = "open" if self.high_open else self.high
        by_bound = "/".join("?" if bound is None else str(bound) for bound in (self.low, self.best, high))
        return self._phrase() or by_bound

    def _phrase(self) -> str:
        """Return the words for bounds that have some, else nothing."""
        if self.high_open:
            return f"at least {self.low}" if self.low is not None and self.low == self.best else ""
        if self.low is None:
            alone = {(True, False): f"up to {self.high}", (False, True): f"about {self.best}"}
            return alone.get((self.best is None, self.high is None), "")
        return f"{self.low}-{self.high}" if self.low == self.best and self.low < (self.high or 0) else ""


UNKNOWN_COUNT = "unknown"


def _plus(one: int | None, other: int | None) -> int | None:
    return None if one is None and other is None else (one or 0) + (other or 0)


def read_amount(written: str, words: Mapping[str, tuple[int, int]]) -> dict[str, Any]:
    """Read a written count; `words` gives (low, best) of the codebook's vague words.

    Raises a pydantic error under the rule `count-unreadable` for anything else.
    """
    text = fold(written)
    if text == UNKNOWN_COUNT:
        return {}
    if text in {"none", "zero", "nobody"}:
        return {"low": 0, "best": 0, "high": 0}
    if text in words:
        low, best = words[text]
        return {"low": low, "best": best, "high": None, "high_open": True}
    for shape, kind in _SHAPES:
        match = shape.fullmatch(text)
        if match:
            numbers = [int(re.sub(r"\D", "", number)) for number in match.groups()]
            return _bounds(kind, numbers[0], numbers[-1])
    raise broken(
        COUNT_UNREADABLE,
        "'{raw}' is not a count",
        {
            "raw": written,
            "advice": "write 3, 3-5, at least 3, more than 3, up to 5, about 20, none or unknown"
            + (f", or one of: {', '.join(sorted(words))}" if words else ""),
        },
    )


def _bounds(kind: str, one: int, other: int) -> dict[str, Any]:
    """Return the bounds of a written shape; of a range the lower end is best (lowest credible)."""
    bounds: dict[str, dict[str, Any]] = {
        "exact": {"low": one, "best": one, "high": one},
        "range": {"low": one, "best": one, "high": other},
        "least": {"low": one, "best": one, "high": None, "high_open": True},
        "more": {"low": one + 1, "best": one + 1, "high": None, "high_open": True},
        "fewer": {"low": None, "best": None, "high": max(0, one - 1)},
        "most": {"low": None, "best": None, "high": one},
        "about": {"low": None, "best": one, "high": None},
    }
    return bounds[kind]


class Counting(StrEnum):
    """Whether a claim counts all so far or adds to what the same speaker said before."""

    CUMULATIVE = "cumulative"
    NEW = "new"


class CountedGroup(StrEnum):
    """Whose losses a partial claim counts."""

    CIVILIANS = "civilians"
    SIDE1 = "side1"
    SIDE2 = "side2"


class Claim(BaseModel):
    """What one speaker says about one count; `what` names a count of the codebook.

    `phrase` is what is printed, found in the article when the form is checked. `split_over` names the
    forms of the sheet that this count is a total of, this one among them (see `schema.totals`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    what: str
    count: Amount
    phrase: Quote | None = None
    by: str | None = Field(default=None, max_length=300)
    as_of: date | None = None
    kind: Counting = Counting.CUMULATIVE
    of: CountedGroup | None = None
    split_over: tuple[str, ...] = ()
