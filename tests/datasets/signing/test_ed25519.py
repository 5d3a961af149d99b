from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from eventbook.datasets.signing.ed25519 import L, good

secrets = st.binary(min_size=32, max_size=32).map(Ed25519PrivateKey.from_private_bytes)


def public(secret: Ed25519PrivateKey) -> bytes:
    return secret.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


@settings(max_examples=25, deadline=None)
@given(secret=secrets, message=st.binary(max_size=200))
def test_what_a_library_signs_is_good(secret: Ed25519PrivateKey, message: bytes) -> None:
    assert good(public(secret), message, secret.sign(message))


@settings(max_examples=40, deadline=None)
@given(
    secret=secrets,
    message=st.binary(min_size=1, max_size=50),
    where=st.integers(0, 97),
    bit=st.integers(0, 7),
)
def test_one_flipped_bit_of_key_signature_or_message_is_noticed(
    secret: Ed25519PrivateKey, message: bytes, where: int, bit: int
) -> None:
    whole = bytearray(public(secret) + secret.sign(message) + message)
    whole[where % len(whole)] ^= 1 << bit
    assert not good(bytes(whole[:32]), bytes(whole[96:]), bytes(whole[32:96]))


def test_a_signature_cannot_be_written_a_second_way() -> None:
    secret = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
    found = secret.sign(b"x")
    larger = int.from_bytes(found[32:], "little") + L
    assert not good(public(secret), b"x", found[:32] + larger.to_bytes(32, "little"))


def test_what_is_no_key_or_signature_is_not_good() -> None:
    assert not good(b"", b"x", b"")
    assert not good(b"\xff" * 32, b"x", b"\xff" * 64)
    assert not good(b"\x02" + b"\x00" * 31, b"x", b"\x00" * 64)
