"""A folder of articles, taken in whole or not at all.

What each article says of itself is found; `articles.toml`, where it lies beside them, wins, with one
table for each file (or several, for a text that appeared in several places). What neither says is
asked for, in lines to be put there. Every fault is told before anything is kept.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from eventbook.coders.intake.intake import Arrival, keep_all
from eventbook.coders.intake.publication_fill import OUTLET_NEEDED, PUBLISHED_NEEDED
from eventbook.coders.intake.received import TEXT_UNREADABLE, Received
from eventbook.coders.store.stamp import Stamp
from eventbook.coders.texts.extract import LIMIT
from eventbook.schema.errors import FaultsError
from eventbook.schema.plain_values import is_list, is_mapping
from eventbook.schema.problem import Problem, error
from eventbook.schema.reading import FIELD_UNKNOWN, VALUE_UNREADABLE

TABLE_UNREADABLE = error("articles-unreadable", "the articles.toml of a folder can be read")
FILE_MISSING = error("article-file-missing", "every file that articles.toml names lies in its folder")

TABLE = "articles.toml"
_DETAILS = ("outlet", "published", "title", "url", "language", "origin")
_SWITCHES = ("confidential", "keep_apart")
_LINES = {
    OUTLET_NEEDED.id: 'outlet = ""',
    PUBLISHED_NEEDED.id: 'published =   # a day such as 2021-11-16, or "unknown"',
}


@dataclass(frozen=True, slots=True)
class Folder:
    """The articles of a folder, with options that hold where neither its table nor an article says."""

    path: Path
    default: Mapping[str, object]
    confidential: bool = False
    apart: bool = False

    def __iter__(self) -> Iterator[Received | Problem]:
        """Yield each publication of each file, in the order of the table, then those that it does not list."""
        _, raw = read_table(self.path)
        for name, value in raw.items():
            for nth, table in enumerate(list(value) if is_list(value) else [value]):
                yield self._listed(name, nth, table)
        for path in articles_in(self.path):
            if path.name not in raw:
                yield self._received(path, {}, 0)

    def __len__(self) -> int:
        """Count the publications, as far as that can be told before they are read."""
        _, raw = read_table(self.path)
        listed = sum(len(list(value)) if is_list(value) else 1 for value in raw.values())
        return listed + sum(1 for path in articles_in(self.path) if path.name not in raw)

    def _listed(self, name: str, nth: int, table: object) -> Received | Problem:
        path = self.path / name
        if Path(name).name != name or not path.is_file():
            advice = f"put it there, or take it out of {TABLE}"
            return FILE_MISSING.at((name, nth), f"there is no file '{name}' in the folder", advice)
        if not is_mapping(table):
            return VALUE_UNREADABLE.at(
                (name, nth), "it is no table", f'write ["{name}"] and its fields below'
            )
        for key, value in table.items():
            if key not in {*_DETAILS, *_SWITCHES, "encoding"}:
                return FIELD_UNKNOWN.at(
                    (name, nth, key), f"'{key}' is not a field here", "leave it out or correct it"
                )
            if key in _SWITCHES and not isinstance(value, bool):
                return VALUE_UNREADABLE.at(
                    (name, nth, key), f"'{value}' is neither true nor false", "write one of them"
                )
        return self._received(path, table, nth)

    def _received(self, path: Path, table: Mapping[str, Any], nth: int) -> Received | Problem:
        try:
            content = read_limited(path)
        except OSError as caught:
            return TEXT_UNREADABLE.at((path.name, nth), f"it cannot be read: {caught.strerror}")
        given = {name: table[name] for name in _DETAILS if name in table}
        return Received(
            content,
            {**self.default, **given},
            (path.name, nth),
            confidential=self.confidential or bool(table.get("confidential")),
            apart=self.apart or bool(table.get("keep_apart")),
            encoding=str(table.get("encoding", "")),
        )

    def located(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return problems with the lines of the table, or the files, that they are of."""
        every = list(problems)
        text, raw = read_table(self.path)
        listed = [one for one in every if not one.path or one.path[0] in raw]
        others = [
            replace(one, file=str(self.path / str(one.path[0])), path=one.path[2:])
            for one in every
            if one.path and one.path[0] not in raw
        ]
        return [*_located(listed, self.path / TABLE, text), *others]

    def asked(self, problems: Iterable[Problem]) -> str:
        """Return the lines to be added to the table for what could not be found; nothing where that is not all."""
        wanted: dict[str, list[str]] = {}
        for one in problems:
            if one.rule not in _LINES:
                continue
            name = str(one.path[0])
            wanted.setdefault(name, []).append(_LINES[one.rule])
        return "\n\n".join("\n".join([f"[{_quoted(name)}]", *lines]) for name, lines in wanted.items())


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def take_folder(
    connection: Connection, folder: Path, by: Stamp, progress: Callable[[int, int], None]
) -> list[Arrival]:
    """Keep every article of a folder within the caller's transaction; `progress` hears how many are done.

    Raises `FaultsError` with every fault; the caller's transaction then keeps nothing.
    """
    articles = Folder(folder, {})
    every = len(articles)
    try:
        return keep_all(connection, articles, by, lambda done: progress(done, every))
    except FaultsError as caught:
        raise FaultsError(f"nothing was taken in from {folder}", articles.located(caught.problems)) from None


def read_limited(file: Path) -> bytes:
    """Return the bytes of a file, one more than the limit at most, so that no file fills the memory."""
    with file.open("rb") as stream:
        return stream.read(LIMIT + 1)


def articles_in(folder: Path) -> list[Path]:
    """Return the files of a folder that may be articles: all but its table and hidden ones."""
    return sorted(
        path
        for path in folder.iterdir()
        if path.is_file() and path.name != TABLE and not path.name.startswith(".")
    )


def read_table(folder: Path) -> tuple[str, dict[str, Any]]:
    """Return the text and the tables of a folder's articles.toml; nothing where there is none."""
    path = folder / TABLE
    if not path.exists():
        return "", {}
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as caught:
        fault = TABLE_UNREADABLE.at((), f"it cannot be read: {caught}", "save it as UTF-8 text")
        raise FaultsError(f"nothing was taken in from {folder}", [replace(fault, file=str(path))]) from None
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as caught:
        found = re.search(r"at line (\d+)", str(caught))
        fault = TABLE_UNREADABLE.at(
            (), f"not TOML: {caught}", "mend the line; file names and texts stand in quotes"
        )
        line = int(found.group(1)) if found else 0
        raise FaultsError(
            f"nothing was taken in from {folder}", [replace(fault, file=str(path), line=line)]
        ) from None


def _located(problems: list[Problem], path: Path, text: str) -> list[Problem]:
    lines = text.splitlines()
    found = [replace(problem, file=str(path), line=_line(lines, problem)) for problem in problems]
    return sorted(found, key=lambda problem: problem.line)


def _line(lines: list[str], problem: Problem) -> int:
    """Return the line of a file's nth header, or that of the key below it which is at fault."""
    name, nth, *rest = (*problem.path, 0, 0)[: max(2, len(problem.path))]
    header = re.compile(rf"\s*\[+\s*[\"']?{re.escape(str(name))}[\"']?\s*\]+")
    headers = [number for number, line in enumerate(lines, start=1) if header.match(line)]
    start = headers[min(int(nth), len(headers) - 1)] if headers and problem.path else 0
    for key in rest:
        for number, line in enumerate(lines[start:], start=start + 1):
            if line.lstrip().startswith("["):
                break
            if re.match(rf"\s*\"?{re.escape(str(key))}\"?\s*=", line):
                return number
    return start
