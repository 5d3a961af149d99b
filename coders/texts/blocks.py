"""Blocks of text and what each is, on their way to becoming one text with parts.

Web pages, PDFs and mails come in pieces. A piece's runs of spaces become one, its letters are put
right where that can be undone, and it is set below the piece before it; its part is exactly where it stands.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from eventbook.coders.texts.charset import LOST
from eventbook.coders.texts.damage import find_damage, repair
from eventbook.schema.text_parts import Fact, Marks, Part, PartKind, Repair

_SPACES = re.compile(r"[ \t\n\r\f\v\u00a0\u2009\u202f]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text on its own lines, and what it is."""

    text: str
    kind: PartKind


@dataclass(frozen=True, slots=True)
class Extract:
    """What was read in an article's bytes."""

    text: str
    marks: Marks


@dataclass(slots=True)
class Source:
    """How the bytes were read, and what they say beside their text, to be handed on with it."""

    encoding: str = ""
    told: str = ""
    facts: dict[str, Fact] = field(default_factory=dict[str, Fact])
    remarks: list[str] = field(default_factory=list[str])


def tidy(text: str) -> str:
    """Return a text on one line; a control character, which no text has, becomes the mark of a lost one."""
    return _SPACES.sub(" ", _CONTROL.sub(LOST, text)).strip()


def joined(blocks: Iterable[Block], source: Source) -> Extract:
    """Return the blocks as one text, a line each, with its parts and all that is known of it."""
    lines: list[str] = []
    parts: list[Part] = []
    repairs: list[Repair] = []
    at = 0
    for block in blocks:
        text, repaired = repair(tidy(block.text))
        if not text:
            continue
        repairs += repaired
        lines.append(text)
        parts.append(Part(kind=block.kind, start=at, end=at + len(text)))
        at += len(text) + 1
    whole = "".join(f"{line}\n" for line in lines)
    return marked(whole, tuple(parts), repairs, source)


def marked(text: str, parts: tuple[Part, ...], repairs: Iterable[Repair], source: Source) -> Extract:
    """Return a text with its marks."""
    marks = Marks(
        encoding=source.encoding,
        told=source.told,
        parts=parts,
        damage=find_damage(text),
        repairs=_counted(repairs),
        facts={name: _right(fact) for name, fact in source.facts.items()},
        remarks=tuple(source.remarks),
    )
    return Extract(text, marks)


def _right(fact: Fact) -> Fact:
    return fact.model_copy(update={"value": repair(tidy(fact.value))[0]})


def _counted(repairs: Iterable[Repair]) -> tuple[Repair, ...]:
    times: Counter[tuple[str, str]] = Counter()
    for one in repairs:
        times[(one.before, one.after)] += one.times
    return tuple(Repair(before=old, after=new, times=count) for (old, new), count in sorted(times.items()))
