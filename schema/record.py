"""A record: one of several things that a form lists, each with values of its own and the words behind it.

A bombing may hit two banks and a bus; each has its type, its number and its damage. The codebook
declares the field and its slots; a record holds what was said, slot by slot, and its quotes.
"""

from pydantic import BaseModel, ConfigDict, Field

from eventbook.schema.counts import Amount
from eventbook.schema.evidence import Quote

QUOTE = "quote"
"""The key of a record under which the words stand that it was read from; no slot is called so."""

SlotValue = str | int | float | bool | tuple[str, ...] | Amount
"""What a slot may hold."""


class Record(BaseModel):
    """What was said of one thing, by slot, and the words that it was read from."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    said: dict[str, SlotValue] = Field(default_factory=dict)
    quotes: tuple[Quote, ...] = ()

    def texts(self, *slots: str) -> tuple[str, ...]:
        """Return the words that stand in these slots, in their order."""
        found: list[str] = []
        for name in slots:
            value = self.said.get(name)
            found += value if isinstance(value, tuple) else [value] if isinstance(value, str) else []
        return tuple(found)
