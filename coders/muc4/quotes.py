"""The words that MUC-4 keys quote, found again in their articles as evidence.

Keys quote words of the text, in which line breaks, and now and then a misprint of the key,
come between. Each quotation is counted once a slot: found as it stands, found across line
breaks, or not found, which is listed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from eventbook.schema.evidence import places_of


class Found(StrEnum):
    """How a quotation was found in its article."""

    EXACT = "as it stands"
    FOLDED = "across line breaks"
    MISSING = "not found"


@dataclass(frozen=True, slots=True)
class Quoted:
    """One quotation of a key, by where it stands there, and how it was found."""

    docid: str
    template: str
    slot: str
    words: str
    found: Found


@dataclass(slots=True)
class Quotations:
    """The quotations of one template, looked up in the text of its article."""

    docid: str
    template: str
    text: str
    seen: dict[tuple[str, str], Quoted] = field(default_factory=dict[tuple[str, str], Quoted])

    def of(self, slot: str, words: Iterable[str]) -> list[str]:
        """Return those of the words that stand in the article."""
        return [word for word in words if self._look(slot, word) is not Found.MISSING]

    def _look(self, slot: str, words: str) -> Found:
        known = self.seen.get((slot, words))
        if known is None:
            how = Found.EXACT if words in self.text else Found.MISSING
            if how is Found.MISSING and places_of(words, self.text):
                how = Found.FOLDED
            known = self.seen[(slot, words)] = Quoted(self.docid, self.template, slot, words, how)
        return known.found
