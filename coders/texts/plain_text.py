"""From the bytes of a plain-text file to the text that people read and quotes are found in.

Line breaks are made one kind and letters that had been decoded wrongly are put right where that
can be undone exactly; else the text is what the bytes say, letter for letter.
"""

import re

from eventbook.coders.texts.blocks import Extract, Source, marked
from eventbook.coders.texts.charset import UnreadableTextError, decode
from eventbook.coders.texts.damage import repair
from eventbook.coders.texts.plain_facts import plain_facts
from eventbook.coders.texts.plain_parts import plain_parts

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def plain_extract(content: bytes, encoding: str = "") -> Extract:
    """Return what can be read in the bytes of a plain-text file. Raises `UnreadableTextError` for what is no text."""
    decoded = decode(content, given=encoding)
    text = clean_lines(decoded.text)
    source = Source(decoded.encoding, decoded.told, remarks=[decoded.remark] if decoded.remark else [])
    text, repairs = repair(text)
    parts = plain_parts(text)
    source.facts |= plain_facts(text, parts)
    return marked(text, parts, repairs, source)


def plain_text(content: bytes) -> str:
    """Return the text of a plain-text file."""
    return plain_extract(content).text


def clean_lines(text: str) -> str:
    """Return a text with one kind of line break. Raises `UnreadableTextError` where control characters stand in it."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    control = _CONTROL.search(text)
    if control:
        says = (
            f"character {control.start()} is the control character U+{ord(control[0]):04X}, which no text has"
        )
        raise UnreadableTextError(says, "add plain text, not a document or an image", control.start())
    return text
