"""From the bytes of a plain-text file to the text that people read and quotes are found in.

The bytes are kept as they came; this makes text version 1 of them. It is strict, because a
text that was decoded wrongly would be quoted wrongly for ever: what is not UTF-8 is refused,
with the place where it stops being so.
"""

import re

from eventbook.schema.errors import EventbookError

LIMIT = 5_000_000
"""The most bytes that an article may have: a book of a thousand pages has fewer."""

EXTRACTOR = "plain 1"
"""The name of this way to make a text; a change in what it makes needs a new number."""

_UTF8_MARK = b"\xef\xbb\xbf"
_OTHER_MARKS = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


class UnreadableTextError(EventbookError, ValueError):
    """Bytes that are no plain text; `offset` counts from 0."""

    def __init__(self, what: str, advice: str, offset: int = 0) -> None:
        """Keep the parts and make the sentence."""
        self.what, self.advice, self.offset = what, advice, offset
        super().__init__(f"{what}; {advice}")


def plain_text(content: bytes) -> str:
    """Return the text of UTF-8 bytes, its byte order mark gone and its line breaks made one kind.

    Raises `UnreadableTextError` for what is empty, too long, in another encoding or no text.
    """
    if len(content) > LIMIT:
        says = f"it has {len(content):,} bytes; {LIMIT:,} is the limit"
        raise UnreadableTextError(says, "add only the article itself")
    if content.startswith(_OTHER_MARKS):
        raise UnreadableTextError("it is UTF-16 or UTF-32 text", "save it as UTF-8")
    body = content.removeprefix(_UTF8_MARK)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as caught:
        offset = caught.start + len(content) - len(body)
        says = f"byte {offset} (hex {content[offset]:02x}) is not UTF-8"
        raise UnreadableTextError(
            says, "save it as UTF-8 text, or take the text out of the document", offset
        ) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    control = _CONTROL.search(text)
    if control:
        says = (
            f"character {control.start()} is the control character U+{ord(control[0]):04X}, which no text has"
        )
        raise UnreadableTextError(says, "add plain text, not a document or an image", control.start())
    if not text.strip():
        raise UnreadableTextError("it is empty", "add the text of the article")
    return text
