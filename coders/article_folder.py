"""A folder of articles with a table of where each appeared, taken in whole or not at all.

`articles.toml` lies beside the texts and has one table for each file (or several, for a text
that appeared in several places). Every fault in it is told before anything is kept.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection

from eventbook.coders.articles import Arrival, PublicationError, keep_article
from eventbook.coders.plain_text import LIMIT, UnreadableTextError
from eventbook.coders.stamp import Stamp
from eventbook.schema.article import Publication
from eventbook.schema.errors import FaultsError
from eventbook.schema.plain_values import is_list, is_mapping
from eventbook.schema.problem import Problem, error
from eventbook.schema.reading import read

TABLE_UNREADABLE = error("articles-unreadable", "a folder of articles has a readable articles.toml")
FILE_MISSING = error("article-file-missing", "every file that articles.toml names lies in its folder")
FILE_UNLISTED = error("article-unlisted", "every text in a folder of articles is listed in its articles.toml")
TEXT_UNREADABLE = error("article-unreadable", "an article is plain UTF-8 text")
PUBLICATION_REFUSED = error(
    "publication-refused", "a publication names a known outlet and contradicts nothing"
)

TABLE = "articles.toml"
_READER: TypeAdapter[Publication] = TypeAdapter(Publication)


@dataclass(frozen=True, slots=True)
class Listed:
    """One publication that the table lists: its file, and whether the article is confidential."""

    file: Path
    nth: int
    publication: Publication
    confidential: bool


def take_folder(
    connection: Connection, folder: Path, by: Stamp, progress: Callable[[int, int], None]
) -> list[Arrival]:
    """Keep every article of a folder; `progress` hears how many of how many are done.

    Raises `FaultsError` with every fault; the caller's transaction then keeps nothing.
    """
    text, raw = _table(folder)
    listed, problems = _listed(folder, raw)
    arrivals: list[Arrival] = []
    for done, one in enumerate(listed, start=1):
        try:
            content = read_limited(one.file)
            arrivals.append(
                keep_article(connection, content, one.publication, by, confidential=one.confidential)
            )
        except UnreadableTextError as caught:
            problems.append(TEXT_UNREADABLE.at((one.file.name, one.nth), caught.what, caught.advice))
        except PublicationError as caught:
            says, _, advice = str(caught).partition("; ")
            problems.append(PUBLICATION_REFUSED.at((one.file.name, one.nth), says, advice))
        except OSError as caught:
            problems.append(
                TEXT_UNREADABLE.at((one.file.name, one.nth), f"it cannot be read: {caught.strerror}")
            )
        progress(done, len(listed))
    if problems:
        raise FaultsError(f"nothing was taken in from {folder}", _located(problems, folder / TABLE, text))
    return arrivals


def read_limited(file: Path) -> bytes:
    """Return the bytes of a file, one more than the limit at most, so that no file fills the memory."""
    with file.open("rb") as stream:
        return stream.read(LIMIT + 1)


def _table(folder: Path) -> tuple[str, dict[str, Any]]:
    path = folder / TABLE
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as caught:
        advice = "write a table for each file: its outlet, title, published, url and language"
        fault = TABLE_UNREADABLE.at((), f"it cannot be read: {caught}", advice)
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


def _listed(folder: Path, raw: Mapping[str, Any]) -> tuple[list[Listed], list[Problem]]:
    """Return the publications of the table, and what is wrong with it."""
    listed: list[Listed] = []
    problems: list[Problem] = []
    for name, value in raw.items():
        tables = list(value) if is_list(value) else [value]
        for nth, table in enumerate(tables):
            mark, details = _split(table)
            publication, faults = read(_READER.validate_python, details, (name, nth))
            problems += faults
            if not _lies_in(folder, name):
                advice = f"put it there, or take it out of {TABLE}"
                problems.append(
                    FILE_MISSING.at((name, nth), f"there is no file '{name}' in the folder", advice)
                )
            elif publication is not None:
                listed.append(Listed(folder / name, nth, publication, mark))
    problems += _unlisted(folder, raw)
    return listed, problems


def _split(table: object) -> tuple[bool, object]:
    """Return whether the article is marked confidential, and the details of the publication."""
    if not is_mapping(table) or not isinstance(table.get("confidential", False), bool):
        return False, table
    details: dict[str, Any] = dict(table)
    return bool(details.pop("confidential", False)), details


def _lies_in(folder: Path, name: str) -> bool:
    return Path(name).name == name and (folder / name).is_file()


def _unlisted(folder: Path, raw: Mapping[str, Any]) -> Iterator[Problem]:
    for path in sorted(folder.glob("*.txt")):
        if path.name not in raw:
            yield FILE_UNLISTED.at(
                (), f"'{path.name}' is in the folder, not in the table", f'add ["{path.name}"] to it'
            )


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
