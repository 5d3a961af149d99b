"""What each stretch of a plain text is: headline, body, a photo's caption and credit, page furniture.

Text pasted from a page has the page in it: a caption in the middle of a paragraph, links to
other stories at the end. Rules that a reader would agree with tell them; what no rule knows is
body, since a sentence wrongly called furniture might not be read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from eventbook.coders.texts.line_words import line_words
from eventbook.schema.text_parts import Part, PartKind

_LONGEST_HEADLINE = 160
_LONGEST_BYLINE = 100
_LONGEST_CAPTION = 700
_LONGEST_FURNITURE = 200
_LONGEST_WRAPPED = 100
_SHORTEST_WRAPPED = 45
_WRAPPED = 0.8
_ENDS = tuple(".!?\u2026\u3002\u061f\u06d4\u0964:;,") + tuple(
    f"{end}{quote}" for end in ".!?" for quote in ("'", '"', "\u2019", "\u201d", "\u00bb", ")")
)
_OPEN_ENDS = ":;,"

AGENCIES = (
    *(
        "AP Photo",
        "AP",
        "Associated Press",
        "AFP",
        "Reuters",
        "Getty Images",
        "EPA-EFE",
        "EPA",
        "EFE",
        "Xinhua",
    ),
    *(
        "Anadolu Agency",
        "Anadolu",
        "dpa",
        "ANSA",
        "PTI",
        "TASS",
        "RIA Novosti",
        "Kyodo",
        "Yonhap",
        "Bloomberg",
    ),
    *("Shutterstock", "IRNA", "SANA", "MAP", "UNIAN", "Interfax"),
)
_AGENCY = "|".join(re.escape(name) for name in AGENCIES)
_PERSON = r"(?:(?:[A-Z]\.)+|[A-Z\u00c0-\u00de][\w'\u2019-]*)"
# A credit ends at its agency's name even where the next sentence was glued to it.
_CREDIT = re.compile(
    r"(?:(?:Photo(?:graph)?|Image|Picture|Credit|Courtesy)\s*(?:by|of|:)\s*)?"
    rf"(?:(?:{_PERSON}\s+){{1,8}}(?:via|for|/)\s+|(?:{_PERSON}\s*){{1,6}}/\s*)"
    rf"(?:{_AGENCY})(?=$|[\s.,;)\]]|[A-Z\u201c\"][a-z]*\s)"
    rf"|\((?:{_AGENCY})(?:\s?/[^()\n]{{2,40}}|\s[Pp]hoto[^()\n]{{0,60}})?\)"
)
_CAPTION = re.compile(
    r"(?:^|(?<=[.!?\"\u201d\s]))(?:(?:FILE|File photo|FILE PHOTO|PHOTO|Photo|Caption|CAPTION|Image|Foto|Archivo|"
    r"\u0424\u043e\u0442\u043e|\u0635\u0648\u0631\u0629)\s*[:\u2013\u2014-]\s|"
    r"(?:This|In this|A) (?:file |undated |handout |still |satellite |aerial |frame )*"
    r"(?:photo|photograph|image|picture|frame grab|handout)\b(?=[^.\n]{0,120}"
    r"(?:provided|released|taken|shows|made available|obtained|from video|,)))"
)


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str


def plain_parts(text: str) -> tuple[Part, ...]:
    """Return the parts of a plain text, in order; every character but spaces lies in exactly one."""
    lines = list(_lines(text))
    kinds = _kinds(lines)
    found: list[Part] = []
    for line, kind in zip(lines, kinds, strict=True):
        found += _inside(line) if kind is PartKind.BODY else [Part(kind=kind, start=line.start, end=line.end)]
    return tuple(_merged(found, text))


def is_furniture(line: str) -> bool:
    """Tell whether a line is of a page and not of an article, by its words."""
    return len(line) <= _LONGEST_FURNITURE and bool(
        line_words().furniture.match(line.lstrip("\u00bb>|\u2022*- "))
    )


def _lines(text: str) -> Iterator[_Line]:
    at = 0
    for raw in text.split("\n"):
        words = raw.strip()
        if words:
            start = at + raw.index(words)
            yield _Line(start, start + len(words), words)
        at += len(raw) + 1


def _kinds(lines: list[_Line]) -> list[PartKind]:
    kinds = [PartKind.FURNITURE if is_furniture(line.text) else PartKind.BODY for line in lines]
    top = next((at for at, kind in enumerate(kinds) if kind is PartKind.BODY), 0)
    if _is_headline(lines, top):
        kinds[top] = PartKind.HEADLINE
        top += 1
    for at in range(max(0, top - 1), min(len(lines), top + 6)):
        if kinds[at] is PartKind.BODY and _is_byline(lines[at].text):
            kinds[at] = PartKind.BYLINE
    return _tail(lines, kinds)


def _is_headline(lines: list[_Line], at: int) -> bool:
    """Tell whether a line stands over a text: short, no sentence's end, and more below it."""
    if at + 1 >= len(lines):
        return False
    line, below = lines[at].text, lines[at + 1 :]
    longer = any(len(one.text) > len(line) or one.text.endswith(_ENDS) for one in below[:4])
    next_line = below[0].text
    wraps = below[0].start == lines[at].end + 1 and len(line) >= max(
        _SHORTEST_WRAPPED, _WRAPPED * len(next_line)
    )
    if wraps and len(next_line) <= _LONGEST_WRAPPED and not _is_byline(next_line):
        return False  # the first line of a paragraph whose lines were broken by hand
    return (
        len(line) <= _LONGEST_HEADLINE
        and (line.endswith(tuple(_OPEN_ENDS)) or not line.endswith(_ENDS))
        and not _is_byline(line)
        and longer
    )


def _is_byline(line: str) -> bool:
    return (
        len(line) <= _LONGEST_BYLINE
        and not line.endswith((".", "!", "?"))
        and bool(line_words().byline.match(line))
    )


def _tail(lines: list[_Line], kinds: list[PartKind]) -> list[PartKind]:
    """Return the kinds with what stands among furniture at the end of the text as furniture too."""
    first = len(lines)
    for at in range(len(lines) - 1, 0, -1):
        if kinds[at] is PartKind.FURNITURE:
            first = at
        elif lines[at].text.endswith(_ENDS) or len(lines[at].text) > _LONGEST_FURNITURE:
            break
    return [*kinds[:first], *(PartKind.FURNITURE for _ in kinds[first:])]


def _inside(line: _Line) -> list[Part]:
    """Return the parts of a paragraph: the body, and a caption and its credit where they were glued into it."""
    spans: list[tuple[PartKind, int, int]] = []
    at = 0
    for match in _CAPTION.finditer(line.text):
        start = match.start()
        if start >= at:
            credit, end = _caption_end(line.text, start)
            spans += [
                (PartKind.BODY, at, start),
                (PartKind.CAPTION, start, credit),
                (PartKind.CREDIT, credit, end),
            ]
            at = end
    spans.append((PartKind.BODY, at, len(line.text)))
    return [part for kind, start, end in spans for part in _trimmed(line, kind, start, end)]


def _caption_end(text: str, start: int) -> tuple[int, int]:
    """Return where a caption's credit begins and where it ends; without a credit the caption is one sentence."""
    credit = _CREDIT.search(text, start, start + _LONGEST_CAPTION)
    if credit:
        return credit.start(), credit.end()
    stop = re.compile(r"[.!?]['\"\u201d)]?(?=\s|$)").search(text, start + 30)
    end = stop.end() if stop else len(text)
    return end, end


def _trimmed(line: _Line, kind: PartKind, start: int, end: int) -> Iterator[Part]:
    """Yield the part of a stretch of a line without the spaces around it; none where nothing else is there."""
    words = line.text[start:end].strip()
    if words:
        first = line.start + line.text.index(words, start)
        yield Part(kind=kind, start=first, end=first + len(words))


def _merged(parts: list[Part], text: str) -> Iterator[Part]:
    """Yield the parts, body paragraphs joined to one where only a line break of the same paragraph parts them."""
    held: Part | None = None
    for part in parts:
        wraps = held is not None and held.kind is part.kind is PartKind.BODY
        if (
            held
            and wraps
            and text[held.end : part.start].count("\n") == 1
            and not text[: held.end].endswith(_ENDS)
        ):
            held = held.model_copy(update={"end": part.end})
            continue
        if held:
            yield held
        held = part
    if held:
        yield held
