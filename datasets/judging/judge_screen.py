"""A pair of reports as text for a terminal of any width: side by side, or one below the other where it is narrow.

Reports quote articles, which anyone may have written: what a terminal would obey, or what turns
the direction of writing around, is shown as a mark and never sent. Where a line holds letters that
run from right to left, the columns are fenced with marks of direction, so that a terminal which
turns such letters around cannot swap the two reports.
"""

import io
import unicodedata
from collections.abc import Iterable

from rich.box import Box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from eventbook.datasets.judging.comparison import Cell, Line, Mark
from eventbook.datasets.judging.docket import Question
from eventbook.datasets.matching.explain import Level
from eventbook.schema.text import hides

NARROW = 72
"""Below so many columns the two reports stand one below the other."""
LABEL = 18
"""The width of the column with the fields' names and how the two compare."""
LONGEST = 600
"""So many characters of a text are shown until all are asked for."""
MOST_QUOTES = 2
"""So many quotes of a field are shown until all are asked for."""
SLIGHT = 0.05
"""A level that moves the log-odds by less says nothing that a person could use."""

KEYS = ("s same", "d different", "u unsure", "n next", "b back", "r reason", "m more", "? help", "q quit")
HELP = """\
s (or 1)  same: both tell of one incident
d (or 2)  different: they tell of two incidents
u (or 3)  unsure: kept as your word; the pair waits behind the others
n         next: pass this pair over for now; nothing is kept
b         back: take the last judgement back; that is kept too, nothing is deleted
r         reason: write why before you judge
m         more: long texts and all quotes in full
?         help: this page
q         quit: everything judged so far is kept already

Signs: = the same   ~ nearly, or could be   ≠ different   · only one report says"""

_STYLES = {Mark.SAME: "green", Mark.NEAR: "yellow", Mark.DIFFERENT: "bold red"}
_FENCE = "│"
# Nothing is drawn but a line between the columns.
_BOX = Box("    \n  │ \n    \n  │ \n    \n    \n  │ \n    \n")
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


def keys(width: int) -> str:
    """Return the keys and what they do, in lines of at most `width` columns."""
    lines = [""]
    for key in KEYS:
        longer = f"{lines[-1]}  {key}" if lines[-1] else key
        lines = [*lines[:-1], longer] if len(longer) <= width else [*lines, key]
    return "\n".join(lines)


def safe(text: str) -> str:
    """Return a text on one line in which nothing is left that a terminal would obey."""
    plain = " ".join(text.replace("\u00ad", "").split())
    return "".join("\ufffd" if hides(one) or unicodedata.category(one) == "Cs" else one for one in plain)


def screen(question: Question, width: int, place: str, *, colour: bool, whole: bool = False) -> str:
    """Return a pair as lines of at most `width` columns; `place` says where in the queue it stands."""
    sink = io.StringIO()
    console = Console(
        file=sink, width=width, force_terminal=colour, no_color=not colour, highlight=False, markup=False,
        color_system="standard" if colour else None, legacy_windows=False, emoji=False,
    )  # fmt: skip
    console.print(Text(place, style="bold"))
    for line in _about(question):
        console.print(line)
    console.print()
    shape = _side_by_side if width >= NARROW else _one_below_the_other
    console.print(shape(question, whole=whole))
    return "".join(_fenced(line) for line in sink.getvalue().splitlines(keepends=True)).rstrip() + "\n"


def _fenced(line: str) -> str:
    plain = line.rstrip()
    turned = any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in plain)
    return (plain.replace(_FENCE, f"\u200e{_FENCE}\u200e") if turned else plain) + "\n"


def _about(question: Question) -> Iterable[Text]:
    """Return how likely the two are one incident, why, and what was said of them before."""
    yield Text(f"{question.probability:.0%} likely one incident")
    for sign, side in ((1, "for"), (-1, "against")):
        told = [level for level in question.levels if level.weight * sign > SLIGHT]
        if told:
            yield Text(f"  {side}: {', '.join(map(_weighed, told))}")
    before = question.before
    if before:
        why = f": {safe(before.why)}" if before.why else ""
        yield Text(f"  before: {before.verdict}, by {safe(before.by)} on {before.at:%Y-%m-%d}{why}")


def _weighed(level: Level) -> str:
    return f"{level.comparison} {level.level} {level.weight:+.1f}"


def _side_by_side(question: Question, *, whole: bool) -> Table:
    table = Table(box=_BOX, show_edge=False, pad_edge=False, expand=True, header_style="bold")
    table.add_column("", width=LABEL, overflow="fold")
    for report in question.pair:
        table.add_column(Text(safe(report)), ratio=1, overflow="fold")
    for line in question.lines:
        cells = (_text(cell, whole=whole) for cell in (line.one, line.other))
        table.add_row(_label(line), *cells)
    return table


def _label(line: Line) -> Text:
    text = Text(f"{line.mark} {line.name.replace('_', ' ')}", style=_STYLES.get(line.mark, ""))
    if line.says:
        text.append(f"\n  {safe(line.says)}", style="not bold")
    return text


def _one_below_the_other(question: Question, *, whole: bool) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, expand=True, padding=0)
    table.add_column(overflow="fold")
    for number, report in enumerate(question.pair, start=1):
        table.add_row(Text(f"{number}: {safe(report)}", style="bold"))
    for line in question.lines:
        says = f" ({safe(line.says)})" if line.says else ""
        table.add_row(
            Text(f"{line.mark} {line.name.replace('_', ' ')}{says}", style=_STYLES.get(line.mark, ""))
        )
        for number, cell in enumerate((line.one, line.other), start=1):
            text = Text(f"{number}: ") + _text(cell, whole=whole)
            table.add_row(Padding(text, (0, 0, 0, 2)))
    return table


def _text(cell: Cell, *, whole: bool) -> Text:
    text = Text(_short(safe(cell.text), whole=whole))
    quotes = cell.quotes if whole else cell.quotes[:MOST_QUOTES]
    for quote in quotes:
        text.append(f"\n“{_short(safe(quote), whole=whole)}”", style="italic")
    if len(quotes) < len(cell.quotes):
        text.append(f"\n… {len(cell.quotes) - len(quotes)} more quotes (m)")
    return text


def _short(text: str, *, whole: bool) -> str:
    if whole or len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST]} … {len(text) - LONGEST} more characters (m)"
