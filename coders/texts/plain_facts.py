"""What a plain text says of itself in lines that plainly say so: `Published: 16 November 2021`.

Only whole, labelled lines near the top or the end count, and only days that can be read in one
way: 03/04/2021 is a day in March to some and in April to others. A day that the text tells of is
never taken for the day it was published.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime

from eventbook.coders.texts.line_words import line_words
from eventbook.coders.texts.plain_parts import AGENCIES
from eventbook.schema.text_parts import Fact, Part, PartKind

_NEAR = 12
_NUMERIC = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*\d{2,4}")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:?\d{2}.*)?$")
_LAST_MONTH = 12
_LONGEST_DAY = 60
_DAY_AND_YEAR = (re.compile(r"(?<!\d)\d{1,2}(?!\d)"), re.compile(r"(?<!\d)\d{4}(?!\d)"))
# Naming them makes reading a day fast: without, words in no language at all take seconds.
_LANGUAGES = (
    "en",
    "fr",
    "es",
    "pt",
    "de",
    "it",
    "nl",
    "tr",
    "ru",
    "uk",
    "ar",
    "fa",
    "he",
    "id",
    "sw",
    "hi",
    "zh",
    "ja",
)
_DATELINE = re.compile(
    rf"[A-Z\u00c0-\u00de][^()\n]{{1,60}}\(({'|'.join(re.escape(name) for name in AGENCIES)})\)\s*[-\u2013\u2014]"
)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$")


def plain_facts(text: str, parts: Iterable[Part]) -> dict[str, Fact]:
    """Return what a plain text says of itself, by name of the publication's field."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    near = [*lines[:_NEAR], *lines[_NEAR:][-_NEAR:]]
    found: dict[str, Fact] = {}
    for line in near:
        for name, label in line_words().labels.items():
            match = label.match(line)
            value = _value(name, match.group(1)) if match else ""
            if value and name not in found:
                found[name] = Fact(value=value, source=f"the line '{line[:80]}'")
    headline = next((one for one in parts if one.kind is PartKind.HEADLINE), None)
    if "title" not in found and headline:
        found["title"] = Fact(value=text[headline.start : headline.end], source="the first line")
    return found | origin_fact(text, parts)


def origin_fact(text: str, parts: Iterable[Part]) -> dict[str, Fact]:
    """Return the agency that the dateline of a text credits: `KAMPALA (Reuters) -`."""
    for one in parts:
        if one.kind is PartKind.BODY:
            match = _DATELINE.match(text, one.start, one.end)
            return {"origin": Fact(value=match.group(1), source="the dateline")} if match else {}
    return {}


def _value(name: str, written: str) -> str:
    written = written.strip().strip("\"'")
    if name == "published":
        day = read_day(written)
        return day.isoformat() if day else ""
    if name == "url":
        return written if re.match(r"https?://\S+$", written) else ""
    if name == "language":
        return written.lower() if _LANGUAGE.match(written.lower()) else ""
    return written if len(written) <= 200 and not written.startswith("http") else ""  # noqa: PLR2004  no name is longer


def read_day(written: str) -> date | None:
    """Return the day that words say in full and in one way only; never one counted from today."""
    iso = _ISO.match(written)
    if iso:
        try:
            return date(*(int(part) for part in iso.groups()))
        except ValueError:
            return None
    numeric = _NUMERIC.search(written)
    if numeric and max(int(part) for part in numeric.groups()) <= _LAST_MONTH and numeric[1] != numeric[2]:
        return None
    if len(written) > _LONGEST_DAY or not all(sign.search(written) for sign in _DAY_AND_YEAR):
        return None
    settings = {
        "PARSERS": ["absolute-time"],
        "REQUIRE_PARTS": ["day", "month", "year"],
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    import dateparser  # noqa: PLC0415  seldom needed, and slow to load

    found: datetime | None = dateparser.parse(written, languages=list(_LANGUAGES), settings=settings)
    return found.date() if found else None
