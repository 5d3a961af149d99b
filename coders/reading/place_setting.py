"""What the words around a place's name say: that something happened there, only near it, in its province, or nothing.

A name that is part of another one ("Washington Post", "Paris Jackson", "University of Nairobi") names no place.
"""

import re
from dataclasses import dataclass

from eventbook.coders.reading.country_words import CountryMention, country_words
from eventbook.coders.reading.place_mentions import Mention
from eventbook.coders.reading.place_words import PlaceWords, place_words
from eventbook.coders.reading.told import Told

_LOOK = 6
"""Words before a name that are looked at."""

_DATELINE = re.compile(
    r"[^\n]{0,60}?(?:--|\u2014|\u2013|\s-\s|\.-|\ufffd|\u00e2\S?\s?[\"\u201d]?)|\s*\([A-Z][^)\n]{1,30}\)"
)
_LINES = 5
"""Lines in which a dateline may stand."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What is said of a name: `at` that a place follows, `near`, `region`; `name` that it is part of another name."""

    at: bool = False
    near: bool = False
    region: bool = False
    name: bool = False
    common: bool = False
    opening: bool = False
    dateline: bool = False


def settings(told: Told, found: list[Mention], countries: list[CountryMention]) -> list[Setting]:
    """Return what is said of each mention, in order."""
    words = place_words(told.language)
    line = dateline_end(told, found)
    people = {at for one in countries for at in range(one.start, one.end)}
    named = {one.country for one in countries}
    done: list[Setting] = []
    for at, one in enumerate(found):
        setting = _setting(told, one, words, people)
        if at and done[-1].near and _paired(told, found[at - 1], one, words):
            setting = Setting(at=True, near=True)
        if one.end <= line:
            agency = (
                told.text[max(0, one.start - 1) : one.start] == "(" and one.bearers[0].country not in named
            )
            setting = Setting(name=True) if agency else Setting(at=True, dateline=True)
        done.append(setting)
    return done


def _paired(told: Told, one: Mention, other: Mention, words: PlaceWords) -> bool:
    """Tell whether two names are joined by "and" after "between"."""
    between = [word.key for word in told.words[one.last + 1 : other.first]]
    before = [word.key for word in told.before(one.first, 2)]
    return between[:1] != [] and between[0] in words.lists["and"] and words.ends("between", before)


def _setting(told: Told, one: Mention, words: PlaceWords, lands: set[int]) -> Setting:
    raw = [word.key for word in told.before(one.first, _LOOK)]
    before = list(raw)
    while before and before[-1] in words.lists["skip"] and not words.ends("near", before):
        before.pop()
    after = [word.key for word in told.after(one.last, 3)]
    region = (
        words.begins("region_after", after)
        or words.ends("region_before", raw)
        or words.ends("region_before", before)
    )
    cut = one.start - told.words[one.first].start  # a joined "in"
    alone = one.first == one.last
    key = told.words[one.first].key
    return Setting(
        at=words.ends("at", before)
        or words.ends("at", raw)
        or words.ends("near", before)
        or region
        or cut > 0,
        near=words.ends("near", before) or words.ends("near", raw),
        region=region,
        name=_in_name(told, one, words, lands),
        common=alone and (key in words.lists["common"] or key in words.days or key in told.small),
        opening=told.sentence_of(one.start)[0] >= one.start - 1,
    )


def _in_name(told: Told, one: Mention, words: PlaceWords, lands: set[int]) -> bool:
    """Tell whether the name is part of the name of a person, an organisation or a thing."""
    before, after = told.before(one.first, 4), told.after(one.last, 3)
    ahead = [word.key for word in before]
    if words.ends("name_before", ahead) and (
        before[-1].capital or len(ahead) > 1 or not before[-1].key.isascii()
    ):
        return True
    glued = (
        one.first > 0
        and told.words[one.first - 1].end == one.start - 1
        and told.text[one.start - 1] in "-\u2011"
    )
    if glued and not told.words[one.first - 1].capital:
        return True
    behind = [word.key for word in after]
    if words.begins("name_after", behind) and after[0].capital:
        return True
    if told.shouted or told.language == "ar" or not told.words[one.first].capital:
        return False
    if (
        words.begins("named_after", behind) and after[0].capital
    ):  # in capitals it may be a street of that city
        return True
    return _after_a_name(told, one, words, lands) or _before_a_name(told, one, words, lands)


def _after_a_name(told: Told, one: Mention, words: PlaceWords, lands: set[int]) -> bool:
    """Tell whether a capitalised word before the name makes it a surname or the like."""
    before = told.before(one.first, 1)
    if not before or not before[0].capital or before[0].start in lands:
        return False
    word = before[0]
    ordinary = word.key in words.lists["at"] | words.lists["skip"] | words.lists["and"] | words.days
    ordinary = ordinary or words.ends("near", [word.key]) or words.ends("region_before", [word.key])
    opening = told.sentence_of(word.start)[0] >= word.start - 1
    return not ordinary and not (opening and (word.key in told.small or word.key in words.lists["common"]))


def _before_a_name(told: Told, one: Mention, words: PlaceWords, lands: set[int]) -> bool:
    """Tell whether a capitalised word behind the name makes it a first name or part of a title."""
    after = told.after(one.last, 3)
    if not after or not after[0].capital or after[0].start in lands:
        return False
    keys = [word.key for word in after]
    if any(key in words.lists["part_after"] for key in keys) or words.begins("region_after", keys):
        return False
    return after[0].key not in words.days and country_words(told.language).find(after[0].key) is None


def dateline_end(told: Told, found: list[Mention]) -> int:
    """Return where the dateline ends: what stands before it was written there, and did not happen there."""
    at = 0
    for line in told.text.split("\n")[: _LINES * 2]:
        first = next((one for one in found if at <= one.start <= at + 3 and one.end <= at + len(line)), None)
        if first:
            match = _DATELINE.match(told.text, first.end)
            if match and _short(told, first.end, match.end(), found):
                return match.end()
        at += len(line) + 1
    return -1


def _short(told: Told, start: int, end: int, found: list[Mention]) -> bool:
    """Tell whether between the name and the dash stand only names, dates and agencies."""
    words = [word for word in told.words if start <= word.start < end]
    days = place_words(told.language).days
    named = {at for one in found for at in range(one.start, one.end)}
    plain = [
        word
        for word in words
        if not (word.capital or word.key.isdigit() or word.key in days or word.start in named)
    ]
    return len(words) <= 7 and len([word for word in plain if len(word.key) > 2]) == 0  # noqa: PLR2004  a few
