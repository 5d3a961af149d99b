"""Signatures in OpenSSH's form, so that stock `ssh-keygen -Y verify` checks a release too.

What is signed is the hash of `SHA256SUMS`, which names the hash of every other file. The form
is that of OpenSSH's PROTOCOL.sshsig; the namespace is `file`, as ssh-keygen has it for files.
A release is checked against a key that its reader got elsewhere, never against one inside it.
"""

import base64
import binascii
import hashlib
import re
import struct
from dataclasses import dataclass

from eventbook.datasets.signing.ed25519 import good
from eventbook.schema.errors import EventbookError

NAMESPACE = b"file"
KIND = b"ssh-ed25519"
_MAGIC = b"SSHSIG"
_HASH = b"sha512"
_VERSION = 1
_HEAD, _FOOT = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_WIDTH = 70


class SignatureError(EventbookError, ValueError):
    """A key or a signature that cannot be read: which, and why."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """An Ed25519 public key: 32 bytes, and the name that its owner gave it."""

    raw: bytes
    name: str = ""

    @property
    def line(self) -> str:
        """The key as ssh writes it."""
        return f"{KIND.decode()} {base64.b64encode(self.blob).decode()} {self.name}".rstrip()

    @property
    def blob(self) -> bytes:
        """The key as it stands in signatures."""
        return _string(KIND) + _string(self.raw)

    @property
    def fingerprint(self) -> str:
        """What people compare, as `ssh-keygen -l` prints it."""
        digest = hashlib.sha256(self.blob).digest()
        return f"SHA256:{base64.b64encode(digest).decode().rstrip('=')}"


def read_keys(text: str) -> tuple[PublicKey, ...]:
    """Return the Ed25519 keys of a `.pub` file or an allowed-signers file. Raises `SignatureError` without one."""
    found = re.findall(rf"{KIND.decode()} +([A-Za-z0-9+/=]+)(?: +(.*))?", text)
    keys = [PublicKey(_raw_key(_decoded(blob)), name.strip()) for blob, name in found]
    if not keys:
        message = "there is no Ed25519 public key in it; it has a line like `ssh-ed25519 AAAA… name`"
        raise SignatureError(message)
    return tuple(keys)


def signed_bytes(message: bytes) -> bytes:
    """Return the bytes that are signed for a message."""
    digest = hashlib.sha512(message).digest()
    return _MAGIC + _string(NAMESPACE) + _string(b"") + _string(_HASH) + _string(digest)


def armoured(key: PublicKey, signature: bytes) -> str:
    """Return a 64-byte signature as the text of a `.sig` file."""
    blob = _MAGIC + struct.pack(">I", _VERSION) + _string(key.blob) + _string(NAMESPACE) + _string(b"")
    blob += _string(_HASH) + _string(_string(KIND) + _string(signature))
    text = base64.b64encode(blob).decode()
    lines = [text[start : start + _WIDTH] for start in range(0, len(text), _WIDTH)]
    return "\n".join([_HEAD, *lines, _FOOT]) + "\n"


def signer(text: str, message: bytes) -> PublicKey:
    """Return the key that a `.sig` text was made with. Raises `SignatureError` where it does not fit the message."""
    key, signature = _parsed(text)
    if not good(key.raw, signed_bytes(message), signature):
        message_says = "the signature does not fit what it is said to sign"
        raise SignatureError(message_says)
    return key


def _parsed(text: str) -> tuple[PublicKey, bytes]:
    lines = [line.strip() for line in text.strip().splitlines()]
    if len(lines) < len((_HEAD, _FOOT)) or (lines[0], lines[-1]) != (_HEAD, _FOOT):
        message = "it is no signature in OpenSSH's form"
        raise SignatureError(message)
    blob = _decoded("".join(lines[1:-1]))
    if blob[: len(_MAGIC)] != _MAGIC or blob[len(_MAGIC) :][:4] != struct.pack(">I", _VERSION):
        message = "it is no signature of the kind that ssh-keygen makes"
        raise SignatureError(message)
    key, namespace, _, algorithm, signature = _strings(blob[len(_MAGIC) + 4 :], 5)
    if (namespace, algorithm) != (NAMESPACE, _HASH):
        message = "it was made for another purpose, or with another hash"
        raise SignatureError(message)
    kind, raw = _strings(signature, 2)
    if kind != KIND:
        message = f"it was made with a key of the kind {kind.decode(errors='replace')}; Ed25519 is wanted"
        raise SignatureError(message)
    return PublicKey(_raw_key(key)), raw


def _raw_key(blob: bytes) -> bytes:
    kind, raw = _strings(blob, 2)
    if kind != KIND:
        message = "its key is of another kind; Ed25519 is wanted"
        raise SignatureError(message)
    return raw


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        message = "it is damaged: what should be base64 is not"
        raise SignatureError(message) from None


def _string(content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + content


def _strings(blob: bytes, count: int) -> list[bytes]:
    """Return the strings that a blob is made of; exactly so many, and nothing else."""
    found: list[bytes] = []
    while len(blob) >= 4 and len(found) < count:  # noqa: PLR2004  the bytes of a length
        length = struct.unpack(">I", blob[:4])[0]
        if len(blob) < 4 + length:
            break
        found.append(blob[4 : 4 + length])
        blob = blob[4 + length :]
    if len(found) != count or blob:
        message = "it is damaged: its parts do not add up"
        raise SignatureError(message)
    return found
