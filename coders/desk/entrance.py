"""Who gets in: a link that works once, exchanged for a cookie that only this desk's pages can use.

The link is printed in the terminal of whoever started the desk. What is kept in the workspace's cache
is the hash of the cookie, so that a tab that was open goes on working when the desk is started again.
"""

import hashlib
import hmac
import json
import os
import secrets
import tempfile
import time
from pathlib import Path

LASTS = 14 * 24 * 3600
"""Seconds for which a browser stays let in."""

MOST = 50
"""So many browsers at most are remembered, the newest."""


class Entrance:
    """The keys and cookies of one desk."""

    def __init__(self, kept: Path, port: int) -> None:
        """Take the file in which the hashes are kept, and the port, which is a part of the cookie's name."""
        self._kept = kept
        self._keys: set[str] = set()
        self.cookie = f"eventbook_desk_{port}"
        self._known = _read(kept)

    def new_key(self) -> str:
        """Return a key that lets one browser in, once."""
        key = secrets.token_urlsafe(24)
        self._keys.add(key)
        return key

    def exchange(self, key: str) -> str | None:
        """Return a cookie's value for a key that was not used yet, else None."""
        matching = [one for one in self._keys if hmac.compare_digest(one.encode(), key.encode())]
        if not matching:
            return None
        self._keys.discard(matching[0])
        value = secrets.token_urlsafe(32)
        self._known[_hashed(value)] = int(time.time())
        newest = sorted(self._known.items(), key=lambda item: item[1])[-MOST:]
        self._known = dict(newest)
        _write(self._kept, self._known)
        return value

    def admits(self, value: str) -> bool:
        """Tell whether a cookie's value lets in."""
        since = self._known.get(_hashed(value))
        return since is not None and time.time() - since < LASTS

    def token(self, value: str) -> str:
        """Return what a page must send back with every change: pages of other sites cannot know it."""
        return hmac.new(value.encode(), b"eventbook desk changes", hashlib.sha256).hexdigest()


def _hashed(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()


def _read(path: Path) -> dict[str, int]:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): int(since) for name, since in raw.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}  # it can be made again: whoever was in asks for a new link


def _write(path: Path, known: dict[str, int]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent)  # readable by its owner only
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(known, file)
    Path(draft).replace(path)
