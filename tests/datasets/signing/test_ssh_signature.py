import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventbook.datasets.signing.signing_key import new_key, sign
from eventbook.datasets.signing.ssh_signature import PublicKey, SignatureError, armoured, read_keys, signer

KEYGEN = shutil.which("ssh-keygen")


@pytest.fixture
def stock() -> str:
    """Return OpenSSH's own tool; in CI it must be there."""
    if KEYGEN is None:
        if os.environ.get("CI"):
            pytest.fail("ssh-keygen is missing, and CI checks signatures with it")
        pytest.skip("ssh-keygen is not installed: signatures are not checked with it")
    return KEYGEN


def test_stock_ssh_keygen_takes_our_signature(tmp_path: Path, stock: str) -> None:
    key = new_key(tmp_path / "key", "Sample Desk")
    (tmp_path / "signers").write_text(f"desk {key.line}\n")
    (tmp_path / "x.sig").write_text(sign(tmp_path / "key", b"checksums\n"))
    words = [stock, "-Y", "verify", "-f", "signers", "-I", "desk", "-n", "file", "-s", "x.sig"]
    for message, fine in ((b"checksums\n", True), (b"others\n", False)):
        done = subprocess.run(words, cwd=tmp_path, input=message, capture_output=True, check=False)  # noqa: S603
        assert (done.returncode == 0) is fine, done.stderr


def test_we_take_the_signature_of_stock_ssh_keygen(tmp_path: Path, stock: str) -> None:
    subprocess.run([stock, "-q", "-t", "ed25519", "-N", "", "-f", "key"], cwd=tmp_path, check=True)  # noqa: S603
    (tmp_path / "x").write_bytes(b"checksums\n")
    subprocess.run(  # noqa: S603
        [stock, "-q", "-Y", "sign", "-f", "key", "-n", "file", "x"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    [key] = read_keys((tmp_path / "key.pub").read_text())
    assert signer((tmp_path / "x.sig").read_text(), b"checksums\n").raw == key.raw
    assert sign(tmp_path / "key", b"checksums\n") == (tmp_path / "x.sig").read_text()


def test_the_same_thing_signed_twice_has_the_same_bytes(tmp_path: Path) -> None:
    new_key(tmp_path / "key", "x")
    assert sign(tmp_path / "key", b"x") == sign(tmp_path / "key", b"x")


def test_the_secret_half_is_for_its_owner_alone_and_never_overwritten(tmp_path: Path) -> None:
    new_key(tmp_path / "key", "x")
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0
    (tmp_path / "key").unlink()
    with pytest.raises(SignatureError, match="never overwritten"):
        new_key(tmp_path / "key", "x")
    assert not (tmp_path / "key").exists()


@pytest.mark.parametrize("content", ["", "-----BEGIN OPENSSH PRIVATE KEY-----\n", "ssh-ed25519 AAAA"])
def test_what_is_no_secret_key_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / "key").write_text(content)
    with pytest.raises(SignatureError, match="eventbook key new"):
        sign(tmp_path / "key", b"x")
    with pytest.raises(SignatureError, match="cannot be read"):
        sign(tmp_path / "nothing", b"x")


@given(st.binary(min_size=32, max_size=32), st.text("abc ", max_size=5))
def test_a_key_read_again_is_the_same(raw: bytes, name: str) -> None:
    key = PublicKey(raw, name.strip())
    assert read_keys(f"# our keys\nsomebody {key.line}\n") == (key,)


@pytest.mark.parametrize(
    "text", ["", "ssh-rsa AAAA x", "ssh-ed25519 !!!!", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 x"]
)
def test_what_is_no_public_key_is_told(text: str) -> None:
    with pytest.raises(SignatureError):
        read_keys(text)


@given(st.binary(max_size=200))
def test_no_bytes_whatever_are_taken_for_a_signature(content: bytes) -> None:
    key = PublicKey(b"\x00" * 32)
    for text in (content.decode("latin-1"), armoured(key, content)):
        with pytest.raises(SignatureError):
            signer(text, b"x")
