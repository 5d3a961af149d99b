"""Which of a name's places a text means."""

from collections import Counter
from collections.abc import Iterator
from math import log10

from eventbook.coders.reading.candidate import Candidate, CandidateKind
from eventbook.coders.reading.place_mentions import Mention
from eventbook.coders.reading.place_names import Bearer, PlaceNames

MOST = 3


def place_candidates(found: list[Mention], names: PlaceNames) -> Iterator[Candidate]:
    """Yield the places that mentions may mean."""
    votes = Counter(one.country for mention in found for one in mention.bearers[:1])
    for mention in found:
        ranked = sorted(mention.bearers, key=lambda one: (-_weight(one, votes), one.id))[:MOST]
        for at, one in enumerate(ranked):
            place = names.find(one.id)
            if place:
                choice = f"place-{mention.start}" if len(ranked) > 1 else ""
                more = {"id": place.id, "precision": 1}
                yield Candidate(
                    CandidateKind.WHERE, mention.start, mention.end, place.label, place.full_label,
                    round(0.8 / (at + 1), 2), "a place of this name", choice, more,
                )  # fmt: skip


def _weight(one: Bearer, votes: Counter[str]) -> float:
    return log10(one.people + 10) + votes[one.country] + 5 * one.project + 1.5 * one.named
