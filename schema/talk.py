"""How commands talk: data on stdout, everything said to a person on stderr, faults one a line.

Texts come from articles and files that anyone may have written, so what a terminal would obey
is shown, not sent.
"""

import json
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TextIO

import click

from eventbook.schema.problem import Problem


def shown(text: str) -> str:
    """Return a text without the control characters that a terminal obeys."""
    return "".join(letter if letter.isprintable() or letter in "\n\t" else "\ufffd" for letter in text)


def tell(text: str) -> None:
    """Print a line of data."""
    click.echo(shown(text))


def say(text: str) -> None:
    """Say something to the person at the terminal."""
    click.echo(shown(text), err=True)


MANY = 20
"""How many lines of one kind a person is told at once."""


def say_some(lines: Sequence[str], rest: str) -> None:
    """Say the first lines of a list, and where the rest of a long one stands."""
    for line in lines[:MANY]:
        say(line)
    if len(lines) > MANY:
        say(f"… and {len(lines) - MANY:,} more like these: {rest}")


def data_json(value: Any) -> None:  # noqa: ANN401  any JSON-like value
    """Print a value for a program."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def table(rows: list[tuple[str, ...]]) -> str:
    """Return rows as left-aligned columns."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))] if rows else []
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def problem_row(problem: Problem) -> dict[str, object]:
    """Return a problem for a program."""
    return {
        "file": problem.file,
        "line": problem.line,
        "path": problem.where,
        "rule": problem.rule,
        "severity": problem.severity.value,
        "message": problem.message,
        "advice": problem.advice,
    }


def fault_lines(problems: Iterable[Problem]) -> None:
    """Print problems as data, one a line."""
    for problem in problems:
        tell(str(problem).replace("\n", " "))


def progress(done: int, every: int) -> None:
    """Show on a terminal how many of how many are done; say nothing into a file."""
    if sys.stderr.isatty():
        click.echo(f"\r{done} of {every}", err=True, nl=done == every)


def coloured(stream: TextIO) -> bool:
    """Tell whether a stream wants colour: a terminal does, unless it is a dumb one or NO_COLOR is set."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def counted(done: int, every: int = 0) -> None:
    """Show on a terminal how many are done, of how many where that is known; seldom, as writing takes time."""
    if sys.stderr.isatty() and (done == every or done % 50 == 0):
        click.echo(f"\r{done}" + (f" of {every}" if every else ""), err=True, nl=done == every)


def several(count: int, noun: str) -> str:
    """Return a count with its noun."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
