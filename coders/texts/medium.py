"""What bytes are, told from the bytes: names lie, and much arrives without one.

What is no article is refused here, by the marks that its makers put at its start, with what to
do instead; the rest is a PDF, a mail, a web page, or plain text.
"""

import re

from eventbook.coders.texts.charset import UnreadableTextError
from eventbook.schema.article import Medium

_HEAD = 4096
_TAKE_OUT = "open it, and save or paste the article's text"
_OTHERS: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG\r\n", "a PNG image", "run OCR on it and add the text"),
    (b"\xff\xd8\xff", "a JPEG image", "run OCR on it and add the text"),
    (b"GIF8", "a GIF image", "run OCR on it and add the text"),
    (b"II*\x00", "a TIFF image", "run OCR on it and add the text"),
    (b"MM\x00*", "a TIFF image", "run OCR on it and add the text"),
    (b"PK\x03\x04", "a ZIP archive or an office document", "unpack it, or save the document as PDF or text"),
    (b"\xd0\xcf\x11\xe0", "an old office document", "save it as PDF or plain text"),
    (b"{\\rtf", "an RTF document", "save it as PDF or plain text"),
    (b"\x1f\x8b", "a gzip archive that holds no JSON Lines", "unpack it with gunzip"),
    (b"BZh", "a bzip2 archive", "unpack it with bunzip2"),
    (b"\xfd7zXZ", "an xz archive", "unpack it with unxz"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it"),
    (b"\x7fELF", "a program", _TAKE_OUT),
    (b"MZ\x90", "a program", _TAKE_OUT),
    (b"SQLite format 3", "a database", _TAKE_OUT),
)
_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,60}:[ \t]?[^\n]*\n(?:[ \t]+[^\n]*\n)*")
_ONLY_MAIL = {b"received", b"mime-version", b"message-id", b"return-path", b"delivered-to", b"x-mailer"}
_PAGE = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|article|main|div|p|h1|table|meta|title)\b", re.IGNORECASE
)
_XML = re.compile(rb"\s*<(?:\?xml|rss|feed)\b", re.IGNORECASE)


def medium_of(content: bytes) -> Medium:
    """Return what the bytes of an article are. Raises `UnreadableTextError` for what is certainly none."""
    for mark, what, advice in _OTHERS:
        if content.startswith(mark):
            raise UnreadableTextError(f"it is {what}", advice)
    if b"%PDF-" in content[:1024]:
        return Medium.PDF
    head = _narrow(content[:_HEAD])
    if _is_mail(head):
        return Medium.MAIL
    if _is_page(head):
        return Medium.HTML
    if _XML.match(head):
        raise UnreadableTextError(
            "it is XML, such as a feed, and no page", "add the articles' pages or texts"
        )
    return Medium.PLAIN


def _narrow(head: bytes) -> bytes:
    """Return the start of UTF-16 text as if it were ASCII, so that one set of signs serves all."""
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or head[:64].count(0) > len(head[:64]) // 3
    plain = head.replace(b"\0", b"") if wide else head
    return plain.lstrip(b"\xef\xbb\xbf\xff\xfe").lstrip()


def _is_mail(head: bytes) -> bool:
    """Tell whether it begins with headers that only mail has, or with who wrote to whom about what."""
    lines = head.replace(b"\r\n", b"\n")
    if lines.startswith(b"From "):  # as mailbox files begin a mail
        lines = lines.partition(b"\n")[2]
    names: set[bytes] = set()
    at = 0
    while match := _HEADER.match(lines, at):
        names.add(match.group().partition(b":")[0].lower())
        at = match.end()
    ended = at >= len(lines) or lines[at : at + 1] == b"\n" or len(head) >= _HEAD - 8
    if not ended or b"from" not in names:
        return False
    return bool(names & _ONLY_MAIL) or {b"subject", b"date", b"to"} <= names


def _is_page(head: bytes) -> bool:
    """Tell whether it begins as pages do; a text that only mentions a tag is no page."""
    begins = re.match(rb"(?:<!--.*?-->|<\?[^>]*>|\s)*<", head, re.DOTALL)
    return bool(begins and _PAGE.match(head, begins.end() - 1)) or bool(
        re.search(rb"<html\b|<body\b|<article\b", head, re.IGNORECASE)
    )
