"""Which types of event a text seems to tell of, by its trigger words.

The words of the codebooks that are shipped stand in `words/cues/`; a codebook of a project's own is read by the words
of its types' names.
"""

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from eventbook.coders.reading.candidate import Candidate, CandidateKind
from eventbook.coders.reading.phrase_finder import PhraseFinder, PhraseHit
from eventbook.coders.reading.told import Told
from eventbook.coders.reading.word_file import word_file
from eventbook.schema.codebook import Codebook

_SURE, _WORDY = 0.45, 0.1
"""How sure a cue of one word is, and what each more word adds."""


def type_cues(told: Told, book: Codebook) -> list[PhraseHit]:
    """Return the trigger words of a text, each with the code of its type."""
    codes = tuple(book.types_by_code)
    return list(_finder(book.head.name, codes, told.language).find(told))


def type_candidates(told: Told, cues: list[PhraseHit]) -> Iterator[Candidate]:
    """Yield the types that trigger words tell of."""
    for hit in cues:
        start, end = told.words[hit.first].start, told.words[hit.last].end
        sure = min(0.9, _SURE + _WORDY * (hit.last - hit.first))
        words = " ".join(told.text[start:end].split())
        yield Candidate(CandidateKind.TYPE, start, end, hit.stands, hit.stands, round(sure, 2), f"“{words}”")


@lru_cache(maxsize=64)
def _finder(book: str, codes: tuple[str, ...], language: str) -> PhraseFinder:
    known = files("eventbook.coders.reading").joinpath(f"words/cues/{book}.toml").is_file()
    listed = word_file(f"cues/{book}") if known else {}
    words: dict[str, list[str]] = listed.get(language) or listed.get("en") or {}
    phrases = [(phrase, code) for code, several in words.items() if code in codes for phrase in several]
    own = [(part, code) for code in codes if not known for part in (code, *code.split("/"))]
    return PhraseFinder([*phrases, *own])
