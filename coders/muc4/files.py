"""The two files of MUC-4: articles and templates, a JSON object a line, plain or gzipped.

Every line that cannot be read is told with its number; the others are read all the same.
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from eventbook.coders.input_file import InputFileError
from eventbook.schema.plain_values import is_list

LARGEST = 500_000_000
"""So many bytes of a file are read at most, unpacked; the whole corpus has a hundredth of that."""

RULE = "muc4-unreadable"


class MucArticle(BaseModel):
    """One article, with its dateline as it was taken apart."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    docid: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{1,50}$")
    text: str = Field(min_length=1)
    dateline_place: str | None = None
    dateline_date: str | None = None
    dateline_source: str | None = None


class MucTemplate(BaseModel):
    """One template of the answer key: `template` is its number, `*` where there is nothing to fill in."""

    model_config = ConfigDict(frozen=True, extra="allow")
    docid: str
    template: str = Field(pattern=r"^\s*(\*|\d{1,3}\s*(\(OPTIONAL\))?)\s*$")

    @property
    def number(self) -> int:
        """Its number; nought where there is nothing to fill in."""
        digits = "".join(letter for letter in self.template if letter.isdigit())
        return int(digits) if digits else 0

    @property
    def optional(self) -> bool:
        """Whether the incident may be left out."""
        return "OPTIONAL" in self.template

    def slot(self, name: str) -> list[str]:
        """Return the lines of a slot; none where the template does not have it."""
        value: object = (self.model_extra or {}).get(name)
        return [str(line) for line in value] if is_list(value) else []


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that could not be taken over: where, which rule it breaks, and why."""

    file: str
    docid: str
    template: str
    slot: str
    rule: str
    reason: str


M = TypeVar("M", bound=BaseModel)


def read_articles(path: Path) -> tuple[list[MucArticle], list[Fault]]:
    """Return the articles of a file and what cannot be read. Raises `InputFileError`."""
    return _read(path, MucArticle)


def read_templates(path: Path) -> tuple[list[MucTemplate], list[Fault]]:
    """Return the templates of a file and what cannot be read. Raises `InputFileError`."""
    return _read(path, MucTemplate)


def _read(path: Path, model: type[M]) -> tuple[list[M], list[Fault]]:
    found: list[M] = []
    faults: list[Fault] = []
    for number, line in _lines(path):
        try:
            found.append(model.model_validate(json.loads(line)))
        except (ValueError, RecursionError) as caught:
            reason = _says(caught)
            faults.append(Fault(path.name, "", "", "", RULE, f"line {number}: {reason}"))
    return found, faults


def _says(caught: Exception) -> str:
    if isinstance(caught, ValidationError):
        first = caught.errors(include_url=False)[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg'].lower()}"
    return "it is not a JSON object"


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        content = path.read_bytes()
        if content[:2] == b"\x1f\x8b":
            with gzip.open(path) as packed:
                content = packed.read(LARGEST + 1)
        text = content.decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as caught:
        message = f"{path} cannot be read: {caught}"
        raise InputFileError(message) from caught
    if len(content) > LARGEST:
        message = f"{path} is larger than {LARGEST:,} bytes; divide it"
        raise InputFileError(message)
    yield from ((number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip())
