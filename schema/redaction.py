"""What must not be public any more, as the workspace keeps it, so that no later release brings it back.

The text of a name stands here and nowhere in a release: a release says what kind was taken out, when, by
whom and why. `salt` keeps the new name of an article from being found again by trying likely ones.
"""

from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

SHORTEST = 3
"""A shorter text would be found in the middle of everything."""


class Hidden(StrEnum):
    """What kind of thing is taken out."""

    FIELD = "field"
    QUOTES = "quotes"
    ARTICLE = "article"
    TEXT = "text"


class Redaction(BaseModel):
    """One thing that is taken out of all releases. `by` and `reason` are published, `what` of an article or text never.

    `what` is an event's id, an article's or source's id, or the text; `field` a column or a part of a form.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    number: int = Field(ge=1)
    kind: Hidden
    what: str = Field(min_length=1)
    field: str = ""
    reason: str = Field(min_length=1)
    by: str = Field(min_length=1)
    at: AwareDatetime
    salt: str

    @property
    def same(self) -> tuple[str, str, str]:
        """What two redactions of the same thing have in common."""
        return self.kind, self.what, self.field
