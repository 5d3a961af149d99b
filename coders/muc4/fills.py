"""The fills of one slot of a MUC-4 template: what is filled in, which other words do, and for whom.

A fill is a code, a number or words in double quotes. A slash stands between fills of which each
is right, a question mark before one that may be left out, a colon before the words that it is
about: `SOME DAMAGE / DESTROYED: "BANK" / "THE BANK"`. A hyphen fills nothing, an asterisk
says that nothing can be filled. People wrote the keys, so parentheses and missing spaces occur.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from eventbook.schema.errors import EventbookError

_TOKEN = re.compile(r'"((?:\\.|[^"\\])*)"|([?:/()])|([^"?:/()]+)')
NOTHING = {"-", "*", ""}


class FillError(EventbookError, ValueError):
    """A slot that cannot be read."""


@dataclass(frozen=True, slots=True)
class Fill:
    """One fill: its words, the first of which stands and the others would do; whom or what it is about."""

    words: tuple[str, ...]
    about: tuple[str, ...] = ()
    optional: bool = False

    @property
    def first(self) -> str:
        """The word that stands; nothing where the fill is empty."""
        return self.words[0] if self.words else ""


def fills(lines: Sequence[str]) -> tuple[Fill, ...]:
    """Return the fills of a slot, a line each; a slot that is not filled has none. Raises `FillError`."""
    found = (read_fill(line) for line in lines)
    return tuple(fill for fill in found if fill.words or fill.about)


def read_fill(line: str) -> Fill:
    """Return the fill that a line says. Raises `FillError` where its quotation marks do not match."""
    sides: list[list[str]] = [[]]
    optional = False
    end = 0
    for token in _TOKEN.finditer(line):
        if token.start() != end:
            break
        end = token.end()
        quoted, sign, bare = token.groups()
        if sign == ":":
            sides.append([])
        elif sign == "?":
            optional = True
        elif quoted is not None or bare is not None:
            word = _plain(quoted) if quoted is not None else bare.strip()
            sides[-1] += [word] if word not in NOTHING else []
    if end != len(line) or len(sides) > 2:  # noqa: PLR2004  a fill, and what it is about
        message = f"`{line}` cannot be read: its quotation marks or colons do not match"
        raise FillError(message)
    about = sides[1] if len(sides) > 1 else []
    return Fill(tuple(dict.fromkeys(sides[0])), tuple(dict.fromkeys(about)), optional)


def _plain(quoted: str) -> str:
    return " ".join(re.sub(r"\\(.)", r"\1", quoted).split())


def written_amount(number: str) -> str:
    """Return a number of the keys as a count is written: `6-` is at least 6, `~40` about 40."""
    shapes = (
        (r"(\d+)", "{0}"),
        (r"(\d+) ?- ?(\d+)", "{0}-{1}"),
        (r"(\d+) ?-", "at least {0}"),
        (r"- ?(\d+)", "up to {0}"),
        (r"~ ?(\d+)", "about {0}"),
        (r"PLURAL", "plural"),
    )
    for shape, form in shapes:
        match = re.fullmatch(shape, number.strip())
        if match:
            return form.format(*match.groups())
    message = f"`{number}` is not a number"
    raise FillError(message)
