"""Where a text names an actor of the registry."""

from collections.abc import Iterator
from dataclasses import dataclass

from eventbook.coders.reading.actor_names import ActorNames
from eventbook.coders.reading.candidate import Candidate, CandidateKind
from eventbook.coders.reading.deeds import side_of
from eventbook.coders.reading.told import Told

ACRONYM = 5


@dataclass(frozen=True, slots=True)
class ActorMention:
    """Words that name actors of the registry."""

    start: int
    end: int
    first: int
    last: int
    key: str


def actor_mentions(told: Told, names: ActorNames) -> list[ActorMention]:
    """Return where the text names registered actors, in order, the longest name at each place."""
    words = told.words
    found: list[ActorMention] = []
    first = 0
    while first < len(words):
        last = _last(told, first, names)
        if last is None:
            first += 1
            continue
        key = " ".join(one.key for one in words[first : last + 1])
        found.append(ActorMention(words[first].start, words[last].end, first, last, key))
        first = last + 1
    return found


def _last(told: Told, first: int, names: ActorNames) -> int | None:
    """Return the last word of the longest name that begins with this word."""
    words = told.words
    longest = names.longest.get(words[first].key, 0)
    for last in range(min(first + longest, len(words)) - 1, first - 1, -1):
        key = " ".join(one.key for one in words[first : last + 1])
        if key in names.ids and _written_as_name(told, first, last):
            return last
    return None


def _written_as_name(told: Told, first: int, last: int) -> bool:
    """Tell whether the words are capitalised as a name; an acronym is in capitals."""
    words = told.words
    written = told.text[words[first].start : words[last].end]
    if not written.isascii() and not any(map(str.isupper, written)):
        return True
    if first == last and len(written) <= ACRONYM:
        return written[:1].isupper() and (written[1:] != written[1:].lower() or len(written) > ACRONYM - 1)
    return words[first].capital or any(one.capital for one in words[first + 1 : last + 1])


def actor_candidates(told: Told, found: list[ActorMention], names: ActorNames) -> Iterator[Candidate]:
    """Yield the registered actors that were named."""
    for one in found:
        actors = names.actors(one.key)
        for actor in actors:
            choice = f"actor-{one.start}" if len(actors) > 1 else ""
            name = actor.name_on(told.facts.published)
            yield Candidate(
                CandidateKind.ACTOR, one.start, one.end, name, name, 0.9, "a name in the registry", choice,
                {"id": actor.id, "side": side_of(told, one.first, one.last), "usual": 1},
            )  # fmt: skip
