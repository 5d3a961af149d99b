"""How texts are recognised: the words of the body in threes, and a short signature of them.

Two texts that share most of their threes of words are printings of one story, whatever headline
and byline each was given. Signatures (MinHash) let an article that comes in meet its likes by a
key, so that it is not compared with every article that is there.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from operator import eq
from struct import Struct
from typing import TYPE_CHECKING

from eventbook.schema.text_parts import Marks, PartKind, text_of

if TYPE_CHECKING:
    from datasketch import MinHash

METHOD = "minhash 1"
"""The name of this way to make signatures; those of another are not compared with them."""

BANDS, ROWS = 24, 3
"""Alike texts meet if one band of three agrees: 55 % alike meet with 98.7 %, 10 % alike with 2.4 %."""

_THREE = 3
# Scripts that put no spaces between words: each letter counts as one.
_WORD = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|\w+?(?=[\u3040-\u30ff\u3400-\u9fff]|\b)"
)
_SCHEME = "affine32"
_NUMBERS = Struct(f"<{BANDS * ROWS}I")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The signature of a text, and the keys under which alike texts meet."""

    hashes: bytes
    keys: tuple[int, ...]

    def alike(self, other: "Fingerprint") -> float:
        """Estimate which share of their threes of words two texts have in common."""
        mine, theirs = (_NUMBERS.unpack(one.hashes) for one in (self, other))
        agreeing: int = sum(map(eq, mine, theirs))
        return agreeing / (BANDS * ROWS)


def body_words(text: str, marks: Marks) -> list[str]:
    """Return the words of the body, or of the whole text where no body is known, folded."""
    body = text_of(text, marks.parts, PartKind.BODY)
    return words_of(body if body.strip() else text)


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def threes(words: list[str]) -> frozenset[str]:
    """Return every three words that follow each other; of a shorter text the words as they are."""
    last = max(1, len(words) - _THREE + 1)
    return frozenset(" ".join(words[at : at + _THREE]) for at in range(last)) if words else frozenset()


def fingerprint(shingles: frozenset[str]) -> Fingerprint:
    """Return the fingerprint of a set of threes of words; the order in which they come does not matter."""
    made = _empty()
    made.update_batch([one.encode(errors="replace") for one in shingles])
    return stored_fingerprint(made.hashvalues.astype("<u4").tobytes())


@cache
def _first() -> "MinHash":
    from datasketch import MinHash  # noqa: PLC0415  it takes longer to load than most commands to run

    return MinHash(BANDS * ROWS, seed=1, scheme=_SCHEME)


def _empty() -> "MinHash":
    first = _first()
    return type(first)(BANDS * ROWS, permutations=first.permutations, scheme=_SCHEME)


def stored_fingerprint(hashes: bytes) -> Fingerprint:
    """Return the fingerprint of a stored signature."""
    width = 4 * ROWS
    return Fingerprint(
        hashes, tuple(_key(band, hashes[band * width : (band + 1) * width]) for band in range(BANDS))
    )


def _key(band: int, part: bytes) -> int:
    made = hashlib.blake2b(part, digest_size=8, person=band.to_bytes(2, "big")).digest()
    return int.from_bytes(made, "big", signed=True)


def share(one: frozenset[str], other: frozenset[str]) -> float:
    """Return which share of all their threes two texts have in common."""
    return len(one & other) / len(one | other) if one or other else 1.0
