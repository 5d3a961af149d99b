"""Whether an Ed25519 signature is good (RFC 8032, section 5.1.7), with nothing but Python's integers.

Checking a release must need no more than the core install, so this is here; signing, where a
secret is handled, is left to a library that guards against what timing gives away. Slow
(milliseconds) and fine: a release has one signature. Points are in extended coordinates.
"""

import hashlib

P = 2**255 - 19
"""The prime of the field."""
L = 2**252 + 27742317777372353535851937790883648493
"""The order of the base point."""
D = -121665 * pow(121666, P - 2, P) % P
"""The curve's constant."""
_ROOT = pow(2, (P - 1) // 4, P)
_SIZE = 32

Point = tuple[int, int, int, int]


def good(key: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether the 64-byte signature of a message was made with the secret of a 32-byte public key."""
    if len(key) != _SIZE or len(signature) != 2 * _SIZE:
        return False
    public, commitment = _point(key), _point(signature[:_SIZE])
    scalar = int.from_bytes(signature[_SIZE:], "little")
    if public is None or commitment is None or scalar >= L:
        return False
    digest = hashlib.sha512(signature[:_SIZE] + key + message).digest()
    challenge = int.from_bytes(digest, "little") % L
    return _same(_times(scalar, _BASE), _plus(commitment, _times(challenge, public)))


def _point(raw: bytes) -> Point | None:
    """Return the point that 32 bytes mean, or None: the height, and the lowest bit of the other coordinate."""
    y = int.from_bytes(raw, "little")
    odd, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * _ROOT % P
    if (x * x - square) % P or (x == 0 and odd):
        return None
    x = P - x if x & 1 != odd else x
    return (x, y, 1, x * y % P)


def _plus(one: Point, other: Point) -> Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _times(scalar: int, point: Point) -> Point:
    total: Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = _plus(total, point)
        point, scalar = _plus(point, point), scalar >> 1
    return total


def _same(one: Point, other: Point) -> bool:
    return (one[0] * other[2] - other[0] * one[2]) % P == 0 and (
        one[1] * other[2] - other[1] * one[2]
    ) % P == 0


def _base() -> Point:
    """Return the base point: the one of height 4/5 whose other coordinate is even."""
    found = _point((4 * pow(5, P - 2, P) % P).to_bytes(_SIZE, "little"))
    assert found is not None  # noqa: S101  a fact of the curve
    return found


_BASE = _base()
