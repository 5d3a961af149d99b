"""Text that was decoded wrongly: put right where that can be undone exactly, marked where it cannot.

`â€”` for a dash is the dash's own bytes read in the wrong encoding: every letter of it is
still there. `â"` is not: somebody's program replaced a part of it, and several characters
might have stood there. The first is repaired and told; the second is left and marked.
"""

import re
from collections import Counter

import ftfy

from eventbook.schema.text_parts import Damage, Repair

_ONLY_ENCODING = ftfy.TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_surrogates=False,
    remove_control_chars=False,
    normalization=None,
    restore_byte_a0=False,
    replace_lossy_sequences=False,
    fix_c1_controls=False,
)
# Every encoding that ftfy undoes; a repair counts only if reading it wrongly again gives what stood there.
_WRONG = (
    *("latin-1", "sloppy-windows-1252", "sloppy-windows-1251", "sloppy-windows-1250", "sloppy-windows-1253"),
    *("sloppy-windows-1254", "sloppy-windows-1257", "iso-8859-2", "macroman", "cp437"),
)
_DEPTH = 3
"""How many times over a text may have been decoded wrongly and is still put right."""
_RUN = re.compile(r"[^\x00-\x7f]+")
_LONGEST_RUN = 2_000

_LEFT = (
    "\u20ac\u0152\u0153\u0160\u0161\u017d\u017e\u0178\u2122\u02dc\u2020\u2021\u2022\u2026\u2030\u2039\u203a"
)
_PUNCTUATION = "\u2013\u2014\u2018\u2019\u201a\u201c\u201d\u201e"
_SIGNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile("\ufffd+"), "a character was lost before it came here"),
    (re.compile("[\x80-\x9f]+"), "a control character that no text has: it was read in another encoding"),
    (
        re.compile(rf"\u00e2[{_LEFT}{_PUNCTUATION}](?:[{_LEFT}{_PUNCTUATION}\u00a0-\u00bf]|(?=\s))?"),
        "what is left of a character decoded wrongly",
    ),
    (
        re.compile(r"(?<!\w)\u00e2[\"']"),
        "what is left of a character decoded wrongly: a dash or a quotation mark",
    ),
    (re.compile(r"[\u00c2\u00c3][\u00a1-\u00bf]"), "what is left of a character decoded wrongly"),
    (re.compile(r"(?<=[a-z])\u00c3(?=[\s,.;])"), "what is left of a character decoded wrongly"),
    (re.compile(r"(?<=[^\W\d_])\?(?=[^\W\d_])"), "a question mark within a word: perhaps a letter was lost"),
)
_ADDRESS = re.compile(r"https?://\S+|\bwww\.\S+")


def repair(text: str) -> tuple[str, tuple[Repair, ...]]:
    """Return the text with wrongly decoded letters put right, and what was put right; nothing else changes."""
    if text.isascii():
        return text, ()
    done: Counter[tuple[str, str]] = Counter()

    def right(match: re.Match[str]) -> str:
        run = match.group()
        fixed = run
        for _ in range(_DEPTH):
            better = ftfy.fix_encoding(fixed, _ONLY_ENCODING) if len(fixed) < _LONGEST_RUN else fixed
            if better == fixed or not _undone(better, fixed):
                break
            fixed = better
        if fixed != run:
            done[(run, fixed)] += 1
        return fixed

    changed = _RUN.sub(right, text)
    return changed, tuple(Repair(before=old, after=new, times=times) for (old, new), times in done.items())


def _undone(right: str, wrong: str) -> bool:
    """Tell whether decoding the right letters wrongly, once or more often, gives the wrong ones."""
    if wrong.encode("latin-1", errors="replace").decode("sloppy-windows-1252") == right:
        return True  # Windows-1252 that was read as Latin-1
    seen = {right}
    for _ in range(_DEPTH):
        seen = {again for one in seen for again in _misread(one)}
        if wrong in seen:
            return True
    return False


def _misread(text: str) -> set[str]:
    found: set[str] = set()
    for name in _WRONG:
        try:
            found.add(text.encode().decode(name))
        except UnicodeError:
            continue
    return found


def find_damage(text: str) -> tuple[Damage, ...]:
    """Return the stretches whose letters cannot be known any more, in order, none overlapping."""
    addresses = [match.span() for match in _ADDRESS.finditer(text)]
    hits = sorted(
        (match.start(), match.end(), reason)
        for sign, reason in _SIGNS
        for match in sign.finditer(text)
        if match.group() != "?" or not any(start <= match.start() < end for start, end in addresses)
    )
    found: list[Damage] = []
    for start, end, reason in hits:
        if not found or start >= found[-1].end:
            found.append(Damage(start=start, end=end, reason=reason))
    return tuple(found)
