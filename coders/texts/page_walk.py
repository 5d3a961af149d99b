"""A web page's tree as a reader meets it: one piece of text after another, and what its markup says it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import lxml.html

from eventbook.schema.text_parts import PartKind

_SILENT = frozenset({"script", "style", "template", "head", "iframe", "svg", "math"})
_INLINE = frozenset(
    {
        *(
            "a",
            "abbr",
            "acronym",
            "b",
            "bdi",
            "bdo",
            "big",
            "cite",
            "code",
            "data",
            "del",
            "dfn",
            "em",
            "font",
            "i",
        ),
        *(
            "ins",
            "kbd",
            "label",
            "mark",
            "q",
            "rp",
            "rt",
            "ruby",
            "s",
            "samp",
            "small",
            "span",
            "strike",
            "strong",
        ),
        *("sub", "sup", "time", "tt", "u", "var", "wbr"),
    }
)
_KINDS = {
    "figcaption": PartKind.CAPTION,
    "caption": PartKind.CAPTION,
    "nav": PartKind.FURNITURE,
    "footer": PartKind.FURNITURE,
    "aside": PartKind.FURNITURE,
    "form": PartKind.FURNITURE,
    "button": PartKind.FURNITURE,
    "menu": PartKind.FURNITURE,
    "select": PartKind.FURNITURE,
    "textarea": PartKind.FURNITURE,
    "noscript": PartKind.FURNITURE,
    "address": PartKind.BYLINE,
}
_ROLES = {
    "navigation": PartKind.FURNITURE,
    "banner": PartKind.FURNITURE,
    "contentinfo": PartKind.FURNITURE,
    "complementary": PartKind.FURNITURE,
    "search": PartKind.FURNITURE,
}
_CLASSES = (
    (
        re.compile(r"(?:^|[\s_-])(?:photo-?)?(?:credit|copyright-?holder|image-?source)s?(?:$|[\s_-])"),
        PartKind.CREDIT,
    ),
    (re.compile(r"(?:^|[\s_-])(?:wp-)?(?:caption|cutline|legend)(?:-text)?(?:$|[\s_-])"), PartKind.CAPTION),
    (
        re.compile(r"(?:^|[\s_-])(?:byline|author|dateline|pub-?date|entry-meta|timestamp)(?:$|[\s_-])"),
        PartKind.BYLINE,
    ),
    (
        re.compile(
            r"(?:^|[\s_-])(?:nav|navbar|menu|sidebar|footer|related|share|sharing|social|breadcrumbs?|comments?|"
            r"newsletter|advert|ads?|promo|cookie|trending|most-?read|recommended)(?:$|[\s_-])"
        ),
        PartKind.FURNITURE,
    ),
)
_INSIDE_FURNITURE = frozenset({PartKind.FURNITURE})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand together on a page; `kind` is what the markup says, `heading` its level or 0."""

    text: str
    kind: PartKind | None
    heading: int
    in_article: bool


@dataclass(frozen=True, slots=True)
class _Around:
    """What holds for the words at a place of the tree."""

    kind: PartKind | None = None
    heading: int = 0
    in_article: bool = False


def pieces(tree: lxml.html.HtmlElement) -> Iterator[Piece]:
    """Yield the visible words of a page in its order; no word is left out, and none comes twice."""
    held: list[str] = []
    last = _Around()
    for words, around, breaks in _walk(tree):
        if held and (breaks or around != last) and "".join(held).strip():
            yield Piece("".join(held), last.kind, last.heading, last.in_article)
            held = []
        if words:
            held.append(words)
        last = around
    if "".join(held).strip():
        yield Piece("".join(held), last.kind, last.heading, last.in_article)


def _walk(tree: lxml.html.HtmlElement) -> Iterator[tuple[str, _Around, bool]]:
    """Yield every run of words with what holds there, and whether a new line begins before it."""
    stack: list[tuple[lxml.html.HtmlElement, _Around, bool]] = [(tree, _Around(), False)]
    while stack:
        element, outer, done = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        breaks = bool(tag) and tag not in _INLINE
        if done:
            if element is not tree:
                yield element.tail or "", outer, breaks
            continue
        stack.append((element, outer, True))
        if not tag or tag in _SILENT:
            continue
        inner = _inner(element, tag, outer)
        yield element.text or "", inner, breaks
        stack.extend((child, inner, False) for child in reversed(element))


def _inner(element: lxml.html.HtmlElement, tag: str, outer: _Around) -> _Around:
    """Return what holds within an element; within furniture all is furniture."""
    heading = _HEADINGS.get(tag, outer.heading)
    if outer.kind in _INSIDE_FURNITURE:
        return _Around(outer.kind)
    kind = _KINDS.get(tag) or _ROLES.get(element.get("role") or "") or _by_name(element, tag)
    if kind is PartKind.CREDIT and outer.kind is PartKind.BYLINE:
        kind = PartKind.BYLINE
    in_article = outer.in_article or tag == "article" or element.get("itemprop") == "articleBody"
    return _Around(kind or outer.kind, 0 if kind is PartKind.FURNITURE else heading, in_article)


def _by_name(element: lxml.html.HtmlElement, tag: str) -> PartKind | None:
    if tag in {"html", "body", "main", "article"}:
        return None
    if (
        element.get("rel") == "author"
        or element.get("itemprop") in {"author", "datePublished"}
        or tag == "time"
    ):
        return PartKind.BYLINE if tag in {"time", "a", "span", "div", "p"} else None
    names = f"{element.get('class') or ''} {element.get('id') or ''}".casefold()
    return (
        next((kind for pattern, kind in _CLASSES if pattern.search(names)), None) if names.strip() else None
    )
