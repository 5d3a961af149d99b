"""How the coding behind a dataset went: how forms stand, and how far coders agree; figures, never names.

A build passes it on into the quality report of the release; it decides nothing.
"""

from pydantic import BaseModel, ConfigDict, Field


class Agreement(BaseModel):
    """How far coders who read the same article agree on one field.

    `pairs` is how many pairs of values were compared, `agreed` how many were equal; `alpha` is
    Krippendorff's, which takes off what chance alone would give, where it can be worked out.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    field: str
    pairs: int = Field(ge=0)
    agreed: int = Field(ge=0)
    alpha: float | None = None


class Coding(BaseModel):
    """How many forms have which status, and how far coders agree where several read one article."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    statuses: dict[str, int] = {}
    agreement: tuple[Agreement, ...] = ()


NOTHING_SAID = Coding()
"""Where nobody has told how the coding went."""
