"""All that reads a text, put together: a text, its facts and the lists in, candidates out. Nothing is opened here."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from eventbook.coders.reading.actor_groups import group_candidates
from eventbook.coders.reading.actor_mentions import ActorMention, actor_candidates, actor_mentions
from eventbook.coders.reading.actor_names import ActorNames
from eventbook.coders.reading.actor_roles import Homes, role_candidates
from eventbook.coders.reading.attribution import attribution
from eventbook.coders.reading.candidate import Candidate, Reading
from eventbook.coders.reading.country_words import CountryMention, country_mentions
from eventbook.coders.reading.counts import counts
from eventbook.coders.reading.dates import Found, dates, phrases_in
from eventbook.coders.reading.deeds import violent
from eventbook.coders.reading.incidents import incidents
from eventbook.coders.reading.persons import person_candidates, persons
from eventbook.coders.reading.place_choice import context_of, place_candidates
from eventbook.coders.reading.place_mentions import Mention, mentions
from eventbook.coders.reading.place_names import PlaceNames
from eventbook.coders.reading.place_setting import dateline_end, settings
from eventbook.coders.reading.place_unknown import unknown_places
from eventbook.coders.reading.publication_day import publication_day
from eventbook.coders.reading.targets import struck_candidates, target_candidates
from eventbook.coders.reading.told import Told
from eventbook.coders.reading.type_cues import type_candidates, type_cues
from eventbook.schema.codebook import Codebook
from eventbook.schema.text_parts import PartKind

_LIKELY = 0.4
"""How sure a place must be for its country to be that of people in its sentence."""


@dataclass(frozen=True, slots=True)
class Lists:
    """What a text is read with: names of places and actors, the codebook, and ids of places that forms named before."""

    places: PlaceNames
    actors: ActorNames
    book: Codebook
    kept: frozenset[str] = frozenset()


def read_text(told: Told, lists: Lists) -> Reading:
    """Return all that a text seems to say; what stands in a page's furniture is left out."""
    actors = actor_mentions(told, lists.actors)
    taken = {at for one in actors for at in range(one.start, one.end)}
    dated = phrases_in(told)
    people = persons(told)
    named = {at for one in people for at in range(told.words[one.first].start, told.words[one.last].end)}
    days = {at for one in dated for at in range(one.start, one.end)}
    places = mentions(told, lists.places, taken | named | days)
    countries = country_mentions(told)
    said = settings(told, places, countries)
    context = context_of(told, places, said, countries, lists.kept)
    published = None if told.facts.published else publication_day(told, dated, dateline_end(told, places))
    others = {
        at for one, how in zip(places, said, strict=True) if how.name for at in range(one.start, one.end)
    }
    codes = [one.code for one in lists.book.places.precision]
    offered = list(place_candidates(places, said, context, lists.places, codes))
    found = [
        *([published] if published else []),
        *dates(told, dated, date.fromisoformat(str(published.value)) if published else None),
        *offered,
        *unknown_places(told, offered, taken | named | set(_offsets(countries)), others, codes),
        *_counts(told, lists.book, dated),
        *_actors(told, lists, Homes(countries, context.main, _lands(places, offered)), actors, named),
        *person_candidates(told, people, violent(told), context.main, lists.book),
        *attribution(told, violent(told)),
        *type_candidates(told, type_cues(told, lists.book)),
    ]
    known = {at for one in found for at in range(one.start, one.end)} | named
    found += struck_candidates(told, known)
    kept = [one for one in found if told.part_at(one.start) is not PartKind.FURNITURE]
    ordered = tuple(sorted(kept, key=lambda one: (one.start, one.end, -one.confidence)))
    return Reading(ordered, incidents(told, ordered))


def _offsets(found: Iterable[CountryMention]) -> Iterator[int]:
    return (at for one in found for at in range(one.start, one.end))


def _counts(told: Told, book: Codebook, dated: Sequence[Found]) -> list[Candidate]:
    """Return the counts that the codebook has; the number in "14 May" is none."""
    known = {one.name for one in book.count}
    return [
        one for one in counts(told, [(day.start, day.end) for day in dated]) if one.value["what"] in known
    ]


def _lands(found: Sequence[Mention], offered: Sequence[Candidate]) -> list[tuple[int, str]]:
    """Return the countries of the places that were likely meant, where they are named."""
    country = {bearer.id: bearer.country for one in found for bearer in one.bearers}
    best: dict[int, Candidate] = {}
    for one in sorted(offered, key=lambda one: -one.confidence):
        if one.more.get("id") in country and not one.more.get("dateline"):
            best.setdefault(one.start, one)
    return [(start, country[one.more["id"]]) for start, one in best.items() if one.confidence >= _LIKELY]


def _actors(
    told: Told, lists: Lists, homes: Homes, actors: list[ActorMention], named: set[int]
) -> list[Candidate]:
    """Return actors and things that were hit; no word is read as two of them."""
    spoken = frozenset(
        {homes.main, *(one.country for one in homes.mentions), *(land for _, land in homes.places)}
    )
    registered = list(actor_candidates(told, actors, lists.actors, spoken))
    whole = {at for one in actors if not one.inside for at in range(one.start, one.end)}
    taken = named | {at for one in actors for at in range(one.start, one.end)}
    used = named | whole | {at for one in homes.mentions for at in range(one.start, one.end)}
    groups = list(group_candidates(told, lists.actors, used))
    used = taken | {at for one in groups for at in range(one.start, one.end)}
    return [
        *registered,
        *groups,
        *role_candidates(told, homes, lists.actors, lists.book, used),
        *target_candidates(told, lists.book, violent(told), used),
    ]
