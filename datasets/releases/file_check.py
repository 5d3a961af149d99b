"""Whether the files of a release are those that its checksums list, byte for byte."""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

from eventbook.datasets.releases.release_faults import BYTES, MISSING, STRAY, UNREADABLE, fault
from eventbook.datasets.releases.release_files import (
    ATTESTATION,
    CHECKSUMS,
    LANDING,
    LANDING_KEPT,
    PRUNED,
    SIGNATURE,
)
from eventbook.schema.problem import Problem

_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


def check_files(folder: Path) -> Iterator[Problem]:
    """Check every file against the checksums, and the list of files against the folder."""
    try:
        text = (folder / CHECKSUMS).read_bytes().decode()
        listed = listed_files(text)
    except FileNotFoundError:
        yield fault(MISSING.id, CHECKSUMS, "the file is missing", "fetch it again")
        return
    except (OSError, ValueError) as caught:
        yield fault(UNREADABLE.id, CHECKSUMS, f"it cannot be read: {caught}", "fetch it again")
        return
    if text != "".join(f"{digest}  {name}\n" for name, digest in listed.items()):
        how = " (CRLF)" if "\r\n" in text else ""
        yield fault(BYTES.id, CHECKSUMS, f"the line ends of {CHECKSUMS} were changed{how}", "fetch it again")
    found = [path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()]
    there = {str(path.relative_to(folder)) for path in found} - {CHECKSUMS, SIGNATURE, ATTESTATION, PRUNED}
    given_up = pruned_files(folder)
    if given_up and LANDING_KEPT in there:
        yield from _bytes(folder / LANDING_KEPT, LANDING_KEPT, listed.pop(LANDING, ""))
        there -= {LANDING, LANDING_KEPT}
    for name in sorted(listed.keys() - there - given_up):
        yield fault(MISSING.id, name, "the file is missing", "fetch it again")
    for name in sorted(there - listed.keys()):
        yield fault(STRAY.id, name, "the release does not list this file", "remove it")
    for name in sorted(listed.keys() & there):
        yield from _bytes(folder / name, name, listed[name])


def listed_files(text: str) -> dict[str, str]:
    """Return the checksums by file name. Raises ValueError for a line that is not one."""
    listed: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        match = _LINE.fullmatch(line)
        if match is None or match[2] in listed:
            message = f"line {number} is not a checksum of a file of its own"
            raise ValueError(message)
        listed[match[2]] = match[1]
    return listed


def _bytes(path: Path, name: str, wanted: str) -> Iterator[Problem]:
    if path.is_symlink() or not path.is_file():
        yield fault(STRAY.id, name, "it is not a plain file; a release holds nothing else", "fetch it again")
        return
    try:
        digest = hashed(path)
    except OSError as caught:
        yield fault(UNREADABLE.id, name, f"it cannot be read: {caught}")
        return
    if digest != wanted:
        yield fault(BYTES.id, name, "its bytes are not those that were published", "fetch it again")


def pruned_files(folder: Path) -> frozenset[str]:
    """Return the files that a release says it gave up; none where it says nothing that can be read."""
    try:
        files = json.loads((folder / PRUNED).read_text(encoding="utf-8"))["files"]
        return frozenset(str(name) for name in files)
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()


def gave_up(folder: Path) -> bool:
    """Tell whether a release has given up files, and they are not back."""
    return any(not (folder / name).exists() for name in pruned_files(folder))


def hashed(path: Path) -> str:
    """Return the hash of a file as `SHA256SUMS` has it."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
