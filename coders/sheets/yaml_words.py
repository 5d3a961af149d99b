"""Values as YAML that reads back as the same values, and hostile text as comments that stay comments.

Only what is plainly a word is written without quotes; everything else is a double-quoted
string, in which every character that could end a line or hide is escaped.
"""

import json
import re
import textwrap

from eventbook.schema.plain_values import is_list, is_mapping

WIDTH = 100
"""How wide comments are; most terminals and reviewers' screens show that much."""

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_/ ().&-]*[A-Za-z0-9).]|[A-Za-z]")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_RESERVED = {"null", "true", "false", "nan", "inf", "y", "n", "yes", "no", "on", "off"}


def scalar(value: object) -> str:
    """Return a text, number or truth value as YAML on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    text = str(value)
    if _DATE.fullmatch(text):
        return text
    plain = _PLAIN.fullmatch(text) and text.lower() not in _RESERVED and "  " not in text
    return text if plain else _quoted(text)


def _quoted(text: str) -> str:
    return "".join(_escaped(letter) for letter in json.dumps(text, ensure_ascii=False))


def _escaped(letter: str) -> str:
    if letter.isprintable():
        return letter
    code = ord(letter)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"  # noqa: PLR2004  the end of the basic plane


def flow(value: object) -> str:
    """Return any plain value as YAML on one line."""
    if is_mapping(value):
        return "{" + ", ".join(f"{scalar(key)}: {flow(item)}" for key, item in value.items()) + "}"
    if is_list(value):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    return _in_flow(value)


def _in_flow(value: object) -> str:
    """Return a scalar as it may stand within brackets; a comma there would end it."""
    written = scalar(value)
    return written if "," not in written or written.startswith('"') else _quoted(str(value))


def comment(text: str, indent: str = "") -> list[str]:
    """Return a text as comment lines, wrapped; whatever it holds, no line of it is anything but comment."""
    lines: list[str] = []
    for paragraph in text.splitlines():
        shown = "".join(
            letter if letter.isprintable() else "\ufffd" for letter in paragraph.replace("\t", " ")
        )
        lines += textwrap.wrap(shown, WIDTH - len(indent) - 2, break_on_hyphens=False) or [""]
    return [f"{indent}# {line}".rstrip() for line in lines]
