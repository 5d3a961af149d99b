"""From bytes to characters: which encoding, how that is known, and what could not be read.

What the bytes prove comes first (a byte order mark, sequences that only UTF-8 has), then what
the document says of itself, and only then a guess. A guess is told as one, and where several
encodings would do and give other letters, nothing is taken in until a person says which.
"""

import codecs
import re
from dataclasses import dataclass

from eventbook.schema.errors import EventbookError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Encodings that news has been published in; the codecs of old computers fit everything and mean nothing.
_LIKELY = (
    *(f"cp{page}" for page in (1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258, 874)),
    *("koi8_r", "koi8_u", "iso8859_2", "cp932", "euc_jp", "gb18030", "big5", "cp949"),
)
# What browsers take these to mean (WHATWG Encoding Standard): pages that say Latin-1 are Windows-1252.
_MEANT = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
_WHOLE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_SAMPLE = 100_000
_WIDE = 8
"""So many bytes at least before every second one being nought is taken for UTF-16 without a mark."""
LOST = "\ufffd"


class UnreadableTextError(EventbookError, ValueError):
    """Bytes that are no readable article; `offset` counts from 0."""

    def __init__(self, what: str, advice: str, offset: int = 0) -> None:
        """Keep the parts and make the sentence."""
        self.what, self.advice, self.offset = what, advice, offset
        super().__init__(f"{what}; {advice}")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was read in, how that is known, and what could not be read."""

    text: str
    encoding: str
    told: str
    remark: str = ""


def decode(content: bytes, declared: str = "", given: str = "") -> Decoded:
    """Return the characters of bytes; `declared` is the document's word, `given` a person's, which wins.

    Bytes that no letter stands for become U+FFFD and are counted in the remark. Raises `UnreadableTextError`
    where it cannot be told what the letters are.
    """
    if given:
        return _lenient(content, _codec(given), "as you said")
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _lenient(content[len(mark) if name == "utf-8" else 0 :], name, "byte order mark")
    wide = _wide(content)
    if wide:
        return Decoded(content.decode(wide), wide, "every second byte is 0")
    return _unmarked(content, declared)


def _unmarked(content: bytes, declared: str) -> Decoded:
    try:
        return Decoded(content.decode("utf-8"), "utf-8", "valid UTF-8")
    except UnicodeDecodeError as caught:
        if _mostly_utf8(content):
            return _lenient(content, "utf-8", "nearly all is valid UTF-8")
        first = caught.start
    named = _known(declared)
    if named and named != "utf-8":
        return _lenient(content, named, f"the document says {declared}")
    return _guessed(content, first)


def _known(name: str) -> str:
    try:
        found = codecs.lookup(name.strip()).name if name.strip() else ""
    except (LookupError, ValueError):
        return ""
    return _MEANT.get(found, found) if _is_text(found) else ""


def _is_text(name: str) -> bool:
    """Tell whether a codec of Python reads bytes to text; some of them unpack archives."""
    try:
        b"a".decode(name or "utf-8", errors="replace")  # of no bytes Python asks no codec
    except (LookupError, UnicodeError, ValueError):
        return False
    return True


def _codec(given: str) -> str:
    found = _known(given)
    if not found:
        message = f"'{given}' is no encoding that is known"
        raise UnreadableTextError(message, "write a name such as utf-8, windows-1252 or windows-1256")
    return found


def _wide(content: bytes) -> str:
    head = content[:_SAMPLE]
    if len(content) < _WIDE or len(content) % 2:
        return ""
    for name, offset in (("utf-16-le", 1), ("utf-16-be", 0)):
        zeros = head[offset::2].count(0)
        if zeros > 0.6 * len(head) / 2 and not head[1 - offset :: 2].count(0):
            try:
                content.decode(name)
            except UnicodeDecodeError:
                continue
            return name
    return ""


def _mostly_utf8(content: bytes) -> bool:
    """Tell whether sequences that only UTF-8 has outnumber the bytes that it has not."""
    whole = _WHOLE.findall(content)
    rest = sum(1 for byte in _WHOLE.sub(b"", content) if byte >= 0x80)  # noqa: PLR2004  beyond ASCII
    return len(whole) > rest


def _lenient(content: bytes, name: str, told: str) -> Decoded:
    try:
        return Decoded(content.decode(name), name, told)
    except UnicodeDecodeError as caught:
        text = content.decode(name, errors="replace")
        lost = text.count(LOST)
        says = (
            f"{lost} unreadable in {name}, the first at byte {caught.start} (hex {content[caught.start]:02x})"
        )
        return Decoded(text, name, told, says)


def _guessed(content: bytes, first: int) -> Decoded:
    sample = content[: _SAMPLE * 5]
    from charset_normalizer import from_bytes  # noqa: PLC0415  seldom needed, and slow to load

    found = list(from_bytes(sample, cp_isolation=list(_LIKELY)))
    names = [one.encoding for one in found]
    texts = {str(one) for one in found}
    says = f"byte {first} (hex {content[first]:02x}) is not UTF-8"
    if not found:
        raise UnreadableTextError(
            f"{says} and no other encoding fits", "save it as UTF-8 text, or name it with --encoding", first
        )
    best = found[0]
    western = next((one for one in found if one.encoding == "cp1252"), None)
    if western is not None and (western.chaos, -western.coherence) <= (best.chaos, -best.coherence):
        best = western
    if len(texts) > 1 and not best.coherence:
        may = f"{says}; it may be {' or '.join(names[:4])}, which differ"
        raise UnreadableTextError(may, "say which with --encoding, or save it as UTF-8", first)
    return _lenient(content, best.encoding, "guessed from the letters: look whether they are right")
