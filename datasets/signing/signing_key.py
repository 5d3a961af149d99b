"""The key that a team signs its releases with, in the form that ssh keeps keys in.

The secret half lies where its owner put it, readable by nobody else; the public half is given
to readers by another way than the releases. Signing the same thing twice gives the same bytes.
"""

import os
from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_ssh_private_key,
)

from eventbook.datasets.signing.ssh_signature import PublicKey, SignatureError, armoured, signed_bytes

PUBLIC = ".pub"


def new_key(path: Path, name: str) -> PublicKey:
    """Make a key: its secret half at a path where nothing is, its public half beside it, ending in .pub.

    Raises `SignatureError` where either file is there already, OSError where it cannot be written.
    """
    public_path = path.with_name(path.name + PUBLIC)
    for one in (path, public_path):
        if one.exists():
            message = f"{one} is there already; a key is never overwritten, so give another name"
            raise SignatureError(message)
    secret = Ed25519PrivateKey.generate()
    public = _public(secret, " ".join(name.split()))
    _write_new(path, secret.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()), 0o600)
    _write_new(public_path, f"{public.line}\n".encode(), 0o644)
    return public


def _write_new(path: Path, content: bytes, mode: int) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)


def sign(path: Path, message: bytes) -> str:
    """Return the signature of a message by the key at a path. Raises `SignatureError` for what is no such key."""
    secret = _secret(path)
    return armoured(_public(secret, ""), secret.sign(signed_bytes(message)))


def signing(path: Path) -> tuple[PublicKey, Callable[[bytes], bytes]]:
    """Return the public half of the key at a path, and what signs with it. Raises `SignatureError`."""
    secret = _secret(path)
    return _public(secret, ""), secret.sign


def _secret(path: Path) -> Ed25519PrivateKey:
    try:
        secret = load_ssh_private_key(path.read_bytes(), None)
    except OSError as caught:
        says = f"the key {path} cannot be read: {caught.strerror}"
        raise SignatureError(says) from caught
    except (ValueError, TypeError, UnsupportedAlgorithm) as caught:
        says = f"{path} is no unlocked secret key of ssh's form; make one with `eventbook key new`"
        raise SignatureError(says) from caught
    if not isinstance(secret, Ed25519PrivateKey):
        says = f"{path} is not an Ed25519 key; make one with `eventbook key new`"
        raise SignatureError(says)
    return secret


def _public(secret: Ed25519PrivateKey, name: str) -> PublicKey:
    return PublicKey(secret.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw), name)
