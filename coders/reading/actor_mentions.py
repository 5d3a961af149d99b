"""Where a text names an actor of the registry."""

from collections.abc import Iterator
from dataclasses import dataclass

from eventbook.coders.reading.actor_names import ActorNames
from eventbook.coders.reading.candidate import Candidate, CandidateKind
from eventbook.coders.reading.country_words import country_words
from eventbook.coders.reading.deeds import side_of
from eventbook.coders.reading.role_words import role_words
from eventbook.coders.reading.told import Told
from eventbook.schema.text import name_key
from eventbook.schema.who import Actor

ACRONYM = 5


@dataclass(frozen=True, slots=True)
class ActorMention:
    """Words that name actors of the registry; `inside` where they seem to be a part of a longer name."""

    start: int
    end: int
    first: int
    last: int
    key: str
    inside: bool = False


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
        inside = _inside(told, first, last)
        found.append(ActorMention(words[first].start, words[last].end, first, last, key, inside))
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
        return written[:1].isupper() and (
            written[1:].isdecimal() or written[1:] != written[1:].lower() or len(written) > ACRONYM - 1
        )
    return words[first].capital or any(one.capital for one in words[first + 1 : last + 1])


def _inside(told: Told, first: int, last: int) -> bool:
    """Tell whether a name goes on that nobody listed: "Lord's Resistance [Army]", "[Islamic State] Brigades"."""
    words, listed = told.words, role_words(told.language)
    if told.shouted:
        return False
    group = listed.lists["group"]
    after, before = told.after(last, 1), told.before(first, 1)
    if after and after[0].capital and after[0].key in group:
        return True
    if not before or not before[0].capital or words[last].key not in group:
        return False
    opening = told.sentence_of(before[0].start)[0] >= before[0].start - 1
    return not opening and country_words(told.language).find(before[0].key) is None


def actor_candidates(
    told: Told, found: list[ActorMention], names: ActorNames, spoken: frozenset[str] = frozenset()
) -> Iterator[Candidate]:
    """Yield the registered actors that were named; `spoken` are the countries that the text speaks of."""
    for one in found:
        actors = names.actors(one.key)
        for actor in actors:
            choice = f"actor-{one.start}" if len(actors) > 1 else ""
            name = actor.name_on(told.facts.published)
            sure, says = 0.9, "a name in the registry"
            if one.inside:
                sure, says = 0.4, "a name in the registry, but here perhaps a part of a longer name"
            elif not _at_home(actor, one.key, name, spoken):
                sure, says = 0.5, "another name of an actor of countries that the text does not speak of"
            yield Candidate(
                CandidateKind.ACTOR, one.start, one.end, name, name, sure, says, choice,
                {"id": actor.id, "side": side_of(told, one.first, one.last), "usual": 1},
            )  # fmt: skip


def _at_home(actor: Actor, key: str, name: str, spoken: frozenset[str]) -> bool:
    """Tell whether an actor is meant by one of its names: its own, or another one where it is active."""
    homes = {*actor.home, *(country for period in actor.types for country in period.countries)}
    return not homes or bool(homes & spoken) or key in {name_key(name), name_key(actor.name)}
