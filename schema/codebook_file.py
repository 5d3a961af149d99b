"""Codebook files: read a TOML file, check it whole, and say where each fault is.

A codebook that does not hang together is refused with every fault it has; none is loaded in
part. TOML parsers keep no line numbers for values, so the line of a fault is found again by
its header and key.
"""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from pydantic import TypeAdapter

from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_check import check_codebook
from eventbook.schema.errors import FaultsError
from eventbook.schema.problem import Path, Problem, error
from eventbook.schema.reading import read

CODEBOOK_UNREADABLE = error("codebook-unreadable", "a codebook is a TOML file")

DEFAULT = "political-violence"
_ADAPTER: TypeAdapter[Codebook] = TypeAdapter(Codebook)
_HEADER = re.compile(r"\s*\[{1,2}\s*([A-Za-z0-9_.-]+)\s*\]{1,2}\s*(?:#.*)?$")


def read_codebook(text: str, name: str = "codebook.toml") -> Codebook:
    """Return the codebook in a TOML text; `name` is the file name that problems show.

    Raises `FaultsError` with every fault where it does not hang together.
    """
    book, problems = examine_codebook(text, name)
    if book is None or problems:
        raise FaultsError(f"{name} is not a usable codebook", problems)
    return book


def examine_codebook(text: str, name: str = "codebook.toml") -> tuple[Codebook | None, list[Problem]]:
    """Return the codebook, if its parts can be read at all, and every fault in it with its line."""
    book, faults = _examined(text)
    return book, [_located(problem, name, line) for problem, line in faults]


@lru_cache(maxsize=8)
def _examined(text: str) -> tuple[Codebook | None, tuple[tuple[Problem, int], ...]]:
    """Return what a text holds and its faults with their lines, worked out once for each text: that takes a while."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as caught:
        line = re.search(r"at line (\d+)", str(caught))
        number = int(line.group(1)) if line else text.count("\n") + 1
        fault = CODEBOOK_UNREADABLE.at((), f"not TOML: {caught}", "mend the line; strings stand in quotes")
        return None, ((fault, number),)
    book, problems = read(_ADAPTER.validate_python, raw)
    if book is not None:
        problems = check_codebook(book)
    return book, tuple((problem, line_of(text, problem.path)) for problem in problems)


def _located(problem: Problem, name: str, line: int) -> Problem:
    return Problem(problem.rule, problem.severity, problem.path, problem.message, problem.advice, name, line)


def line_of(text: str, path: Path) -> int:
    """Return the line at which the value of a path is written, or that of the nearest part above it."""
    lines = text.splitlines()
    steps = list(path)
    if not steps:
        return 1
    table = str(steps.pop(0))
    nth = steps.pop(0) if steps and isinstance(steps[0], int) else 0
    start = _table_line(lines, table, int(nth))
    if start is None:
        return _key_line(lines, 0, table) or 1
    for step in steps:
        if isinstance(step, str):
            return _key_line(lines, start, step) or start
    return start


def _table_line(lines: list[str], table: str, nth: int) -> int | None:
    """Return the number of the line with the nth header of a table (from 0)."""
    seen = -1
    for number, line in enumerate(lines, start=1):
        header = _HEADER.match(line)
        if header and header.group(1) == table:
            seen += 1
            if seen == nth:
                return number
    return None


def _key_line(lines: list[str], start: int, key: str) -> int | None:
    """Return the number of the line on which a key is set, in the table whose header is line `start` (0: none)."""
    for number in range(start, len(lines)):
        if _HEADER.match(lines[number]):
            return None
        if re.match(rf'\s*"?{re.escape(key)}"?\s*=', lines[number]):
            return number + 1
    return None


def shipped_codebooks() -> tuple[str, ...]:
    """Return the names of the codebooks that come with the program, the default one first."""
    folder = files("eventbook.schema").joinpath("codebooks")
    names = sorted(one.name.removesuffix(".toml") for one in folder.iterdir() if one.name.endswith(".toml"))
    return (DEFAULT, *(name for name in names if name != DEFAULT))


def shipped_text(name: str) -> str:
    """Return the TOML text of a codebook that comes with the program."""
    return files("eventbook.schema").joinpath("codebooks", f"{name}.toml").read_text(encoding="utf-8")


def default_text() -> str:
    """Return the TOML text of the default codebook."""
    return shipped_text(DEFAULT)


@cache
def default_codebook() -> Codebook:
    """Return the default codebook, *political violence and protest*."""
    return read_codebook(default_text(), f"{DEFAULT}.toml")
