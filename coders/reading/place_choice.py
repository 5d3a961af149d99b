"""Which of a name's places a text means: by the country it speaks of, the province beside it, people, earlier coding.

No name settles a place by itself. Where two places are nearly as likely, both are offered as alternatives;
where nothing speaks for a place, its name is taken for an ordinary word.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import log10

from eventbook.coders.reading.attribution import is_telling
from eventbook.coders.reading.candidate import Candidate, CandidateKind
from eventbook.coders.reading.country_words import CountryMention
from eventbook.coders.reading.place_mentions import Mention
from eventbook.coders.reading.place_names import Bearer, PlaceNames
from eventbook.coders.reading.place_setting import Setting
from eventbook.coders.reading.told import Told
from eventbook.schema.countries import COUNTRIES
from eventbook.schema.where import Place, PlaceKind

MOST = 3
"""Alternatives at most."""

CLOSE = 1.3
"""How much less likely than the first an alternative may be."""

LEAST = 2.0
"""What must speak for a name at least."""

_LEVELS = {PlaceKind.ADMIN1: 2, PlaceKind.ADMIN2: 2, PlaceKind.COUNTRY: 3, PlaceKind.SEA: 2}
_WEIGHT = {PlaceKind.ADMIN1: 4.0, PlaceKind.ADMIN2: 1.5, PlaceKind.COUNTRY: 9.0, PlaceKind.SEA: 6.0}
_LARGE, _TOWN, _SMALL = 1_000_000, 15_000, 2_000
_CITY = 100_000
_SHORT = 4
_BESIDE, _SMALL_WORDS = 24, 4
"""Letters and spaces at most between a name and what says where it lies."""

_JOINING = {",", "(", "\u060c"}
_SAME = 0.5
"""Degrees within which a town and a division of one name are taken for the same place."""


Beside = tuple[frozenset[str], frozenset[int]]
"""The countries and divisions that stand right behind a name."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a text says of where it is: countries with their weight (the first is 1), provinces and districts named."""

    countries: dict[str, float]
    divisions: frozenset[int] = frozenset()
    kept: frozenset[str] = frozenset()
    doubt: float = 0.0
    beside: dict[str, Beside] = field(default_factory=dict[str, Beside])

    @property
    def main(self) -> str:
        """The country that the text speaks of most, of several the first; that of the outlet comes last."""
        return max(self.countries, key=lambda one: self.countries[one], default="")


def context_of(
    told: Told, found: Sequence[Mention], said: Sequence[Setting], countries: Sequence[CountryMention],
    kept: frozenset[str] = frozenset(),
) -> Context:  # fmt: skip
    """Return what a text says of where it is."""
    weight: Counter[str] = Counter()
    for land in countries:
        weight[land.country] += 2 if not land.people else 1
    for one, setting in zip(found, said, strict=True):
        if setting.dateline:
            largest = max(one.bearers, key=lambda bearer: bearer.people)
            weight[largest.country] += 1
    if told.facts.country:
        weight[told.facts.country] += 1
    real = [one for one, setting in zip(found, said, strict=True) if not setting.name and not setting.common]
    for one in real:
        homes = {bearer.country for bearer in one.bearers}
        if len(homes) == 1 and (not told.shouted or max(bearer.people for bearer in one.bearers) >= _CITY):
            weight[one.bearers[0].country] += 1
    divisions = {
        int(bearer.id.removeprefix("gn-"))
        for one in real
        for bearer in one.bearers
        if bearer.kind in {PlaceKind.ADMIN1, PlaceKind.ADMIN2} and bearer.id.startswith("gn-")
    }
    top = max(weight.values(), default=1)
    shares = {country: value / top for country, value in weight.items()}
    doubt = 1.0 if told.shouted else 0.0
    return Context(shares, frozenset(divisions), kept, doubt, _beside(told, found, countries))


def _beside(told: Told, found: Sequence[Mention], countries: Sequence[CountryMention]) -> dict[str, Beside]:
    """Return for each name the countries and divisions that stand right behind it after a comma."""
    beside: dict[str, Beside] = {}
    for at, one in enumerate(found):
        follows = found[at + 1] if at + 1 < len(found) else None
        places: frozenset[int] = frozenset()
        if follows and _by_comma(told, one.end, follows.start):
            numbers = (
                bearer for bearer in follows.bearers if bearer.kind.division and bearer.id.startswith("gn-")
            )
            places = frozenset(int(bearer.id.removeprefix("gn-")) for bearer in numbers)
        homes = frozenset(
            other.country
            for other in countries
            if _by_comma(told, one.end, other.start) and not other.people and not _acts(told, other.end)
        )
        known = beside.get(one.key, (frozenset[str](), frozenset[int]()))
        beside[one.key] = (known[0] | homes, known[1] | places)
    return beside


def _acts(told: Told, end: int) -> bool:
    """Tell whether what ends here does or says something: in "attacked Goma, Rwanda said" Goma is in no Rwanda."""
    at = bisect_left(told.words, end, key=lambda word: word.start)
    follows = told.words[at : at + 1]
    return (
        bool(follows)
        and told.text[end : follows[0].start] == " "
        and is_telling(follows[0].key, told.language)
    )


def _by_comma(told: Told, end: int, start: int) -> bool:
    """Tell whether what begins at `start` says where the name before it lies: ", Iraq", ", in Iraq", " (Iraq)"."""
    between = told.plain[end:start]
    near = 0 < start - end <= _BESIDE and between.count(" ") <= _SMALL_WORDS
    return near and between.lstrip()[:1] in _JOINING and "." not in between


def place_candidates(
    found: Sequence[Mention],
    said: Sequence[Setting],
    context: Context,
    names: PlaceNames,
    codes: Sequence[int],
) -> Iterator[Candidate]:
    """Yield the places that mentions may mean; `codes` are the codebook's codes of precision, the finest first."""
    finer = _finer(found, said, context)
    for one, setting in zip(found, said, strict=True):
        if setting.name or any(
            bearer.kind is PlaceKind.COUNTRY and bearer.country in finer for bearer in one.bearers
        ):
            continue
        elsewhere = _elsewhere(one, context)
        if elsewhere:
            yield _missing(one, setting, elsewhere, codes)
            continue
        ranked = _ranked(one, setting, context)
        if not ranked or _support(one, setting, ranked[0][1], context) < LEAST:
            continue
        if _astray(ranked[0][1], one, context):
            continue
        places = [(score, place) for score, bearer in ranked if (place := names.find(bearer.id))]
        for at, (score, place) in enumerate(places):
            choice = f"where-{one.start}" if len(places) > 1 else ""
            value = names.written(place)
            yield _candidate(one, setting, (at, score, place, value), choice, codes)


def _astray(bearer: Bearer, one: Mention, context: Context) -> bool:
    """Tell whether it is a small place in a country of which the text says nothing, so that it hardly is meant."""
    homes, divisions = context.beside.get(one.key, (frozenset[str](), frozenset[int]()))
    told = bearer.country in homes or bool(set(bearer.divisions) & divisions) or bearer.project
    return (
        bool(context.countries)
        and bearer.country not in context.countries
        and bearer.people < _CITY
        and not told
    )


def _finer(found: Sequence[Mention], said: Sequence[Setting], context: Context) -> set[str]:
    """Return the countries of which the text names a place within: those say more than the country."""
    within: set[str] = set()
    for one, setting in zip(found, said, strict=True):
        ranked = [] if setting.name or setting.dateline else _ranked(one, setting, context)
        if (
            ranked
            and ranked[0][1].kind is not PlaceKind.COUNTRY
            and _support(one, setting, ranked[0][1], context) >= LEAST
        ):
            within.add(ranked[0][1].country)
    return within


def _elsewhere(one: Mention, context: Context) -> str:
    """Return the country that the text gives the place, where no place of the name lies in it."""
    homes, _ = context.beside.get(one.key, (frozenset[str](), frozenset[int]()))
    known = any(bearer.country in homes or bearer.kind is PlaceKind.COUNTRY for bearer in one.bearers)
    return "" if known or len(homes) != 1 else next(iter(homes))


def _missing(one: Mention, setting: Setting, country: str, codes: Sequence[int]) -> Candidate:
    """Return the candidate of a place that is not in the list, for a person to add."""
    label = f"{one.bearers[0].name if one.bearers[0].named else one.key.title()}, {COUNTRIES[country].name}"
    more = {"precision": codes[1 if setting.near else 0], "country": country}
    says = "no place of this name is known in that country: add it"
    return Candidate(CandidateKind.WHERE, one.start, one.end, None, label, 0.4, says, more=more)


def _ranked(one: Mention, setting: Setting, context: Context) -> list[tuple[float, Bearer]]:
    """Return the likeliest bearers of a name with how likely they are, none twice for one place."""
    scored = sorted(
        ((_score(bearer, one.key, setting, context), bearer) for bearer in one.bearers),
        key=lambda pair: (-pair[0], pair[1].id),
    )
    kept: list[tuple[float, Bearer]] = []
    for score, bearer in scored:
        near = any(_same(bearer, other) for _, other in kept)
        if score >= scored[0][0] - CLOSE and not near:
            kept.append((score, bearer))
    return kept[:MOST]


def _same(one: Bearer, other: Bearer) -> bool:
    """Tell whether two bearers are one place to a reader: a town and its district, the project's and the world's."""
    apart = max(abs(one.point[0] - other.point[0]), abs(one.point[1] - other.point[1]))
    return (
        one.country == other.country
        and apart < _SAME
        and (one.kind.division or other.kind.division or one.project is not other.project)
    )


def _score(bearer: Bearer, key: str, setting: Setting, context: Context) -> float:
    score = _WEIGHT.get(bearer.kind, log10(bearer.people + 10)) + 1.5 * bearer.named + 6 * bearer.project
    score += 2.5 * context.countries.get(bearer.country, 0) + 2 * (bearer.id in context.kept)
    if setting.region:
        score += 4 if bearer.kind.division and bearer.kind is not PlaceKind.COUNTRY else -2
    homes, divisions = context.beside.get(key, (frozenset[str](), frozenset[int]()))
    score += 6 * (bearer.country in homes)
    inside = {number for number in bearer.divisions if number}
    score += 6 * bool(inside & divisions) + 1.5 * bool(inside & context.divisions)
    return score


def _support(one: Mention, setting: Setting, bearer: Bearer, context: Context) -> float:
    """Return how much speaks for the words being a place's name at all."""
    homes, divisions = context.beside.get(one.key, (frozenset[str](), frozenset[int]()))
    told = bearer.country in homes or bool(set(bearer.divisions) & divisions)
    support = 2.0 * setting.at + 3.0 * told + 3.0 * setting.dateline + 3.0 * bearer.project
    share = context.countries.get(bearer.country, 0.0)
    support += (0.5 + share if share else -1.0) + 1.5 * (one.last > one.first)
    support += (
        _size(bearer)
        - context.doubt
        - 3.5 * setting.common
        - 1.0 * (setting.opening and not setting.dateline)
    )
    short = len(one.key) <= _SHORT and one.key.isascii() and not (setting.at and bearer.people >= _CITY)
    return support - 0.5 * (not bearer.named) - 1.0 * short


def _size(bearer: Bearer) -> float:
    if bearer.kind is PlaceKind.COUNTRY:
        return 3.0
    if bearer.kind is PlaceKind.ADMIN1 or bearer.people >= _CITY:
        return 2.0 if bearer.people >= _LARGE else 1.5
    return 0.5 if bearer.people >= _TOWN else -1.0 if bearer.people < _SMALL else 0.0


def _candidate(
    one: Mention, setting: Setting, ranked: tuple[int, float, Place, str], choice: str, codes: Sequence[int]
) -> Candidate:
    at, score, place, value = ranked
    level = max(_LEVELS.get(place.kind, 0), 1 if setting.near else 0, 2 if setting.region else 0)
    more = {"id": place.id, "precision": codes[min(level, len(codes) - 1)]}
    label = place.label if place.kind is PlaceKind.ADMIN1 else place.full_label
    label = place.name if place.kind is PlaceKind.COUNTRY else label
    sure = min(0.95, 0.4 + score / 30) * 0.6**at * (0.3 if place.kind is PlaceKind.COUNTRY else 1.0)
    if setting.dateline:
        more["dateline"] = True
        return Candidate(
            CandidateKind.WHERE, one.start, one.end, value, label, 0.05,
            "the dateline: where it was written, not where it happened", choice, more,
        )  # fmt: skip
    return Candidate(
        CandidateKind.WHERE, one.start, one.end, value, label, round(sure, 3), _reason(setting, place),
        choice, more,
    )  # fmt: skip


def _reason(setting: Setting, place: Place) -> str:
    """Return why the name is taken for this place, in a line."""
    about = (
        "near it"
        if setting.near
        else "its province or district"
        if setting.region
        else "a place of this name"
    )
    people = f", {place.population:,} people" if place.population else ""
    return f"{about}: {place.kind}{people}"
