"""From an e-mail to its text: subject, sender and date as its first lines, then what it says.

Newsletters and alerts come as mail. Of two forms of the same words the plain one is read, unless
it only says "see the HTML part"; attachments are told and never opened.
"""

import email.errors
import email.message
import email.parser
import email.policy
import email.utils
import re
from collections.abc import Iterator

from eventbook.coders.texts.blocks import Block, Extract, Source, joined
from eventbook.coders.texts.charset import UnreadableTextError, decode
from eventbook.coders.texts.page_text import page_extract
from eventbook.coders.texts.plain_parts import plain_parts
from eventbook.schema.text_parts import Fact, Marks, Part, PartKind

_STUB = 0.5
"""A plain part with less than this share of the HTML part's words stands in for it only."""
_MOST_PARTS = 500
_WORD = re.compile(r"\w+")
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)


def mail_extract(content: bytes, encoding: str = "") -> Extract:
    """Return what can be read in a mail. Raises `UnreadableTextError` where it holds no text."""
    start = content.partition(b"\n")[2] if content.startswith(b"From ") else content
    try:
        mail = email.parser.BytesParser(policy=email.policy.default).parsebytes(start.lstrip())
        parts = [part for part in mail.walk() if not part.is_multipart()][:_MOST_PARTS]
        source = Source(told="the mail's own word")
        heads = list(_heads(mail, source))
    except (
        email.errors.MessageError,
        ValueError,
        IndexError,
        AttributeError,
        TypeError,
        RecursionError,
    ) as caught:
        says = f"its headers are damaged ({type(caught).__name__})"
        raise UnreadableTextError(says, "save the mail anew, or paste its text") from caught
    body = list(_body(parts, encoding, source))
    if not body:
        raise UnreadableTextError("it is a mail without text", "save what is attached to it and add that")
    return joined([*heads, *body], source)


def _heads(mail: email.message.EmailMessage, source: Source) -> Iterator[Block]:
    """Yield the headers that a reader sees, and note the facts in them."""
    subject, sender, date = (str(mail.get(name) or "").strip() for name in ("subject", "from", "date"))
    if subject:
        source.facts["title"] = Fact(value=subject, source="the mail's Subject")
        yield Block(subject, PartKind.HEADLINE)
    if sender:
        source.facts["sender"] = Fact(value=sender, source="the mail's From")
        yield Block(f"From: {sender}", PartKind.BYLINE)
    if date:
        try:
            source.facts["published"] = Fact(
                value=email.utils.parsedate_to_datetime(date).isoformat(), source="the mail's Date"
            )
        except ValueError:
            source.remarks.append(f"its Date cannot be read: {date[:60]}")
        yield Block(f"Date: {date}", PartKind.BYLINE)
    language = str(mail.get("content-language") or "").strip().lower()
    if re.fullmatch(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", language):
        source.facts["language"] = Fact(
            value=language.partition("-")[0], source="the mail's Content-Language"
        )


def _body(parts: list[email.message.EmailMessage], encoding: str, source: Source) -> Iterator[Block]:
    plain: list[tuple[str, Marks]] = []
    pages: list[tuple[str, Marks]] = []
    for part in parts:
        name = part.get_filename()
        kind = part.get_content_type()
        content = _bytes(part)
        if name or part.get_content_disposition() == "attachment" or kind not in {"text/plain", "text/html"}:
            if kind != "text/css":
                told = (
                    f"'{name}' ({kind}, {len(content):,} bytes)"
                    if name
                    else f"({kind}, {len(content):,} bytes)"
                )
                source.remarks.append(f"attachment {told} was not read; save it and add it by itself")
            continue
        charset = encoding or str(part.get_content_charset() or "")
        if not content.strip():
            continue
        found = (
            _page(content, charset, encoding)
            if kind == "text/html"
            else _plain(content, charset, encoding, source)
        )
        (pages if kind == "text/html" else plain).append(found)
    chosen = plain if _words(plain) >= _STUB * _words(pages) and plain else pages
    for text, marks in chosen:
        source.encoding = source.encoding or marks.encoding
        for name, fact in marks.facts.items():
            source.facts.setdefault(name, fact)
        source.remarks += marks.remarks
        yield from (Block(text[one.start : one.end], one.kind) for one in marks.parts)


def _bytes(part: email.message.EmailMessage) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _words(parts: list[tuple[str, Marks]]) -> int:
    return sum(len(_WORD.findall(text)) for text, _ in parts)


def _page(content: bytes, charset: str, given: str) -> tuple[str, Marks]:
    found = page_extract(content, given, charset)
    return found.text, found.marks


def _plain(content: bytes, charset: str, given: str, source: Source) -> tuple[str, Marks]:
    """Return a plain part; what stands below the line `-- ` is its signature, which is furniture."""
    decoded = decode(content, charset, given)
    if decoded.remark:
        source.remarks.append(decoded.remark)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    mark = _SIGNATURE.search(text)
    stop = mark.start() if mark else len(text)
    parts = tuple(
        one.model_copy(update={"kind": PartKind.FURNITURE})
        if one.start >= stop
        else one.model_copy(update={"kind": PartKind.BODY})
        if one.kind is PartKind.HEADLINE
        else one
        for one in plain_parts(text[:stop]) + _below(text, stop)
    )
    return text, Marks(encoding=decoded.encoding, parts=parts)


def _below(text: str, stop: int) -> tuple[Part, ...]:
    below = plain_parts(text[stop:])
    return tuple(one.model_copy(update={"start": one.start + stop, "end": one.end + stop}) for one in below)
