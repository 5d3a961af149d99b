"""Whether a release was signed, and by a key that its reader trusts; core install only.

A signature that does not fit is a fault always. One that fits tells only who signed: whether
that is the right one is for a key from outside the release to say. Where such a key is given,
a release without a signature, or with another's, is a fault.
"""

from pathlib import Path

from eventbook.datasets.releases.file_check import listed_files
from eventbook.datasets.releases.release_files import ATTESTATION, CHECKSUMS, REDACTED, SIGNATURE
from eventbook.datasets.signing.attestation import opened, subjects
from eventbook.datasets.signing.ssh_signature import PublicKey, SignatureError, read_keys, signer
from eventbook.schema.problem import Problem, error

SIGNED = error("release-signature", "a release is signed by the key that its reader trusts")


def trusted_keys(file: Path) -> tuple[PublicKey, ...]:
    """Return the keys in a `.pub` file or an allowed-signers file. Raises `SignatureError`."""
    try:
        return read_keys(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as caught:
        says = caught.strerror if isinstance(caught, OSError) else "it is no text"
        message = f"the key {file} cannot be read: {says}"
        raise SignatureError(message) from caught
    except SignatureError as caught:
        message = f"{file}: {caught}"
        raise SignatureError(message) from caught


def _attested(folder: Path, key: PublicKey) -> list[Problem]:
    """Return what is wrong with the statement of what a release was built from, where it has one."""
    path = folder / ATTESTATION
    if not path.exists():
        return []
    try:
        said = subjects(opened(path.read_text(encoding="utf-8"), key))
        same = said == listed_files((folder / CHECKSUMS).read_text(encoding="utf-8"))
    except (OSError, ValueError) as caught:
        return [SIGNED.at((ATTESTATION,), str(caught), "fetch it again")]
    return (
        []
        if same
        else [SIGNED.at((ATTESTATION,), f"it speaks of other files than {CHECKSUMS}", "fetch it again")]
    )


def _signed_before(folder: Path, trusted: tuple[PublicKey, ...]) -> list[Problem]:
    """Return what is wrong with the signatures that a redacted release had before, where it had any."""
    faults: list[Problem] = []
    for path in sorted((folder / REDACTED).glob(f"*/{SIGNATURE}")):
        name = str(path.relative_to(folder))
        try:
            key = signer(path.read_text(encoding="utf-8"), path.with_name(CHECKSUMS).read_bytes())
        except (OSError, UnicodeDecodeError, SignatureError) as caught:
            faults.append(SIGNED.at((name,), str(caught), "fetch it again"))
            continue
        if trusted and key.raw not in {one.raw for one in trusted}:
            says = f"before its redaction it was signed with another key than the one you trust: {key.fingerprint}"
            faults.append(SIGNED.at((name,), says, "ask its makers"))
    return faults


def was_signed(folder: Path) -> bool:
    """Tell whether a release is signed, or was before something was taken out of it."""
    return (folder / SIGNATURE).exists() or any((folder / REDACTED).glob(f"*/{SIGNATURE}"))


def signed_by(folder: Path) -> PublicKey:
    """Return the key that a release is signed with, or was last. Raises `SignatureError` where none can be read."""
    proofs = [folder, *sorted((folder / REDACTED).glob("[0-9]*"), key=_number, reverse=True)]
    proof = next((one for one in proofs if (one / SIGNATURE).exists()), folder)
    try:
        return signer((proof / SIGNATURE).read_text(encoding="utf-8"), (proof / CHECKSUMS).read_bytes())
    except (OSError, UnicodeDecodeError, SignatureError) as caught:
        message = f"the signature of {folder.name} cannot be told: {caught}; put the release back from a backup first"
        raise SignatureError(message) from caught


def _number(proof: Path) -> int:
    return int(proof.name) if proof.name.isdecimal() else 0


def _unsigned(folder: Path, *, wanted: bool) -> list[Problem]:
    """Return what is wrong with a release that has no signature: one is wanted, or it had one that was taken away."""
    if (folder / ATTESTATION).exists() or was_signed(folder):
        return [SIGNED.at((SIGNATURE,), "the release was signed, and the file is missing", "fetch it again")]
    return (
        [SIGNED.at((SIGNATURE,), "the release is not signed", "ask its makers for a signed one")]
        if wanted
        else []
    )


def check_signature(folder: Path, trusted: tuple[PublicKey, ...]) -> tuple[PublicKey | None, list[Problem]]:
    """Return who signed a release, if anybody did, and what is wrong with that."""
    try:
        text = (folder / SIGNATURE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None, _unsigned(folder, wanted=bool(trusted))
    except (OSError, UnicodeDecodeError) as caught:
        return None, [SIGNED.at((SIGNATURE,), f"it cannot be read: {caught}", "fetch it again")]
    try:
        key = signer(text, (folder / CHECKSUMS).read_bytes())
    except (OSError, SignatureError) as caught:
        return None, [SIGNED.at((SIGNATURE,), str(caught), f"fetch it and {CHECKSUMS} again")]
    faults = [*_attested(folder, key), *_signed_before(folder, trusted)]
    if trusted and key.raw not in {one.raw for one in trusted}:
        says = f"it was signed with another key than the one you trust: {key.fingerprint}"
        faults.append(SIGNED.at((SIGNATURE,), says, "do not use it before you know whose key that is"))
    return key, faults
