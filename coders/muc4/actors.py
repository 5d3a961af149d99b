"""The organizations of MUC-4 as entries of the registry.

Keys name an organization by words of the text: its full name, its acronym, "THE ARMY". Names
that are alternatives of one fill are one organization where they do so in two articles, or
where one is the other with more words or its initials; never where a key lists them as two.
A state's forces are told apart by country, for every country has an ARMY.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from eventbook.schema.countries import COUNTRIES
from eventbook.schema.text import slug
from eventbook.schema.who import Actor, Alias, TypePeriod

STATE = "STATE-SPONSORED VIOLENCE"
_CRIMINAL = re.compile(r"\b(?:CARTELS?|MAFIAS?|DRUG|NARCO\w*|TRAFFICK\w*|EXTRADITABLES|GANGS?)\b")
_NATIONS = {
    "SALVADORAN": "SLV", "GUATEMALAN": "GTM", "HONDURAN": "HND", "NICARAGUAN": "NIC", "SANDINIST": "NIC",
    "COLOMBIAN": "COL", "PERUVIAN": "PER", "CHILEAN": "CHL", "BOLIVIAN": "BOL", "ECUADORAN": "ECU",
    "ARGENTINE": "ARG", "U.S.": "USA",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OrgNamed:
    """One fill that names an organization: its words, in which article and template, where and of which category."""

    words: tuple[str, ...]
    docid: str
    template: str
    country: str
    category: str


class Organizations:
    """The organizations that the keys name, each one actor whatever it is called."""

    def __init__(self, named: Iterable[OrgNamed]) -> None:
        """Find out which names are one organization."""
        self.named = list(named)
        self._heads = _joined(self.named)
        self.actors = {actor.id: actor for actor in self._actors()}

    def actor_of(self, one: OrgNamed) -> str:
        """Return the id of the actor that a fill means: the one that its first words name."""
        return slug(self._title(self._heads[_key(one, one.words[0])]))

    def _title(self, head: str) -> str:
        name, _, country = head.partition("|")
        return f"{name} ({COUNTRIES[country].name})" if country else name

    def _actors(self) -> Iterable[Actor]:
        names: dict[str, set[str]] = defaultdict(set)
        countries: dict[str, Counter[str]] = defaultdict(Counter)
        types: dict[str, Counter[str]] = defaultdict(Counter)
        for one in self.named:
            for word in one.words:
                head = self._heads[_key(one, word)]
                names[head].add(_plain(word))
                countries[head][_home(one, word)] += 1
                types[head][_type(one)] += 1
        for head in sorted(names):
            title = self._title(head)
            aliases = sorted(names[head] - {head.partition("|")[0], title})
            yield Actor(
                id=slug(title),
                name=title,
                aliases=tuple(Alias(name=name) for name in aliases if "|" not in head),
                home=tuple(_most(countries[head])),
                types=(TypePeriod(type=_most(types[head])[0]),),
            )


def _most(counts: Counter[str]) -> list[str]:
    """Return the most frequent word; of several as frequent the first in order."""
    return [min(counts, key=lambda word: (-counts[word], word))] if counts else []


def _type(one: OrgNamed) -> str:
    if one.category == STATE:
        return "State forces"
    return "Criminal organization" if _CRIMINAL.search(one.words[0]) else "Armed group"


def _plain(word: str) -> str:
    """Return a name without quotation marks, its bracketed gloss and a leading article."""
    bare = re.sub(r"[\[(][^\])]*[\])]", " ", word.replace('"', " "))
    return re.sub(r"^(?:THE|LOS)\s+", "", " ".join(bare.split()) or word.strip())


def _home(one: OrgNamed, word: str) -> str:
    return next((_NATIONS[part] for part in word.split() if part in _NATIONS), one.country)


def _key(one: OrgNamed, word: str) -> str:
    """Return what a name is known by: of a state's forces the name without the nation, and the country."""
    name = _plain(word)
    if one.category != STATE:
        return name
    rest = " ".join(part for part in name.split() if part not in _NATIONS) or name
    return f"{rest}|{_home(one, word)}"


def _joined(named: list[OrgNamed]) -> dict[str, str]:
    """Return the name by which each organization is known: its most frequent one, of several the longest."""
    seen = Counter(key for one in named for key in {_key(one, word) for word in one.words})
    together: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in named:
        for pair in combinations(sorted({_key(one, word) for word in one.words}), 2):
            together[pair].add(one.docid)
    apart = _apart(named)
    heads = {key: key for key in seen}
    for (left, right), docids in sorted(together.items(), key=lambda item: (-len(item[1]), item[0])):
        if (left, right) in apart or not (len(docids) > 1 or _same_name(left, right)):
            continue
        keep, gone = sorted((heads[left], heads[right]), key=lambda key: (-seen[key], -len(key), key))
        heads = {key: keep if head == gone else head for key, head in heads.items()}
    return heads


def _apart(named: list[OrgNamed]) -> set[tuple[str, str]]:
    """Return the pairs of names that some template has as two organizations."""
    templates: dict[tuple[str, str], list[set[str]]] = defaultdict(list)
    for one in named:
        templates[(one.docid, one.template)].append({_key(one, word) for word in one.words})
    pairs: set[tuple[str, str]] = set()
    for groups in templates.values():
        for mine, theirs in combinations(groups, 2):
            pairs |= {(min(a, b), max(a, b)) for a in mine - theirs for b in theirs - mine}
    return pairs


def _same_name(left: str, right: str) -> bool:
    """Tell whether one name is the other with more words, or its initials."""
    (one, home), (other, other_home) = (key.partition("|")[::2] for key in (left, right))
    words, others = one.split(), other.split()
    initials = {"".join(word[0] for word in name) for name in (words, others)}
    contained = set(words) <= set(others) or set(others) <= set(words)
    return home == other_home and (contained or one in initials or other in initials)
