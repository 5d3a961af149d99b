"""What people decide about reports and events after coding: judgements and overrides."""

from enum import StrEnum
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field


class Verdict(StrEnum):
    """A person's word on two reports."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class Judgement(BaseModel):
    """Two reports tell of the same incident, or of two; with who, when and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    one: str
    other: str
    verdict: Verdict
    by: str
    at: AwareDatetime
    why: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        """The two reports, the smaller id first."""
        return (self.one, self.other) if self.one < self.other else (self.other, self.one)


class Override(BaseModel):
    """A manager's value for one field of one event, written as in a sheet, with its reason.

    `over` is the hash of the merged value that it replaced: when that changes the override
    stays in force and is listed for review.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    event: str
    field: str
    value: Any
    reason: str = Field(min_length=1)
    by: str
    at: AwareDatetime
    over: str = ""
