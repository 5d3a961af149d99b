"""A JSON Lines file: one article a line, read as a stream, so that it may be as large as the disk.

Each line is an object with `text` or `html`, and what is known of the publication. What is told
here of the fields is printed by `eventbook article add --help`.
"""

import gzip
import json
import os
import zlib
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

from eventbook.coders.intake.received import TEXT_UNREADABLE, Received
from eventbook.coders.texts.extract import LIMIT
from eventbook.schema.article import Medium
from eventbook.schema.plain_values import is_mapping
from eventbook.schema.problem import Problem, error

LINE_UNREADABLE = error("line-unreadable", "a line of a JSON Lines file is an object that holds an article")

FIELDS = ("title", "url", "published", "outlet", "language", "origin")
_OTHERS = ("text", "html", "id", "confidential", "keep_apart")
LONGEST_LINE = 8 * LIMIT
"""The most bytes of a line: an article at the limit, every letter of it escaped, fits."""
_HEAD = 65_536
_ENDINGS = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
_GZIP = b"\x1f\x8b"


@dataclass(slots=True)
class Lines:
    """The articles of a JSON Lines file, with options that hold where a line says nothing; fields that nobody reads."""

    path: Path
    name: str
    default: Mapping[str, object]
    confidential: bool = False
    apart: bool = False
    ignored: dict[str, int] = field(default_factory=dict[str, int])

    def __iter__(self) -> Iterator[Received | Problem]:
        """Yield the article of each line, or what is wrong with the line."""
        number = 0
        try:
            with opened(self.path) as stream:
                while line := stream.readline(LONGEST_LINE + 1):
                    number += 1
                    if len(line) > LONGEST_LINE:
                        yield LINE_UNREADABLE.at(
                            (number,), f"it has more than {LONGEST_LINE:,} bytes", "divide it"
                        )
                        return
                    if line.strip():
                        yield self._read(line, number)
        except (OSError, EOFError, zlib.error) as caught:
            advice = "fetch the file again; the archive is not whole"
            yield LINE_UNREADABLE.at((number + 1,), f"the file cannot be read on: {caught}", advice)

    def _read(self, line: bytes, number: int) -> Received | Problem:
        try:
            raw: Any = json.loads(line)
        except (ValueError, RecursionError) as caught:
            return LINE_UNREADABLE.at(
                (number,), f"it is no JSON: {str(caught)[:120]}", "write one object a line"
            )
        if not is_mapping(raw):
            return LINE_UNREADABLE.at((number,), "it is no object", 'write {"text": "…", "outlet": "…", …}')
        texts = [name for name in ("text", "html") if isinstance(raw.get(name), str) and raw[name].strip()]
        if len(texts) != 1:
            says = "it has both `text` and `html`" if texts else "it has no text"
            return LINE_UNREADABLE.at((number,), says, "write the article as `text`, or as `html`")
        wrong = next(
            (name for name in ("confidential", "keep_apart") if not isinstance(raw.get(name, False), bool)),
            "",
        )
        if wrong:
            return LINE_UNREADABLE.at(
                (number, wrong), f"'{raw[wrong]}' is neither true nor false", "write one of them"
            )
        for name in raw.keys() - {*FIELDS, *_OTHERS}:
            self.ignored[name] = self.ignored.get(name, 0) + 1
        return self._received(raw, texts[0], number)

    def _received(self, raw: Mapping[str, Any], name: str, number: int) -> Received | Problem:
        try:
            content = str(raw[name]).encode()
        except UnicodeEncodeError as caught:
            says = f"letter {caught.start} of `{name}` is half a character (a lone surrogate)"
            return TEXT_UNREADABLE.at(
                (number, name), says, "write the file anew with a program that writes whole ones"
            )
        given = {key: raw[key] for key in FIELDS if raw.get(key) not in (None, "")}
        return Received(
            content,
            {**self.default, **given},
            (number,),
            confidential=self.confidential or bool(raw.get("confidential")),
            apart=self.apart or bool(raw.get("keep_apart")),
            medium=Medium.PLAIN if name == "text" else Medium.HTML,
            key=str(raw.get("id") or ""),
        )

    def located(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return problems with the file and the line that they are of."""
        return [
            replace(one, file=self.name, line=int(one.path[0]), path=one.path[1:])
            if one.path and isinstance(one.path[0], int)
            else replace(one, file=self.name)
            for one in problems
        ]


@contextmanager
def opened(path: Path) -> Generator[IO[bytes]]:
    """Open a file, unpacking it where it is a gzip archive."""
    with path.open("rb") as raw:
        packed = raw.read(2) == _GZIP
        raw.seek(0)
        if not packed:
            yield raw
            return
        with gzip.GzipFile(fileobj=raw) as unpacked:
            yield unpacked  # type: ignore[misc]


def is_json_lines(path: Path, name: str) -> bool:
    """Tell whether a file holds JSON Lines: one that is named so does, of others how they begin decides.

    What is named so and holds something else is refused by line, and never taken for an article.
    """
    if name.lower().endswith(_ENDINGS):
        return path.is_file() and os.access(path, os.R_OK)
    head = _head(path)
    line = head.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")[0]
    if not line.startswith(b"{"):
        return False
    try:
        return is_mapping(json.loads(line))
    except (ValueError, RecursionError):
        return False


def _head(path: Path) -> bytes:
    """Return how a file begins, unpacked as far as it can be."""
    try:
        with path.open("rb") as raw:
            head = raw.read(_HEAD)
        return zlib.decompressobj(31).decompress(head, _HEAD) if head.startswith(_GZIP) else head
    except (OSError, zlib.error):
        return b""
