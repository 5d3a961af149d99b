"""Actors that a text names by what they are: "Iraqi security forces", "gunmen", "villagers".

The country is that of the people's name beside the word, else that of the nearest place, else the one that the text
speaks of. With the country the registry has the name that held on the day; where it has none, a codebook's
rule makes the actor.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from eventbook.coders.reading.actor_names import ActorNames
from eventbook.coders.reading.candidate import Candidate, CandidateKind
from eventbook.coders.reading.country_words import CountryMention
from eventbook.coders.reading.deeds import side_of, violent
from eventbook.coders.reading.role_words import Role, RoleMention, role_mentions, role_words, roles
from eventbook.coders.reading.told import Told
from eventbook.schema.codebook import Codebook
from eventbook.schema.countries import COUNTRIES
from eventbook.schema.registry import generic_named
from eventbook.schema.text import name_key
from eventbook.schema.who import Actor

_MOST_WORDS = 3
"""Words at most between a people's name and the role."""


@dataclass(frozen=True, slots=True)
class Homes:
    """Which countries a text names and where, the one that it speaks of most, and those of its places."""

    mentions: Sequence[CountryMention]
    main: str
    places: Sequence[tuple[int, str]] = ()

    def near(self, told: Told, at: int) -> str:
        """Return the country of the nearest place in the sentence, else that which it names, else the main one."""
        start, end = told.sentence_of(at)
        lands = [(one.start, one.country) for one in self.mentions if not one.people]
        for named in (self.places, lands):
            inside = [(abs(where - at), country) for where, country in named if start <= where < end]
            if inside:
                return min(inside)[1]
        return self.main


def role_candidates(
    told: Told, homes: Homes, names: ActorNames, book: Codebook, taken: set[int]
) -> Iterator[Candidate]:
    """Yield the actors that roles may mean; what stands in names of other actors is none."""
    deeds = violent(told)
    for one in role_mentions(told):
        role = roles()[one.role]
        start = told.words[one.first].start
        sentence = told.sentence_of(start)[0]
        follows = told.after(one.last, 1)
        if follows and follows[0].key in role_words(told.language).lists["not_before"]:
            continue
        if start in taken or (role.side == 2 and sentence not in deeds):  # noqa: PLR2004  the side
            continue
        first, country, beside = _home(told, one, homes)
        if told.words[one.first].key in role_words(told.language).lists["abroad"] and not beside:
            continue  # "Russian forces" are soldiers, "forces" alone may be anybody
        found = list(dict.fromkeys(_actors(role, country, names, book, told.facts.published)))
        yield from _candidates(told, (first, one.last), role, found, beside=beside)


def _home(told: Told, one: RoleMention, homes: Homes) -> tuple[int, str, bool]:
    """Return the word with which the name begins, its country, and whether that stands beside it."""
    words = role_words(told.language)
    first = one.first
    own = words.homes.get(" ".join(word.key for word in told.words[one.first : one.last + 1]))
    if own:
        return first, own, True
    while (
        one.first - first < _MOST_WORDS
        and first > 0
        and told.words[first - 1].key in words.lists["side_words"]
    ):
        if not told.joined(first - 1, first):
            break
        first -= 1
    start, end = told.words[first].start, told.words[one.last].end
    for mention in homes.mentions:
        before = start - mention.end + 1 > 0 and told.plain[mention.end : start].strip(" '") in {"", "s"}
        foreign = told.text[max(0, mention.start - 1) : mention.start] in {"-", "\u2011"}
        if before and mention.end <= start and start - mention.end <= 4 and not foreign:  # noqa: PLR2004  "'s "
            at = next((at for at, word in enumerate(told.words) if word.start == mention.start), first)
            return at, mention.country, True
        after = told.plain[end : mention.start].strip() in {"", "of", "de", "du", "del", "da", "do"}
        if after and 0 < mention.start - end <= 5 and mention.people == (told.language != "en"):  # noqa: PLR2004
            return first, mention.country, True
    return first, homes.near(told, start), False


def _actors(role: Role, country: str, names: ActorNames, book: Codebook, day: date | None) -> Iterator[str]:
    """Yield the actors that a role may mean in a country: the registry's of that day, or the codebook's."""
    if country not in COUNTRIES:
        return
    home = COUNTRIES[country].name
    found: list[Actor] = []
    for name in role.names:
        same = names.actors(name_key(name.replace("{country}", home)))
        then = [actor for actor in same if day is None or actor.covered(day, country)]
        found += then or same
        if found and role.name != "security":
            break
    yield from (actor.name_on(day) for actor in found)
    made = (generic_named(book, name.replace("{country}", home)) for name in role.generic)
    if not found:
        yield from (actor.name for actor in [next((one for one in made if one is not None), None)] if actor)


def _candidates(
    told: Told, run: tuple[int, int], role: Role, found: Sequence[str], *, beside: bool
) -> Iterator[Candidate]:
    first, last = run
    start, end = told.words[first].start, told.words[last].end
    side = side_of(told, first, last)
    words = " ".join(told.text[start:end].split())
    sure = 0.5 + 0.15 * beside + 0.2 * (side == role.side) - 0.15 * (role.side == 2)  # noqa: PLR2004  the side
    choice = f"actor-{start}" if len(found) > 1 else ""
    side = 0 if role.side == 2 and side == 1 else side  # noqa: PLR2004  "villagers fled" is no deed of theirs
    more = {"side": side, "usual": role.side, "role": role.name}
    says = f"“{words}”, by rule" if not beside else f"“{words}” of that country"
    for name in found:
        yield Candidate(CandidateKind.ACTOR, start, end, name, name, round(sure, 2), says, choice, more)
    if not found:
        says = f"“{words}”: neither the registry nor the codebook has such an actor"
        yield Candidate(CandidateKind.ACTOR, start, end, None, words, round(sure / 2, 2), says, more=more)
