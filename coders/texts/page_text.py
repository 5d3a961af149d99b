"""From a web page to its text: every visible word, in the page's order, each stretch labelled.

Which paragraphs are the article is trafilatura's judgement, and its words alone would be a cleaner
text; but a toll may stand in a caption, and what was thrown away cannot be quoted. So all is kept
here, and what is not the article is called furniture.
"""

import copy
import html.parser
import re
from collections.abc import Iterator

import lxml.etree
import lxml.html
import trafilatura

from eventbook.coders.texts.blocks import Block, Extract, Source, joined, tidy
from eventbook.coders.texts.charset import LOST, decode
from eventbook.coders.texts.page_facts import page_facts
from eventbook.coders.texts.page_walk import Piece, pieces
from eventbook.coders.texts.plain_parts import is_furniture
from eventbook.schema.text_parts import PartKind

_DECLARED = re.compile(rb"<meta[^>]+?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"<\?xml[^>]+?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_HEAD = 4096
_SHORT = 25
"""A block shorter than this is only the article's if it is one of its lines as a whole."""
_SENTENCE = re.compile(r"[.!?\u2026\u3002\u061f\u06d4\u0964][\"'\u201d\u2019\u00bb)]*$")
_WORDS = re.compile(r"\w+")
_SILENT = frozenset({"script", "style", "template", "head"})


def page_extract(content: bytes, encoding: str = "", declared: str = "") -> Extract:
    """Return what can be read in the bytes of a web page; `declared` is the encoding that a mail said."""
    head = content[:_HEAD]
    said = _DECLARED.search(head) or _XML_DECLARED.search(head)
    decoded = decode(content, declared or (said.group(1).decode("ascii") if said else ""), encoding)
    source = Source(decoded.encoding, decoded.told, remarks=[decoded.remark] if decoded.remark else [])
    text = decoded.text.replace("\0", LOST)
    tree = _tree(text)
    if tree is None:
        source.remarks.append("the page nests too deeply for its parts to be told")
        return joined(_words_only(text), source)
    source.facts |= page_facts(tree)
    title = source.facts.get("title")
    return joined(_labelled(tree, title.value if title else ""), source)


def _tree(text: str) -> lxml.html.HtmlElement | None:
    """Return the page as a tree, or None where the parser gave up and would lose words."""
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        tree = lxml.html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    except lxml.etree.ParserError:  # nothing but comments, or nothing at all
        return None
    fatal = any(entry.level_name == "FATAL" for entry in parser.error_log)
    return None if fatal else tree


def _labelled(tree: lxml.html.HtmlElement, title: str) -> Iterator[Block]:
    found = list(pieces(tree))
    lines = _article_lines(tree)
    whole = " ".join(lines)
    exact = frozenset(lines)
    told = [_in_article(piece, exact, whole) for piece in found]
    first = told.index(True) if True in told else len(told)
    last = len(told) - 1 - told[::-1].index(True) if True in told else -1
    headline = _headline(found, title)
    for at, (piece, is_article) in enumerate(zip(found, told, strict=True)):
        if at == headline:
            yield Block(piece.text, PartKind.HEADLINE)
        elif piece.kind is not None:
            yield Block(piece.text, piece.kind)
        elif is_furniture(tidy(piece.text)):
            yield Block(piece.text, PartKind.FURNITURE)
        else:
            within = (first < at < last or piece.in_article) and bool(_SENTENCE.search(tidy(piece.text)))
            kind = PartKind.BODY if is_article or within or not lines else PartKind.FURNITURE
            yield Block(piece.text, kind)


def _article_lines(tree: lxml.html.HtmlElement) -> list[str]:
    """Return the lines that trafilatura takes for the article, as bare words."""
    found = trafilatura.bare_extraction(
        copy.deepcopy(tree),
        include_comments=False,
        include_tables=True,
        favor_recall=True,
        with_metadata=False,
    )
    text = getattr(found, "text", None) or ""
    return [words for line in str(text).split("\n") if (words := _bare(line))]


def _bare(text: str) -> str:
    return " ".join(_WORDS.findall(text.casefold()))


def _in_article(piece: Piece, exact: frozenset[str], whole: str) -> bool:
    words = _bare(piece.text)
    if piece.kind is not None or not words:
        return False
    if words in exact or (len(words) >= _SHORT and words in whole):
        return True
    return any(line.startswith(f"{words} ") or line.endswith(f" {words}") for line in exact)


def _headline(found: list[Piece], title: str) -> int:
    """Return which piece is the headline: a heading that says the page's title, else the first main heading."""
    wanted = _bare(title)
    for at, piece in enumerate(found):
        words = _bare(piece.text)
        if piece.heading and words and wanted and (words in wanted or wanted in words):
            return at
    return next((at for at, piece in enumerate(found) if piece.heading == 1), -1)


class _Words(html.parser.HTMLParser):
    """Gathers all visible words of a page, whatever its nesting."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where what is not visible begins."""
        _ = attrs
        self._silent += tag in _SILENT

    def handle_endtag(self, tag: str) -> None:
        """Note where it ends."""
        self._silent = max(0, self._silent - (tag in _SILENT))

    def handle_data(self, data: str) -> None:
        """Keep what is visible."""
        if not self._silent:
            self.words.append(data)


def _words_only(text: str) -> Iterator[Block]:
    gathered = _Words()
    gathered.feed(text)
    gathered.close()
    yield from (Block(words, PartKind.BODY) for words in gathered.words)
