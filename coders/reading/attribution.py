"""Who says so, and how sure anyone is: "claimed responsibility", "officials pointed the finger at", "police said".

The speaker is the last people or name before the verb in its clause.
"""

from collections.abc import Iterator, Sequence
from functools import cache

from eventbook.coders.reading.candidate import Candidate, CandidateKind
from eventbook.coders.reading.phrase_finder import PhraseFinder, PhraseHit
from eventbook.coders.reading.role_words import role_words
from eventbook.coders.reading.told import Told, Word
from eventbook.coders.reading.word_file import word_file
from eventbook.schema.text import name_key
from eventbook.schema.who import Certainty

LANGUAGES = ("en", "fr", "es", "pt", "uk", "ru", "ar")
_SPEAKER, _CLAUSE = 7, 12
"""Words of a speaker at most, and of a clause that are looked through for one."""
_DENIAL = 6
"""Words before a claim that are looked through for one of denying."""

_SURE = {
    "claimed": 0.8,
    "denied": 0.7,
    "suspected": 0.6,
    "disputed": 0.6,
    "nobody": 0.8,
    "said": 0.4,
    "by": 0.5,
}
_SAYS = {"nobody": "nobody has claimed it", "said": "says so", "by": "says so"}
_FIRST_PERSONS = frozenset({"he", "she", "it", "they", "who", "which", "that", "i", "we", "and", "but"})


def attribution(told: Told, violent: frozenset[int]) -> Iterator[Candidate]:
    """Yield who says what; plain saying only in sentences that tell of violence."""
    for hit in _finder(told.language).find(told):
        start, end = told.words[hit.first].start, told.words[hit.last].end
        kind = hit.stands
        if kind in {"said", "by"} and told.sentence_of(start)[0] not in violent:
            continue
        if kind == "claimed" and _denied(told, hit):
            continue
        speaker = _behind(told, hit) if kind == "by" else _before(told, hit)
        if kind in {"said", "by"} and not speaker:
            continue
        yield _candidate(told, (start, end), kind, speaker)


def _denied(told: Told, hit: PhraseHit) -> bool:
    """Tell whether a word of denying stands shortly before the claim, or in it: "has not claimed"."""
    near = [*told.before(hit.first, _DENIAL), *told.words[hit.first : hit.last + 1]]
    return any(word.key in _denials(told.language) for word in near)


@cache
def _denials(language: str) -> frozenset[str]:
    listed = word_file(f"stances/{language if language in LANGUAGES else 'en'}")
    return frozenset(map(name_key, (*listed["negates"], *listed["without"], *listed["nought"])))


def _candidate(told: Told, span: tuple[int, int], kind: str, speaker: str) -> Candidate:
    certainty = (
        {"said": Certainty.STATED, "by": Certainty.STATED, "nobody": None}.get(kind)
        if kind in _SAYS
        else (Certainty(kind))
    )
    value = {"certainty": certainty.value, **({"by": speaker} if speaker else {})} if certainty else None
    says = _SAYS.get(kind, kind)
    label = f"{speaker}: {says}" if speaker and kind != "nobody" else says
    words = " ".join(told.text[span[0] : span[1]].split())
    return Candidate(CandidateKind.ATTRIBUTION, *span, value, label, _SURE[kind], f"“{words}”")


def _before(told: Told, hit: PhraseHit) -> str:
    """Return who says it: before the verb, or where the language puts it behind."""
    if told.language == "ar":
        behind = told.after(hit.last, 3)
        return _words(told, behind[0].start, behind[-1].end) if behind else ""
    before = told.before(hit.first, _CLAUSE)
    found = _speaker(told, before)
    if found or told.language == "en":
        return found
    return _speaker(told, told.after(hit.last, _SPEAKER))


def _speaker(told: Told, words: Sequence[Word]) -> str:
    """Return the last people or name among words: "Iraqi officials" of "Iraqi officials in Baghdad who spoke"."""
    roles = role_words(told.language)
    for at in range(len(words) - 1, -1, -1):
        if roles.role(words, at) or _telling(words[at].key, told.language):
            first = last = at
            while first > 0 and (words[first - 1].capital or roles.role(words, first - 1)):
                first -= 1
            while last + 1 < len(words) and words[last + 1].capital and not told.shouted:
                last += 1
            return _words(told, words[first].start, words[last].end)
    names = [at for at, word in enumerate(words) if word.capital and word.key not in _FIRST_PERSONS]
    if not names or told.shouted:
        return ""
    first = last = names[-1]
    while first > 0 and (words[first - 1].capital or told.text[words[first].start - 1] == "-"):
        first -= 1
    return _words(told, words[first].start, words[last].end)


@cache
def _tellers(language: str) -> frozenset[str]:
    listed = word_file(f"attribution/{language if language in LANGUAGES else 'en'}")
    return frozenset(map(name_key, listed.get("tellers", ())))


@cache
def _verbs(language: str) -> frozenset[str]:
    listed = word_file(f"attribution/{language if language in LANGUAGES else 'en'}")
    verbs = (name_key(word) for kind in ("said", "denied", "claimed", "suspected") for word in listed[kind])
    return frozenset(verb.split()[0] for verb in verbs)


def is_telling(key: str, language: str) -> bool:
    """Tell whether a word is, or begins, a verb of saying."""
    return key in _verbs(language)


def _telling(key: str, language: str) -> bool:
    """Tell whether a word is one for who speaks: a spokesman, a witness, a hospital."""
    return key in _tellers(language)


def _behind(told: Told, hit: PhraseHit) -> str:
    """Return the words behind "according to", up to a comma or the sentence's end."""
    after = told.after(hit.last, _SPEAKER)
    return _words(told, after[0].start, after[-1].end) if after else ""


def _words(told: Told, start: int, end: int) -> str:
    return " ".join(told.text[start:end].split())


@cache
def _finder(language: str) -> PhraseFinder:
    listed = word_file(f"attribution/{language if language in LANGUAGES else 'en'}")
    order = ("nobody", "claimed", "denied", "disputed", "suspected", "by", "said")
    return PhraseFinder([(phrase, kind) for kind in order for phrase in listed.get(kind, ())])
