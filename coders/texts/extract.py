"""From the bytes of an article, whatever they are, to its text, parts, damage and facts.

The bytes are kept as they came; this makes a text version of them. Every word that was visible
is in the text. What an extractor makes is told by its name: a change in it needs a new number,
and texts made by the old one stay.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from eventbook.coders.texts.blocks import Extract
from eventbook.coders.texts.charset import UnreadableTextError
from eventbook.coders.texts.medium import medium_of
from eventbook.schema.article import Medium

LIMIT = 5_000_000
"""The most bytes that an article may have: a book of a thousand pages has fewer."""


@dataclass(frozen=True, slots=True)
class Extractor:
    """A way to make a text: its name, which is stored with every text it made, and what does it.

    It is loaded when a text is first made: the libraries behind it take longer than most commands.
    """

    name: str
    module: str
    function: str

    def run(self, content: bytes, encoding: str) -> Extract:
        """Make the text of an article's bytes. Raises `UnreadableTextError`."""
        made: Callable[[bytes, str], Extract] = getattr(import_module(self.module), self.function)
        return made(content, encoding)


EXTRACTORS = {
    Medium.PLAIN: Extractor("plain 2", "eventbook.coders.texts.plain_text", "plain_extract"),
    Medium.HTML: Extractor("html 1", "eventbook.coders.texts.page_text", "page_extract"),
    Medium.PDF: Extractor("pdf 1", "eventbook.coders.texts.pdf_text", "pdf_extract"),
    Medium.MAIL: Extractor("mail 1", "eventbook.coders.texts.mail_text", "mail_extract"),
}


def extract(content: bytes, *, encoding: str = "", medium: Medium | None = None) -> tuple[Medium, Extract]:
    """Return what an article's bytes are, and what can be read in them.

    `encoding` and `medium` are a person's word, where the bytes do not say. Raises `UnreadableTextError` for what is
    empty, too long, or no text that people read.
    """
    if len(content) > LIMIT:
        says = f"it has more than {LIMIT:,} bytes, which is the limit"
        raise UnreadableTextError(says, "add only the article itself")
    kind = medium or medium_of(content)
    found = EXTRACTORS[kind].run(content, encoding)
    if not found.text.strip():
        raise UnreadableTextError("it is empty", "add the text of the article")
    return kind, found
