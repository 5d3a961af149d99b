"""`provenance.dsse.json`: what a release was built from, as an in-toto statement in a signed envelope.

Programs that judge software supply chains read this form (in-toto Statement 1, SLSA provenance 1, DSSE 1).
It is made when a release is signed and, like the signature, stands outside the checksums: its subjects
are the files that the checksums list. What is signed is DSSE's encoding of kind and payload.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from eventbook.datasets.releases.manifest import Manifest
from eventbook.datasets.signing.ed25519 import good
from eventbook.datasets.signing.ssh_signature import PublicKey, SignatureError

KIND = "application/vnd.in-toto+json"
_STATEMENT = "https://in-toto.io/Statement/v1"
_PREDICATE = "https://slsa.dev/provenance/v1"
_BUILD = "urn:eventbook:build:1"


def statement(manifest: Manifest, files: Mapping[str, str]) -> dict[str, Any]:
    """Return the statement: the files with their SHA-256, and what they were built from and by."""
    inputs = [
        {"name": name, "digest": {"sha256": digest}}
        for name, digest in sorted(manifest.inputs.items())
        if digest
    ]
    if manifest.previous and manifest.previous_content:
        inputs.append(
            {"name": f"release {manifest.previous}", "digest": {"sha256": manifest.previous_content}}
        )
    made = f"{manifest.made_at:%Y-%m-%dT%H:%M:%SZ}"
    return {
        "_type": _STATEMENT,
        "subject": [{"name": name, "digest": {"sha256": files[name]}} for name in sorted(files)],
        "predicateType": _PREDICATE,
        "predicate": {
            "buildDefinition": {
                "buildType": _BUILD,
                "externalParameters": {
                    "version": manifest.version,
                    "at": made,
                    "policy": manifest.decisions.policy,
                    "codebook": manifest.codebook,
                },
                "internalParameters": {"programs": manifest.programs},
                "resolvedDependencies": inputs,
            },
            "runDetails": {
                "builder": {"id": f"urn:eventbook:program:{manifest.programs.get('eventbook', '')}"},
                "metadata": {"invocationId": manifest.content, "startedOn": made},
            },
        },
    }


def encoded(payload: bytes) -> bytes:
    """Return what is signed (DSSE's pre-authentication encoding)."""
    kind = KIND.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def envelope(said: Mapping[str, Any], key: PublicKey, sign: Callable[[bytes], bytes]) -> str:
    """Return the statement in an envelope with one signature."""
    payload = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    whole = {
        "payloadType": KIND,
        "payload": base64.b64encode(payload).decode(),
        "signatures": [{"keyid": key_id(key), "sig": base64.b64encode(sign(encoded(payload))).decode()}],
    }
    return json.dumps(whole, indent=2) + "\n"


def key_id(key: PublicKey) -> str:
    """Return the name of a key in an envelope: the SHA-256 of its 32 bytes."""
    return hashlib.sha256(key.raw).hexdigest()


def opened(text: str, key: PublicKey) -> dict[str, Any]:
    """Return the statement of an envelope that a key signed. Raises `SignatureError`."""
    try:
        whole = json.loads(text)
        payload = base64.b64decode(whole["payload"], validate=True)
        signatures = [base64.b64decode(one["sig"], validate=True) for one in whole["signatures"]]
        said: dict[str, Any] = json.loads(payload)
    except (ValueError, KeyError, TypeError, binascii.Error) as caught:
        message = f"it is no signed envelope: {caught}"
        raise SignatureError(message) from caught
    if whole.get("payloadType") != KIND or not any(
        good(key.raw, encoded(payload), one) for one in signatures
    ):
        message = "it was not signed with the key that signed the release"
        raise SignatureError(message)
    return said


def subjects(said: Mapping[str, Any]) -> dict[str, str]:
    """Return the files that a statement speaks of, with their SHA-256."""
    try:
        return {one["name"]: one["digest"]["sha256"] for one in said["subject"]}
    except (KeyError, TypeError) as caught:
        message = f"its statement names no files: {caught}"
        raise SignatureError(message) from caught
