"""One way to write a value as bytes, so that equal values always have equal hashes.

JSON with sorted keys, no spaces and no escapes beyond what JSON needs; dates in ISO form.
Every hash in Eventbook that is not of a file is made here.
"""

import hashlib
import json
from datetime import date, datetime
from enum import Enum
from typing import Any

from pydantic import BaseModel


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    message = f"{type(value).__name__} has no canonical form"
    raise TypeError(message)


_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain, allow_nan=False
)


def canonical(value: Any) -> str:  # noqa: ANN401  any JSON-like value
    """Return the one JSON text of a value."""
    return _ENCODER.encode(value)


def sha256(value: bytes | str) -> str:
    """Return the SHA-256 of bytes (or of UTF-8 text) as 64 hex digits."""
    return hashlib.sha256(value.encode() if isinstance(value, str) else value).hexdigest()


def digest(value: Any) -> str:  # noqa: ANN401  any JSON-like value
    """Return the SHA-256 of a value's canonical form as 64 hex digits."""
    return sha256(canonical(value))
