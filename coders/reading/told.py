"""A text as the reading help reads it: folded letter by letter, cut into words and sentences, with its facts.

Every finder works on offsets of the text itself, so nothing here changes its length. Names are
compared in the form of `name_key`, which drops and joins letters; `keyed` keeps where each came from.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from eventbook.coders.reading.language import language_of
from eventbook.schema.text import SAME_WIDTH, name_key
from eventbook.schema.text_parts import Part, PartKind

VOWELS = "\u064b-\u0652\u0670"
"""Signs for vowels that Arabic may set in a word; they are no letters to `re`."""

_PIECE = re.compile(rf"(?:[^\W_]|[{VOWELS}])+(?:['\u2019\u02bc][^\W_]+)*")
_ELISION = re.compile(r"(?:[dl]|qu)['\u2019](?=\w)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['\u2019](?:s|S)$")
_SENTENCE = re.compile(
    r"(?:[.!?\u2026\u061f\u06d4\u3002]+[\"'\u201d\u2019\u00bb)]*\s+(?=[^a-z\u0430-\u044f]))|\n+"
)
_NO_END = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|gen|col|lt|sgt|maj|capt|cap|gov|sen|rep|st|no|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
    r"|u\.s|u\.n|ee|uu|sr|sra|prof|approx|vs|km|[a-z])|\b\d{1,2})\.$",
    re.IGNORECASE,
)
_SHOUTED = 0.6
"""Share of capitals among letters from which a text is in upper case throughout."""


class _Fold(dict[int, str]):
    """Each letter in lower case without accents, where that is one letter; made when it is met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code).translate(SAME_WIDTH).casefold()
        base = unicodedata.normalize("NFD", letter)[:1] if len(letter) == 1 else chr(code)
        self[code] = base
        return base


_FOLD = _Fold()


def same_width(text: str) -> str:
    """Return a text in lower case without accents, every letter where it was; line breaks are spaces."""
    return text.translate(_FOLD)


_SMALL = 0.004
"""Share of capitals below which a text is in small letters throughout."""

_WRAPPED_FROM = 45
"""Letters of a line from which a line break after it may be one that only breaks a paragraph."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a text besides its words: the outlet's local day, its country, language and parts."""

    published: date | None = None
    country: str = ""
    language: str = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or the part of one that stands between hyphens: its place, and its key as names have it."""

    start: int
    end: int
    key: str
    capital: bool


@dataclass(frozen=True)
class Told:
    """A text with its facts, taken apart once for all that look for something in it."""

    text: str
    facts: Facts = field(default_factory=Facts)

    @cached_property
    def language(self) -> str:
        """Its language: as it is known, else as its words tell."""
        return self.facts.language.partition("-")[0].lower() or language_of(self.text)

    @cached_property
    def plain(self) -> str:
        """The text in lower case without accents, letter for letter."""
        return same_width(self.text)

    @cached_property
    def shouted(self) -> bool:
        """Whether a capital says nothing, because all words have them, or none."""
        cased = [letter for letter in self.text[:4000] if letter.isupper() or letter.islower()]
        share = sum(map(str.isupper, cased)) / len(cased) if cased else _SMALL
        return share > _SHOUTED or share < _SMALL

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Its words in order, each between hyphens."""
        found: list[Word] = []
        for match in _PIECE.finditer(self.text):
            word, start = match.group(), match.start()
            cut = _ELISION.match(word) if self.language in {"fr", "it", "pt"} else None
            owned = _POSSESSIVE.search(word) if self.language == "en" else None
            start += cut.end() if cut else 0
            word = word[cut.end() if cut else 0 : owned.start() if owned else None]
            found.append(Word(start, start + len(word), name_key(word), self.shouted or word[0].isupper()))
        return tuple(found)

    def joined(self, first: int, last: int) -> bool:
        """Tell whether nothing but a space, line break or hyphen stands between words."""
        words = self.words
        return all(
            self.text[words[at].end : words[at + 1].start] in {" ", "-", "\u2011", "\n", "\u00a0", "' "}
            for at in range(first, last)
        )

    def before(self, first: int, most: int) -> list[Word]:
        """Return up to so many words before a word, as far as only spaces stand between them."""
        at = first
        while at > 0 and first - at < most and self.joined(at - 1, at):
            at -= 1
        return list(self.words[at:first])

    def after(self, last: int, most: int) -> list[Word]:
        """Return up to so many words behind a word, as far as only spaces stand between them."""
        at = last
        while at + 1 < len(self.words) and at - last < most and self.joined(at, at + 1):
            at += 1
        return list(self.words[last + 1 : at + 1])

    @cached_property
    def small(self) -> frozenset[str]:
        """The keys of words that stand somewhere in small letters, so that their capital elsewhere says little."""
        return (
            frozenset()
            if self.shouted
            else frozenset(one.key for one in self.words if self.text[one.start].islower())
        )

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """The stretches between full stops and line breaks, in order, without empty ones."""
        found: list[tuple[int, int]] = []
        start = 0
        for match in _SENTENCE.finditer(self.text):
            dot = match.start() + 1
            if self.text[match.start()] == "." and _NO_END.search(self.text[max(start, dot - 8) : dot]):
                continue
            if match.group()[0] == "\n" and match.group() == "\n" and self._wrapped(match.start()):
                continue
            found.append((start, match.end()))
            start = match.end()
        return (*found, (start, len(self.text))) if start < len(self.text) else tuple(found)

    def _wrapped(self, at: int) -> bool:
        """Tell whether a single line break only ends a line that was broken by hand."""
        line = self.text.rfind("\n", 0, at) + 1
        return at - line > _WRAPPED_FROM and not self.text[line:at].rstrip().endswith(
            (".", "!", "?", ":", '"', "\u201d")
        )

    def sentence_of(self, at: int) -> tuple[int, int]:
        """Return the sentence in which an offset lies."""
        index = bisect_right(self.sentences, (at, len(self.text) + 1)) - 1
        return self.sentences[max(0, index)] if self.sentences else (0, len(self.text))

    def part_at(self, at: int) -> PartKind:
        """Return what the stretch is in which an offset lies."""
        index = bisect_right(self._part_starts, at) - 1
        return self.facts.parts[index].kind if index >= 0 else PartKind.BODY

    @cached_property
    def _part_starts(self) -> list[int]:
        return [part.start for part in self.facts.parts]
