"""From a PDF to its text: lines joined to paragraphs, words divided at line ends put together again.

A PDF is a drawing of pages. What stands at the top or foot of page after page is furniture, and
is kept as such; a page without text is a picture of one, and is told, for nobody should believe
that an article was read of which half is an image.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator

import pypdf
import pypdf.errors

from eventbook.coders.texts.blocks import Block, Extract, Source, joined, tidy
from eventbook.coders.texts.charset import UnreadableTextError
from eventbook.coders.texts.plain_facts import plain_facts
from eventbook.coders.texts.plain_parts import plain_parts
from eventbook.schema.text_parts import Fact, PartKind

_MOST_PAGES = 2_000
_MOST_LETTERS = 5_000_000
_EDGE = 2
"""So many lines at the top and at the foot of a page may be furniture."""
_DIVIDED = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")
_SHORT_LINE = 0.75
_ENDS = re.compile(r"[.!?:\u2026\u3002\u061f\u06d4][\"'\u201d\u2019\u00bb)]*$")
_NUMBER = re.compile(r"\d+")
_WHOLLY_NUMBER = re.compile(
    r"(?:page|seite|p\u00e1gina|p\.|-)?\s*\d{1,4}\s*(?:(?:of|/|von|de|sur)\s*\d{1,4}|-)?$", re.IGNORECASE
)


def pdf_extract(content: bytes, encoding: str = "") -> Extract:
    """Return what can be read in a PDF. Raises `UnreadableTextError` for an encrypted, broken or image-only one."""
    _ = encoding  # a PDF says for each font what its codes stand for
    reader = _opened(content)
    pages = list(_pages(reader))
    empty = [str(number) for number, page in enumerate(pages, start=1) if not page]
    if len(empty) == len(pages):
        says = f"its {len(pages)} page{'s hold' if len(pages) > 1 else ' holds'} no text, only pictures of it"
        raise UnreadableTextError(
            says, "run OCR on it (for instance ocrmypdf IN.pdf OUT.pdf) and add what that makes"
        )
    source = Source("pdf", "the fonts of the document")
    if empty:
        source.remarks.append(
            f"no text on page {', '.join(empty[:20])}: perhaps pictures; read them in the file"
        )
    source.facts |= _facts(reader)
    blocks = list(_blocks(pages))
    found = joined(blocks, source)
    facts = {**plain_facts(found.text, found.marks.parts), **found.marks.facts}
    return Extract(found.text, found.marks.model_copy(update={"facts": facts}))


def _opened(content: bytes) -> pypdf.PdfReader:
    advice = "remove the password (for instance qpdf --decrypt --password=… IN.pdf OUT.pdf) and add that"
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        locked = reader.is_encrypted and not reader.decrypt("")  # many open without, and only forbid printing
    except pypdf.errors.DependencyError as caught:
        raise UnreadableTextError(f"it is an encrypted PDF ({caught})", advice) from caught
    except Exception as caught:  # a damaged or hostile file breaks the library in ways that it does not name
        raise _broken(caught) from caught
    if locked:
        raise UnreadableTextError("it is an encrypted PDF", advice)
    return reader


def _broken(caught: Exception) -> UnreadableTextError:
    says = f"it is a damaged PDF ({type(caught).__name__}: {str(caught)[:100]})"
    return UnreadableTextError(says, "open it in a reader, save it anew or copy its text, and add that")


def _pages(reader: pypdf.PdfReader) -> Iterator[list[str]]:
    letters = 0
    for number in range(_most(reader)):
        try:
            text = reader.pages[number].extract_text()
        except Exception as caught:  # as above
            raise _broken(caught) from caught
        letters += len(text)
        if letters > _MOST_LETTERS:
            raise UnreadableTextError(
                "its text is longer than 5,000,000 letters", "add only the article itself"
            )
        yield [line for line in (tidy(raw) for raw in text.replace("\f", "\n").split("\n")) if line]


def _most(reader: pypdf.PdfReader) -> int:
    """Return how many pages there are. Raises `UnreadableTextError` where that is no article's number."""
    try:
        count = len(reader.pages)
    except Exception as caught:  # as above
        raise _broken(caught) from caught
    if not 0 < count <= _MOST_PAGES:
        raise UnreadableTextError(f"it has {count:,} pages", "add only the article's pages")
    return count


def _facts(reader: pypdf.PdfReader) -> dict[str, Fact]:
    """Return what the document's properties say; the day a file was made is no day of publication."""
    try:
        title = str((reader.metadata.title if reader.metadata else "") or "").strip()
    except Exception:  # noqa: BLE001  properties can be broken in a file whose text is not
        return {}
    made_by_program = re.search(
        r"\.(?:docx?|indd|pdf|qxd)$|^(?:untitled|microsoft word)", title, re.IGNORECASE
    )
    known = title and not made_by_program
    return {"title": Fact(value=title, source="the title in the PDF's properties")} if known else {}


def _blocks(pages: list[list[str]]) -> Iterator[Block]:
    """Yield paragraphs and furniture; a paragraph that runs on over a page stays one."""
    again = _repeated(pages)
    width = _width(pages)
    held: list[str] = []
    for page in pages:
        furniture, lines = _parted(page, again)
        for at, line in enumerate(lines):
            held.append(line)
            ends = bool(_ENDS.search(line)) and len(line) < _SHORT_LINE * width
            heading = len(held) == 1 and len(line) < _SHORT_LINE * width and at + 1 < len(lines)
            if ends or (heading and not lines[at + 1][:1].islower() and not _DIVIDED.search(line)):
                yield from _paragraph(held)
                held = []
        yield from (Block(line, PartKind.FURNITURE) for line in furniture)
    yield from _paragraph(held)


def _width(pages: list[list[str]]) -> int:
    lengths = sorted(len(line) for page in pages for line in page)
    return lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0


def _repeated(pages: list[list[str]]) -> frozenset[str]:
    """Return the lines, numbers aside, that stand at the edge of at least half of three or more pages."""
    seen = Counter(key for page in pages for key in {_NUMBER.sub("#", line) for line in _edges(page)})
    enough = max(3, len(pages) / 2)
    return frozenset(line for line, times in seen.items() if times >= enough)


def _edges(page: list[str]) -> list[str]:
    return [*page[:_EDGE], *page[_EDGE:][-_EDGE:]]


def _parted(page: list[str], again: frozenset[str]) -> tuple[list[str], list[str]]:
    """Return a page's furniture and its other lines."""
    furniture: list[str] = []
    lines: list[str] = []
    for at, line in enumerate(page):
        edge = at < _EDGE or at >= len(page) - _EDGE
        number = (at in {0, len(page) - 1}) and bool(_WHOLLY_NUMBER.match(line)) and len(page) > 1
        (furniture if edge and (_NUMBER.sub("#", line) in again or number) else lines).append(line)
    return furniture, lines


def _paragraph(lines: list[str]) -> Iterator[Block]:
    """Yield the lines of a paragraph as one, labelled as those of a plain text are."""
    text = ""
    for line in lines:
        divided = _DIVIDED.search(text) and line[:1].islower()
        text = text[:-1] + line if divided else f"{text} {line}".lstrip()
    if not text:
        return
    for part in plain_parts(text):
        yield Block(text[part.start : part.end], part.kind)
