"""An article as it came, and as it will be kept: text, parts, publication and fingerprint worked out.

All of it happens before the store is touched, so that nobody waits while a thousand pages are read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from eventbook.coders.intake.fingerprint import Fingerprint, body_words, fingerprint, threes
from eventbook.coders.intake.outlet_match import Outlets
from eventbook.coders.intake.publication_fill import Filled, fill
from eventbook.coders.texts.charset import UnreadableTextError
from eventbook.coders.texts.extract import EXTRACTORS, extract
from eventbook.schema.article import ID_DIGITS, Medium, Publication
from eventbook.schema.canonical import sha256
from eventbook.schema.problem import Path, Problem, error
from eventbook.schema.text_parts import Marks

TEXT_UNREADABLE = error(
    "article-unreadable", "an article is text that can be read: a page, a PDF, a mail, plain text"
)


@dataclass(frozen=True, slots=True)
class Received:
    """Bytes that came, what a person gave with them, and where they came from: a file, a line.

    `key` is the sender's own id of the article. `apart` asks that it is not folded into another.
    """

    content: bytes
    given: Mapping[str, object] = field(default_factory=dict[str, object])
    path: Path = ()
    confidential: bool = False
    apart: bool = False
    encoding: str = ""
    medium: Medium | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """An article ready to be kept, but for its words, which are with `Words`; its marks are here without the parts.

    `hidden` tells whether it or its outlet is confidential; `found` says where each detail that nobody gave stands.
    """

    id: str
    sha256: str
    medium: Medium
    publication: Publication
    print: Fingerprint
    confidential: bool
    hidden: bool
    apart: bool
    path: Path
    key: str = ""
    found: Mapping[str, str] = field(default_factory=dict[str, str])
    lacks: tuple[str, ...] = ()
    marks: Marks = field(default_factory=Marks)

    @property
    def order(self) -> tuple[str, str]:
        """Where it stands among those that come together, in whatever order they came: by day, then hash."""
        return (str(self.publication.published or "9999"), self.sha256)


@dataclass(frozen=True, slots=True)
class Words:
    """The bytes, the text and the marks of an article."""

    content: bytes
    text: str
    marks: Marks


def prepare(one: Received, outlets: Outlets) -> tuple[Draft | None, Words | None, tuple[Problem, ...]]:
    """Return an article ready to be kept, or what is wrong with it; reads nothing but what it is handed."""
    try:
        medium, found = extract(one.content, encoding=one.encoding, medium=one.medium)
    except UnreadableTextError as caught:
        return None, None, (TEXT_UNREADABLE.at(one.path, caught.what, caught.advice),)
    filled = fill(one.given, found.marks.facts, outlets, one.path)
    if filled.publication is None:
        return None, None, filled.problems
    words = Words(one.content, found.text, found.marks)
    return _draft(one, medium, words, filled), words, ()


def _draft(one: Received, medium: Medium, words: Words, filled: Filled) -> Draft:
    whole = sha256(one.content)
    assert filled.publication is not None  # noqa: S101  told apart by the caller
    return Draft(
        id=whole[:ID_DIGITS],
        sha256=whole,
        medium=medium,
        publication=filled.publication,
        print=fingerprint(threes(body_words(words.text, words.marks))),
        confidential=one.confidential,
        hidden=one.confidential or bool(filled.outlet and filled.outlet.confidential),
        apart=one.apart,
        path=one.path,
        key=one.key,
        found=filled.found,
        lacks=filled.lacks,
        marks=words.marks.model_copy(update={"parts": ()}),
    )


def extractor_of(medium: Medium) -> str:
    """Return the name of the present extractor of a medium."""
    return EXTRACTORS[medium].name
